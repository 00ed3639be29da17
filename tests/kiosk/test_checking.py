"""``motcua kiosk --check``: each part well, unwell, and hanging; the exit code; both languages."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import threading
import time
import tty
from collections.abc import Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from private_desk import Office

from hardware.catalogue import catalogue
from hardware.printing.status import PrinterState
from hardware.tickets.fonts import font
from hardware.virtual.printer import VirtualPrinter
from kiosk.command import kiosk_command
from kiosk.setup import device_checks, server_checks
from kiosk.setup.checking import Kiosk, checks, run, told
from kiosk.setup.findings import Check, Finding, Level, bad, look_at, ok

TEXTS = catalogue("kiosk.setup", "vi")


def outcome(finding: Finding) -> tuple[str, str]:
    """Level and message; the message and what to do are there in both languages."""
    for language in ("vi", "en"):
        lines = told(finding, language)
        assert all(lines) and len(lines) == (1 if finding.level is Level.OK else 2)
    return finding.level.value, finding.key.removeprefix("check.")


class Central:
    """A server that answers what a test wants, by the clock a test wants."""

    def __init__(self) -> None:
        central = self
        self.status, self.session, self.skew_s = 200, (200, {}), 0.0

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                health = self.path == "/healthz"
                status, body = (central.status, {}) if health else central.session
                data = json.dumps(body).encode()
                self.send_response_only(status)
                self.send_header("Date", formatdate(time.time() + central.skew_s, usegmt=True))
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Central]:
    server = Central()
    yield server
    server.close()


@pytest.fixture
def nobody() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def test_the_server_is_well_in_trouble_or_not_there(server: Central, nobody: str) -> None:
    assert outcome(server_checks.look_at_server(server.url)) == ("ok", "server.ok")
    server.status = 503
    assert outcome(server_checks.look_at_server(server.url)) == ("bad", "server.ill")
    assert outcome(server_checks.look_at_server(nobody)) == ("bad", "server.bad")
    assert outcome(server_checks.look_at_server("not a url")) == ("bad", "server.bad")


@pytest.mark.parametrize(
    ("skew_s", "level"), [(0, "ok"), (-3, "ok"), (30, "warn"), (-40, "warn"), (3600, "bad")]
)
def test_clocks_that_differ_are_told(server: Central, skew_s: float, level: str) -> None:
    server.skew_s = skew_s
    assert server_checks.look_at_clock(server.url).level == level


def test_without_a_server_the_clock_is_unknown(nobody: str) -> None:
    assert outcome(server_checks.look_at_clock(nobody)) == ("bad", "clock.unknown")


@pytest.mark.parametrize(
    ("status", "body", "level", "key"),
    [
        (200, {"device": {"role": "kiosk"}, "centre": {"name": "Xã A"}}, "ok", "token.ok"),
        (200, {"device": {"role": "display"}}, "bad", "token.role"),
        (200, {"user": {"role": "admin"}, "device": None}, "bad", "token.role"),
        (401, {}, "bad", "token.revoked"),
        (503, {}, "bad", "token.unknown"),
    ],
)
def test_the_token_is_asked_about(
    server: Central, tmp_path: Path, status: int, body: Any, level: str, key: str
) -> None:
    server.session = (status, body)
    assert outcome(server_checks.look_at_token(server.url, "mc_x", tmp_path)) == (level, key)


def test_a_kiosk_without_a_token_is_told_how_it_is_paired(server: Central, tmp_path: Path) -> None:
    assert outcome(server_checks.look_at_token(server.url, None, tmp_path)) == ("bad", "token.none")
    (tmp_path / "token").write_text("mc_x\n")
    server.session = (200, {"device": {"role": "kiosk"}})
    assert outcome(server_checks.look_at_token(server.url, None, tmp_path)) == ("ok", "token.ok")


@pytest.mark.parametrize(
    ("change", "level", "key"),
    [
        ({}, "ok", "printer.ok"),
        ({"paper": "low"}, "warn", "printer.paper_low"),
        ({"paper": "out"}, "bad", "printer.paper_out"),
        ({"cover_open": True}, "bad", "printer.cover_open"),
        ({"mute": True}, "warn", "printer.unknown"),
    ],
)
def test_the_printer_tells_its_state_and_prints_nothing(
    change: dict[str, Any], level: str, key: str
) -> None:
    printer = VirtualPrinter()
    printer.start()
    printer.set(**change)
    assert outcome(device_checks.look_at_printer(printer.url)) == (level, key)
    assert printer.printed == 0
    printer.stop()


def test_every_state_of_a_printer_has_its_words() -> None:
    for state in PrinterState:
        outcome(device_checks._of_printer(state, "tcp://x"))


def test_a_printer_that_is_not_there_is_told() -> None:
    look = device_checks.look_at_printer
    assert outcome(look("dummy://")) == ("warn", "printer.none")
    for url in ("tcp://127.0.0.1:9", "file:///dev/usb/nothing", "parrot://x"):
        assert outcome(look(url)) == ("bad", "printer.unreachable")


def test_the_scanner_is_opened_or_said_to_be_busy() -> None:
    look = device_checks.look_at_scanner
    assert outcome(look(None)) == ("warn", "scanner.none")
    assert outcome(look("keyboard://")) == ("warn", "scanner.keyboard")
    assert outcome(look("serial:///dev/nothing")) == ("bad", "scanner.bad")
    assert outcome(look("parrot")) == ("bad", "scanner.bad")
    master, slave = os.openpty()
    tty.setraw(slave)
    assert outcome(look(f"serial://{os.ttyname(slave)}")) == ("ok", "scanner.ok")
    fcntl.flock(slave, fcntl.LOCK_EX)
    assert outcome(look(f"serial://{os.ttyname(slave)}")) == ("warn", "scanner.busy")
    os.close(slave)
    os.close(master)


def test_the_typeface_has_every_letter_and_a_poor_one_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert len(set(device_checks.LETTERS)) == 134
    assert outcome(device_checks.look_at_fonts()) == ("ok", "fonts.ok")
    poor = font(40)

    class Poor:
        def getmask(self, letter: str) -> Any:
            return poor.getmask("\U000f0000" if letter in "ằỹ" else letter)

    monkeypatch.setattr(device_checks, "font", lambda _size: Poor())
    found = device_checks.look_at_fonts()
    assert outcome(found) == ("bad", "fonts.bad")
    assert set(str(found.values["letters"])) == set("ằỹ")


def test_the_data_folder_must_take_what_is_written(tmp_path: Path) -> None:
    look = device_checks.look_at_data
    assert outcome(look(tmp_path / "new" / "folder")) == ("ok", "data.ok")
    assert list((tmp_path / "new" / "folder").iterdir()) == []
    (tmp_path / "file").write_text("")
    assert outcome(look(tmp_path / "file")) == ("bad", "data.bad")


def test_room_on_the_disk_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, level in ((5_000, "ok"), (500, "warn"), (50, "bad")):
        usage = (0, 0, free * 1_000_000)
        named = type("Usage", (), {"free": usage[2]})
        monkeypatch.setattr(device_checks.shutil, "disk_usage", lambda _p, named=named: named)
        found = device_checks.look_at_disk(tmp_path / "not" / "there")
        assert outcome(found)[0] == level and found.values["mb"] == free


def test_the_browser_is_asked_for_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    look = device_checks.look_at_browser
    assert outcome(look()) == ("bad", "browser.missing")
    program(tmp_path / "chromium", "exit 3")
    assert outcome(look()) == ("bad", "browser.broken")
    program(tmp_path / "chromium", "echo Chromium 140.0 built on Debian")
    assert outcome(look()) == ("warn", "browser.no_cage")
    program(tmp_path / "cage", "")
    found = look()
    assert outcome(found) == ("ok", "browser.ok") and found.values["version"] == "Chromium 140.0"


def test_the_page_needs_every_file_it_names(tmp_path: Path) -> None:
    look = device_checks.look_at_page
    assert outcome(look(tmp_path)) == ("bad", "page.bad")
    html = '<script src="/assets/kiosk/a.js"></script><link href="/assets/kiosk/b.css">'
    (tmp_path / "index.html").write_text(html)
    (tmp_path / "a.js").write_text("")
    assert look(tmp_path).values["files"] == "b.css"
    (tmp_path / "b.css").write_text("")
    assert outcome(look(tmp_path)) == ("ok", "page.ok")


def test_what_hangs_or_breaks_is_a_finding_and_holds_nothing_up() -> None:
    release = threading.Event()

    def hang() -> Finding:
        release.wait(30)
        return ok("check.fonts.ok")

    def fail() -> Finding:
        raise RuntimeError("boom")

    found = look_at(
        [
            Check("printer", hang, 0.1),
            Check("fonts", fail),
            Check("page", lambda: bad("check.browser.missing")),
        ]
    )
    release.set()
    assert [outcome(one)[1] for one in found] == ["late", "broke", "browser.missing"]
    assert TEXTS["check.name.printer"] in told(found[0], "vi")[0]


def test_a_machine_that_answers_nothing_is_told_within_the_deadlines(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        kiosk = Kiosk(
            f"http://127.0.0.1:{port}", f"tcp://127.0.0.1:{port}", None, "mc_x", tmp_path, tmp_path
        )
        lines: list[str] = []
        assert not run(kiosk, "vi", lines.append)
    assert len([line for line in lines if not line.startswith(" ")]) == len(checks(kiosk)) + 1


@pytest.mark.parametrize("token", ["kiosk", "display"])
def test_the_command_says_it_line_by_line_and_ends_with_the_right_code(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    printer = VirtualPrinter()
    printer.start()
    (tmp_path / "bin").mkdir()
    program(tmp_path / "bin" / "chromium", "echo Chromium 140.0")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    static = tmp_path / "static"
    static.mkdir()
    (static / "index.html").write_text('<script src="/assets/kiosk/index.html">')
    monkeypatch.setattr("kiosk.command.STATIC", static)
    words = ["--server", office.url, "--printer", printer.url, "--data", str(tmp_path), "--check"]
    runner = CliRunner(env={"MOTCUA_TOKEN": office.tokens[token]})
    result = runner.invoke(kiosk_command, words)
    printer.stop()
    assert result.exit_code == (0 if token == "kiosk" else 1), result.output
    assert office.tokens[token] not in result.output
    assert result.output.count("→") == (2 if token == "kiosk" else 3), result.output


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
