"""Satisfaction with its base, its interval and its coverage."""

from hypothesis import given
from hypothesis import strategies as st

from server.core.satisfaction import SCALES
from server.core.satisfaction_figures import Figure, Ratings, figure, ranks, together

VALUES = st.dictionaries(st.sampled_from(SCALES[4]), st.integers(0, 2000))


def of(satisfied: int, unsatisfied: int, served: int = 10_000) -> Figure:
    return figure(Ratings(served, {"satisfied": satisfied, "unsatisfied": unsatisfied}))


def test_the_first_centres_sentence() -> None:
    """778 ratings, 95.9 % satisfied and 4.1 % not, in 3,652 visits."""
    reasons = {"unclear_information": 14, "noise": 18}
    found = figure(Ratings(3652, {"satisfied": 746, "unsatisfied": 32}, reasons))
    assert (found.base, found.satisfied, found.unsatisfied) == (778, 746, 32)
    assert found.shares == {"satisfied": 95.9, "neutral": 0.0, "unsatisfied": 4.1}
    assert found.interval == (94.3, 97.1)
    assert found.coverage == 21.3
    assert list(found.reasons) == ["noise", "unclear_information"]
    assert not found.small


@given(VALUES, st.integers(0, 10_000))
def test_the_parts_make_the_base(values: dict[str, int], served: int) -> None:
    found = figure(Ratings(served, values))
    assert found.satisfied + found.neutral + found.unsatisfied == found.base
    tenths = sum(round(share * 10) for share in found.shares.values())
    assert tenths == (1000 if found.base else 0)
    assert (found.share is None) == (found.base == 0) == (found.interval is None)
    assert found.coverage is None or 0 <= found.coverage <= 100


def test_few_ratings_say_so() -> None:
    assert of(20, 5).small
    assert not of(28, 2).small


def test_more_ratings_than_visits_is_no_coverage() -> None:
    assert of(10, 0, served=8).coverage is None


def test_what_chance_could_turn_round_has_no_rank() -> None:
    near = {"1": of(95, 5), "2": of(93, 7), "3": of(40, 60)}
    assert ranks(near) == {"1": None, "2": None, "3": 3}
    apart = {"1": of(980, 20), "2": of(900, 100), "3": of(400, 600), "4": of(0, 0)}
    assert ranks(apart) == {"1": 1, "2": 2, "3": 3, "4": None}
    assert ranks({"1": of(95, 5)}) == {"1": None}


def test_groups_add_up() -> None:
    one = Ratings(10, {"satisfied": 3}, {"noise": 1})
    two = Ratings(5, {"satisfied": 1, "unsatisfied": 2}, {"noise": 1, "other": 1})
    assert together([one, two]) == Ratings(
        15, {"satisfied": 4, "unsatisfied": 2}, {"noise": 2, "other": 1}
    )
