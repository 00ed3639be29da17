"""The print journal: what became of each job, written down before anything happens to it.

    queued ──> sending ──> sent ──> printed
      │           │          └────> unconfirmed
      │           ├──────────────> unconfirmed   bytes may have left
      └───────────┴──────────────> failed        certainly no byte of the job left

``sending`` is committed (``synchronous=FULL``) before the first byte goes out, so a crash at any
moment leaves a job that is never sent again.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlite_utils

# The driver sqlite-utils chose: pysqlite3 where present, whose library has no WAL-reset race.
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

KEEP_DAYS = 30
RESTARTED = "restarted"


class JobState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    PRINTED = "printed"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """One print job. ``reason`` is empty, or says why it failed or stays unconfirmed."""

    id: str
    state: JobState
    reason: str = ""


_NEXT = {
    JobState.QUEUED: {JobState.SENDING, JobState.FAILED},
    JobState.SENDING: {JobState.SENT, JobState.UNCONFIRMED, JobState.FAILED},
    JobState.SENT: {JobState.PRINTED, JobState.UNCONFIRMED},
}

_SCHEMA = """
CREATE TABLE IF NOT EXISTS job (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    created_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL
) STRICT
"""


class WrongJobState(Exception):
    """A job was asked to make a step that its state does not allow."""


class PrintJournal:
    """Jobs by id, in one SQLite file. Safe to use from several threads of one process."""

    def __init__(self, path: Path) -> None:
        """Open or create the journal; jobs left half done by an earlier run get their verdict."""
        self._lock = threading.Lock()
        connection = sqlite3.connect(str(path), isolation_level=None, check_same_thread=False)
        self._connection = connection
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA busy_timeout=2000")
        connection.execute(_SCHEMA)
        self._table = sqlite_utils.Database(connection).table("job")
        self._judge_what_a_restart_left()

    def add(self, job_id: str) -> tuple[Job, bool]:
        """The job with this id, and whether it is new: only then may it be printed."""
        now = _now_ms()
        with self._lock:
            changed = self._connection.execute(
                "INSERT INTO job (id, state, created_ms, changed_ms) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (id) DO NOTHING",
                (job_id, JobState.QUEUED.value, now, now),
            ).rowcount
            return self._read(job_id), changed == 1

    def get(self, job_id: str) -> Job | None:
        """The job with this id, or None."""
        with self._lock:
            try:
                return self._read(job_id)
            except KeyError:
                return None

    def move(self, job_id: str, state: JobState, reason: str = "") -> Job:
        """Commit a job's next state. Raises WrongJobState for a step that does not exist."""
        allowed = [before.value for before, after in _NEXT.items() if state in after]
        marks = ", ".join("?" * len(allowed))
        with self._lock:
            changed = self._connection.execute(
                "UPDATE job SET state = ?, reason = ?, changed_ms = ?"
                f" WHERE id = ? AND state IN ({marks})",
                (state.value, reason, _now_ms(), job_id, *allowed),
            ).rowcount
        if changed != 1:
            raise WrongJobState(f"job {job_id} cannot become {state.value}")
        return Job(job_id, state, reason)

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _read(self, job_id: str) -> Job:
        row: tuple[Any, ...] | None = self._connection.execute(
            "SELECT state, reason FROM job WHERE id = ?", (job_id,)
        ).fetchone()
        if row is None:
            raise KeyError(job_id)
        return Job(job_id, JobState(row[0]), row[1])

    def _judge_what_a_restart_left(self) -> None:
        now = _now_ms()
        for before, verdict in (
            (JobState.QUEUED, JobState.FAILED),
            (JobState.SENDING, JobState.UNCONFIRMED),
            (JobState.SENT, JobState.UNCONFIRMED),
        ):
            self._connection.execute(
                "UPDATE job SET state = ?, reason = ?, changed_ms = ? WHERE state = ?",
                (verdict.value, RESTARTED, now, before.value),
            )
        self._table.delete_where("created_ms < ?", [now - KEEP_DAYS * 86_400_000])


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
