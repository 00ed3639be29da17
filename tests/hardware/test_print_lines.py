"""Lines that stay open for every job: serial ones, and what an old job leaves behind on them."""

from __future__ import annotations

import os
import select
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from ports import wait_until

from hardware.printing.fence import ProcessFence
from hardware.printing.journal import JobState
from hardware.printing.raster import ticket_bytes
from hardware.printing.sender import Deadlines, Sender, Verdict
from hardware.printing.status import PrinterState, is_status
from hardware.virtual.printer_decoder import Decoder
from hardware.virtual.printer_paper import Paper

QUICK = Deadlines(
    connect_s=0.5, status_s=0.3, stall_s=0.5, write_s=8, fence_s=1.0, mute_fence_s=0.2, look_s=0.15
)


def striped(height: int) -> Image.Image:
    """A ticket no two of whose rows are alike."""
    picture = Image.new("1", (576, height), 1)
    for row in range(height):
        for x in range(row % 7, 576, 3 + row % 11):
            picture.putpixel((x, row), 0)
    return picture


PICTURE = striped(500)
TICKET = ticket_bytes(PICTURE)


class SerialPrinter:
    """An ESC/POS printer at the far end of a pty, whose hand can be held.

    ``late`` answers to fences are kept back until released; ``reads`` False: it takes no bytes.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reads = threading.Event()
        self.reads.set()
        self.paper, self.tickets = Paper(576), []  # type: ignore[var-annotated]
        self.status = {1: 0x12, 2: 0x12, 4: 0x12}
        self.keeps_answers = False
        self.kept: list[bytes] = []
        self._decoder = Decoder(self)
        self._over = threading.Event()
        self.plug_in()

    def plug_in(self) -> None:
        """A new line under the same name, as udev makes it."""
        self.master, self.slave = os.openpty()
        tty.setraw(self.master)
        self.path.symlink_to(os.ttyname(self.slave))
        self._plugged = True
        self._thread = threading.Thread(target=self._run, args=(self.master,), daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        # Before its line goes: a new line may get the same number, and one hand reads each.
        self._plugged = False
        self._thread.join(5)
        self.path.unlink()
        os.close(self.slave)
        os.close(self.master)

    def close(self) -> None:
        self._over.set()
        self._thread.join(5)

    def release(self) -> None:
        """Let the oldest answer that was kept back go."""
        os.write(self.master, self.kept.pop(0))

    def _run(self, master: int) -> None:
        while self._plugged and not self._over.is_set():
            try:
                if not self.reads.wait(0.1) or not select.select([master], [], [], 0.1)[0]:
                    continue
                data = os.read(master, 512)
                self._real_time(master, data)
            except (OSError, ValueError):
                return
            self._decoder.feed(data)

    def _real_time(self, master: int, data: bytes) -> None:
        for n, answer in self.status.items():
            if data == bytes((0x10, 0x04, n)):
                os.write(master, bytes((answer,)))

    def row(self, dots: bytes) -> None:
        self.paper.add_row(dots)

    def feed(self, rows: int) -> None:
        for _ in range(rows):
            self.paper.add_row(b"")

    def text(self, line: str) -> None:
        self.paper.add_text(line)

    def cut(self) -> None:
        if self.paper.inked:
            self.tickets.append(self.paper.picture())
        self.paper = Paper(576)

    def transmit_status(self, n: int) -> None:
        self._answer(b"\x00")

    def process_id(self, id: bytes) -> None:
        self._answer(b"\x37\x22" + id + b"\0")

    def _answer(self, answer: bytes) -> None:
        if self.keeps_answers:
            self.kept.append(answer)
        else:
            os.write(self.master, answer)


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[SerialPrinter]:
    printer = SerialPrinter(tmp_path / "ttyPRINTER")
    yield printer
    printer.close()


def sender(printer: SerialPrinter, process_id: bool | None = False) -> Sender:
    return Sender(f"serial://{printer.path}", QUICK, process_id)


def send(one: Sender, data: bytes = TICKET) -> Verdict:
    return one.send_once(data, lambda state: None, lambda: None)


def prints(printer: SerialPrinter, count: int) -> None:
    wait_until(lambda: len(printer.tickets) >= count, 5, "no ticket came out")


@pytest.mark.parametrize("process_id", [True, False])
def test_a_ticket_over_a_serial_line_is_confirmed(printer: SerialPrinter, process_id: bool) -> None:
    verdict = send(sender(printer, process_id))
    assert verdict == Verdict(JobState.PRINTED, "", PrinterState.OK)
    assert [one.tobytes() for one in printer.tickets] == [PICTURE.tobytes()]


def test_a_printer_at_rest_is_asked_once_what_it_can(printer: SerialPrinter) -> None:
    one = sender(printer, None)
    assert one.look(probe=True) is PrinterState.OK
    assert one.process_id is True
    assert send(one).job is JobState.PRINTED


def test_a_late_answer_to_an_old_job_never_confirms_the_next(printer: SerialPrinter) -> None:
    """The danger of GS r: paper ends, comes back, and the old job's answer meets the new job."""
    one = sender(printer)
    printer.keeps_answers = True
    printer.status[4] = 0x12
    first = _stopped_by_paper(one, printer)
    assert (first.job, first.reason) == (JobState.UNCONFIRMED, "paper_out")
    printer.status |= {1: 0x12, 2: 0x12, 4: 0x12}
    assert one.look() is PrinterState.OK
    wait_until(lambda: len(printer.kept) == 1, 5, "the first job's fence is not answered")

    def mark(state: JobState) -> None:
        if state is JobState.SENT:
            printer.release()  # what the first job's fence says comes now

    second = one.send_once(TICKET, mark, lambda: None)
    assert second.job is JobState.UNCONFIRMED, "only the old answer came"
    wait_until(lambda: len(printer.kept) == 1, 5, "the second job's fence is not answered")
    printer.keeps_answers = False
    printer.release()
    assert send(one).job is JobState.PRINTED, "nothing is owed for ever"


