"""Call the next ticket to a counter."""

import json
from dataclasses import dataclass, replace

from ..core.calling import Choice, Reason, choose
from ..core.errors import CounterNotFound, TicketNotFound, WrongCounter
from ..core.lifecycle import Action, move
from ..core.model import Counter, CounterState, Ticket, TicketState
from ..store import calls, counters, events, lines, tallies, tickets
from . import rooms
from .change import Change
from .once import once
from .visit import end


@dataclass(frozen=True, slots=True)
class Called:
    """A call that was made: which ticket, which announcement, and why."""

    ticket: Ticket
    call: int
    attempt: int
    called_at: int
    reason: Reason
    repeated: bool


def call_next(change: Change, counter_id: str, key: str | None) -> Called | None:
    """Call whoever is next at this counter; None when nobody waits for it.

    A ticket the counter still holds is finished by this; a closed or paused counter opens.
    Raises ``CounterNotFound``, ``WrongCounter`` or ``KeyReused``.
    """
    counter = counters.get(change.session, change.centre.id, counter_id)
    if counter is None:
        raise CounterNotFound(counter=counter_id)
    if change.actor.role == "staff" and change.actor.counter != counter_id:
        raise WrongCounter()
    result, repeated = once(
        change, key, f"call-next|{counter_id}", lambda: _call_next(change, counter)
    )
    return None if result is None else _called(change, int(result), repeated)


def _call_next(change: Change, counter: Counter) -> str | None:
    _let_go(change, counter)
    if counter.state is not CounterState.OPEN:
        _open(change, counter)
    rules = change.settings.calling
    heads = tickets.heads(change.session, change.centre.id, change.day, counter.id)
    recent = calls.recent_lanes(
        change.session, change.centre.id, counter.id, change.day, rules.ratio
    )
    choice = choose(heads, recent, change.now, rules)
    return None if choice is None else str(_call(change, counter, choice))


def _call(change: Change, counter: Counter, choice: Choice) -> int:
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
    events.add(
        change.session,
        centre=change.centre.id,
        at=change.now,
        kind="called",
        ticket=head.ticket,
        counter=counter.id,
        actor=change.actor.label,
        data={"call": call, "reason": reason},
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


def _let_go(change: Change, counter: Counter) -> None:
    """Calling the next one says that the visit before is over."""
    if counter.ticket is None:
        return
    ticket = tickets.get(change.session, change.centre.id, counter.ticket)
    if ticket is None:
        raise TicketNotFound()
    made = move(ticket.state, Action.FINISH)
    if made is not None:
        end(change, ticket, made, {"by": "call-next"})


def _open(change: Change, counter: Counter) -> None:
    counters.set_state(change.session, change.centre.id, counter.id, CounterState.OPEN, change.now)
    events.add(
        change.session,
        centre=change.centre.id,
        at=change.now,
        kind="counter_open",
        counter=counter.id,
        actor=change.actor.label,
        data={"by": "call-next"},
    )
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
