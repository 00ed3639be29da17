"""The print journal: what became of each job, written down before anything happens to it.

    queued ──> sending ──> sent ──> printed
      │           │          └────> unconfirmed
      │           ├──────────────> unconfirmed   bytes may have left
      └───────────┴──────────────> failed        certainly no byte of the job left

``sending`` is committed (``synchronous=FULL``) before the first byte goes out, so a crash at any
moment leaves a job that is never sent again. The paper a job takes is added to the roll's count in
the transaction that says that its bytes may have left.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from hardware.printing.print_store import PrintStore

KEEP_DAYS = 30
RESTARTED = "restarted"


class JobState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    PRINTED = "printed"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"


class JobKind(StrEnum):
    TICKET = "ticket"
    REPRINT = "reprint"
    CHECKLIST = "checklist"


@dataclass(frozen=True, slots=True)
class Job:
    """One print job. ``reason`` is empty, or says why it failed, stays unconfirmed or is slow.

    ``of`` is the job that a reprint repeats.
    """

    id: str
    state: JobState
    reason: str = ""
    kind: JobKind = JobKind.TICKET
    of: str = ""

    @property
    def under_way(self) -> bool:
        """Whether its verdict is still to come."""
        return self.state in _NEXT


_NEXT = {
    JobState.QUEUED: {JobState.SENDING, JobState.FAILED},
    JobState.SENDING: {JobState.SENT, JobState.UNCONFIRMED, JobState.FAILED},
    JobState.SENT: {JobState.PRINTED, JobState.UNCONFIRMED},
}
UNDER_WAY = tuple(state.value for state in _NEXT)
_COLUMNS = "id, state, reason, kind, of"


class WrongJobState(Exception):
    """A job was asked to make a step that its state does not allow."""


class TooManyCopies(Exception):
    """A ticket was printed again as often as it may be."""


class PrintJournal:
    """Jobs by id, in one SQLite file. Safe to use from several threads of one process."""

    def __init__(self, path: Path) -> None:
        """Open or create the journal; jobs left half done by an earlier run get their verdict."""
        self.store = PrintStore(path)
        self._judge_what_a_restart_left()

    def add(self, job_id: str, kind: JobKind = JobKind.TICKET) -> tuple[Job, bool]:
        """The job with this id, and whether it is new: only then may it be printed."""
        with self.store.change() as run:
            new = _insert(run, job_id, kind, "")
            return _read(run, job_id), new

    def add_reprint(self, of: str, most: int) -> tuple[Job, bool]:
        """A further copy of the job ``of``, and whether it is new.

        While the ticket or a copy of it is on its way to the paper, that job is the answer. Copies
        of which certainly nothing came out do not count. Raises TooManyCopies beyond ``most``.
        """
        with self.store.change() as run:
            marks = ", ".join("?" * len(UNDER_WAY))
            busy = run(
                f"SELECT id FROM job WHERE (id = ? OR of = ?) AND state IN ({marks})"
                " ORDER BY created_ms DESC LIMIT 1",
                (of, of, *UNDER_WAY),
            ).fetchone()
            if busy is not None:
                return _read(run, busy[0]), False
            made, counted = run(
                "SELECT COUNT(*), COALESCE(SUM(state <> ?), 0) FROM job WHERE of = ?",
                (JobState.FAILED.value, of),
            ).fetchone()
            if counted >= most:
                raise TooManyCopies(of)
            job_id = f"{of}.{made + 1}"
            _insert(run, job_id, JobKind.REPRINT, of)
            return _read(run, job_id), True

    def get(self, job_id: str) -> Job | None:
        """The job with this id, or None."""
        row = self.store.one(f"SELECT {_COLUMNS} FROM job WHERE id = ?", job_id)
        return None if row is None else _job(row)

    def move(self, job_id: str, state: JobState, reason: str = "", dots: int = 0) -> Job:
        """Commit a job's next state; ``dots`` is the paper it takes, told when it is sent.

        Raises WrongJobState for a step that does not exist.
        """
        with self.store.change() as run:
            job = _move(run, job_id, state, reason)
            if state is JobState.SENDING:
                run("UPDATE job SET dots = ? WHERE id = ?", (dots, job_id))
            return job

    def process_id(self, url: str) -> bool | None:
        """Whether the printer at ``url`` knows GS ( H; None when it was never asked."""
        row = self.store.one("SELECT process_id FROM printer WHERE url = ?", url)
        return None if row is None else bool(row[0])

    def keep_process_id(self, url: str, known: bool | None) -> None:
        """Keep what the printer was found to know; None forgets it."""
        with self.store.change() as run:
            run("DELETE FROM printer WHERE url = ?", (url,))
            if known is not None:
                run("INSERT INTO printer (url, process_id) VALUES (?, ?)", (url, int(known)))

    def close(self) -> None:
        self.store.close()

    def _judge_what_a_restart_left(self) -> None:
        with self.store.change() as run:
            for before, verdict in (
                (JobState.QUEUED, JobState.FAILED),
                (JobState.SENDING, JobState.UNCONFIRMED),
                (JobState.SENT, JobState.UNCONFIRMED),
            ):
                left = run("SELECT id FROM job WHERE state = ?", (before.value,)).fetchall()
                for (job_id,) in left:
                    _move(run, job_id, verdict, RESTARTED)
            run("DELETE FROM job WHERE created_ms < ?", (_now_ms() - KEEP_DAYS * 86_400_000,))


def _move(run: Callable[..., Any], job_id: str, state: JobState, reason: str) -> Job:
    before = run("SELECT state FROM job WHERE id = ?", (job_id,)).fetchone()
    if before is None or state not in _NEXT.get(JobState(before[0]), ()):
        raise WrongJobState(f"job {job_id} cannot become {state.value}")
    run(
        "UPDATE job SET state = ?, reason = ?, changed_ms = ? WHERE id = ?",
        (state.value, reason, _now_ms(), job_id),
    )
    if before[0] == JobState.SENDING.value and state is not JobState.FAILED:
        run(
            "UPDATE roll SET jobs = jobs + 1,"
            " dots = dots + (SELECT dots FROM job WHERE job.id = ?)",
            (job_id,),
        )
    return _read(run, job_id)


def _insert(run: Callable[..., Any], job_id: str, kind: JobKind, of: str) -> bool:
    now = _now_ms()
    changed = run(
        "INSERT INTO job (id, state, created_ms, changed_ms, kind, of) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO NOTHING",
        (job_id, JobState.QUEUED.value, now, now, kind.value, of),
    ).rowcount
    return bool(changed == 1)


def _read(run: Callable[..., Any], job_id: str) -> Job:
    return _job(run(f"SELECT {_COLUMNS} FROM job WHERE id = ?", (job_id,)).fetchone())


def _job(row: tuple[Any, ...]) -> Job:
    return Job(row[0], JobState(row[1]), row[2], JobKind(row[3]), row[4])


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
