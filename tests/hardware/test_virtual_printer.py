from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from hardware.catalogue import catalogue
from hardware.virtual.printer import KEEP_TICKETS, VirtualPrinter
from hardware.virtual.printer_decoder import Decoder
from hardware.virtual.printer_page import PrinterPage

CUT = b"\x1dVB\x00"
TICKET = b"\x1b@" + b"\x1dv0\x00\x48\x00\x0a\x00" + b"\xff" * 720 + CUT


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    printer = VirtualPrinter()
    printer.start()
    yield printer
    printer.stop()


@pytest.fixture
def page(printer: VirtualPrinter) -> Iterator[http.client.HTTPConnection]:
    page = PrinterPage(printer)
    page.start()
    connection = http.client.HTTPConnection(page.url.removeprefix("http://"), timeout=5)
    yield connection
    connection.close()
    page.stop()


def connect(printer: VirtualPrinter) -> socket.socket:
    return socket.create_connection(("127.0.0.1", printer.port), timeout=3)


def ask(
    page: http.client.HTTPConnection, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, bytes]:
    data = None if body is None else json.dumps(body).encode()
    page.request(method, path, data, {"Content-Type": "application/json", **headers})
    answer = page.getresponse()
    return answer.status, answer.read()


class Counter:
    """A mechanism that counts what it is told to do."""

    def __init__(self) -> None:
        self.rows = self.fed = self.cuts = 0
        self.lines: list[str] = []

    def row(self, dots: bytes) -> None:
        self.rows += 1

    def feed(self, rows: int) -> None:
        self.fed += rows

    def text(self, line: str) -> None:
        self.lines.append(line)

    def cut(self) -> None:
        self.cuts += 1

    def transmit_status(self, n: int) -> None:
        pass


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.integers(1, 50))
@example(b"\x1dv0\x00\xff\xff\xff\xff", 3)
@example(b"\x1b*\x21\xff\xff", 1)
def test_no_bytes_in_any_pieces_raise(data: bytes, piece: int) -> None:
    decoder = Decoder(Counter())
    for at in range(0, len(data), piece):
        decoder.feed(data[at : at + piece])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=6))
def test_pieces_do_not_change_the_meaning(cuts: list[int]) -> None:
    data = b"A\n\x1bJ\x10" + TICKET + b"\x1bd\x02"
    whole, parts = Counter(), Counter()
    Decoder(whole).feed(data)
    decoder, at = Decoder(parts), 0
    for cut in cuts:
        decoder.feed(data[at : at + cut])
        at += cut
    decoder.feed(data[at:])
    assert vars(whole) == vars(parts)
    assert (whole.rows, whole.fed, whole.cuts, whole.lines) == (10, 16 + 60, 1, ["A"])


def test_a_raster_becomes_a_picture(printer: VirtualPrinter) -> None:
    with connect(printer) as line:
        line.sendall(TICKET)
        (ticket,) = printer.wait_for_tickets(1, 3)
    picture = Image.open(BytesIO(ticket.png))
    assert picture.size == (576, 10) == (ticket.width, ticket.height)
    assert picture.getextrema() == (0, 0)


def test_letters_are_shown_too(printer: VirtualPrinter) -> None:
    with connect(printer) as line:
        line.sendall(b"SO THU TU A001\n" + CUT)
        (ticket,) = printer.wait_for_tickets(1, 3)
    assert Image.open(BytesIO(ticket.png)).convert("L").getextrema() == (0, 255)


def test_a_cut_of_blank_paper_is_no_ticket(printer: VirtualPrinter) -> None:
    with connect(printer) as line:
        line.sendall(b"\x1bJ\x40" + CUT + TICKET)
        printer.wait_for_tickets(1, 3)
    assert printer.printed == 1


@pytest.mark.parametrize(
    ("state", "answers"),
    [
        ({}, b"\x12\x12\x12"),
        ({"paper": "low"}, b"\x12\x12\x1e"),
        ({"paper": "out"}, b"\x1a\x32\x7e"),
        ({"cover_open": True}, b"\x1a\x16\x12"),
    ],
)
def test_real_time_questions_are_answered_in_every_state(
    printer: VirtualPrinter, state: dict[str, object], answers: bytes
) -> None:
    printer.set(**state)
    with connect(printer) as line:
        got = b""
        for n in (1, 2, 4):
            line.sendall(bytes((0x10, 0x04, n)))
            got += line.recv(1)
    assert got == answers


def test_a_question_split_over_two_packets_is_answered(printer: VirtualPrinter) -> None:
    with connect(printer) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(b"\x10\x04\x01\x10")
        assert line.recv(1) == b"\x12"
        line.sendall(b"\x04")
        line.sendall(b"\x01")
        assert line.recv(1) == b"\x12"


def test_mute_answers_nothing_but_prints(printer: VirtualPrinter) -> None:
    printer.set(mute=True)
    with connect(printer) as line:
        line.sendall(b"\x10\x04\x01" + TICKET + b"\x1dr\x01")
        printer.wait_for_tickets(1, 3)
        line.settimeout(0.2)
        with pytest.raises(TimeoutError):
            line.recv(1)


