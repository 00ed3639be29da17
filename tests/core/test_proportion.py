"""Intervals and tests against values worked out elsewhere and against their definitions."""

from math import comb, exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.proportion import binomial_p, poisson_tail, wilson


@pytest.mark.parametrize(
    ("hits", "base", "low", "high"),
    [  # Wilson's score interval, 95 %, from published tables and worked examples.
        (746, 778, 0.9425, 0.9707),
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (10, 10, 0.7225, 1.0),
    ],
)
def test_wilsons_interval(hits: int, base: int, low: float, high: float) -> None:
    found = wilson(hits, base)
    assert found is not None
    assert found == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_its_own_share_and_mirrors(case: tuple[int, int]) -> None:
    hits, base = case
    found, mirrored = wilson(hits, base), wilson(base - hits, base)
    assert found is not None and mirrored is not None
    assert 0 <= found[0] <= hits / base <= found[1] <= 1
    assert mirrored == pytest.approx((1 - found[1], 1 - found[0]))


def test_nobody_asked_is_no_interval() -> None:
    assert wilson(0, 0) is None
    with pytest.raises(ValueError, match="no share"):
        wilson(3, 2)


@given(st.integers(1, 60), st.floats(0.02, 0.98), st.data())
def test_the_exact_test_sums_what_is_no_likelier(
    base: int, share: float, data: st.DataObject
) -> None:
    hits = data.draw(st.integers(0, base))
    mass = [comb(base, k) * share**k * (1 - share) ** (base - k) for k in range(base + 1)]
    plain = sum(m for m in mass if m <= mass[hits] * (1 + 1e-7))
    assert binomial_p(hits, base, share) == pytest.approx(min(1.0, plain), rel=1e-5, abs=1e-12)


def test_a_large_base_is_as_the_exact_test_says() -> None:
    assert binomial_p(1060, 2000, 0.5) == pytest.approx(binomial_p(1061, 2001, 0.5), rel=0.1)
    assert binomial_p(2600, 5000, 0.5) == pytest.approx(0.00485, rel=0.02)


@given(st.integers(0, 40), st.floats(0.1, 20))
def test_the_tail_of_counts(count: int, expected: float) -> None:
    below = sum(exp(-expected) * expected**k / factorial(k) for k in range(count))
    assert poisson_tail(count, expected) == pytest.approx(max(0.0, 1 - below), abs=1e-9)
