"""The table of a ticket's life."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.errors import WrongState
from server.core.lifecycle import EVENT_STATES, REPEATS, TABLE, Action, move, state_after
from server.core.model import TicketState as S

ALL = list(itertools.product(S, Action))
FINAL = (S.FINISHED, S.NO_SHOW, S.CANCELLED)


@pytest.mark.parametrize(("state", "action"), ALL)
def test_every_pair_moves_repeats_or_is_refused(state: S, action: Action) -> None:
    if (state, action) in TABLE:
        assert move(state, action) == TABLE[state, action]
    elif (state, action) in REPEATS:
        assert move(state, action) is None
    else:
        with pytest.raises(WrongState) as refused:
            move(state, action)
        assert refused.value.params == {"state": state.value, "action": action.value}


@pytest.mark.parametrize(
    ("state", "action", "to"),
    [
        (S.WAITING, Action.CALL, S.CALLED),
        (S.WAITING, Action.CANCEL, S.CANCELLED),
        (S.CALLED, Action.RECALL, S.CALLED),
        (S.CALLED, Action.SERVE, S.SERVING),
        (S.CALLED, Action.FINISH, S.FINISHED),
        (S.CALLED, Action.NO_SHOW, S.NO_SHOW),
        (S.SERVING, Action.FINISH, S.FINISHED),
    ],
)
def test_a_visit_goes_forward(state: S, action: Action, to: S) -> None:
    made = move(state, action)
    assert made is not None
    assert made.to is to


def test_a_waiting_ticket_cannot_be_served_before_it_is_called() -> None:
    for action in (Action.RECALL, Action.SERVE, Action.FINISH, Action.NO_SHOW):
        with pytest.raises(WrongState):
            move(S.WAITING, action)


def test_somebody_being_served_is_no_no_show_and_is_not_recalled() -> None:
    for action in (Action.CALL, Action.RECALL, Action.NO_SHOW, Action.CANCEL):
        with pytest.raises(WrongState):
            move(S.SERVING, action)


@pytest.mark.parametrize("state", FINAL)
def test_nothing_leaves_a_final_state(state: S) -> None:
    assert not [pair for pair in TABLE if pair[0] is state]


def test_a_repeat_is_only_harmless_in_the_state_its_action_leads_to() -> None:
    for state, action in REPEATS:
        assert state in {made.to for (_, a), made in TABLE.items() if a is action}
        assert (state, action) not in TABLE


def test_every_state_but_waiting_is_reached_by_some_move() -> None:
    assert {made.to for made in TABLE.values()} == set(S) - {S.WAITING}


def test_each_kind_of_event_says_one_state_only() -> None:
    for event in {made.event for made in TABLE.values()}:
        assert len({made.to for made in TABLE.values() if made.event == event}) == 1


@given(st.lists(st.sampled_from(Action), max_size=12), st.lists(st.integers(0, 12), max_size=4))
def test_the_events_of_any_life_rebuild_its_state(actions: list[Action], noise: list[int]) -> None:
    state, events = S.WAITING, ["issued"]
    for action in actions:
        try:
            made = move(state, action)
        except WrongState:
            continue
        if made is not None:
            state = made.to
            events.append(made.event)
    for at in noise:  # events that say nothing about the state may stand anywhere
        events.insert(min(at, len(events)), "rated")
    assert state_after(events) is state


def test_a_ticket_without_events_has_no_state() -> None:
    for events in ([], ["rated", "rating_changed"]):
        with pytest.raises(ValueError, match="without events"):
            state_after(events)


def test_issuing_leads_to_waiting() -> None:
    assert EVENT_STATES["issued"] is S.WAITING