def test_the_fence_is_answered_only_when_the_paper_lets_it_through(
    printer: VirtualPrinter,
) -> None:
    printer.set(rows_left=5)
    with connect(printer) as line:
        line.sendall(TICKET + b"\x1dr\x01")
        line.settimeout(0.3)
        with pytest.raises(TimeoutError):
            line.recv(1)
        assert printer.printed == 0 and printer.unfinished_rows == 5
        printer.set(paper="ok")
        line.settimeout(3)
        assert line.recv(1) == b"\x00"
    assert printer.printed == 1


def test_switched_off_it_refuses_and_switched_on_it_listens_on_the_same_port(
    printer: VirtualPrinter,
) -> None:
    with connect(printer) as line:
        line.sendall(b"\x10\x04\x01")
        assert line.recv(1) == b"\x12", "the line is taken"
        printer.set(offline=True)
        assert line.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        connect(printer)
    printer.set(offline=False)
    with connect(printer) as line:
        line.sendall(TICKET)
        printer.wait_for_tickets(1, 3)


def test_random_bytes_from_many_hosts_leave_it_printing(printer: VirtualPrinter) -> None:
    noise = os.urandom(60_000)
    for at in range(0, len(noise), 6_000):
        with connect(printer) as line:
            line.sendall(noise[at : at + 6_000])
    before = printer.printed
    with connect(printer) as line:
        line.sendall(TICKET)
        printer.wait_for_tickets(before + 1, 5)


def test_only_the_last_tickets_are_kept(printer: VirtualPrinter) -> None:
    with connect(printer) as line:
        line.sendall(TICKET * (KEEP_TICKETS + 5))
        tickets = printer.wait_for_tickets(KEEP_TICKETS + 5, 20)
    assert len(tickets) == KEEP_TICKETS
    assert tickets[0].number == 6


def test_the_page_shows_tickets_newest_first_as_pictures(
    printer: VirtualPrinter, page: http.client.HTTPConnection
) -> None:
    with connect(printer) as line:
        line.sendall(TICKET * 2)
        tickets = printer.wait_for_tickets(2, 3)
    status, body = ask(page, "GET", "/api/state")
    assert status == 200
    assert [ticket["number"] for ticket in json.loads(body)["tickets"]] == [2, 1]
    assert ask(page, "GET", "/tickets/2.png") == (200, tickets[1].png)
    assert ask(page, "GET", "/tickets/99.png")[0] == 404


def test_the_page_pushes_every_change(
    printer: VirtualPrinter, page: http.client.HTTPConnection
) -> None:
    page.request("GET", "/api/events")
    events = page.getresponse()

    def next_state() -> dict[str, Any]:
        while not (line := events.readline()).startswith(b"data: "):
            assert line, "the stream ended"
        return dict(json.loads(line.removeprefix(b"data: ")))

    assert next_state()["printed"] == 0
    with connect(printer) as line:
        line.sendall(TICKET)
        assert next_state()["printed"] == 1
    printer.set(cover_open=True)
    state = next_state()
    assert state["cover_open"] is True and state["prints"] is False
    events.close()


def test_the_page_switches_the_printer(
    printer: VirtualPrinter, page: http.client.HTTPConnection
) -> None:
    assert ask(page, "POST", "/api/state", {"paper": "out", "mute": True})[0] == 200
    assert printer.settings.paper == "out" and printer.settings.mute


@pytest.mark.parametrize(
    "body", [None, [], {}, {"paper": "wet"}, {"mute": 1}, {"rows_left": 3}, {"mute": True, "x": 1}]
)
def test_the_page_refuses_switches_that_do_not_exist(
    printer: VirtualPrinter, page: http.client.HTTPConnection, body: Any
) -> None:
    assert ask(page, "POST", "/api/state", body)[0] == 422
    assert printer.settings.paper == "ok" and not printer.settings.mute


def test_the_page_answers_only_to_this_machines_names(page: http.client.HTTPConnection) -> None:
    assert ask(page, "GET", "/api/state", Host="evil.example")[0] == 403
    assert ask(page, "POST", "/api/state", {"mute": True}, Origin="http://evil.example")[0] == 403
    assert ask(page, "GET", "/", Host="localhost")[0] == 200


def test_every_text_of_the_page_is_in_both_catalogues() -> None:
    vi, en = catalogue("hardware", "vi"), catalogue("hardware", "en")
    assert vi.keys() == en.keys()
    root = os.path.join("hardware", "virtual", "printer_page")
    used: set[str] = set()
    for name in ("index.html", "page.js", "command.py"):
        with open(os.path.join(root, name), encoding="utf-8") as file:
            used |= set(re.findall(r'"(printer\.[a-z_.]+)"', file.read()))
    assert used and used <= vi.keys()
    assert {key for key in vi if key.startswith("printer.")} <= used


def test_the_command_starts_says_where_and_stops_on_a_signal() -> None:
    command = [sys.executable, "-m", "hardware.virtual.printer", "--port", "0", "--page-port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    match = re.search(r"tcp://127\.0\.0\.1:(\d+).*(http://127\.0\.0\.1:\d+)", line)
    assert match, line
    with socket.create_connection(("127.0.0.1", int(match[1])), timeout=3) as host:
        host.sendall(b"\x10\x04\x01")
        assert host.recv(1) == b"\x12"
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0
    process.stdout.close()