def _stopped_by_paper(one: Sender, printer: SerialPrinter) -> Verdict:
    def mark(state: JobState) -> None:
        if state is JobState.SENT:
            printer.status |= {1: 0x1A, 2: 0x32, 4: 0x7E}

    return one.send_once(TICKET, mark, lambda: None)


def test_a_job_that_broke_off_does_not_swallow_the_next_ticket(printer: SerialPrinter) -> None:
    one = sender(printer)
    assert one.look() is PrinterState.OK

    def mark(state: JobState) -> None:
        if state is JobState.SENDING:
            printer.reads.clear()

    first = one.send_once(TICKET, mark, lambda: None)
    assert (first.job, first.reason) == (JobState.UNCONFIRMED, "timeout")
    printer.reads.set()
    wait_until(lambda: one.look() is PrinterState.OK, 5, "the printer does not come back")
    assert send(one).job is JobState.PRINTED
    prints(printer, 1)
    assert printer.tickets[-1].tobytes() == PICTURE.tobytes(), "whole, and alone on its paper"
    assert sum(one.tobytes() == PICTURE.tobytes() for one in printer.tickets) == 1


def test_a_line_that_takes_bytes_slowly_is_no_stalled_one(printer: SerialPrinter) -> None:
    """Longer under way than a stall may last, but never still."""
    long = ticket_bytes(striped(900))
    slow = threading.Event()

    def hand() -> None:
        while not slow.wait(0.05):
            printer.reads.clear()
            slow.wait(0.12)
            printer.reads.set()

    thread = threading.Thread(target=hand, daemon=True)
    thread.start()
    try:
        assert send(sender(printer), long).job is JobState.PRINTED
    finally:
        slow.set()
        printer.reads.set()
        thread.join(5)


def test_unplugged_and_plugged_in_again_heals_by_itself(printer: SerialPrinter) -> None:
    one = sender(printer)
    assert send(one).job is JobState.PRINTED
    printer.unplug()
    assert one.look() is PrinterState.OFFLINE
    gone = send(one)
    assert (gone.job, gone.reason) == (JobState.FAILED, "missing")
    printer.plug_in()
    assert one.look() is PrinterState.OK
    assert send(one).job is JobState.PRINTED
    prints(printer, 2)


def test_a_cable_pulled_in_the_middle_leaves_the_job_unconfirmed(printer: SerialPrinter) -> None:
    one = sender(printer)

    def mark(state: JobState) -> None:
        if state is JobState.SENDING:
            printer.reads.clear()
            threading.Timer(0.1, printer.unplug).start()

    verdict = one.send_once(TICKET, mark, lambda: None)
    assert verdict.job is JobState.UNCONFIRMED and verdict.reason in ("unplugged", "offline")
    printer.reads.set()


def test_no_answer_to_the_fence_can_be_taken_for_a_status() -> None:
    for _ in range(200):
        fence = ProcessFence()
        id = fence.command[-4:]
        assert not any(is_status(byte) for byte in b"\x37\x22" + id + b"\0")
        for byte in b"\x00\x37\x22" + id:
            fence.take(byte)
        assert fence.answer is None, "not before the last byte"
        fence.take(0)
        assert fence.answer is PrinterState.UNKNOWN


def test_another_jobs_answer_does_not_open_the_fence() -> None:
    fence, other = ProcessFence(), ProcessFence()
    while other.command == fence.command:
        other = ProcessFence()
    for byte in b"\x37\x22" + other.command[-4:] + b"\0":
        fence.take(byte)
    assert fence.answer is None
