"""Call the next ticket to a counter, or a chosen one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..core.calling import Choice, Desk, Head, Reason, choose
from ..core.errors import CounterNotFound, Forbidden, TicketNotFound, WrongCounter, WrongState
from ..core.lifecycle import Action, move
from ..core.model import Counter, CounterState, Lane, Ticket, TicketState
from ..core.replaying import remember
from ..store import calls, counters, events, lines, queue, tallies, tickets
from . import centre_events, rooms
from .change import Change
from .moving import decide, find
from .once import once
from .visit import end_service


@dataclass(frozen=True, slots=True)
class Called:
    """A call that was made: which ticket, which announcement, and why."""

    ticket: Ticket
    call: int
    attempt: int
    called_at: int
    reason: Reason
    repeated: bool


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the rule was given."""

    heads: Sequence[Head]
    desk: Desk
    recent: Sequence[Lane]


def call_next(change: Change, counter_id: str, key: str | None) -> Called | None:
    """Call whoever is next at this counter; None when nobody waits for it.

    A ticket the counter still holds is finished by this; a closed or paused counter opens.
    Raises ``CounterNotFound``, ``WrongCounter`` or ``KeyReused``.
    """
    counter = _counter(change, counter_id)
    result, repeated = once(
        change, key, f"call-next|{counter_id}", lambda: _call_next(change, counter)
    )
    return None if result is None else _called(change, int(result), repeated)


def call_chosen(
    change: Change, counter_id: str, ticket_id: str, why: str, key: str | None
) -> Called:
    """Call a certain waiting ticket out of turn; who and why is kept for ever.

    Raises ``Forbidden`` for officers where the centre's settings do not allow it.
    """
    counter = _counter(change, counter_id)
    if change.actor.role == "staff" and not change.settings.staff_may_choose:
        raise Forbidden()
    result, repeated = once(
        change,
        key,
        f"call|{counter_id}|{ticket_id}",
        lambda: _call_chosen(change, counter, ticket_id, why),
    )
    return _called(change, int(result or 0), repeated)


def see(change: Change, counter: Counter) -> _Seen:
    """What the calling rule is given for this counter now."""
    officer = change.actor.person or counter.officer
    return _Seen(
        queue.heads(change.session, change.centre.id, change.day, counter.id, officer),
        queue.desk_of(change.session, change.centre.id, counter),
        calls.recent_lanes(
            change.session,
            change.centre.id,
            counter.id,
            change.day,
            change.settings.calling.ratio,
        ),
    )


def _counter(change: Change, counter_id: str) -> Counter:
    counter = counters.get(change.session, change.centre.id, counter_id)
    if counter is None:
        raise CounterNotFound(counter=counter_id)
    if change.actor.role == "staff" and change.actor.counter != counter_id:
        raise WrongCounter()
    return counter


def _call_next(change: Change, counter: Counter) -> str | None:
    counter = _make_ready(change, counter)
    rules = change.settings.calling
    seen = see(change, counter)
    choice = choose(seen.heads, seen.desk, seen.recent, change.now, rules)
    if choice is None:
        return None
    kept = remember(seen.heads, seen.desk, seen.recent, rules)
    return str(_call(change, counter, choice, kept))


def _call_chosen(change: Change, counter: Counter, ticket_id: str, why: str) -> str:
    ticket = find(change, ticket_id)
    decide(ticket, Action.CALL)
    if ticket.day != change.day:
        raise WrongState(state=TicketState.EXPIRED.value, action=Action.CALL.value)
    counter = _make_ready(change, counter)
    head = Head(
        ticket.id,
        ticket.number,
        ticket.service,
        ticket.lane,
        ticket.place,
        ticket.serial,
        ticket.waiting_since,
        ticket.due_from,
    )
    return str(_call(change, counter, Choice(head, Reason("chosen", {"why": why})), None))


def _call(change: Change, counter: Counter, choice: Choice, seen: dict[str, object] | None) -> int:
    head = choice.head
    officer = change.actor.person or counter.officer
    tickets.called(change.session, head.ticket, counter.id, officer, 1, change.now)
    lines.leave(change.session, change.centre.id, head.service, change.day, head.lane)
    counters.set_ticket(change.session, change.centre.id, counter.id, head.ticket)
    reason = {"code": choice.reason.code, "params": choice.reason.params}
    call = calls.add(
        change.session,
        centre=change.centre.id,
        day=change.day,
        ticket=head.ticket,
        number=head.number,
        service=head.service,
        counter=counter.id,
        lane=head.lane,
        attempt=1,
        reason=json.dumps(reason),
        now=change.now,
    )
    data: dict[str, object] = {"call": call, "reason": reason}
    if seen is not None:
        data["seen"] = seen
    events.add(
        change.session,
        centre=change.centre.id,
        at=change.now,
        kind="called",
        ticket=head.ticket,
        counter=counter.id,
        actor=change.actor.label,
        data=data,
    )
    tallies.add(change.session, change.centre.id, change.day, "called", head.service, counter.id)
    change.touch(
        rooms.HALL,
        rooms.KIOSK,
        rooms.MANAGER,
        rooms.counter(counter.id),
        rooms.desk(counter.id),
        rooms.service(head.service),
        rooms.line(head.service),
        rooms.ticket(head.ticket),
    )
    return call


def _make_ready(change: Change, counter: Counter) -> Counter:
    """Calling the next one says that the visit before is over, and that the counter is open."""
    if counter.ticket is not None:
        ticket = find(change, counter.ticket)
        made = move(ticket.state, Action.FINISH)
        if made is not None:
            end_service(change, ticket, made, {"by": "call-next"})
    if counter.state is not CounterState.OPEN:
        _open(change, counter)
    return _counter(change, counter.id)


def _open(change: Change, counter: Counter) -> None:
    counters.set_state(change.session, change.centre.id, counter.id, CounterState.OPEN, change.now)
    centre_events.append(change, "counter_open", {"by": "call-next"}, counter.id)
    change.touch(rooms.HALL, rooms.MANAGER, rooms.counter(counter.id), rooms.desk(counter.id))


def _called(change: Change, call_id: int, repeated: bool) -> Called:
    call = calls.get(change.session, call_id)
    if call is None:
        raise TicketNotFound()
    ticket = tickets.get(change.session, change.centre.id, call["ticket"])
    if ticket is None:
        raise TicketNotFound()
    reason = json.loads(call["reason"])
    # A repeated command gets the answer of the first, whatever has happened since.
    as_called = replace(
        ticket,
        state=TicketState.CALLED,
        calls=call["attempt"],
        started_at=None,
        ended_at=None,
    )
    return Called(
        ticket=as_called,
        call=call["id"],
        attempt=call["attempt"],
        called_at=call["called_at"],
        reason=Reason(reason["code"], reason["params"]),
        repeated=repeated,
    )
