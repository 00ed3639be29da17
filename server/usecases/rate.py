"""Keep a press on the rating terminal once, and bind it to the ticket it is about."""

import json
from dataclasses import dataclass

from ..core.errors import Invalid, NotRateable, WrongCounter
from ..core.model import Ticket, TicketState
from ..core.satisfaction import REASONS, SATISFIED, SCALES, UNSATISFIED, is_rateable, replaces
from ..store import events, ratings, tallies, tickets
from . import rooms
from .change import Change


@dataclass(frozen=True, slots=True)
class Press:
    """One press. ``device``, ``boot`` and ``seq`` come together or not at all."""

    ticket: str | None
    value: str
    scale: int
    reasons: tuple[str, ...]
    age_ms: int
    device: str | None
    boot: str | None
    seq: int | None


@dataclass(frozen=True, slots=True)
class Rated:
    """``status`` is counted, changed, repeated or unbound."""

    status: str
    number: str | None
    value: str


def rate(change: Change, counter_id: str | None, press: Press) -> Rated:
    """Keep ``press``; it counts when its ticket is open to rating.

    A numbered press that belongs to no ticket is kept and reported as unbound, so that its sender
    can stop sending it; without a number it raises ``NotRateable``.
    """
    _check(press)
    seen = _seen(change, press)
    if seen is not None:
        return seen
    pressed_at = change.now - press.age_ms
    ticket = _ticket(change, counter_id, press)
    status = "unbound" if ticket is None else _count(change, ticket, press, pressed_at)
    if press.seq is None and status == "unbound":
        raise NotRateable(field="ticket")
    bound = ticket if status != "unbound" else None
    _keep(change, counter_id, press, bound, status, pressed_at)
    return Rated(status, bound.number if bound else None, press.value)


def _check(press: Press) -> None:
    if press.scale not in SCALES:
        raise Invalid(field="scale")
    if press.value not in SCALES[press.scale]:
        raise Invalid(field="value")
    if any(reason not in REASONS for reason in press.reasons):
        raise Invalid(field="reasons")
    numbered = [part is not None for part in (press.device, press.boot, press.seq)]
    if any(numbered) and not all(numbered):
        raise Invalid(field="seq")


def _seen(change: Change, press: Press) -> Rated | None:
    if press.device is None or press.boot is None or press.seq is None:
        return None
    row = ratings.find_press(change.session, change.centre.id, press.device, press.boot, press.seq)
    return None if row is None else Rated("repeated", row["number"], row["value"])


def _ticket(change: Change, counter_id: str | None, press: Press) -> Ticket | None:
    """The ticket the press is about, if that ticket may be rated at the time of the press."""
    if press.ticket is not None:
        ticket = tickets.get(change.session, change.centre.id, press.ticket)
    elif counter_id is not None:
        ticket = tickets.to_rate(
            change.session,
            change.centre.id,
            counter_id,
            change.day,
            change.now - press.age_ms,
        )
    else:
        ticket = None
    if ticket is None or ticket.state is not TicketState.FINISHED:
        return None
    if counter_id is not None and ticket.counter != counter_id:
        raise WrongCounter()
    open_now = is_rateable(ticket.ended_at, change.now - press.age_ms, change.settings.rating)
    return ticket if open_now else None


def _count(change: Change, ticket: Ticket, press: Press, pressed_at: int) -> str:
    before = ratings.get(change.session, ticket.id)
    if before is None:
        _add(change, ticket, press, pressed_at)
        return "counted"
    same_value = before["value"] == press.value
    if same_value and not press.reasons:
        return "repeated"
    if not same_value and not replaces(
        before["first_pressed_at"], pressed_at, change.settings.rating
    ):
        return "unbound"
    reasons = list(press.reasons) or (json.loads(before["reasons"]) if same_value else [])
    ratings.change(
        change.session, ticket.id, press.value, press.scale, json.dumps(reasons), pressed_at
    )
    if not same_value:
        _tally(change, ticket, before["value"], -1)
        _tally(change, ticket, press.value, 1)
    _tell(change, ticket, press, "rating_changed")
    return "changed"


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
        tallies.add(
            change.session,
            change.centre.id,
            ticket.day,
            kind,
            ticket.service,
            ticket.counter or "",
            n,
        )


def _tell(change: Change, ticket: Ticket, press: Press, kind: str) -> None:
    events.add(
        change.session,
        centre=change.centre.id,
        at=change.now,
        kind=kind,
        ticket=ticket.id,
        counter=ticket.counter,
        actor=change.actor.label,
        data={"value": press.value, "scale": press.scale, "reasons": list(press.reasons)},
    )
    change.touch(rooms.MANAGER, rooms.ticket(ticket.id), rooms.terminal(ticket.counter or ""))


def _keep(
    change: Change,
    counter_id: str | None,
    press: Press,
    bound: Ticket | None,
    status: str,
    pressed_at: int,
) -> None:
    if press.device is None or press.boot is None or press.seq is None:
        return
    ratings.add_press(
        change.session,
        centre=change.centre.id,
        device=press.device,
        boot=press.boot,
        seq=press.seq,
        counter=counter_id or (bound.counter if bound and bound.counter else ""),
        ticket=bound.id if bound else None,
        number=bound.number if bound else None,
        value=press.value,
        scale=press.scale,
        status=status,
        pressed_at=pressed_at,
        now=change.now,
    )
