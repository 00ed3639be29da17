"""Delays after failed sign-ins."""

from hypothesis import given
from hypothesis import strategies as st

from server.core.lockout import ADDRESS, OWN, PERSON, delay_s

BOUNDS = st.sampled_from([OWN, PERSON, ADDRESS])


@given(BOUNDS, st.integers(0, 10_000))
def test_delays_grow_and_always_end(bound, failures) -> None:
    assert 0 <= delay_s(bound, failures) <= delay_s(bound, failures + 1) <= bound.longest_s


@given(BOUNDS)
def test_some_mistakes_are_free(bound) -> None:
    assert delay_s(bound, bound.free - 1) == 0
    assert delay_s(bound, bound.free) == 1
    assert delay_s(bound, bound.free + 3) == 8
