"""Rubbish from all sides while the floor works: clear errors, nothing lost, the server stays up."""

import contextlib
import random
import socket
from collections.abc import Iterator

import pytest
from fault_account import check_all
from fault_clients import Desk, Kiosk, Ledger, Load, Step
from fault_vandals import (
    Websocket,
    abandoned_request,
    half_open,
    random_bytes,
    send_random_frames,
    send_wrong,
    slow_request,
    wrong_requests,
)
from load_displays import frame
from load_http import Line
from load_server import Floor, bearer
from ports import wait_until

from server.demo.sample import sample_centre

pytestmark = [pytest.mark.faults, pytest.mark.timeout(180)]

FRAMES = 10_000
IDLE_LINES = 300
# What an idle, broken or hostile line may cost the server, all of a storm together.
GROWTH_KIB = 120 * 1024


class Storm:
    """A floor under ordinary load, to be molested."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.ledger = Ledger()
        self.choice = random.Random(4)
        roles = {r: floor.token(r) for r in ("kiosk", "admin")}
        self.tokens = roles | {r: floor.token(r, "2") for r in ("terminal", "staff")}
        self.closed = self._close_a_service()
        open_services = [s for s in floor.services if s != self.closed]
        self.service = open_services[0]
        kiosks = [
            Kiosk(floor.port, roles["kiosk"], service, self.ledger) for service in open_services[:3]
        ]
        desk = Desk(floor.port, self.tokens["staff"], self.tokens["terminal"], "2", self.ledger)
        steps: list[Step] = [*(kiosk.step for kiosk in kiosks), desk.step]
        self._load = Load(steps)
        self._load.start()
        self.before_kib = floor.server.resident_kib()

    def end(self) -> None:
        """Ordinary clients saw nothing of it, and the store holds all they were told."""
        now = len(self.ledger.tickets)
        wait_until(lambda: len(self.ledger.tickets) > now + 10, 20, "the kiosks work after it")
        self._load.stop()
        check_all(self.floor, self.ledger)
        assert Line(self.floor.port).ask("GET", "/healthz").status == 200
        assert "Traceback" not in self.floor.server.output(), self.floor.server.output()[-3000:]

    def check_memory(self) -> None:
        grown = self.floor.server.resident_kib() - self.before_kib
        assert grown < GROWTH_KIB, f"the storm cost {grown} KiB of memory"

    def _close_a_service(self) -> str:
        shut = [s.id for s in sample_centre().services if not s.open]
        service = shut[0] if shut else self.floor.services[-1]
        reply = Line(self.floor.port).ask(
            "POST", f"/api/v1/services/{service}/close", headers=bearer(self.tokens["admin"])
        )
        assert reply.status == 200
        return service


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    made = Floor(tmp_path_factory.mktemp("storm"))
    with made.server:
        yield made


@pytest.fixture
def storm(floor: Floor) -> Iterator[Storm]:
    made = Storm(floor)
    try:
        yield made
    finally:
        made.end()


def test_wrong_requests_are_refused_with_the_reason_and_the_field(storm: Storm) -> None:
    line = Line(storm.floor.port)
    for _ in range(5):
        for request in wrong_requests(storm.tokens, storm.closed, storm.service):
            send_wrong(line, request)
    storm.check_memory()


def test_ten_megabytes_at_once_from_many_senders_stay_bounded(storm: Storm) -> None:
    big = next(
        r for r in wrong_requests(storm.tokens, storm.closed, "x") if r[0] == "ten megabytes"
    )
    senders = Load([lambda: _send_on_a_line_of_its_own(storm, big) for _ in range(6)])
    senders.start()
    for _ in range(20):
        storm.check_memory()
        Line(storm.floor.port).ask("GET", "/healthz")
    senders.stop()


def _send_on_a_line_of_its_own(storm: Storm, request: tuple[object, ...]) -> None:
    line = Line(storm.floor.port)
    send_wrong(line, request)
    line.close()


def test_random_bytes_on_the_port_disturb_nobody(storm: Storm) -> None:
    for _ in range(300):
        random_bytes(storm.floor.port, storm.choice)
    storm.check_memory()


def test_half_open_lines_and_endless_requests_disturb_nobody(storm: Storm) -> None:
    with contextlib.ExitStack() as stack:
        held: list[socket.socket] = []
        for _ in range(IDLE_LINES):
            held.append(stack.enter_context(half_open(storm.floor.port)))
            held.append(stack.enter_context(slow_request(storm.floor.port)))
        before = len(storm.ledger.tickets)
        line = Line(storm.floor.port)
        for line_held in held:
            line_held.sendall(b" ")
            assert line.ask("GET", "/api/v1/public/waits").status == 200
        assert len(storm.ledger.tickets) > before
        storm.check_memory()


def test_senders_who_hang_up_leave_whole_tickets(storm: Storm) -> None:
    for _ in range(100):
        abandoned_request(storm.floor.port, storm.tokens["kiosk"], storm.service)


def test_ten_thousand_random_frames_leave_the_rooms_working(storm: Storm) -> None:
    lines = send_random_frames(storm.floor.port, FRAMES, storm.choice)
    assert lines > 2, "the frames were never bad enough to end a line"
    storm.check_memory()
    _watches_the_hall(storm.floor.port)


def test_a_message_without_end_is_cut_off(storm: Storm) -> None:
    hog = Websocket(storm.floor.port)
    hog.send(frame(b"40"))
    piece = frame(b"x" * 60_000)
    # A text message in pieces, each saying that more will come (FIN is not set).
    first, more = bytes([0x01]) + piece[1:], bytes([0x00]) + piece[1:]
    took = hog.send(first) and all(hog.send(more) for _ in range(4_000))
    storm.check_memory()
    assert not took, "240 MB of one message were taken"
    hog.close()
    _watches_the_hall(storm.floor.port)


def _watches_the_hall(port: int) -> None:
    socket_ = Websocket(port)
    socket_.send(frame(b"40"))
    socket_.send(frame(b'42["watch","hall"]'))
    heard = b""
    while b'"room":"hall"' not in heard:
        piece = socket_.socket.recv(65_536)
        assert piece, "the server ended a good line"
        heard += piece
    socket_.close()
