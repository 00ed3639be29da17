"""What an officer does to the ticket in front of her: recall, start, finish, no-show."""

import json
from dataclasses import replace

from ..core.errors import RecallLimit, RecallTooSoon, WrongState
from ..core.lifecycle import Action, Move, move
from ..core.model import Lane, Ticket, TicketState
from ..store import calls, tallies, tickets
from . import rooms
from .change import Change
from .moving import decide, free_counter, own, record, stand
from .once import once


def recall(change: Change, ticket_id: str, key: str | None) -> tuple[Ticket, bool]:
    """Call a called ticket once more; boards announce it again.

    The ticket as this recall left it, and whether ``key`` had made it before. Raises
    ``RecallLimit`` once the centre's number of calls is used up, ``RecallTooSoon`` before the
    pause between calls is over.
    """
    ticket = own(change, ticket_id)
    attempt, repeated = once(change, key, f"recall|{ticket_id}", lambda: _recall(change, ticket))
    recalled = replace(
        ticket,
        state=TicketState.CALLED,
        calls=int(attempt or ticket.calls),
        started_at=None,
        ended_at=None,
    )
    return recalled, repeated


def serve(change: Change, ticket_id: str) -> Ticket:
    """The citizen has come: service begins."""
    ticket = own(change, ticket_id)
    made = move(ticket.state, Action.SERVE)
    if made is not None:
        tickets.update(change.session, ticket.id, state=made.to.value, started_at=change.now)
        record(change, ticket, made)
        change.touch(rooms.terminal(ticket.counter or ""))
    return own(change, ticket_id)


def finish(change: Change, ticket_id: str, key: str | None = None) -> Ticket:
    """The visit is over, or goes on at the next service of its plan.

    Where a plan goes on, only a repeat with the same ``key`` is harmless: without one it could be
    about the next service of the same ticket.
    """
    ticket = own(change, ticket_id)

    def act() -> str:
        made = move(ticket.state, Action.FINISH)
        if made is not None:
            end_service(change, ticket, made, {})
        return ticket.id

    once(change, key, f"finish|{ticket_id}", act)
    return own(change, ticket_id)


def no_show(change: Change, ticket_id: str) -> Ticket:
    """Called, and did not come."""
    ticket = own(change, ticket_id)
    made = move(ticket.state, Action.NO_SHOW)
    if made is not None:
        end(change, ticket, made, {"calls": ticket.calls})
    return own(change, ticket_id)


def end_service(change: Change, ticket: Ticket, made: Move, data: dict[str, object]) -> None:
    """Finish, unless the visit's plan names another service: then wait there, same number."""
    # Where the citizen already stands with another ticket, this one has nothing to wait for.
    plan = [s for s in ticket.plan if tickets.twin(change.session, ticket.id, s) is None]
    if not plan or ticket.day != change.day:
        end(change, ticket, made, data)
        return
    following, *rest = plan
    continued = decide(ticket, Action.CONTINUE)
    free_counter(change, ticket)
    _tally(change, ticket, "served")
    record(change, ticket, continued, {**data, "service": following})
    lane = Lane.PRIORITY if ticket.lane is Lane.PRIORITY else Lane.NORMAL
    stand(
        change,
        ticket,
        service=following,
        lane=lane,
        place=change.now,
        plan=json.dumps(rest),
        waiting_since=change.now,
        calls=0,
    )


def end(change: Change, ticket: Ticket, made: Move, data: dict[str, object]) -> None:
    """Close a visit as ``made`` says, and free its counter."""
    tickets.ended(change.session, ticket.id, made.to, change.now)
    free_counter(change, ticket)
    _tally(change, ticket, "served" if made.to is TicketState.FINISHED else made.to.value)
    record(change, ticket, made, data)
    change.touch(rooms.terminal(ticket.counter or ""))


def _tally(change: Change, ticket: Ticket, kind: str) -> None:
    tallies.add(
        change.session, change.centre.id, change.day, kind, ticket.service, ticket.counter or ""
    )


def _recall(change: Change, ticket: Ticket) -> str:
    made = move(ticket.state, Action.RECALL)
    if made is None or ticket.counter is None:
        raise WrongState(state=ticket.state.value, action=Action.RECALL.value)
    _check_recall(change, ticket)
    attempt = ticket.calls + 1
    tickets.called(change.session, ticket.id, ticket.counter, ticket.officer, attempt, change.now)
    call = calls.add(
        change.session,
        centre=change.centre.id,
        day=change.day,
        ticket=ticket.id,
        number=ticket.number,
        service=ticket.service,
        counter=ticket.counter,
        lane=ticket.lane,
        attempt=attempt,
        reason=json.dumps({"code": "recall", "params": {}}),
        now=change.now,
    )
    record(change, ticket, made, {"attempt": attempt, "call": call})
    return str(attempt)


def _check_recall(change: Change, ticket: Ticket) -> None:
    rules = change.settings.calling
    if ticket.calls >= rules.max_calls:
        raise RecallLimit(calls=ticket.calls)
    last = calls.last_of_counter(change.session, change.centre.id, ticket.counter or "", change.day)
    since_ms = change.now - (last["called_at"] if last else 0)
    if since_ms < rules.recall_pause_s * 1000:
        left = rules.recall_pause_s - since_ms // 1000
        raise RecallTooSoon(seconds=left)
