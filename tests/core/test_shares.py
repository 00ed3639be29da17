"""Percentages that add up, and what they hide nothing of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.shares import percentage, percentages

PARTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=12)


@given(PARTS)
def test_the_parts_make_exactly_a_hundred(parts: list[int]) -> None:
    tenths = [round(share * 10) for share in percentages(parts)]
    assert sum(tenths) == (1000 if sum(parts) else 0)


@given(PARTS)
def test_no_part_is_off_by_a_tenth_or_more(parts: list[int]) -> None:
    base = sum(parts)
    for part, share in zip(parts, percentages(parts), strict=True):
        assert base == 0 or abs(share - 100 * part / base) < 0.1 + 1e-9


@given(PARTS)
def test_a_larger_part_never_has_the_smaller_share(parts: list[int]) -> None:
    shares = percentages(parts)
    by_part = [share for _, share in sorted(zip(parts, shares, strict=True))]
    assert by_part == sorted(by_part)


def test_the_first_centres_figures() -> None:
    assert percentages([746, 32]) == [95.9, 4.1]
    assert percentages([1922, 1586, 34]) == [54.3, 44.8, 0.9]
    assert percentage(8232, 8711) == 94.5


def test_no_base_is_no_share() -> None:
    assert percentage(0, 0) is None
    assert percentages([0, 0]) == [0.0, 0.0]
    with pytest.raises(ValueError, match="negative"):
        percentages([3, -1])
