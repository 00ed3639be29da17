"""Letting the next few go first."""

from hypothesis import given
from hypothesis import strategies as st

from server.core.lateness import place_behind

places = st.lists(st.integers(1, 50), max_size=20).map(sorted)


def test_the_next_few_go_first_and_no_more() -> None:
    assert place_behind([20, 30, 40, 50], 3) == (41, 3)


def test_where_fewer_stand_behind_all_of_them_go_first() -> None:
    assert place_behind([20, 30], 3) == (31, 2)


def test_with_nobody_behind_there_is_nothing_to_give() -> None:
    assert place_behind([], 3) is None


def test_a_centre_without_the_rule_moves_nobody() -> None:
    assert place_behind([20], 0) is None


@given(behind=places, many=st.integers(1, 20))
def test_those_let_first_stand_before_and_all_others_keep_their_turn(
    behind: list[int], many: int
) -> None:
    found = place_behind(behind, many)
    if found is None:
        assert not behind
        return
    place, first = found
    assert sum(other < place for other in behind) == first
    assert first >= min(many, len(behind))
    # More than asked for only where they came at the very same moment.
    assert len({*behind[:first]}) == len({*behind[:many]})
