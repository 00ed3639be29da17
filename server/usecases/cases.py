"""Cases: open one from a reason, and take it step by step to what was done about it."""

from dataclasses import dataclass, replace

from ..core.cases import OPEN_STATES, CaseState, Said, Step, Taken, after, check, repeats
from ..core.errors import CaseOpen, CounterNotFound, Invalid, NotFound, TooMany, UnknownService
from ..store import cases, counters, services
from ..store.cases import Case
from .change import Change
from .ids import new_id
from .once import once

MOST = 500
"""Cases of one centre: years of them, and still one page's work to read."""


@dataclass(frozen=True, slots=True)
class NewCase:
    """A reason, and what the case is limited to."""

    reason: str
    service: str | None
    counter: str | None
    said: Said


def open_case(change: Change, wanted: NewCase, key: str | None) -> tuple[str, bool]:
    """The id of the new case, and whether it is the repeat of an earlier command.

    Raises ``UnknownService``, ``CounterNotFound``, ``Invalid``, ``TooMany`` and ``CaseOpen``
    where an open case is about the same.
    """
    check(Step.OPEN, wanted.said)
    fingerprint = f"case|{wanted}"
    id, repeated = once(change, key, fingerprint, lambda: _open(change, wanted))
    assert id is not None
    return id, repeated


def take_step(change: Change, id: str, step: Step, said: Said) -> None:
    """Take a step; the last one sent again changes nothing.

    Raises ``NotFound``, ``WrongCaseState`` or ``Invalid``.
    """
    check(step, said)
    case = cases.get(change.session, change.centre.id, id)
    if case is None:
        raise NotFound(field="id")
    so_far = cases.steps(change.session, change.centre.id, id)[id]
    if repeats(so_far[-1], step, said):
        return
    cases.put(change.session, _moved(change, case, step, said))
    taken = Taken(step, change.now, change.actor.label, said)
    cases.add_step(change.session, id, len(so_far), taken)


def _open(change: Change, wanted: NewCase) -> str:
    if not change.settings.words.knows([wanted.reason]):
        raise Invalid(field="reason")
    _check_place(change, wanted)
    if cases.count(change.session, change.centre.id) >= MOST:
        raise TooMany(most=MOST)
    case = Case(
        id=new_id(change.now),
        reason=wanted.reason,
        service=wanted.service,
        counter=wanted.counter,
        state=CaseState.NEW,
        due=None,
        done_day=None,
        opened_at=change.now,
        changed_at=change.now,
    )
    cases.add(change.session, change.centre.id, case)
    taken = Taken(Step.OPEN, change.now, change.actor.label, wanted.said)
    cases.add_step(change.session, case.id, 0, taken)
    return case.id


def _check_place(change: Change, wanted: NewCase) -> None:
    session, centre = change.session, change.centre.id
    if wanted.service is not None and services.get(session, centre, wanted.service) is None:
        raise UnknownService(field="service")
    if wanted.counter is not None and counters.get(session, centre, wanted.counter) is None:
        raise CounterNotFound(field="counter")
    for case in cases.listing(session, centre):
        same = (case.reason, case.service, case.counter) == (
            wanted.reason,
            wanted.service,
            wanted.counter,
        )
        if same and case.state in OPEN_STATES:
            raise CaseOpen(field="reason")


def _moved(change: Change, case: Case, step: Step, said: Said) -> Case:
    state = after(case.state, step)
    done = change.day if state is CaseState.DONE else None
    return replace(
        case,
        state=state,
        due=said.due if step is Step.PLAN else case.due,
        done_day=case.done_day if step is Step.REWORD else done,
        changed_at=change.now,
    )
