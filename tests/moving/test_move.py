"""A centre moves from its file to PostgreSQL: every row, and the numbers go on."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner
from lived_centre import noon_zone
from lived_hours import LivedHours
from postgres import PostgresCluster
from running import RunningServer, make_token
from stores import Floor, add_centre, postgres_store, sqlite_store

from server.clock import now_ms
from server.config import STORE_FILE
from server.demo.sample import sample_centre
from server.moving.command import move_command
from server.moving.move import MoveError, move
from server.moving.tables import tables_of
from server.store.driver import sqlite
from server.usecases.seed import seed_centre


def _lived(data: Path, centre: str = "c1") -> Path:
    """A file with a morning's events in it."""
    store = sqlite_store(data / STORE_FILE)
    add_centre(store, centre)
    floor = Floor(store, centre)
    for n in range(40):
        floor.issue("ho-tich" if n % 2 else "chung-thuc", "elderly" if n % 7 == 0 else "none")
    for _ in range(15):
        floor.call("2")
    store.close()
    return data / STORE_FILE


def _quiet(table: str, done: int, total: int) -> None:
    pass


def _dump(store: Any, table: str) -> list[dict[str, Any]]:
    order = "centre, id" if table == "event" else "id"
    return [dict(r) for r in store.read(lambda s: s.all(f"SELECT * FROM {table} ORDER BY {order}"))]


def test_every_row_arrives_and_the_numbers_go_on(
    tmp_path: Path, postgres: PostgresCluster, migrated: str
) -> None:
    file = _lived(tmp_path)
    before = file.read_bytes()
    url = postgres.create(migrated)
    target = postgres_store(url)
    told: list[tuple[str, int, int]] = []

    moved = move(str(file), url, None, lambda *p: told.append(p))

    source = sqlite_store(file)
    assert moved.centres == ("c1",) and moved.rows["ticket"] == 40 and moved.rows["call"] == 15
    for table in ("ticket", "event", "call", "centre", "counter"):
        assert _dump(source, table) == _dump(target, table)
    assert ("ticket", 40, 40) in told
    assert file.read_bytes() == before
    ours, theirs = Floor(source), Floor(target)
    for floor in (ours, theirs):
        floor.pass_time(60)
    assert ours.issue("ho-tich").ticket.number == theirs.issue("ho-tich").ticket.number
    here, there = ours.call("2"), theirs.call("2")
    assert here is not None and there is not None
    assert here.ticket.number == there.ticket.number
    source.close()
    target.close()


def test_a_centre_that_is_there_is_not_moved_again(
    tmp_path: Path, postgres: PostgresCluster, migrated: str
) -> None:
    file, url = _lived(tmp_path), postgres.create(migrated)
    target = postgres_store(url)
    move(str(file), url, None, _quiet)
    with pytest.raises(MoveError) as error:
        move(str(file), url, ["c1"], _quiet)
    assert (error.value.code, error.value.about) == ("not_empty", {"centre": "c1"})
    with pytest.raises(MoveError) as error:
        move(str(file), url, ["c9"], _quiet)
    assert error.value.code == "no_centre"
    target.close()


def test_a_move_that_is_interrupted_leaves_nothing_and_can_be_made_again(
    tmp_path: Path, postgres: PostgresCluster, migrated: str
) -> None:
    file, url = _lived(tmp_path), postgres.create(migrated)
    target = postgres_store(url)

    def trip(table: str, done: int, total: int) -> None:
        if table == "ticket" and done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(str(file), url, None, trip)
    assert _dump(target, "centre") == [] and _dump(target, "event") == []
    assert move(str(file), url, None, _quiet).rows["ticket"] == 40
    target.close()


def test_a_second_centre_comes_beside_the_first_with_keys_of_its_own(
    tmp_path: Path, postgres: PostgresCluster, migrated: str
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    url = postgres.create(migrated)
    target = postgres_store(url)
    move(str(_lived(tmp_path / "a", "c1")), url, None, _quiet)
    first = _dump(target, "event")
    move(str(_lived(tmp_path / "b", "c2")), url, None, _quiet)
    both = _dump(target, "event")
    assert [e for e in both if e["centre"] == "c1"] == first
    assert len({e["id"] for e in both}) == len(both) == 2 * len(first)
    for centre in ("c1", "c2"):
        floor = Floor(target, centre)
        floor.pass_time(60)
        assert floor.issue("ho-tich").ticket.number == "A021"
    target.close()


def test_a_row_that_differs_in_the_target_is_noticed(
    tmp_path: Path, postgres: PostgresCluster, migrated: str
) -> None:
    file, url = _lived(tmp_path), postgres.create(migrated)
    target = postgres_store(url)
    target.write(
        lambda s: s.run(
            "CREATE FUNCTION bend() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN IF NEW.number = 'A007' THEN NEW.language := 'en'; END IF;"
            " RETURN NEW; END $$"
        )
    )
    target.write(
        lambda s: s.run(
            "CREATE TRIGGER bent BEFORE INSERT ON ticket FOR EACH ROW EXECUTE FUNCTION bend()"
        )
    )
    with pytest.raises(MoveError) as error:
        move(str(file), url, None, _quiet)
    assert (error.value.code, error.value.about["table"]) == ("differs", "ticket")
    assert _dump(target, "centre") == []
    target.close()


def test_every_table_is_somebodys_or_the_installations(tmp_path: Path) -> None:
    """A new table whose rows belong to a centre must be found by it."""
    sqlite_store(tmp_path / STORE_FILE).close()
    connection = sqlite.connect(str(tmp_path / STORE_FILE))
    nobodys = {table.name for table in tables_of(connection) if table.scope() is None}
    assert nobodys <= {"installation_secret", "place", "sign_in_provider"}
    connection.close()


def test_the_command_moves_marks_and_the_server_goes_on_there(
    tmp_path: Path, postgres: PostgresCluster, migrated: str
) -> None:
    store = sqlite_store(tmp_path / STORE_FILE)
    centre = seed_centre(store, replace(sample_centre(), zone=noon_zone()), now_ms())
    LivedHours(now_ms() - 3_600_000, 3_600, 60, seed=1, centre=centre).write(store)
    token = make_token(store, "kiosk")
    last = store.read(lambda s: s.one("SELECT COUNT(*) AS n FROM ticket"))
    store.close()
    url = postgres.create(migrated)
    run = CliRunner().invoke(move_command, ["--data", str(tmp_path), "--to", url, "--mark"])
    assert run.exit_code == 0, run.output
    server = RunningServer(tmp_path, database=url).start()
    try:
        service = sample_centre().services[0].id
        answer = requests.post(
            f"{server.url}/api/v1/tickets",
            json={"service": service},
            headers={"Authorization": f"Bearer {token}"},
            timeout=20,
        )
        assert answer.status_code == 201, answer.text
    finally:
        server.kill()
    after = server.store()
    rows = after.read(lambda s: s.all("SELECT service, number FROM ticket"))
    assert last is not None and len(rows) == last["n"] + 1
    assert len({(r["service"], r["number"]) for r in rows}) == len(rows)
    after.close()
    old = RunningServer(tmp_path)
    with pytest.raises(RuntimeError, match="PostgreSQL"):
        old.start()


def test_a_running_server_is_not_moved_away_from(
    tmp_path: Path, postgres: PostgresCluster, migrated: str
) -> None:
    server = RunningServer(tmp_path).start()
    try:
        command = ["--data", str(tmp_path), "--to", postgres.create(migrated)]
        run = CliRunner().invoke(move_command, command)
        assert run.exit_code == 1 and str(tmp_path) in run.output
    finally:
        server.kill()
