"""`motcua keypad` as a process, with a numpad that is a pipe, and mistakes on its command line."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from ports import wait_until
from private_desk import PrivateDesk

from hardware.catalogue import catalogue
from hardware.numpad import EV_KEY, EVENT
from server.staff.keypad.command import PACKAGE, keypad_command

ROOT = Path(__file__).resolve().parents[2]
DEADLINE_S = 30.0
KEY_KPENTER = 96


def test_a_numpads_enter_calls_the_next_one(desk: PrivateDesk, tmp_path: Path) -> None:
    ticket = desk.issue()
    device = tmp_path / "event3"
    os.mkfifo(device)
    with subprocess.Popen(
        [sys.executable, "-m", "server.cli", "keypad", "--server", desk.office.url,
         "--port", f"input://{device}", "--data", str(tmp_path / "state")],
        cwd=ROOT,
        env={**os.environ, "MOTCUA_TOKEN": desk.staff_token, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:  # fmt: skip
        try:
            with device.open("wb", buffering=0) as keys:
                assert process.stdout is not None
                ready = process.stdout.readline()
                assert f"counter {desk.id}" in ready and f"quầy {desk.id}" in ready
                seconds, fraction = divmod(time.time(), 1)
                for value in (1, 2, 0):  # down, repeat, up
                    keys.write(
                        EVENT.pack(int(seconds), int(fraction * 1e6), EV_KEY, KEY_KPENTER, value)
                    )
                wait_until(
                    lambda: desk.staff.get(f"/tickets/{ticket['id']}").json()["state"] == "called",
                    DEADLINE_S,
                    "the key calls",
                )
            process.send_signal(signal.SIGTERM)
            assert process.wait(DEADLINE_S) == 0
        finally:
            process.kill()


GOOD = {"--server": "http://127.0.0.1:9", "--port": "serial:///dev/nothing", "--token": "t"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"--server": "127.0.0.1:9"}, "http://"),
        ({"--port": "ttyUSB0"}, "ttyUSB0"),
        ({"--port": "input://host/dev"}, "input:///dev/input/event3"),
        ({"--token": ""}, "MOTCUA_TOKEN"),
        ({"--data": "/proc/nothing"}, "/proc/nothing"),
    ],
)
def test_a_mistake_on_the_command_line_is_named_at_once(
    change: dict[str, str], message: str, tmp_path: Path
) -> None:
    options = {**GOOD, "--data": str(tmp_path), **change}
    arguments = [part for pair in options.items() for part in pair]
    result = CliRunner().invoke(keypad_command, arguments, env={"MOTCUA_TOKEN": ""})
    assert result.exit_code in (1, 2)
    assert message in result.output
    assert "Traceback" not in result.output


def test_the_help_shows_every_option_and_an_example() -> None:
    output = CliRunner().invoke(keypad_command, ["--help"]).output
    assert "motcua keypad --server http" in output
    for option in keypad_command.params:
        assert getattr(option, "help", None), option.name


def test_the_catalogues_have_the_same_keys_and_placeholders() -> None:
    vi, en = catalogue(PACKAGE, "vi"), catalogue(PACKAGE, "en")
    assert vi.keys() == en.keys()
    for key in vi:
        assert vi[key].count("{") == en[key].count("{"), key
