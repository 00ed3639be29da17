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


class Move(NamedTuple):
    """The state a ticket is in after an action, and the kind of event that says so."""

    to: S
    event: str


TABLE: dict[tuple[S, Action], Move] = {
    (S.WAITING, Action.CALL): Move(S.CALLED, "called"),
    (S.WAITING, Action.CANCEL): Move(S.CANCELLED, "cancelled"),
    (S.CALLED, Action.RECALL): Move(S.CALLED, "recalled"),
    (S.CALLED, Action.SERVE): Move(S.SERVING, "started"),
    # An officer may skip "start": the visit then began at the call.
    (S.CALLED, Action.FINISH): Move(S.FINISHED, "finished"),
    (S.CALLED, Action.NO_SHOW): Move(S.NO_SHOW, "no_show"),
    (S.SERVING, Action.FINISH): Move(S.FINISHED, "finished"),
}

REPEATS: frozenset[tuple[S, Action]] = frozenset(
    {
        (S.SERVING, Action.SERVE),
        (S.FINISHED, Action.FINISH),
        (S.NO_SHOW, Action.NO_SHOW),
        (S.CANCELLED, Action.CANCEL),
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
