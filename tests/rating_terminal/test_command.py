"""`motcua pad` as a process: ready line, signals, kill -9, and mistakes on the command line."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from pad_rig import DEADLINE_S
from pad_server import TOKEN, PadServer, running_pad_server

from hardware.catalogue import catalogue
from hardware.virtual.pad import VirtualPad
from rating_terminal.command import pad_command

ROOT = Path(__file__).parents[2]
RUN = "from rating_terminal.command import pad_command; pad_command()"


@contextmanager
def pad_process(server_url: str, port: str, data: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, "--server", server_url, "--port", port, "--data", str(data)],
        cwd=ROOT,
        env={**os.environ, "MOTCUA_TOKEN": TOKEN, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=DEADLINE_S)


@pytest.fixture
def server() -> Iterator[PadServer]:
    with running_pad_server() as server:
        yield server


@pytest.fixture
def pad() -> Iterator[VirtualPad]:
    with VirtualPad("pad-1", resend_s=0.05) as pad:
        yield pad


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_one_line_when_ready_and_ends_cleanly_on_a_signal(
    server: PadServer, pad: VirtualPad, tmp_path: Path, number: signal.Signals
) -> None:
    server.wake("t1")
    with pad_process(server.url, pad.url, tmp_path) as process:
        assert process.stdout is not None
        ready = process.stdout.readline()
        assert "counter 3" in ready and "quầy 3" in ready
        assert pad.wait_lit(DEADLINE_S)
        process.send_signal(number)
        rest, _ = process.communicate(timeout=DEADLINE_S)
        assert (process.returncode, rest) == (0, "")
    assert pad.wait_dark(DEADLINE_S)


def test_what_was_acknowledged_survives_kill_9(
    server: PadServer, pad: VirtualPad, tmp_path: Path
) -> None:
    with pad_process("http://127.0.0.1:9", pad.url, tmp_path) as process:
        for key in (1, 2, 3):
            pad.press(key)
        assert pad.wait_acknowledged(DEADLINE_S)
        process.kill()
        process.wait(DEADLINE_S)
    with pad_process(server.url, pad.url, tmp_path):
        assert server.wait_ratings(3, DEADLINE_S)
    assert [rating["seq"] for rating in server.ratings] == [1, 2, 3]


GOOD = {"--server": "http://127.0.0.1:9", "--port": "serial:///dev/nothing", "--token": "t"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"--server": "127.0.0.1:9"}, "http://"),
        ({"--port": "ttyUSB0"}, "ttyUSB0"),
        ({"--port": "serial:///dev/x?baud=9600"}, "baud"),
        ({"--token": ""}, "MOTCUA_TOKEN"),
        ({"--scale": "6"}, "6"),
        ({"--data": "/proc/nothing"}, "/proc/nothing"),
    ],
)
def test_a_mistake_on_the_command_line_is_named_at_once(
    change: dict[str, str], message: str, tmp_path: Path
) -> None:
    options = {**GOOD, "--data": str(tmp_path), **change}
    arguments = [part for pair in options.items() for part in pair]
    result = CliRunner().invoke(pad_command, arguments, env={"MOTCUA_TOKEN": ""})
    assert result.exit_code in (1, 2)
    assert message in result.output
    assert "Traceback" not in result.output


def test_a_token_file_that_is_missing_is_named(tmp_path: Path) -> None:
    arguments = ["--server", "http://x", "--port", "/dev/x", "--token-file", f"{tmp_path}/none"]
    result = CliRunner().invoke(pad_command, arguments)
    assert result.exit_code == 1 and "none" in result.output


def test_the_help_shows_every_option_and_an_example() -> None:
    output = CliRunner().invoke(pad_command, ["--help"]).output
    assert "motcua pad --server http" in output
    for option in pad_command.params:
        assert getattr(option, "help", None), option.name


def test_the_catalogues_have_the_same_keys_and_placeholders() -> None:
    vi, en = catalogue("rating_terminal", "vi"), catalogue("rating_terminal", "en")
    assert vi.keys() == en.keys()
    for key in vi:
        assert vi[key].count("{") == en[key].count("{"), key
