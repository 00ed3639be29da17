"""Quantiles from bins stay within the resolution of the exact ones, however they are added up."""

import math

from hypothesis import given
from hypothesis import strategies as st

from server.core.durations import RESOLUTION, Durations, loads

lengths = st.integers(min_value=0, max_value=48 * 3_600_000)
many = st.lists(lengths, min_size=1, max_size=200)


def counted(values: list[int]) -> Durations:
    found = Durations()
    for ms in values:
        found.add(ms)
    return found


def exact_s(values: list[int], share: float) -> float:
    return sorted(values)[max(1, math.ceil(share * len(values) - 1e-9)) - 1] / 1000


@given(many, st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]))
def test_a_quantile_is_within_the_resolution_of_the_exact_one(
    values: list[int], share: float
) -> None:
    found = counted(values).quantile_s(share)
    exact = exact_s(values, share)
    assert found is not None
    assert abs(found - exact) <= max(RESOLUTION * exact, 0.5 if exact < 1 else 0)


@given(st.lists(many, min_size=1, max_size=6))
def test_days_added_up_are_the_period(days: list[list[int]]) -> None:
    period = Durations()
    for day in days:
        kept = counted(day)
        period.merge(loads(kept.dumps()), kept.total_ms)
    whole = counted([ms for day in days for ms in day])
    assert (period.dumps(), period.total_ms, period.n) == (whole.dumps(), whole.total_ms, whole.n)
    assert period.mean_s == sum(sum(day) for day in days) / whole.n / 1000


def test_nothing_has_no_quantile() -> None:
    nothing = Durations()
    assert (nothing.quantile_s(0.5), nothing.mean_s, nothing.dumps()) == (None, None, "")
    assert loads("") == 0


def test_a_clock_that_went_backwards_counts_as_no_time() -> None:
    assert counted([-5_000]).total_ms == 0
