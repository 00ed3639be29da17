"""Whatever is told, in whatever order, the model answers."""

from math import inf, isfinite, nan
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from server.core.waits import Centre, Counter, Rule, Service, WaitModel

TICKETS = st.sampled_from(["a", "b", "c", "d", "nobody"])
SERVICES = st.sampled_from(["tax", "land", "unknown"])
COUNTERS = st.sampled_from(["c0", "c1", "unknown"])
TIMES = st.one_of(
    st.floats(26_000, 70_000), st.floats(-1e5, 2e5), st.sampled_from([nan, inf, -inf])
)


def steps() -> st.SearchStrategy[tuple[str, tuple[Any, ...], dict[str, Any]]]:
    return st.one_of(
        st.tuples(st.just("issued"), st.tuples(TIMES, TICKETS, SERVICES), st.fixed_dictionaries(
            {"priority": st.booleans(), "lane": st.sampled_from(["normal", "direct", "odd"]),
             "counter": st.one_of(st.none(), COUNTERS)})),
        st.tuples(st.just("called"), st.tuples(TIMES, TICKETS, COUNTERS), st.fixed_dictionaries(
            {"officer": st.sampled_from([None, "o1"])})),
        st.tuples(st.sampled_from(["served", "no_show", "left"]), st.tuples(TIMES, TICKETS),
                  st.just({})),
        st.tuples(st.just("transferred"), st.tuples(TIMES, TICKETS, SERVICES),
                  st.fixed_dictionaries({"counter": st.one_of(st.none(), COUNTERS)})),
        st.tuples(st.just("opened"), st.tuples(TIMES, COUNTERS), st.just({})),
        st.tuples(st.just("closed"), st.tuples(TIMES, COUNTERS), st.fixed_dictionaries(
            {"pause": st.booleans(), "until": st.one_of(st.none(), TIMES)})),
        st.tuples(st.just("begin_day"), st.tuples(st.sampled_from([0.0, 86_400.0])), st.just({})),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(steps(), max_size=25), st.sampled_from([0.5, 1.0, 2.0]))
def test_no_order_of_events_raises(
    told: list[tuple[str, tuple[Any, ...], dict[str, Any]]], weight: float
) -> None:
    centre = Centre(
        [Service("tax", 300.0), Service("land", 0.0)],
        [Counter("c0", {"tax": 1.0, "gone": 1.0}), Counter("c1", {"tax": weight, "land": 1.0})],
        Rule("every_k", 2, longest_wait_s=3600.0, help_after_idle_s=120.0),
    )
    model = WaitModel(centre)
    for name, args, extras in told:
        getattr(model, name)(*args, **extras)
    for found in (model.estimate(60_000.0), model.newcomers(60_000.0)):
        for e in found.values():
            assert isfinite(e.p90) and 0 <= e.p10 <= e.p50 <= e.p90
    again = WaitModel.restore(centre, model.state())
    again.begin_day(2 * 86_400.0)
    assert again.state()["knowledge"]["times"] is not None


def test_the_next_event_heals_a_call_that_was_missed() -> None:
    centre = Centre([Service("tax", 300.0)], [Counter("c0", {"tax": 1.0})])
    model = WaitModel(centre)
    model.begin_day(0.0)
    model.issued(28_000.0, "a", "tax")
    model.issued(28_000.0, "b", "tax")
    model.called(28_100.0, "a", "c0")  # opened was never told
    model.called(28_400.0, "b", "c0")  # nor that a was served
    assert model.estimate(28_500.0) == {}
    model.issued(28_500.0, "c", "tax")
    assert 0 < model.estimate(28_500.0)["c"].p50 < 1800


def test_a_centre_that_offers_nothing_yet_is_answered() -> None:
    for counters in ([], [Counter("c0", {})]):
        model = WaitModel(Centre([], counters, Rule("strict"), [(27_000.0, 61_000.0)]))
        model.begin_day(0.0)
        model.opened(27_100.0, "c0")
        assert model.estimate(30_000.0) == {}
        assert model.newcomers(30_000.0) == {}
