from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fake_central import TOKEN, FakeCentral
from kiosk_page import KioskPage

from hardware.virtual.printer import VirtualPrinter
from kiosk.command import kiosk_command

RUN = [sys.executable, "-c", "from kiosk.command import kiosk_command; kiosk_command()"]


@contextmanager
def process(*arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The agent as a process, and the address it says it is ready at."""
    command = [*RUN, "--port", "0", *arguments]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )
    assert running.stdout is not None
    try:
        yield running, running.stdout.readline().split()[-1]
    finally:
        running.kill()
        running.wait()
        running.stdout.close()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_the_page_is_and_stops_cleanly_on_a_signal(
    tmp_path: Path, sent: signal.Signals
) -> None:
    arguments = ("--server", "http://127.0.0.1:9", "--printer", "dummy://", "--data", str(tmp_path))
    with process(*arguments, MOTCUA_TOKEN=TOKEN) as (running, url):
        with urllib.request.urlopen(f"{url}/api/state", timeout=5) as answer:
            assert b'"online":false' in answer.read()
        page = KioskPage(url)
        running.send_signal(sent)
        assert running.wait(timeout=8) == 0
        page.close()


def test_a_ticket_goes_through_the_whole_process(tmp_path: Path) -> None:
    central, printer = FakeCentral(), VirtualPrinter(width_dots=384)
    central.start()
    printer.start()
    (tmp_path / "token").write_text(TOKEN + "\n", "utf-8")
    arguments = ("--server", central.url, "--printer", printer.url, "--width", "384")
    paths = ("--data", str(tmp_path), "--token-file", str(tmp_path / "token"))
    with process(*arguments, *paths) as (_running, url):
        page = KioskPage(url)
        page.wait_for("state", online=True)
        assert page.press()[0] == 201
        (ticket,) = printer.wait_for_tickets(1, 8)
        page.close()
    assert ticket.width == 384
    printer.stop()
    central.stop()


def test_two_agents_never_share_a_journal(tmp_path: Path) -> None:
    arguments = ("--server", "http://127.0.0.1:9", "--printer", "dummy://", "--data", str(tmp_path))
    with process(*arguments, MOTCUA_TOKEN=TOKEN):
        second = subprocess.run(
            [*RUN, "--port", "0", *arguments, "--token", TOKEN],
            capture_output=True,
            text=True,
            timeout=20,
        )
    assert second.returncode == 1
    assert str(tmp_path) in second.stderr


def refused(*arguments: str) -> Result:
    base = ["--server", "http://127.0.0.1:9", "--printer", "dummy://"]
    return CliRunner(env={"MOTCUA_TOKEN": ""}).invoke(kiosk_command, [*base, *arguments])


def test_without_a_token_it_serves_its_page_and_says_that_it_is_not_paired(tmp_path: Path) -> None:
    arguments = ("--server", "http://127.0.0.1:9", "--printer", "dummy://", "--data", str(tmp_path))
    with process(*arguments, MOTCUA_TOKEN="") as (_running, url):
        page = KioskPage(url)
        state = page.wait_for("state", paired=False)
        assert state["pairing"] is None, "no server, no code"
        page.close()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--width", "400"),
        ("--timezone", "Mars/Olympus"),
        ("--timezone", "../../etc/passwd"),
        ("--token-file", "/nowhere/token"),
        ("--port", "99999"),
        ("--scanner", "parrot"),
        ("--scanner", "serial://ttyACM0"),
        ("--install", "--user", "root; reboot"),
    ],
)
def test_a_wrong_option_is_a_clear_message(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = refused("--data", str(tmp_path), "--token", TOKEN, *arguments)
    assert result.exit_code in (1, 2) and result.exception.__class__ is SystemExit
    assert "Error" in result.output


def test_the_help_has_an_example() -> None:
    result = CliRunner().invoke(kiosk_command, ["--help"])
    assert "motcua kiosk --server" in result.output
