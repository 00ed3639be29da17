"""The units: what they say, that systemd reads them, and that nobody's changes are lost."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.command import kiosk_command
from kiosk.setup.units import command_line

AGENT = "etc/systemd/system/motcua-kiosk.service"
PAGE = "etc/systemd/user/motcua-kiosk-page.service"
LOGIN = "etc/systemd/system/getty@tty1.service.d/motcua-kiosk.conf"
FLAGS = (
    "--kiosk --no-first-run --noerrdialogs --hide-crash-restore-bubble --disable-pinch"
    " --overscroll-history-navigation=0 --autoplay-policy=no-user-gesture-required"
    " --check-for-update-interval=31536000"
)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with cage and Chromium."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("cage", "chromium"):
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return folder


def install(root: Path, *more: str, **environment: str) -> Result:
    words = ["--server", "http://10.0.0.2:8080", "--printer", "tcp://10.0.0.9"]
    runner = CliRunner(env={"MOTCUA_TOKEN": "", **environment})
    return runner.invoke(kiosk_command, [*words, "--install", "--prefix", str(root), *more])


def test_the_units_run_the_agent_and_the_page_as_they_should(
    programs: Path, tmp_path: Path
) -> None:
    result = install(tmp_path, "--user", "kiosk", "--port", "8099", "--scanner", "keyboard://")
    assert result.exit_code == 0, result.output
    agent = (tmp_path / AGENT).read_text("utf-8")
    for line in ("Type=notify", "WatchdogSec=45", "User=kiosk", "Restart=always"):
        assert f"\n{line}\n" in agent
    (started,) = re.findall("^ExecStart=(.*)$", agent, re.M)
    assert "kiosk --server http://10.0.0.2:8080 --printer tcp://10.0.0.9" in started
    assert "--port 8099" in started and "--scanner keyboard://" in started
    assert "--install" not in started and "--user" not in started
    page = (tmp_path / PAGE).read_text("utf-8")
    browser = f"{programs}/cage -- {programs}/chromium {FLAGS} http://127.0.0.1:8099/"
    assert f"ExecStart={browser}\n" in page
    assert "ConditionUser=kiosk\n" in page
    assert "--autologin kiosk " in (tmp_path / LOGIN).read_text("utf-8")
    for path in (AGENT, PAGE, LOGIN):
        assert str(tmp_path / path) in result.output
    assert "systemctl enable --now motcua-kiosk.service" in result.output
    assert "systemctl --global enable motcua-kiosk-page.service" in result.output


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
@pytest.mark.parametrize(("path", "scope"), [(AGENT, "--system"), (PAGE, "--user")])
def test_systemd_reads_the_units_without_complaint(
    programs: Path, tmp_path: Path, path: str, scope: str
) -> None:
    # A percent sign, a dollar and a space are where a unit's quoting goes wrong.
    data = tmp_path / "dữ liệu 100%$HOME"
    assert install(tmp_path, "--user", "root", "--data", str(data)).exit_code == 0
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        ["systemd-analyze", scope, "--man=no", "verify", str(tmp_path / path)],
        capture_output=True, text=True, timeout=60, env=environment,
    )  # fmt: skip
    ours = [line for line in done.stderr.splitlines() if Path(path).name in line]
    assert (done.returncode, ours) == (0, []), done.stderr


def test_the_token_is_in_no_unit(programs: Path, tmp_path: Path) -> None:
    result = install(tmp_path, MOTCUA_TOKEN="mc_secret")
    assert result.exit_code == 0
    written = "".join(p.read_text("utf-8") for p in (tmp_path / "etc").rglob("*") if p.is_file())
    assert "mc_secret" not in written + result.output


def test_installing_again_changes_nothing_and_other_options_bring_it_up_to_date(
    programs: Path, tmp_path: Path
) -> None:
    install(tmp_path)
    before = (tmp_path / AGENT).stat()
    install(tmp_path)
    assert (tmp_path / AGENT).stat() == before
    assert install(tmp_path, "--port", "8100").exit_code == 0
    assert "--port 8100" in (tmp_path / AGENT).read_text("utf-8")
    assert not list(tmp_path.rglob("*.bak"))


def test_what_somebody_changed_is_kept_and_nothing_is_written_half(
    programs: Path, tmp_path: Path
) -> None:
    install(tmp_path)
    changed = (tmp_path / AGENT).read_text("utf-8") + "Nice=-5\n"
    (tmp_path / AGENT).write_text(changed, "utf-8")
    page = (tmp_path / PAGE).read_text("utf-8")
    result = install(tmp_path, "--port", "8100")
    assert result.exit_code == 1
    assert str(tmp_path / AGENT) in result.output and "--force" in result.output
    assert (tmp_path / AGENT).read_text("utf-8") == changed
    assert (tmp_path / PAGE).read_text("utf-8") == page
    for number in (1, 2):
        assert install(tmp_path, "--port", "8100", "--force").exit_code == 0
        assert (tmp_path / f"{AGENT}.{number}.bak").read_text("utf-8") == changed
        (tmp_path / AGENT).write_text(changed, "utf-8")


def test_a_place_that_cannot_be_written_to_is_told_plainly(programs: Path, tmp_path: Path) -> None:
    (tmp_path / "etc").write_text("a file where a folder should be")
    result = install(tmp_path)
    assert result.exit_code == 1 and "--prefix" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("plain", "plain"),
        ("two words", '"two words"'),
        ("100%", "100%%"),
        ("$HOME", "$$HOME"),
        ('say "hi"', '"say \\"hi\\""'),
        ("", '""'),
    ],
)
def test_words_are_written_as_systemd_reads_them(word: str, written: str) -> None:
    assert command_line((word,)) == written
