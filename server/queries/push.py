"""Whose phone is to be told something after a change."""

from dataclasses import dataclass

from ..core.model import TicketState
from ..store import counters, push, queue
from ..store.base import Row
from .snapshot import Snapshot

OVER = frozenset({TicketState.FINISHED, TicketState.CANCELLED, TicketState.EXPIRED})


@dataclass(frozen=True, slots=True)
class Due:
    """A phone and its news: that it is soon (``ahead``), or a call (``call``, ``counter``)."""

    ticket: str
    endpoint: str
    p256dh: str
    auth: str
    language: str
    number: str
    ahead: int | None = None
    call: str | None = None
    """Which call it is: when the first one was made (ms), and the attempt."""
    counter: int | None = None


@dataclass(frozen=True, slots=True)
class News:
    """The phones to tell, and the tickets whose phones are to be forgotten."""

    due: list[Due]
    over: list[str]


def news_for_phones(look: Snapshot, touched: frozenset[str]) -> News:
    """What phones are to be told once the rooms ``touched`` have changed."""
    found = News([], [])
    lines: dict[str, dict[str, int]] = {}
    for row in push.of_day(look.session, look.centre.id, look.day):
        changed = f"ticket/{row['ticket']}" in touched
        if changed and row["state"] in OVER:
            found.over.append(row["ticket"])
        elif changed and row["state"] == TicketState.CALLED:
            _called(look, row, found.due)
        elif row["state"] == TicketState.WAITING and (changed or _moved(row, touched)):
            _waiting(look, row, lines, found.due)
    return found


def _moved(row: Row, touched: frozenset[str]) -> bool:
    return f"line/{row['service']}" in touched


def _called(look: Snapshot, row: Row, due: list[Due]) -> None:
    call = f"{row['called_at']}:{row['calls']}"
    counter = counters.get(look.session, look.centre.id, row["counter"] or "")
    if row["told_call"] != call and counter is not None:
        due.append(_due(row, call=call, counter=counter.number))


def _waiting(look: Snapshot, row: Row, lines: dict[str, dict[str, int]], due: list[Due]) -> None:
    service = row["service"]
    if row["told_soon"]:
        return
    if service not in lines:
        lines[service] = queue.places(look.session, look.centre.id, look.day, service)
    ahead = lines[service].get(row["ticket"])
    if ahead is not None and ahead <= look.settings.phone.notify_ahead:
        due.append(_due(row, ahead=ahead))


def _due(
    row: Row, *, ahead: int | None = None, call: str | None = None, counter: int | None = None
) -> Due:
    return Due(
        ticket=row["ticket"],
        endpoint=row["endpoint"],
        p256dh=row["p256dh"],
        auth=row["auth"],
        language=row["language"],
        number=row["number"],
        ahead=ahead,
        call=call,
        counter=counter,
    )
