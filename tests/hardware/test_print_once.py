"""At most once, whatever happens on the way: each test breaks the line or the printer somewhere,
repairs it, and counts the copies."""

from __future__ import annotations

import os
import queue
import socket
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bytes_peer import BytesPeer, deaf_port, reset
from PIL import Image

from hardware.printing.fence import PAPER_QUESTION as FENCE
from hardware.printing.journal import Job, JobState, PrintJournal, WrongJobState
from hardware.printing.raster import ticket_bytes
from hardware.printing.sender import Deadlines, Sender
from hardware.printing.status import PrinterState
from hardware.printing.worker import MOST_WAITING, PrintWorker
from hardware.virtual.printer import VirtualPrinter
from server.store.driver import sqlite

QUICK = Deadlines(connect_s=0.5, status_s=0.3, write_s=0.6, fence_s=0.6, mute_fence_s=0.2)
FINAL = {JobState.PRINTED, JobState.UNCONFIRMED, JobState.FAILED}
TICKET = ticket_bytes(Image.new("1", (576, 600), 0))
QUERY = b"\x10\x04"
"""How the printer is asked for its state; one byte more names which."""


class Desk:
    """A worker with its journal, and the story of what it told."""

    def __init__(self, url: str, path: Path, deadlines: Deadlines = QUICK) -> None:
        self.journal = PrintJournal(path / "prints.db")
        self.told: queue.Queue[Job] = queue.Queue()
        self.seen: queue.Queue[PrinterState] = queue.Queue()
        self.worker = PrintWorker(
            url, self.journal, self.told.put, self.seen.put, deadlines, look_every_s=0.1
        )

    def final(self, deadline_s: float = 5) -> Job:
        """The next verdict."""
        while True:
            job = self.told.get(timeout=deadline_s)
            if job.state in FINAL:
                return job

    def see(self, state: PrinterState, deadline_s: float = 5) -> None:
        """Wait until the printer is seen in this state."""
        while self.seen.get(timeout=deadline_s) is not state:
            pass


@contextmanager
def running(url: str, path: Path, deadlines: Deadlines = QUICK) -> Iterator[Desk]:
    desk = Desk(url, path, deadlines)
    desk.worker.start()
    try:
        yield desk
    finally:
        desk.worker.stop()
        desk.journal.close()


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    printer = VirtualPrinter()
    printer.start()
    yield printer
    printer.stop()


def test_a_job_that_comes_out_is_printed(printer: VirtualPrinter, tmp_path: Path) -> None:
    with running(printer.url, tmp_path) as desk:
        assert desk.worker.submit("p1", lambda: TICKET).state is JobState.QUEUED
        states = [desk.told.get(timeout=5).state for _ in range(3)]
    assert states == [JobState.SENDING, JobState.SENT, JobState.PRINTED]
    assert printer.printed == 1


def test_the_same_press_again_prints_nothing(printer: VirtualPrinter, tmp_path: Path) -> None:
    with running(printer.url, tmp_path) as desk:
        desk.worker.submit("p1", lambda: TICKET)
        desk.final()
        assert desk.worker.submit("p1", lambda: TICKET).state is JobState.PRINTED
        desk.worker.submit("p2", lambda: TICKET)
        desk.final()
    assert printer.printed == 2


def test_sixteen_threads_with_one_press_print_one_ticket(
    printer: VirtualPrinter, tmp_path: Path
) -> None:
    with running(printer.url, tmp_path) as desk:
        threads = [
            threading.Thread(target=desk.worker.submit, args=("p1", lambda: TICKET))
            for _ in range(16)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        desk.worker.submit("last", lambda: TICKET)
        assert [desk.final().id, desk.final().id] == ["p1", "last"]
    assert printer.printed == 2


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        ({"paper": "out"}, PrinterState.PAPER_OUT),
        ({"cover_open": True}, PrinterState.COVER_OPEN),
        ({"offline": True}, PrinterState.OFFLINE),
    ],
)
def test_trouble_before_the_job_fails_it_unsent_and_repairing_prints_no_copy(
    printer: VirtualPrinter, tmp_path: Path, trouble: dict[str, object], state: PrinterState
) -> None:
    printer.set(**trouble)
    with running(printer.url, tmp_path) as desk:
        desk.see(state)
        desk.worker.submit("p1", lambda: TICKET)
        assert desk.final().state is JobState.FAILED
        printer.set(paper="ok", cover_open=False, offline=False)
        desk.see(PrinterState.OK)
        assert desk.worker.submit("p1", lambda: TICKET).state is JobState.FAILED
        desk.worker.submit("p2", lambda: TICKET)
        assert desk.final() == Job("p2", JobState.PRINTED)
    assert printer.printed == 1


