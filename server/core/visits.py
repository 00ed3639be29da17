"""What a ticket went through: each wait and each visit to a counter, read from its events.

The ticket's row knows only the last visit. That is all there is for most; a ticket that was sent
on, put aside or brought back has several, and its events tell them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

TURNS = (
    "transferred",
    "continued",
    "parked",
    "resumed",
    "sent_away",
    "returned",
    "brought_back",
)
"""Kinds of events after which the row alone does not tell the whole life."""
_LEFT = ("cancelled", "expired")


class Outcome(StrEnum):
    """How a visit ended. ``OPEN`` is still under way or aside, ``BROUGHT_BACK`` was a no-show that
    turned up after all, ``AWAY`` left to correct papers."""

    OPEN = "open"
    SERVED = "served"
    NO_SHOW = "no_show"
    BROUGHT_BACK = "brought_back"
    TRANSFERRED = "transferred"
    AWAY = "away"


@dataclass(slots=True)
class Visit:
    """One call to a counter and what became of it. Times are epoch ms; ``run_ms`` is how long the
    officer worked on it: from the start (or the call, where nobody pressed start) to the end,
    without the time it was parked."""

    service: str
    counter: str
    officer: str
    waited_from: int
    called_at: int
    outcome: Outcome = Outcome.OPEN
    run_ms: int = 0
    runs: list[tuple[int, int]] = field(default_factory=list)
    """When the officer worked on it: from, to (epoch ms)."""

    @property
    def wait_ms(self) -> int:
        return max(0, self.called_at - self.waited_from)


@dataclass(slots=True)
class Life:
    """A ticket from its issue: the service it was drawn for, how it left the line without a visit
    (``cancelled``, ``expired`` or None), and its visits in order."""

    service: str
    issued_at: int
    left: str | None = None
    left_service: str = ""
    visits: list[Visit] = field(default_factory=list)


def plain_life(row: Mapping[str, Any]) -> Life:
    """The life of a ticket without turns, from its row alone."""
    service, state = row["service"], row["state"]
    life = Life(service, row["issued_at"])
    if state in _LEFT:
        life.left, life.left_service = state, service
    elif row["called_at"] is not None and state != "waiting":
        visit = _visit(service, row["counter"], row["officer"], row["issued_at"], row["called_at"])
        begun = row["started_at"]
        _end(visit, row["called_at"] if begun is None else begun, state, row["ended_at"])
        life.visits.append(visit)
    return life


def _end(visit: Visit, begun: int, state: str, ended_at: int | None) -> None:
    if state == "finished" and ended_at is not None:
        visit.outcome = Outcome.SERVED
        _run(visit, begun, ended_at)
    elif state == "no_show":
        visit.outcome = Outcome.NO_SHOW


def replay_life(row: Mapping[str, Any], told: Iterable[Mapping[str, Any]]) -> Life:
    """The life of a ticket from its events (kind, at, counter, actor, data), oldest first.

    The row gives the time of issue, which an offline ticket's first event does not.
    """
    reader = _Reader(row)
    for event in told:
        reader.take(event["kind"], event)
    return reader.end()


class _Reader:
    def __init__(self, row: Mapping[str, Any]) -> None:
        self._row = row
        self._life = Life(row["service"], row["issued_at"])
        self._service: str = row["service"]
        self._waiting_from: int = row["issued_at"]
        self._running_from: int | None = None

    def take(self, kind: str, event: Mapping[str, Any]) -> None:
        act = getattr(self, f"_{kind}", None)
        if act is not None:
            act(event)

    def end(self) -> Life:
        visits = self._life.visits
        # Who had the last visit, the row knows for sure.
        if visits and visits[-1].counter == (self._row["counter"] or ""):
            visits[-1].officer = self._row["officer"] or ""
        return self._life

    @property
    def _visit(self) -> Visit | None:
        return self._life.visits[-1] if self._life.visits else None

    def _issued(self, event: Mapping[str, Any]) -> None:
        self._service = self._life.service = event["data"].get("service", self._service)

    def _called(self, event: Mapping[str, Any]) -> None:
        officer = event["actor"].removeprefix("person:")
        known = None if officer == event["actor"] else officer
        self._life.visits.append(
            _visit(self._service, event["counter"], known, self._waiting_from, event["at"])
        )
        self._running_from = event["at"]

    def _call_undone(self, event: Mapping[str, Any]) -> None:
        if self._life.visits:
            self._life.visits.pop()

    def _started(self, event: Mapping[str, Any]) -> None:
        self._running_from = event["at"]

    def _parked(self, event: Mapping[str, Any]) -> None:
        self._stop(event["at"])

    def _resumed(self, event: Mapping[str, Any]) -> None:
        self._running_from = event["at"]

    def _finished(self, event: Mapping[str, Any]) -> None:
        self._close(event["at"], Outcome.SERVED)

    def _continued(self, event: Mapping[str, Any]) -> None:
        self._close(event["at"], Outcome.SERVED)
        self._wait_again(event)

    def _transferred(self, event: Mapping[str, Any]) -> None:
        self._close(event["at"], Outcome.TRANSFERRED)
        self._wait_again(event)

    def _sent_away(self, event: Mapping[str, Any]) -> None:
        self._close(event["at"], Outcome.AWAY)

    def _returned(self, event: Mapping[str, Any]) -> None:
        self._waiting_from = event["at"]

    def _no_show(self, event: Mapping[str, Any]) -> None:
        self._close(event["at"], Outcome.NO_SHOW)

    def _brought_back(self, event: Mapping[str, Any]) -> None:
        self._close(event["at"], Outcome.BROUGHT_BACK)
        self._waiting_from = event["at"]

    def _cancelled(self, event: Mapping[str, Any]) -> None:
        self._life.left, self._life.left_service = "cancelled", self._service

    def _expired(self, event: Mapping[str, Any]) -> None:
        self._life.left, self._life.left_service = "expired", self._service

    def _wait_again(self, event: Mapping[str, Any]) -> None:
        self._service = event["data"].get("service", self._service)
        self._waiting_from = event["at"]

    def _stop(self, at: int) -> None:
        if self._running_from is not None and self._visit is not None:
            _run(self._visit, self._running_from, at)
        self._running_from = None

    def _close(self, at: int, outcome: Outcome) -> None:
        self._stop(at)
        if self._visit is not None:
            self._visit.outcome = outcome


def _run(visit: Visit, begun: int, ended: int) -> None:
    ended = max(begun, ended)
    visit.runs.append((begun, ended))
    visit.run_ms += ended - begun


def _visit(service: str, counter: str | None, officer: str | None, since: int, at: int) -> Visit:
    return Visit(service, counter or "", officer or "", since, at)
