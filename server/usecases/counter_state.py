"""Open, pause or close a counter; who sits at it."""

from ..core.errors import CounterNotFound, CounterTaken, WrongCounter, WrongState
from ..core.model import Counter, CounterState, PauseReason
from ..store import counters, services, tokens
from . import centre_events, rooms
from .change import Change


def set_counter_state(
    change: Change, counter_id: str, state: CounterState, reason: PauseReason | None = None
) -> Counter:
    """Bring a counter to ``state`` (a pause with its reason); a repeat changes nothing.

    A counter that still holds a ticket cannot close (``WrongState``).
    """
    counter = _get(change, counter_id)
    if change.actor.role == "staff" and change.actor.counter != counter_id:
        raise WrongCounter()
    if counter.state is state and counter.pause_reason == reason:
        return counter
    if state is CounterState.CLOSED and counter.ticket is not None:
        raise WrongState(state="busy", action="close")
    _move(change, counter_id, state, reason)
    return _get(change, counter_id)


def take_counter(change: Change, session_id: str, counter_id: str | None) -> Counter | None:
    """Seat the signed-in person at a counter and open it; None stands up and closes it.

    Raises ``CounterTaken`` when somebody else sits there. Whose session has ended without signing
    out does not sit there any more.
    """
    person = change.actor.person
    assert person is not None  # only people have sessions
    wanted = None if counter_id is None else _get(change, counter_id)
    if (
        wanted is not None
        and wanted.officer not in (None, person)
        and tokens.is_worked_at(change.session, change.centre.id, wanted.id, change.now)
    ):
        raise CounterTaken(field="counter")
    for held in counters.held_by(change.session, change.centre.id, person):
        if held != counter_id:
            leave_counter(change, held)
    tokens.set_counter(change.session, session_id, counter_id)
    if wanted is None or counter_id is None:
        return None
    counters.set_officer(change.session, change.centre.id, counter_id, person)
    if wanted.state is not CounterState.OPEN:
        _move(change, counter_id, CounterState.OPEN)
    _touch(change, counter_id)
    return _get(change, counter_id)


def leave_counter(change: Change, counter_id: str) -> None:
    """The officer stands up: the counter is free, and closed unless it still holds a ticket."""
    counter = _get(change, counter_id)
    counters.set_officer(change.session, change.centre.id, counter_id, None)
    tokens.release_counter(change.session, change.centre.id, counter_id)
    if counter.ticket is None and counter.state is not CounterState.CLOSED:
        _move(change, counter_id, CounterState.CLOSED)
    _touch(change, counter_id)


def set_service_open(change: Change, service_id: str, open: bool) -> bool:
    """Open or close a service for new tickets; False when there is no such service."""
    if not services.set_open(change.session, change.centre.id, service_id, open):
        return False
    centre_events.append(
        change, "service_open" if open else "service_closed", {"service": service_id}
    )
    change.touch(rooms.KIOSK, rooms.MANAGER, rooms.service(service_id))
    return True


def _move(
    change: Change, counter_id: str, state: CounterState, reason: PauseReason | None = None
) -> None:
    counters.set_state(change.session, change.centre.id, counter_id, state, change.now, reason)
    centre_events.append(
        change, f"counter_{state.value}", {"reason": reason.value} if reason else None, counter_id
    )
    _touch(change, counter_id)


def _touch(change: Change, counter_id: str) -> None:
    change.touch(
        rooms.HALL, rooms.KIOSK, rooms.MANAGER, rooms.counter(counter_id), rooms.desk(counter_id)
    )


def _get(change: Change, counter_id: str) -> Counter:
    counter = counters.get(change.session, change.centre.id, counter_id)
    if counter is None:
        raise CounterNotFound(counter=counter_id)
    return counter
