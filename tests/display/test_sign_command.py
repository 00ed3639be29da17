"""`motcua sign` as a process, and mistakes on its command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from display.sign.command import sign_command
from hardware.virtual.sign_bus import VirtualSigns

ROOT = Path(__file__).resolve().parents[2]
SIGNS = '[[bus]]\nurl = "{url}"\n[[bus.sign]]\nprotocol = "modbus"\nunit = 1\ncounter = 3\n'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "signs.toml"
    path.write_text(SIGNS.format(url="dummy://"), encoding="utf-8")
    return path


def test_it_runs_without_a_server_says_so_and_ends_when_told(tmp_path: Path) -> None:
    with VirtualSigns(units=(1,)) as signs:
        path = tmp_path / "signs.toml"
        path.write_text(SIGNS.format(url=signs.url), encoding="utf-8")
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "server.cli", "sign"),
                *("--server", "http://127.0.0.1:9", "--config", str(path)),
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert "chưa nối" in line and "not connected" in line
            assert "đã nối" in line, "the line itself is open"
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
        finally:
            process.kill()
            process.communicate(timeout=10)


@pytest.mark.parametrize(
    ("server", "text", "said"),
    [
        ("localhost", None, "http://"),
        ("http://127.0.0.1:9", "[[bus]]\n", "bus 1"),
        ("http://127.0.0.1:9", SIGNS.replace("unit = 1", "unit = 999"), "bus 1, sign 1"),
    ],
)
def test_mistakes_are_said_in_both_languages(
    config: Path, server: str, text: str | None, said: str
) -> None:
    if text is not None:
        config.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(sign_command, ["--server", server, "--config", str(config)])
    assert result.exit_code == 2
    assert said in result.output
    assert " / " in result.output


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        sign_command, ["--server", "http://x", "--config", str(tmp_path / "none.toml")]
    )
    assert result.exit_code == 2
    assert "none.toml" in result.output


def test_help_has_an_example_and_both_catalogues_the_same_keys() -> None:
    assert "motcua sign --server" in CliRunner().invoke(sign_command, ["--help"]).output
    folder = ROOT / "display" / "sign" / "messages"
    vi, en = (
        json.loads((folder / f"{language}.json").read_text("utf-8")) for language in ("vi", "en")
    )
    assert vi.keys() == en.keys()
