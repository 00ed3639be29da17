"""The log of slow queries: what took longer than a bound, without any value that was asked for."""

import logging
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from .base import Row, Session

T = TypeVar("T")
VARIABLE = "MOTCUA_SLOW_MS"
LONGEST_TEXT = 1_000

log = logging.getLogger("motcua.slow")


def bound_s() -> float | None:
    """Seconds from which a query is slow, as the environment says; None for no log."""
    text = os.environ.get(VARIABLE, "")
    return float(text) / 1000 if text.replace(".", "", 1).isdigit() else None


_BOUND_S = bound_s()


def watched(session: Session) -> Session:
    """The session itself, or one that logs what is slow."""
    return session if _BOUND_S is None else SlowLog(session, _BOUND_S)


class SlowLog:
    """Wraps the session of one transaction."""

    def __init__(self, session: Session, bound_s: float) -> None:
        self._session, self._bound_s = session, bound_s

    def all(self, sql: str, **params: object) -> list[Row]:
        return self._timed(sql, lambda: self._session.all(sql, **params))

    def one(self, sql: str, **params: object) -> Row | None:
        return self._timed(sql, lambda: self._session.one(sql, **params))

    def run(self, sql: str, **params: object) -> int:
        return self._timed(sql, lambda: self._session.run(sql, **params))

    def put(self, sql: str, **params: object) -> None:
        self._timed(sql, lambda: self._session.put(sql, **params))

    def many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        self._timed(sql, lambda: self._session.many(sql, rows))

    def among(self, sql: str, values: Sequence[object], **params: object) -> list[Row]:
        return self._timed(sql, lambda: self._session.among(sql, values, **params))

    def fill(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        self._timed(f"fill {table}", lambda: self._session.fill(table, columns, rows))

    def renew(
        self,
        table: str,
        keys: Sequence[str],
        columns: Sequence[str],
        rows: Sequence[Sequence[object]],
    ) -> None:
        self._timed(f"renew {table}", lambda: self._session.renew(table, keys, columns, rows))

    def _timed(self, sql: str, ask: Callable[[], T]) -> T:
        began = time.perf_counter()
        try:
            return ask()
        finally:
            took = time.perf_counter() - began
            if took >= self._bound_s:
                log.warning("slow query: %.0f ms: %s", took * 1000, sql[:LONGEST_TEXT])
