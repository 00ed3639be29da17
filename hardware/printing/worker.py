"""The one thread that talks to the printer: jobs in order, and a look at it in between."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from hardware.printing.journal import Job, JobKind, JobState, PrintJournal
from hardware.printing.raster import dots_fed
from hardware.printing.sender import Deadlines, Sender, Verdict
from hardware.printing.status import PrinterState

MOST_WAITING = 20
LOOK_EVERY_S = 2.5
QUEUE_FULL = "queue_full"
DRAWING_FAILED = "drawing_failed"
SLOW = "slow"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Order:
    job_id: str
    draw: Callable[[], bytes]


class PrintWorker:
    """Prints jobs one after another, each at most once, and knows how the printer is.

    ``on_job(job)`` and ``on_printer(state)`` are called from the worker's thread after every
    change. ESC/POS printers on the network take one connection per job and so cannot push their
    state: between jobs the worker asks every ``look_every_s`` seconds.
    """

    def __init__(
        self,
        url: str,
        journal: PrintJournal,
        on_job: Callable[[Job], None],
        on_printer: Callable[[PrinterState], None],
        deadlines: Deadlines | None = None,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._url, self._journal = url, journal
        self._on_job, self._on_printer = on_job, on_printer
        known = journal.process_id(url)
        self._sender = Sender(url, deadlines or Deadlines(), known)
        self._known_process_id = known
        self._look_every_s = look_every_s
        self._orders: queue.Queue[_Order | None] = queue.Queue(MOST_WAITING)
        self._state = PrinterState.NONE if url.startswith("dummy:") else PrinterState.UNKNOWN
        self._stopping = threading.Event()
        self._moved_at = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)

    @property
    def silent_s(self) -> float:
        """Seconds since the thread began its present step: a look or a job."""
        return time.monotonic() - self._moved_at

    @property
    def state(self) -> PrinterState:
        """How the printer looked last."""
        return self._state

    @property
    def write_only(self) -> bool:
        """Whether the printer's line can say nothing back, so that its state stays unknown."""
        return self._sender.write_only

    def start(self) -> None:
        self._thread.start()

    def stop(self, deadline_s: float = 5.0) -> None:
        """Let the current job end, leave the others unsent, and stop within ``deadline_s``."""
        self._stopping.set()
        with contextlib.suppress(queue.Full):  # a full queue needs no waking
            self._orders.put_nowait(None)
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def submit(self, job_id: str, draw: Callable[[], bytes], kind: JobKind = JobKind.TICKET) -> Job:
        """Queue a job, unless one with this id was ever queued; returns the job as it is now.

        ``draw`` gives the job's bytes; it runs in the worker's thread. Returns at once.
        """
        return self._queue(*self._journal.add(job_id, kind), draw)

    def reprint(self, of: str, draw: Callable[[], bytes], most: int) -> Job:
        """Queue a further copy of the job ``of``, a job of its own; returns at once.

        Nothing new is queued while that ticket is on its way to the paper. Raises TooManyCopies
        when ``most`` copies were made.
        """
        return self._queue(*self._journal.add_reprint(of, most), draw)

    def _queue(self, job: Job, new: bool, draw: Callable[[], bytes]) -> Job:
        if not new:
            return job
        try:
            self._orders.put_nowait(_Order(job.id, draw))
        except queue.Full:
            return self._journal.move(job.id, JobState.FAILED, QUEUE_FULL)
        return job

    def _run(self) -> None:
        self._look()
        while not self._stopping.is_set():
            self._moved_at = time.monotonic()
            try:
                order = self._orders.get(timeout=self._look_every_s)
            except queue.Empty:
                self._look()
                continue
            if order is not None and not self._stopping.is_set():
                self._print(order)

    def _look(self) -> None:
        self._see(self._sender.look(probe=True))
        self._remember_what_it_can()

    def _remember_what_it_can(self) -> None:
        found = self._sender.process_id
        if found == self._known_process_id:
            return
        self._known_process_id = found
        with contextlib.suppress(Exception):  # a full disk: it is asked again another time
            self._journal.keep_process_id(self._url, found)

    def _print(self, order: _Order) -> None:
        try:
            data = order.draw()
        except Exception:
            log.exception("job %s could not be drawn", order.job_id)
            self._move(order.job_id, JobState.FAILED, DRAWING_FAILED)
            return
        try:
            verdict = self._send(order.job_id, data)
            self._close(order.job_id, verdict)
            self._remember_what_it_can()
        except Exception:
            # The journal itself failed (disk full, file gone). The job stays as it is written
            # there, which the next start judges; the thread must live on for the next ticket.
            log.exception("job %s could not be journalled", order.job_id)

    def _send(self, job_id: str, data: bytes) -> Verdict:
        dots = dots_fed(data)
        job = Job(job_id, JobState.QUEUED)

        def mark(state: JobState) -> None:
            nonlocal job
            job = self._move(job_id, state, dots=dots)

        def slow() -> None:
            self._tell(replace(job, reason=SLOW))

        return self._sender.send_once(data, mark, slow)

    def _close(self, job_id: str, verdict: Verdict) -> None:
        log.info("job %s: %s %s", job_id, verdict.job.value, verdict.reason)
        self._move(job_id, verdict.job, verdict.reason)
        if self._state is not PrinterState.NONE:
            self._see(verdict.printer)

    def _move(self, job_id: str, state: JobState, reason: str = "", dots: int = 0) -> Job:
        job = self._journal.move(job_id, state, reason, dots)
        self._tell(job)
        return job

    def _tell(self, job: Job) -> None:
        try:
            self._on_job(job)
        except Exception:
            log.exception("a job's listener failed")

    def _see(self, state: PrinterState) -> None:
        if state is self._state:
            return
        self._state = state
        try:
            self._on_printer(state)
        except Exception:
            log.exception("the printer's listener failed")
