"""Temporary data leave nothing behind; a running demo's data are left alone."""

import tempfile
from pathlib import Path

import pytest

from server.demo.folder import (
    LOCK,
    PREFIX,
    FolderBusy,
    demo_folder,
    remove_abandoned,
    temporary_inside,
)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_temporary_folder_is_private_and_goes_at_the_end(temporary: Path) -> None:
    with demo_folder(None) as folder:
        assert folder.stat().st_mode & 0o077 == 0
        (folder / "x").write_text("x")
    assert not list(temporary.iterdir())


def test_it_goes_after_an_error_as_well(temporary: Path) -> None:
    with pytest.raises(ValueError), demo_folder(None):
        raise ValueError
    assert not list(temporary.iterdir())


def test_a_given_folder_stays(temporary: Path) -> None:
    with demo_folder(temporary / "kept") as folder:
        (folder / "x").write_text("x")
    assert (temporary / "kept" / "x").exists()


def test_a_given_folder_serves_one_demo_at_a_time(temporary: Path) -> None:
    with (
        demo_folder(temporary / "kept"),
        pytest.raises(FolderBusy),
        demo_folder(temporary / "kept"),
    ):
        pass


def test_what_a_killed_demo_left_goes_and_a_running_one_stays(temporary: Path) -> None:
    abandoned = temporary / f"{PREFIX}killed"
    abandoned.mkdir()
    (abandoned / LOCK).touch()
    other = temporary / f"{PREFIX}not-ours"
    other.mkdir()
    with demo_folder(None) as running:
        remove_abandoned()
        assert running.exists()
        assert not abandoned.exists()
        assert other.exists()


def test_temporary_files_made_meanwhile_go_as_well(temporary: Path) -> None:
    with temporary_inside(temporary) as inside:
        assert Path(tempfile.mkdtemp()).parent == inside
    assert tempfile.gettempdir() == str(temporary)
    assert not list(temporary.iterdir())