def test_paper_that_ends_during_the_job_leaves_it_unconfirmed_and_one_copy(
    printer: VirtualPrinter, tmp_path: Path
) -> None:
    printer.set(rows_left=300)
    with running(printer.url, tmp_path) as desk:
        desk.worker.submit("p1", lambda: TICKET)
        assert desk.final() == Job("p1", JobState.UNCONFIRMED, "paper_out")
        desk.see(PrinterState.PAPER_OUT)
        printer.set(paper="ok")
        printer.wait_for_tickets(1, 3)
        desk.see(PrinterState.OK)
        desk.worker.submit("p1", lambda: TICKET)
        desk.worker.submit("p2", lambda: TICKET)
        assert desk.final() == Job("p2", JobState.PRINTED)
    assert printer.printed == 2


def test_the_cover_opened_during_the_job_is_named(printer: VirtualPrinter, tmp_path: Path) -> None:
    printer.set(rows_left=300)
    printer.on_change(
        lambda: printer.settings.paper == "out" and printer.set(paper="ok", cover_open=True)
    )
    with running(printer.url, tmp_path) as desk:
        desk.worker.submit("p1", lambda: TICKET)
        assert desk.final() == Job("p1", JobState.UNCONFIRMED, "cover_open")


def test_a_printer_switched_off_during_the_job_leaves_it_unconfirmed(
    printer: VirtualPrinter, tmp_path: Path
) -> None:
    printer.set(rows_left=300)
    printer.on_change(
        lambda: printer.settings.paper == "out" and printer.set(paper="ok", offline=True)
    )
    with running(printer.url, tmp_path) as desk:
        desk.worker.submit("p1", lambda: TICKET)
        assert desk.final().state is JobState.UNCONFIRMED
        desk.see(PrinterState.OFFLINE)
    assert printer.printed == 0


def test_a_mute_printer_prints_unconfirmed_and_never_looks_fine(
    printer: VirtualPrinter, tmp_path: Path
) -> None:
    printer.set(mute=True)
    with running(printer.url, tmp_path) as desk:
        desk.worker.submit("p1", lambda: TICKET)
        assert desk.final() == Job("p1", JobState.UNCONFIRMED, "no_answer")
        printer.wait_for_tickets(1, 3)
        assert desk.worker.state is PrinterState.UNKNOWN
    assert printer.printed == 1


def test_nearly_empty_paper_prints_and_is_told(printer: VirtualPrinter, tmp_path: Path) -> None:
    printer.set(paper="low")
    with running(printer.url, tmp_path) as desk:
        desk.see(PrinterState.PAPER_LOW)
        desk.worker.submit("p1", lambda: TICKET)
        assert desk.final() == Job("p1", JobState.PRINTED)


def test_a_half_open_line_costs_its_deadlines_and_leaves_the_job_unconfirmed(
    tmp_path: Path,
) -> None:
    with (
        BytesPeer(lambda _connection: peer.over.wait(20) and None) as peer,
        running(peer.url, tmp_path) as desk,
    ):
        desk.worker.submit("p1", lambda: TICKET + bytes(20_000_000))
        assert desk.final() == Job("p1", JobState.UNCONFIRMED, "timeout")
        desk.worker.submit("p2", lambda: TICKET)
        assert desk.final() == Job("p2", JobState.UNCONFIRMED, "no_answer")


@pytest.mark.parametrize("after", [0, 1, 5_000, len(TICKET) + len(FENCE)])
def test_a_reset_after_any_byte_of_the_job_is_never_called_failed_once_bytes_left(
    after: int, tmp_path: Path
) -> None:
    got: list[int] = []

    def answer_then_reset(connection: socket.socket) -> None:
        for _ in range(3):
            if connection.recv(3):
                connection.sendall(b"\x12")
        size = 0
        while size < after and (data := connection.recv(after - size)):
            size += len(data)
        got.append(size)
        reset(connection)

    with BytesPeer(answer_then_reset) as peer, running(peer.url, tmp_path) as desk:
        desk.worker.submit("p1", lambda: TICKET)
        job = desk.final()
    assert job.state in (
        {JobState.UNCONFIRMED} if after else {JobState.UNCONFIRMED, JobState.FAILED}
    )


def test_garbage_in_place_of_answers_never_reads_as_printed(tmp_path: Path) -> None:
    def noise(connection: socket.socket) -> None:
        connection.settimeout(0.02)
        while not peer.over.is_set():
            connection.sendall(b"\xff\x93\x11\x13")
            try:
                if not connection.recv(65536):
                    return
            except TimeoutError:
                continue

    with BytesPeer(noise) as peer, running(peer.url, tmp_path) as desk:
        desk.worker.submit("p1", lambda: TICKET)
        assert desk.final().state is not JobState.PRINTED
        assert desk.worker.state in (PrinterState.UNKNOWN, PrinterState.OFFLINE)


def test_a_serial_printer_is_asked_and_confirms_like_a_network_one(tmp_path: Path) -> None:
    master, slave = os.openpty()
    tty.setraw(master)
    name = os.ttyname(slave)
    got = bytearray()

    def printer() -> None:
        while len(got) < len(TICKET) + len(FENCE) + 9:
            data = os.read(master, 4096)
            got.extend(data)
            if data.startswith(QUERY):
                os.write(master, b"\x12")
            if got.endswith(FENCE):
                os.write(master, b"\x00")
                return

    thread = threading.Thread(target=printer, daemon=True)
    with running(f"serial://{name}", tmp_path, Deadlines(fence_s=3)) as desk:
        thread.start()
        desk.worker.submit("p1", lambda: TICKET)
        assert desk.final() == Job("p1", JobState.PRINTED)
    assert TICKET in bytes(got)
    os.close(slave)
    os.close(master)


