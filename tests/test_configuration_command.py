"""`motcua config`: out to a file, changed, and in again."""

import json
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from stores import add_centre

from server.cli import cli
from server.config import Config, open_store
from server.store import centres
from server.usecases.configuration.document import export


@pytest.fixture
def data(tmp_path: Path) -> Path:
    store = open_store(Config(tmp_path / "data"))
    add_centre(store)
    store.close()
    return tmp_path / "data"


def run(*arguments: object, ok: bool = True) -> str:
    result = CliRunner().invoke(cli, ["config", *map(str, arguments)])
    assert (result.exit_code == 0) is ok, result.output
    return result.output


def test_a_file_goes_out_is_changed_and_comes_in(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "centre.json"
    run("export", file, "--data", data)
    whole = json.loads(file.read_text("utf-8"))
    whole["services"][0]["name"] = "Hộ tịch và quốc tịch"
    file.write_text(json.dumps(whole), "utf-8")
    assert "service/ho-tich: name" in run("import", file, "--data", data)
    again = tmp_path / "again.json"
    run("export", again, "--data", data)
    assert json.loads(again.read_text("utf-8")) != whole
    run("import", file, "--apply", "--data", data)
    run("export", again, "--data", data)
    assert json.loads(again.read_text("utf-8")) == whole


@pytest.mark.parametrize(
    ("content", "named"),
    [("{", "centre.json"), ('{"motcua": 1, "services": [{"id": "a"}]}', "service/a.name")],
)
def test_a_bad_file_is_told_with_its_place(
    data: Path, tmp_path: Path, content: str, named: str
) -> None:
    file = tmp_path / "centre.json"
    file.write_text(content, "utf-8")
    assert named in run("import", file, "--apply", "--data", data, ok=False)


def test_a_new_centre_begins_as_anothers_file_says(data: Path, tmp_path: Path) -> None:
    file, mine = tmp_path / "centre.json", tmp_path / "mine.json"
    run("export", file, "--data", data)
    words = ["centre", "add", "tan-lap", "--name", "Tân Lập", "--from-config", str(file)]
    result = CliRunner().invoke(cli, [*words, "--data", str(data)])
    assert result.exit_code == 0 and "/setup/" in result.output, result.output
    with closing(open_store(Config(data))) as store:
        theirs, ours = (store.read(lambda s, c=c: export(s, c)) for c in ("c1", "tan-lap"))  # type: ignore[misc]
    assert ours["centre"]["name"] == "Tân Lập" and ours["people"] == []
    assert [one["id"] for one in ours["services"]] == [one["id"] for one in theirs["services"]]
    assert ours["counters"] == theirs["counters"] and ours["settings"] == theirs["settings"]
    mine.write_text("[]")
    result = CliRunner().invoke(
        cli, ["centre", "add", "x", "--name", "X", "--from-config", str(mine), "--data", str(data)]
    )
    assert result.exit_code != 0
    with closing(open_store(Config(data))) as store:
        assert len(store.read(centres.all_ids)) == 2
