"""Keeping what was shown, and what happened then.

What is told with a ticket is stored with it. What phones show changes all the time: once a minute
the latest that each of them showed is kept. Calls say what happened; they are looked up here, so
that calling costs nothing more.
"""

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

import gevent

from ..clock import now_ms
from ..core.errors import MotcuaError
from ..core.forecast import NONE
from ..engine import Engine
from ..lease import Lease
from ..queries.forecasts import Shown
from ..store import centres, estimates
from ..store.base import Row, Session
from ..store.moments import last_before

EVERY_S = 60.0
SETTLED_MS = 120_000
"""A call this old is not undone any more."""
BEGIN_MS = 36 * 3_600_000
"""How far back a server looks when it starts: the night it was off, and the day before."""
AT_ONCE = 100
"""Calls in one transaction: writing never waits long for this."""
LIVE_DAYS = 60
"""Days for which what phones showed is kept."""
FORGOTTEN_AT_ONCE = 500

Watching = Callable[[], list[tuple[str, str]]]
"""The tickets somebody watches now, each with its centre."""

log = logging.getLogger("motcua.forecast")


class Recording:
    """One greenlet of a server process. Each keeps what it has shown; of several, the one with
    the ``lease`` looks up what happened."""

    def __init__(self, engine: Engine, watching: Watching, lease: Lease | None = None) -> None:
        self._engine, self._watching, self._lease = engine, watching, lease
        self._settled: int | None = None
        """Up to which call the outcomes are known."""
        self._forgotten: date | None = None

    def start(self) -> None:
        gevent.spawn(self._run)

    def record(self, now: int) -> None:
        """Keep what was shown since the last time, and the outcomes known by ``now`` (ms)."""
        self._note_watched(now)
        self._keep(self._engine.forecast.take_noted())
        if self._lease is not None and not self._lease.is_ours():
            return
        while self._settle(now):
            pass
        self._forget(now)

    def _run(self) -> None:
        while True:
            gevent.sleep(EVERY_S)
            try:
                self.record(now_ms())
            except MotcuaError:
                log.exception("shown estimates are not kept; tried again in a minute")
            except Exception:
                log.exception("shown estimates are not kept; tried again in a minute")

    def _note_watched(self, now: int) -> None:
        forecasts = self._engine.forecast
        for centre, ticket in self._watching():
            forecasts.note(centre, ticket, now)

    def _keep(self, shown: list[Shown]) -> None:
        shown = [each for each in shown if each.expected.basis != NONE]
        # Of all centres together: hundreds of them are not hundreds of commits a minute.
        for begin in range(0, len(shown), AT_ONCE):
            some = {each.ticket: each for each in shown[begin : begin + AT_ONCE]}
            lines = self._engine.read(partial(estimates.lines_of, tickets=list(some)))
            rows = [_row(some[line["id"]], line) for line in lines]
            self._engine.write(partial(estimates.add_all, rows=rows))

    def _settle(self, now: int) -> bool:
        """Look at some more calls; whether there may be further ones."""

        def query(session: Session) -> list[Row]:
            after = self._settled
            if after is None:
                after = last_before(session, "call", "called_at", now - BEGIN_MS)
            return estimates.first_calls(session, after, now - SETTLED_MS, AT_ONCE)

        calls = self._engine.read(query)
        if not calls:
            return False
        self._engine.write(lambda session: estimates.resolve(session, calls))
        self._settled = calls[-1]["id"]
        return len(calls) == AT_ONCE

    def _forget(self, now: int) -> None:
        """Once a day: what phones showed long ago."""
        today = datetime.fromtimestamp(now / 1000, UTC).date()
        if self._forgotten == today:
            return
        self._forgotten = today
        before = (today - timedelta(days=LIVE_DAYS)).isoformat()
        for centre in self._engine.read(centres.all_ids):
            while self._engine.write(_forgetting(centre, before)) == FORGOTTEN_AT_ONCE:
                pass


def _forgetting(centre: str, before: str) -> Callable[[Session], int]:
    return lambda session: estimates.forget_live(session, centre, before, FORGOTTEN_AT_ONCE)


def _row(shown: Shown, line: Row) -> dict[str, object]:
    return estimates.row_of(
        shown.ticket, shown.centre, line["day"], line["service"], shown.at, shown.expected
    )
