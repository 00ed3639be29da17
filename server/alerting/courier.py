"""Carries what is in the outbox: each piece at least once, later and later while it fails.

The outbox is in the store, so a restart loses nothing; a piece is claimed before it is sent, so
that of several processes one sends it. Nobody waits for any of this.
"""

import logging
from collections.abc import Callable, Mapping

import gevent
from gevent.event import Event
from gevent.threadpool import ThreadPool
from prometheus_client import Counter

from ..clock import now_ms
from ..core.errors import MotcuaError
from ..engine import Engine
from ..store import alert_outbox
from ..store.base import Row, Session
from .parcel import PROBLEM, Again, Parcel, Undeliverable, parcel_of

log = logging.getLogger("motcua.alerting")

PAUSES_S = (2, 10, 60, 300, 900, 1_800)
"""Seconds before the second, third … try; the last holds for all that follow."""
GIVEN_UP_MS = 24 * 3_600_000
CLAIM_MS = 120_000
"""Longer than any way of sending takes."""
AT_ONCE = 4
LONGEST_S = 600.0
"""The outbox is looked at after this time at the latest: another process may have died."""

SENT = Counter(
    "motcua_alert_deliveries_total", "Alerts sent, by way and what became of them",
    ["channel", "result"],
)  # fmt: skip

Send = Callable[[Parcel], None]


class Courier:
    """One greenlet that looks, a few native threads that send."""

    def __init__(self, engine: Engine, senders: Mapping[str, Send]) -> None:
        self._engine, self._senders = engine, senders
        self._wake = Event()
        # Made with the first parcel: threads do not survive the fork of a server's worker.
        self._pool: ThreadPool | None = None

    def start(self) -> None:
        gevent.spawn(self._run)

    def wake(self) -> None:
        """There may be something to send. Returns at once."""
        self._wake.set()

    def _run(self) -> None:
        while True:
            self._wake.clear()
            wait = LONGEST_S
            try:
                wait = self._send_due()
            except MotcuaError:
                log.exception("the outbox of alerts cannot be read; tried again")
                wait = PAUSES_S[1]
            self._wake.wait(timeout=wait)

    def _send_due(self) -> float:
        """Send what is due; seconds until the next is."""
        while rows := self._engine.read(lambda s: alert_outbox.due(s, now_ms(), AT_ONCE)):
            gevent.joinall([gevent.spawn(self._carry, row) for row in rows])
        at = self._engine.read(alert_outbox.next_due)
        return LONGEST_S if at is None else min(LONGEST_S, max(0.05, (at - now_ms()) / 1000))

    def _carry(self, row: Row) -> None:
        try:
            parcel = self._engine.write(lambda s: _take(s, row, now_ms()))
            if parcel is not None:
                self._send(row, parcel)
        except Undeliverable as refused:
            self._end(row, "failed", str(refused))
        except Exception:
            # It stays claimed, and so is tried again when the claim has run out.
            log.exception("an alert cannot be sent")

    def _send(self, row: Row, parcel: Parcel) -> None:
        if self._pool is None:
            self._pool = ThreadPool(AT_ONCE)
        try:
            problem: Exception | None = self._pool.apply(
                _attempt, (self._senders[parcel.channel], parcel)
            )
        except KeyError:
            raise Undeliverable("no such way") from None
        if problem is None:
            self._end(row, "sent", "")
        elif isinstance(problem, Again) and now_ms() - row["made_at"] < GIVEN_UP_MS:
            self._later(row, str(problem))
        else:
            self._end(row, "failed", str(problem))

    def _later(self, row: Row, problem: str) -> None:
        pause = PAUSES_S[min(row["tries"], len(PAUSES_S) - 1)]
        due = now_ms() + pause * 1000
        self._engine.write(lambda s: alert_outbox.again(s, row["id"], due, problem[:PROBLEM]))
        SENT.labels(row["channel"], "again").inc()

    def _end(self, row: Row, state: str, problem: str) -> None:
        now = now_ms()
        self._engine.write(lambda s: alert_outbox.end(s, row["id"], state, problem[:PROBLEM], now))
        SENT.labels(row["channel"], state).inc()
        if problem:
            log.warning("an alert by %s is given up: %s", row["channel"], problem[:PROBLEM])


def _take(session: Session, row: Row, now: int) -> Parcel | None:
    """Claim a piece and pack it. Raises ``Undeliverable``."""
    if not alert_outbox.claim(session, row["id"], row["due_at"], now + CLAIM_MS):
        return None
    return parcel_of(session, row)


def _attempt(send: Send, parcel: Parcel) -> Exception | None:
    # Errors travel as values: a thread pool would print them before raising them again.
    try:
        send(parcel)
    except Exception as error:
        return error
    return None
