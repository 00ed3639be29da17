"""`motcua people`: back into an installation nobody can sign in to."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from stores import Floor, add_centre

from server.cli import cli
from server.config import Config, open_store
from server.store import grants, people
from server.usecases.administer import NewPerson, add_person
from server.usecases.secrets import check_password


@pytest.fixture
def data(tmp_path: Path) -> Path:
    store = open_store(Config(tmp_path / "data"))
    add_centre(store)
    new = NewPerson("quantri", "Lê Lan", "admin", "mat-khau-quen")
    Floor(store).do(lambda change: add_person(change, new))
    store.close()
    return tmp_path / "data"


def run(*arguments: object, ok: bool = True) -> str:
    result = CliRunner().invoke(cli, ["people", *map(str, arguments)])
    assert (result.exit_code == 0) is ok, result.output
    return result.output


def test_a_forgotten_password_is_set_anew_and_printed_once(data: Path) -> None:
    made = run("password", "quantri", "--data", data).strip()
    store = open_store(Config(data))
    row = store.read(lambda session: people.sign_in(session, "quantri"))
    store.close()
    assert row is not None
    assert check_password(row["password_hash"], made)
    assert not check_password(row["password_hash"], "mat-khau-quen")


def test_the_first_administrator_of_everything_is_made_on_the_machine(data: Path) -> None:
    for _ in range(2):
        run("grant", "quantri", "--scope", "*", "--role", "admin", "--data", data)
    store = open_store(Config(data))
    row = store.read(lambda session: people.sign_in(session, "quantri"))
    assert row is not None
    held = store.read(lambda session: grants.of(session, row["id"]))
    store.close()
    assert [(one["scope"], one["role"]) for one in held] == [("*", "admin")]


def test_what_is_not_there_is_told(data: Path) -> None:
    assert "nobody" in run("password", "nobody", "--data", data, ok=False)
    run("grant", "quantri", "--scope", "khong-co", "--role", "admin", "--data", data, ok=False)
