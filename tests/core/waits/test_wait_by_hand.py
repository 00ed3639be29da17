"""Waits that can be worked out by hand."""

import pytest

from server.core.waits import Centre, Counter, Rule, Service, WaitModel

SESSIONS = ((28_800.0, 61_200.0),)
TOOK = 300.0


def centre(rule: Rule | None = None, counters: int = 1) -> Centre:
    return Centre(
        [Service("tax", 600.0)],
        [Counter(f"c{i}", {"tax": 1.0}) for i in range(counters)],
        rule or Rule(),
        SESSIONS,
    )


def taught(rule: Rule | None = None, counters: int = 1) -> WaitModel:
    """A model that has seen days on which every service took 300 s, with nobody missing."""
    model = WaitModel(centre(rule, counters))
    for day in range(6):
        start = day * 86_400.0
        model.begin_day(start)
        for c in range(counters):
            model.opened(start + 28_800, f"c{c}")
            at = start + 28_800
            for i in range(80):
                ticket = f"{day}-{c}-{i}"
                model.issued(at, ticket, "tax")
                model.called(at, ticket, f"c{c}")
                at += TOOK
                model.served(at, ticket)
            model.closed(start + 61_200, f"c{c}")
    return model


def opened(model: WaitModel, counters: int = 1) -> float:
    start = 10 * 86_400.0
    model.begin_day(start)
    for c in range(counters):
        model.opened(start + 28_800, f"c{c}")
    return start + 36_000


def test_each_one_ahead_costs_a_service_time() -> None:
    model = taught()
    at = opened(model)
    for i in range(6):
        model.issued(at, f"t{i}", "tax")
    model.called(at, "t0", "c0")
    found = model.estimate(at)
    assert list(found) == ["t1", "t2", "t3", "t4", "t5"]
    for i, estimate in enumerate(found.values(), start=1):
        assert estimate.p50 == pytest.approx(i * TOOK, rel=0.12)
        assert estimate.p10 <= estimate.p50 <= estimate.p90
        assert estimate.ahead == i - 1
        assert estimate.basis == "learnt"


def test_time_served_already_is_taken_off() -> None:
    model = taught()
    at = opened(model)
    model.issued(at, "t0", "tax")
    model.issued(at, "t1", "tax")
    model.called(at, "t0", "c0")
    assert model.estimate(at + 200, ["t1"])["t1"].p50 == pytest.approx(100, abs=30)


def test_two_counters_halve_the_wait() -> None:
    model = taught(counters=2)
    at = opened(model, counters=2)
    for i in range(10):
        model.issued(at, f"t{i}", "tax")
    model.called(at, "t0", "c0")
    model.called(at, "t1", "c1")
    assert model.estimate(at)["t9"].p50 == pytest.approx(4 * TOOK, rel=0.12)


def test_priority_goes_first_and_every_third_call_is_a_normal_one() -> None:
    at_strict, at_mixed = (
        _with_priority(Rule("strict")),
        _with_priority(Rule("every_k", k=2)),
    )
    assert at_strict == pytest.approx(5 * TOOK, rel=0.15)
    assert at_mixed == pytest.approx(3 * TOOK, rel=0.15)


def _with_priority(rule: Rule) -> float:
    model = taught(rule)
    at = opened(model)
    model.issued(at, "served", "tax")
    model.called(at, "served", "c0")
    model.issued(at, "normal", "tax")
    for i in range(4):
        model.issued(at, f"urgent{i}", "tax", priority=True)
    return model.estimate(at, ["normal"])["normal"].p50


def test_a_pause_with_a_known_end_is_waited_for() -> None:
    model = taught()
    at = opened(model)
    model.issued(at, "t0", "tax")
    model.closed(at, "c0", until=at + 1800, pause=True)
    assert model.estimate(at)["t0"].p50 == pytest.approx(1800, abs=90)


def test_before_opening_the_plan_is_waited_for() -> None:
    model = taught()
    start = 10 * 86_400.0
    model.begin_day(start, {"c0": [(32_400.0, 61_200.0)]})
    model.issued(start + 30_600, "t0", "tax")
    assert model.estimate(start + 30_600)["t0"].p50 == pytest.approx(1800, abs=120)


def test_whoever_is_not_called_today_gets_a_bound() -> None:
    model = taught()
    start = 10 * 86_400.0
    model.begin_day(start, {"c0": [(28_800.0, 32_400.0)]})
    model.opened(start + 28_800, "c0")
    for i in range(60):
        model.issued(start + 28_801, f"t{i}", "tax")
    last = model.estimate(start + 28_801)["t59"]
    assert 0 <= last.p10 <= last.p50 <= last.p90 <= 86_400


def test_a_newcomer_waits_for_all_before_them() -> None:
    model = taught()
    at = opened(model)
    for i in range(4):
        model.issued(at, f"t{i}", "tax")
    model.called(at, "t0", "c0")
    found = model.newcomers(at)
    assert found["tax"].p50 == pytest.approx(4 * TOOK, rel=0.12)
    assert found["tax"].ahead == 3
    assert model.newcomers(at, ["tax"], priority=True)["tax"].p50 == pytest.approx(TOOK, rel=0.2)


def test_a_free_counter_means_now() -> None:
    model = taught()
    at = opened(model)
    model.issued(at, "t0", "tax")
    assert model.estimate(at)["t0"].p50 <= 5


def test_a_helping_counter_helps_only_when_its_own_lines_are_empty() -> None:
    lines = [Service("tax", 300.0), Service("land", 300.0)]
    counters = [Counter("own", {"tax": 1.0}), Counter("helper", {"land": 1.0, "tax": 0.5})]
    waits = []
    for busy in (False, True):
        model = WaitModel(Centre(lines, counters, Rule(), SESSIONS))
        model.begin_day(0.0)
        for counter in ("own", "helper"):
            model.opened(28_800, counter)
        for i in range(6):
            model.issued(30_000, f"t{i}", "tax")
            if busy:
                model.issued(30_000, f"l{i}", "land")
        waits.append(model.estimate(30_000, ["t5"])["t5"].p50)
    assert waits[1] > waits[0] * 1.4


def test_a_ticket_for_one_counter_waits_for_that_counter() -> None:
    model = taught(counters=2)
    at = opened(model, counters=2)
    for i in range(2):
        model.issued(at, f"t{i}", "tax")
        model.called(at, f"t{i}", f"c{i}")
    model.issued(at, "sent", "tax", lane="direct", counter="c1")
    model.served(at + 60, "t0")
    assert model.estimate(at + 60)["sent"].p50 == pytest.approx(TOOK - 60, abs=60)


def test_a_pause_at_the_end_of_the_morning_lasts_until_the_afternoon() -> None:
    model = taught()
    start = 10 * 86_400.0
    model.begin_day(start, {"c0": [(28_800.0, 41_400.0), (48_600.0, 61_200.0)]})
    model.opened(start + 28_800, "c0")
    model.issued(start + 41_000, "t0", "tax")
    model.closed(start + 41_100, "c0", pause=True)
    wait = model.estimate(start + 41_400)["t0"].p50
    assert wait == pytest.approx(48_600 - 41_400, abs=300)
