"""The table of a ticket's life."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.errors import WrongState
from server.core.lifecycle import EVENT_STATES, REPEATS, TABLE, Action, move, state_after
from server.core.model import TicketState as S

ALL = list(itertools.product(S, Action))
FINAL = (S.FINISHED, S.CANCELLED, S.EXPIRED)


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
        (S.SERVING, Action.CONTINUE, S.WAITING),
        (S.SERVING, Action.TRANSFER, S.WAITING),
        (S.SERVING, Action.PARK, S.PARKED),
        (S.PARKED, Action.RESUME, S.SERVING),
        (S.SERVING, Action.SEND_AWAY, S.AWAY),
        (S.AWAY, Action.RETURN, S.WAITING),
        (S.NO_SHOW, Action.BRING_BACK, S.WAITING),
        (S.CALLED, Action.UNDO_CALL, S.WAITING),
        (S.WAITING, Action.EXPIRE, S.EXPIRED),
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


def test_every_state_is_reached_by_some_move() -> None:
    assert {made.to for made in TABLE.values()} == set(S)


def test_only_a_call_that_was_not_answered_can_be_undone() -> None:
    assert [state for state, action in TABLE if action is Action.UNDO_CALL] == [S.CALLED]


def test_only_somebody_who_waits_can_give_the_place_up_or_be_called() -> None:
    for action in (Action.CANCEL, Action.CALL):
        assert [state for state, a in TABLE if a is action] == [S.WAITING]


def test_a_no_show_can_only_be_brought_back() -> None:
    assert [action for state, action in TABLE if state is S.NO_SHOW] == [Action.BRING_BACK]


def test_the_end_of_the_day_ends_what_is_at_no_counter() -> None:
    ended = {state for state, action in TABLE if action is Action.EXPIRE}
    assert ended == {S.WAITING, S.PARKED, S.AWAY}


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
