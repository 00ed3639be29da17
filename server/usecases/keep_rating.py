"""Keeping a press, wherever it was made, and the one rating a ticket has.

The first place that rates a ticket wins, the desk or the phone; what comes after it is kept as an
event and a press, marked ``late``, and changes no figure.
"""

import json
from dataclasses import dataclass

from ..core.errors import Invalid
from ..core.model import Ticket
from ..core.rating_words import plain_comment
from ..core.satisfaction import DESK, SATISFIED, SCALES, UNSATISFIED, replaces
from ..store import ratings
from ..store.base import Row
from . import rooms, ticket_events, ticket_tallies
from .change import Change


@dataclass(frozen=True, slots=True)
class Press:
    """One press. ``device``, ``boot`` and ``seq`` come together or not at all.

    ``undated``: nobody knows when it was made, so it can belong to no ticket. ``shown_ms`` is how
    long the question had been in view, where the terminal says so; ``source`` desk or phone.
    """

    ticket: str | None
    value: str
    scale: int
    reasons: tuple[str, ...]
    age_ms: int
    device: str | None
    boot: str | None
    seq: int | None
    comment: str = ""
    undated: bool = False
    shown_ms: int | None = None
    source: str = DESK

    @property
    def has_words(self) -> bool:
        return bool(self.reasons or self.comment)


@dataclass(frozen=True, slots=True)
class Rated:
    """``status`` is counted, changed, repeated, late (after another) or unbound."""

    status: str
    number: str | None
    value: str


def check(change: Change, press: Press) -> None:
    """Raises ``Invalid`` naming the field."""
    if press.scale not in SCALES:
        raise Invalid(field="scale")
    if press.value not in SCALES[press.scale]:
        raise Invalid(field="value")
    if not change.settings.words.knows(press.reasons):
        raise Invalid(field="reasons")
    numbered = [part is not None for part in (press.device, press.boot, press.seq)]
    if any(numbered) and not all(numbered):
        raise Invalid(field="seq")


def seen(change: Change, press: Press) -> Rated | None:
    """What became of this very press, if it came before."""
    if press.device is None or press.boot is None or press.seq is None:
        return None
    row = ratings.find_press(change.session, change.centre.id, press.device, press.boot, press.seq)
    return None if row is None else Rated("repeated", row["number"], row["value"])


def count(change: Change, ticket: Ticket, press: Press, pressed_at: int) -> str:
    """Make ``press`` the ticket's rating, or change it; the press's status."""
    before = ratings.get(change.session, ticket.id)
    if before is None:
        _add(change, ticket, press, pressed_at)
        return "counted"
    if not _may_change(change, before, press, pressed_at):
        _tell(change, ticket, press, "rated_again")
        return "late"
    same_value = before["value"] == press.value
    if same_value and not press.has_words and press.source == DESK:
        return "repeated"
    _change(change, ticket, press, before, pressed_at)
    return "changed"


def keep(
    change: Change,
    counter: str | None,
    press: Press,
    bound: Ticket | None,
    status: str,
    pressed_at: int,
) -> None:
    """Keep a numbered press for ever, with what became of it."""
    if press.device is None or press.boot is None or press.seq is None:
        return
    ratings.add_press(
        change.session,
        centre=change.centre.id,
        device=press.device,
        boot=press.boot,
        seq=press.seq,
        counter=counter or (bound.counter if bound and bound.counter else ""),
        ticket=bound.id if bound else None,
        number=bound.number if bound else None,
        value=press.value,
        scale=press.scale,
        status=status,
        pressed_at=pressed_at,
        undated=press.undated,
        source=press.source,
        shown_ms=press.shown_ms,
        now=change.now,
    )


def _may_change(change: Change, before: Row, press: Press, pressed_at: int) -> bool:
    if before["source"] != press.source:
        return False
    in_time = replaces(before["first_pressed_at"], pressed_at, change.settings.rating)
    # From the phone, what is refused must not tell what the rating was: who merely knows the
    # link could ask. At the desk the same key again, or words that follow it, are no other answer.
    return in_time or (press.source == DESK and before["value"] == press.value)


def _change(change: Change, ticket: Ticket, press: Press, before: Row, pressed_at: int) -> None:
    same_value = before["value"] == press.value
    reasons = list(press.reasons) or (json.loads(before["reasons"]) if same_value else [])
    comment = plain_comment(press.comment) or (before["comment"] if same_value else "")
    ratings.change(
        change.session,
        ticket.id,
        press.value,
        press.scale,
        json.dumps(reasons),
        pressed_at,
        comment=comment,
    )
    if not same_value:
        _tally(change, ticket, before["value"], -1)
        _tally(change, ticket, press.value, 1)
    _tell(change, ticket, press, "rating_changed")


def _add(change: Change, ticket: Ticket, press: Press, pressed_at: int) -> None:
    ratings.add(
        change.session,
        ticket=ticket.id,
        centre=change.centre.id,
        day=ticket.day,
        service=ticket.service,
        counter=ticket.counter or "",
        officer=ticket.officer,
        value=press.value,
        scale=press.scale,
        reasons=json.dumps(press.reasons),
        pressed_at=pressed_at,
        comment=plain_comment(press.comment),
        source=press.source,
    )
    _tally(change, ticket, press.value, 1)
    _tell(change, ticket, press, "rated")


def _tally(change: Change, ticket: Ticket, value: str, n: int) -> None:
    kinds = ["rated"]
    if value in SATISFIED:
        kinds.append("satisfied")
    if value in UNSATISFIED:
        kinds.append("unsatisfied")
    for kind in kinds:
        ticket_tallies.add(change, ticket, kind, n)


def _tell(change: Change, ticket: Ticket, press: Press, kind: str) -> None:
    told = {
        "value": press.value,
        "scale": press.scale,
        "reasons": list(press.reasons),
        "source": press.source,
    }
    ticket_events.append(change, ticket, kind, told)
    change.touch(rooms.MANAGER, rooms.ticket(ticket.id), rooms.terminal(ticket.counter or ""))
