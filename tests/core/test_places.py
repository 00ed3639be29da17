"""A group is above another only where chance could not turn them round."""

from server.core.places import places
from server.core.satisfaction_figures import Figure, Ratings, figure


def of(satisfied: int, base: int) -> Figure:
    return figure(Ratings(base, {"satisfied": satisfied, "unsatisfied": base - satisfied}))


def test_overlapping_groups_share_places_and_small_ones_have_none() -> None:
    found = places(
        {
            "best": of(995, 1000),
            "one": of(800, 1000),
            "two": of(810, 1000),
            "worst": of(100, 1000),
            "few": of(5, 5),
            "none": of(0, 0),
        }
    )
    assert found == {
        "best": (1, 1),
        "one": (2, 3),
        "two": (2, 3),
        "worst": (4, 4),
        "few": None,
        "none": None,
    }


def test_who_might_have_any_place_has_none() -> None:
    assert places({"a": of(90, 100), "b": of(84, 100)}) == {"a": None, "b": None}
    chain = {"a": of(99, 100), "b": of(92, 100), "c": of(84, 100)}
    assert places(chain) == {"a": (1, 2), "b": None, "c": (2, 3)}
    assert places({}) == {}
