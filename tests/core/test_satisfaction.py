"""What a press means and when it counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.satisfaction import (
    SATISFIED,
    SCALES,
    UNSATISFIED,
    RatingRules,
    is_rateable,
    replaces,
)

ENDED = 1_795_669_200_000
RULES = RatingRules(open_s=120, change_s=10)
moments = st.integers(ENDED - 10**6, ENDED + 10**6)


@pytest.mark.parametrize("keys", SCALES)
def test_a_scale_has_as_many_values_as_keys_and_both_ends(keys: int) -> None:
    values = SCALES[keys]
    assert len(set(values)) == len(values) == keys
    assert values[0] in SATISFIED
    assert values[-1] in UNSATISFIED


def test_neutral_is_neither() -> None:
    neither = {v for values in SCALES.values() for v in values} - SATISFIED - UNSATISFIED
    assert neither == {"neutral"}
    assert not SATISFIED & UNSATISFIED


@pytest.mark.parametrize(
    ("after_ms", "counts"), [(-1, False), (0, True), (120_000, True), (120_001, False)]
)
def test_a_press_counts_while_the_terminal_is_awake(after_ms: int, counts: bool) -> None:
    assert is_rateable(ENDED, ENDED + after_ms, RULES) is counts


def test_a_visit_that_is_not_over_cannot_be_rated() -> None:
    assert not is_rateable(None, ENDED, RULES)


@pytest.mark.parametrize(
    ("after_ms", "changes"),
    [(-1, False), (0, True), (10_000, True), (10_500, True), (10_501, False)],
)
def test_a_later_press_changes_the_rating_for_a_while(after_ms: int, changes: bool) -> None:
    assert replaces(ENDED, ENDED + after_ms, RULES) is changes


@given(moments, moments, st.integers(0, 600))
def test_a_press_that_counts_is_never_before_the_end_nor_after_the_window(
    ended: int, pressed: int, open_s: int
) -> None:
    inside = ended <= pressed <= ended + open_s * 1000
    assert is_rateable(ended, pressed, RatingRules(open_s=open_s)) is inside
