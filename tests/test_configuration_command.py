"""`motcua config`: out to a file, changed, and in again."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from stores import add_centre

from server.cli import cli
from server.config import Config, open_store


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