def test_a_job_to_a_regular_file_is_written_once_and_unconfirmed(tmp_path: Path) -> None:
    target = tmp_path / "lp0"
    with running(f"file://{target}", tmp_path) as desk:
        desk.worker.submit("p1", lambda: TICKET)
        assert desk.final() == Job("p1", JobState.UNCONFIRMED, "write_only")
    assert target.read_bytes() == TICKET + FENCE


def test_without_a_printer_the_state_says_so(tmp_path: Path) -> None:
    with running("dummy://", tmp_path) as desk:
        desk.worker.submit("p1", lambda: TICKET)
        assert desk.final() == Job("p1", JobState.UNCONFIRMED, "write_only")
        assert desk.worker.state is PrinterState.NONE


@pytest.mark.parametrize(
    ("left", "verdict"),
    [
        ([], JobState.FAILED),
        ([JobState.SENDING], JobState.UNCONFIRMED),
        ([JobState.SENDING, JobState.SENT], JobState.UNCONFIRMED),
        ([JobState.SENDING, JobState.SENT, JobState.PRINTED], JobState.PRINTED),
    ],
)
def test_a_restart_judges_what_was_left_and_sends_nothing_again(
    printer: VirtualPrinter, tmp_path: Path, left: list[JobState], verdict: JobState
) -> None:
    before = PrintJournal(tmp_path / "prints.db")
    before.add("p1")
    for state in left:
        before.move("p1", state)
    # No close(): a killed process says no farewell either.
    with running(printer.url, tmp_path) as desk:
        job = desk.worker.submit("p1", lambda: TICKET)
        assert job.state is verdict
        assert job.reason == ("" if verdict is JobState.PRINTED else "restarted")
        desk.worker.submit("p2", lambda: TICKET)
        assert desk.final() == Job("p2", JobState.PRINTED)
    assert printer.printed == 1
    before.close()


def _state_of(journal: Path, id: str) -> JobState:
    """As another process sees it."""
    with sqlite.connect(journal) as other:
        row = other.execute("SELECT state FROM job WHERE id = ?", (id,)).fetchone()
    return JobState(row[0])


def test_sending_is_committed_before_the_first_byte_of_the_job(tmp_path: Path) -> None:
    committed: list[JobState] = []

    def look(connection: socket.socket) -> None:
        came = b""
        while data := connection.recv(512):
            came += data
            while came.startswith(QUERY) and len(came) > len(QUERY):
                connection.sendall(b"\x12")
                came = came[len(QUERY) + 1 :]
            if came and not came.startswith(QUERY) and not QUERY.startswith(came):
                committed.append(_state_of(tmp_path / "prints.db", "p1"))
                return

    with BytesPeer(look) as peer:
        known = PrintJournal(tmp_path / "prints.db")
        known.keep_process_id(peer.url, False)
        known.close()
        with running(peer.url, tmp_path) as desk:
            desk.worker.submit("p1", lambda: TICKET)
            desk.final()
    assert committed and committed[0] in (JobState.SENDING, JobState.SENT)


def test_a_step_backwards_is_refused(tmp_path: Path) -> None:
    journal = PrintJournal(tmp_path / "prints.db")
    journal.add("p1")
    journal.move("p1", JobState.SENDING)
    journal.move("p1", JobState.UNCONFIRMED)
    for state in (JobState.SENDING, JobState.SENT, JobState.PRINTED, JobState.FAILED):
        with pytest.raises(WrongJobState):
            journal.move("p1", state)
    journal.close()


def test_more_jobs_than_can_wait_fail_at_once_instead_of_piling_up(tmp_path: Path) -> None:
    desk = Desk("dummy://", tmp_path)  # not started: nothing leaves the queue
    jobs = [desk.worker.submit(f"p{n}", lambda: TICKET) for n in range(MOST_WAITING + 3)]
    assert [job.reason for job in jobs[MOST_WAITING:]] == ["queue_full"] * 3
    assert all(job.state is JobState.QUEUED for job in jobs[:MOST_WAITING])
    desk.worker.stop()
    desk.journal.close()


def test_a_drawing_that_fails_takes_neither_paper_nor_the_worker(
    printer: VirtualPrinter, tmp_path: Path
) -> None:
    def broken() -> bytes:
        raise OSError("no typeface")

    with running(printer.url, tmp_path) as desk:
        desk.worker.submit("p1", broken)
        assert desk.final() == Job("p1", JobState.FAILED, "drawing_failed")
        desk.worker.submit("p2", lambda: TICKET)
        assert desk.final() == Job("p2", JobState.PRINTED)


def test_a_printer_that_is_not_there_is_offline() -> None:
    with deaf_port() as port:
        assert Sender(f"tcp://127.0.0.1:{port}", QUICK).look() is PrinterState.OFFLINE
