"""The nine-index evaluation: exact at every boundary."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.errors import Invalid
from server.core.evaluation import (
    DEFAULT_INDICES,
    Index,
    Known,
    Mark,
    Share,
    evaluate,
    grade,
    halves_of,
    points,
    to_halves,
)
from server.core.quarter import quarter, quarter_of

INDEX = Index("waits", "Chờ", "Waits", "waits", 95, 80)


@pytest.mark.parametrize(
    ("total", "name"),
    [
        ("18", "excellent"),
        ("15", "excellent"),
        ("14.5", "good"),
        ("12", "good"),
        ("11.5", "fair"),
        ("9", "fair"),
        ("8.5", "average"),
        ("6", "average"),
        ("5.5", "weak"),
        ("0", "weak"),
    ],
)
def test_each_grade_begins_exactly_at_its_boundary(total: str, name: str) -> None:
    assert grade(int(Decimal(total) * 2)) == name


@pytest.mark.parametrize("halves", [-1, 37])
def test_no_sum_of_nine_indices_lies_outside_0_to_18(halves: int) -> None:
    with pytest.raises(ValueError):
        grade(halves)


@pytest.mark.parametrize(
    ("hits", "base", "worth"),
    [(190, 200, 4), (189, 200, 2), (160, 200, 2), (159, 200, 0), (30, 30, 4), (29, 29, None)],
)
def test_a_share_is_compared_exactly_and_a_small_base_says_nothing(
    hits: int, base: int, worth: int | None
) -> None:
    assert halves_of(Share(hits, base), INDEX) == worth


@given(st.integers(30, 10_000), st.data())
def test_more_hits_never_earn_less(base: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, base - 1))
    fewer, more = (halves_of(Share(n, base), INDEX) for n in (hits, hits + 1))
    assert fewer is not None and more is not None and fewer <= more


def marks(*halves: int | None) -> tuple[Mark, ...]:
    return tuple(Mark(h, "", "person:p", n) for n, h in enumerate(halves))


def test_a_mark_overrules_the_fact_until_it_is_taken_back() -> None:
    facts = {"waits": Share(100, 100)}
    (scored,) = evaluate(Known(facts, {"waits": marks(1, 4)}), [INDEX]).scored
    assert (scored.halves, scored.source, scored.share) == (1, "mark", Share(100, 100))
    (scored,) = evaluate(Known(facts, {"waits": marks(None, 1)}), [INDEX]).scored
    assert (scored.halves, scored.source) == (4, "fact")


def test_fifteen_points_are_excellent_and_one_missing_index_leaves_no_grade() -> None:
    entered = {index.key: marks(4) for index in DEFAULT_INDICES[:6]}
    entered |= {index.key: marks(2) for index in DEFAULT_INDICES[6:]}
    found = evaluate(Known({}, entered), DEFAULT_INDICES)
    assert (points(found.halves), found.missing, found.grade) == (15, (), "excellent")
    del entered["online"]
    found = evaluate(Known({}, entered), DEFAULT_INDICES)
    assert (points(found.halves), found.missing, found.grade) == (14, ("online",), None)


def test_there_are_nine_indices_with_names_in_both_languages() -> None:
    assert len({index.key for index in DEFAULT_INDICES}) == 9
    assert all(index.name and index.name_en for index in DEFAULT_INDICES)


@pytest.mark.parametrize("wrong", ["2.5", "-0.5", "0.25", "1.4999999999999999999"])
def test_points_are_0_to_2_in_halves(wrong: str) -> None:
    with pytest.raises(ValueError):
        to_halves(Decimal(wrong))
    assert [to_halves(Decimal(n)) for n in ("0", "0.5", "1.0", "2")] == [0, 1, 2, 4]


def test_a_quarter_has_its_three_months() -> None:
    assert (quarter("2026-Q4").first, quarter("2026-Q4").last) == ("2026-10-01", "2026-12-31")
    assert (quarter("2024-Q1").first, quarter("2024-Q1").last) == ("2024-01-01", "2024-03-31")
    assert quarter("2026-Q2").last == "2026-06-30"
    assert [quarter_of(f"2026-{m:02d}-15") for m in (1, 3, 4, 12)] == [
        "2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4",
    ]  # fmt: skip


@pytest.mark.parametrize("wrong", ["2026-Q5", "2026Q4", "26-Q1", "", "2026-Q0", "2026-Q4 "])
def test_what_is_no_quarter_is_refused_by_name(wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        quarter(wrong)
    assert refused.value.field == "quarter"
