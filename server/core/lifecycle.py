"""The life of a ticket as one table: state × action → state, event.

``repeats`` names the actions that may be sent again in the state they lead to: the second time
changes nothing and is no error, so that a lost answer can be asked for once more.
"""

from enum import StrEnum
from typing import NamedTuple

from .errors import WrongState
from .model import TicketState as S


class Action(StrEnum):
    """What somebody does to a ticket."""

    CALL = "call"
    RECALL = "recall"
    SERVE = "serve"
    FINISH = "finish"
    NO_SHOW = "no_show"
    CANCEL = "cancel"
    UNDO_CALL = "undo_call"
    BRING_BACK = "bring_back"
    PARK = "park"
    RESUME = "resume"
    TRANSFER = "transfer"
    CONTINUE = "continue"
    SEND_AWAY = "send_away"
    RETURN = "return"
    EXPIRE = "expire"
    LATE = "late"


class Move(NamedTuple):
    """The state a ticket is in after an action, and the kind of event that says so."""

    to: S
    event: str


TABLE: dict[tuple[S, Action], Move] = {
    (S.WAITING, Action.CALL): Move(S.CALLED, "called"),
    (S.WAITING, Action.CANCEL): Move(S.CANCELLED, "cancelled"),
    # The citizen is on the way: a few others go first.
    (S.WAITING, Action.LATE): Move(S.WAITING, "late"),
    (S.CALLED, Action.RECALL): Move(S.CALLED, "recalled"),
    (S.CALLED, Action.SERVE): Move(S.SERVING, "started"),
    # An officer may skip "start": the visit then began at the call.
    (S.CALLED, Action.FINISH): Move(S.FINISHED, "finished"),
    (S.CALLED, Action.NO_SHOW): Move(S.NO_SHOW, "no_show"),
    (S.SERVING, Action.FINISH): Move(S.FINISHED, "finished"),
    (S.CALLED, Action.UNDO_CALL): Move(S.WAITING, "call_undone"),
    (S.NO_SHOW, Action.BRING_BACK): Move(S.WAITING, "brought_back"),
    (S.CALLED, Action.PARK): Move(S.PARKED, "parked"),
    (S.SERVING, Action.PARK): Move(S.PARKED, "parked"),
    (S.PARKED, Action.RESUME): Move(S.SERVING, "resumed"),
    (S.CALLED, Action.TRANSFER): Move(S.WAITING, "transferred"),
    (S.SERVING, Action.TRANSFER): Move(S.WAITING, "transferred"),
    (S.PARKED, Action.TRANSFER): Move(S.WAITING, "transferred"),
    # One number, several services: what is left of the plan goes on after each visit.
    (S.CALLED, Action.CONTINUE): Move(S.WAITING, "continued"),
    (S.SERVING, Action.CONTINUE): Move(S.WAITING, "continued"),
    # Papers to correct: the citizen leaves and comes back to the same officer.
    (S.CALLED, Action.SEND_AWAY): Move(S.AWAY, "sent_away"),
    (S.SERVING, Action.SEND_AWAY): Move(S.AWAY, "sent_away"),
    (S.AWAY, Action.RETURN): Move(S.WAITING, "returned"),
    (S.PARKED, Action.NO_SHOW): Move(S.NO_SHOW, "no_show"),
    (S.AWAY, Action.NO_SHOW): Move(S.NO_SHOW, "no_show"),
    (S.WAITING, Action.EXPIRE): Move(S.EXPIRED, "expired"),
    (S.PARKED, Action.EXPIRE): Move(S.EXPIRED, "expired"),
    (S.AWAY, Action.EXPIRE): Move(S.EXPIRED, "expired"),
}

REPEATS: frozenset[tuple[S, Action]] = frozenset(
    {
        (S.SERVING, Action.SERVE),
        (S.FINISHED, Action.FINISH),
        (S.NO_SHOW, Action.NO_SHOW),
        (S.CANCELLED, Action.CANCEL),
        (S.PARKED, Action.PARK),
        (S.AWAY, Action.SEND_AWAY),
        (S.EXPIRED, Action.EXPIRE),
    }
)

EVENT_STATES: dict[str, S] = {"issued": S.WAITING} | {m.event: m.to for m in TABLE.values()}


def move(state: S, action: Action) -> Move | None:
    """The move that ``action`` makes from ``state``; None when it is a harmless repeat.

    Raises ``WrongState`` when the table does not allow it.
    """
    found = TABLE.get((state, action))
    if found is not None:
        return found
    if (state, action) in REPEATS:
        return None
    raise WrongState(state=state.value, action=action.value)


def state_after(events: list[str]) -> S:
    """Rebuild a ticket's state from the kinds of its events, oldest first.

    Raises ``ValueError`` when no event says anything about the state.
    """
    known = [EVENT_STATES[kind] for kind in events if kind in EVENT_STATES]
    if not known:
        raise ValueError("a ticket without events has no state")
    return known[-1]
