"""Waits that end when a counter opens: before the morning, over lunch."""

import math

import pytest

from server.core.waits import Centre, Counter, Service, WaitModel

MORNING, AFTERNOON = (27_000.0, 41_400.0), (48_600.0, 61_200.0)
PLAN = {"c1": [MORNING, AFTERNOON]}


def centre() -> Centre:
    return Centre([Service("tax", 600.0)], [Counter("c1", {"tax": 1.0})])


def taught(*, early: float = 0.0, paused: float = 0.0) -> WaitModel:
    """A model of a counter that opens ``early`` and pauses ``paused`` seconds in each hour."""
    model = WaitModel(centre())
    for day in range(8):
        start = day * 86_400.0
        model.begin_day(start, PLAN)
        model.issued(start + MORNING[0] - 300, f"{day}", "tax")
        for begin, end in (MORNING, AFTERNOON):
            model.opened(start + begin - early, "c1")
            model.called(start + begin, f"{day}", "c1")
            model.served(start + begin + 600, f"{day}")
            if paused:
                for at in range(int(begin) + 1800, int(end) - 1800, 3600):
                    model.closed(start + at, "c1", pause=True)
                    model.opened(start + at + paused, "c1")
            model.closed(start + end, "c1")
    return model


def test_time_closed_brings_no_pause_nearer() -> None:
    model = taught(paused=600.0)
    start = 10 * 86_400.0
    model.begin_day(start, PLAN)
    model.opened(start + MORNING[0], "c1")
    model.closed(start + MORNING[1], "c1")
    noon = start + 43_200
    model.issued(noon, "t1", "tax")
    found = model.estimate(noon)["t1"]
    assert found.p50 == pytest.approx(start + AFTERNOON[0] - noon, abs=60)


def test_before_the_morning_no_pause_is_reckoned_with_either() -> None:
    model = taught(paused=600.0)
    start = 10 * 86_400.0
    model.begin_day(start, PLAN)
    model.issued(start + 18_000, "t1", "tax")
    found = model.estimate(start + 18_000)["t1"]
    assert found.p50 == pytest.approx(MORNING[0] - 18_000, abs=60)


def test_a_counter_that_opens_before_its_time_is_expected_before_its_time() -> None:
    late, early = taught(), taught(early=120.0)
    start = 10 * 86_400.0
    found = {}
    for model, name in ((late, "on time"), (early, "early")):
        model.begin_day(start, PLAN)
        model.issued(start + 26_400, "t1", "tax")
        found[name] = model.estimate(start + 26_400)["t1"]
    assert found["on time"].p50 == pytest.approx(600, abs=5)
    assert 360 <= found["early"].p10 < found["early"].p50 < 560
    # Not open a minute before its time: it opens then at last.
    assert 0 <= early.estimate(start + 26_940)["t1"].p50 <= 90


def test_early_openings_are_kept_and_an_older_state_without_them_is_read() -> None:
    state = taught(early=120.0).state()
    assert WaitModel.restore(centre(), state).state()["early"] == state["early"]
    del state["early"]
    older = WaitModel.restore(centre(), state).state()
    assert older["knowledge"]["openings"] == state["knowledge"]["openings"]
    assert older["early"] == WaitModel(centre()).state()["early"]


def test_a_pause_decided_while_somebody_is_served_begins_after_that() -> None:
    model = WaitModel(centre())
    for day in range(10):
        start = day * 86_400.0
        model.begin_day(start, PLAN)
        model.opened(start + MORNING[0], "c1")
        for i in range(6):
            at = start + MORNING[0] + i * 1800
            model.issued(at, f"{day}-{i}", "tax")
            model.called(at, f"{day}-{i}", "c1")
            model.closed(at + 60, "c1", pause=True)
            model.served(at + 900, f"{day}-{i}")
            model.opened(at + 1200, "c1")
        model.closed(start + MORNING[1], "c1")
    centre_s, _ = model.insides()[0].knowledge.openings.pause()
    assert math.exp(centre_s) == pytest.approx(300, rel=0.15)


def test_lunch_told_while_somebody_is_served_ends_when_it_was_told() -> None:
    model = taught()
    start = 10 * 86_400.0
    model.begin_day(start, PLAN)
    model.opened(start + MORNING[0], "c1")
    for i in range(2):
        model.issued(start + 40_000, f"t{i}", "tax")
    model.called(start + 40_800, "t0", "c1")
    model.closed(start + 40_900, "c1", pause=True, until=start + AFTERNOON[0])
    found = model.estimate(start + 40_900)["t1"]
    assert found.p50 == pytest.approx(AFTERNOON[0] - 40_900, abs=60)


def test_lunch_is_learnt_without_a_plan_although_the_last_service_runs_into_it() -> None:
    """Lunch in shifts, not at the centre's hours, and the last one before it is finished late."""
    model = WaitModel(centre())
    for day in range(5):
        start = day * 86_400.0
        model.begin_day(start)
        model.opened(start + MORNING[0] + 60 * day, "c1")
        model.issued(start + 39_000, f"{day}", "tax")
        model.called(start + 39_000, f"{day}", "c1")
        model.served(start + 39_500 + 120 * day, f"{day}")
        model.closed(start + 39_500 + 120 * day, "c1")
        model.opened(start + 42_000, "c1")
        model.closed(start + AFTERNOON[1] - 60 * day, "c1")
    start = 5 * 86_400.0
    model.begin_day(start)
    model.opened(start + MORNING[0], "c1")
    model.closed(start + 39_600, "c1")
    model.issued(start + 39_700, "t1", "tax")
    found = model.estimate(start + 39_700)["t1"]
    assert found.p50 == pytest.approx(42_000 - 39_700, abs=180)


def test_nothing_is_told_of_a_line_that_no_counter_serves() -> None:
    model = taught()
    start = 10 * 86_400.0
    both = Centre([Service("tax", 600.0), Service("land", 600.0)], centre().counters)
    model.reconfigure(both)
    model.begin_day(start, PLAN)
    model.issued(start + 30_000, "t1", "land")
    model.opened(start + 30_000, "c1")
    assert model.estimate(start + 30_000)["t1"].basis == "none"
    bases = {service: e.basis for service, e in model.newcomers(start + 30_000).items()}
    assert bases["land"] == "none" != bases["tax"]


def test_a_counter_that_is_to_come_is_told_of_though_none_is_open() -> None:
    model = taught()
    start = 10 * 86_400.0
    model.begin_day(start, PLAN)
    model.issued(start + 25_000, "t1", "tax")
    assert model.estimate(start + 25_000)["t1"].basis != "none"


def test_who_finishes_somebody_after_the_window_ends_takes_nobody_else_before_the_next() -> None:
    model = taught()
    start = 10 * 86_400.0
    model.begin_day(start, PLAN)
    model.opened(start + MORNING[0], "c1")
    model.issued(start + 41_000, "t1", "tax")
    model.called(start + 41_000, "t1", "c1")  # served into lunch; nothing is told of it
    model.issued(start + 41_500, "t2", "tax")
    found = model.estimate(start + 41_500)["t2"]
    assert found.p10 == pytest.approx(AFTERNOON[0] - 41_500, abs=120)


def served_on_in_the_evening() -> WaitModel:
    """On every day c1 serves on after its last window; c2 goes home at noon."""
    counters = [Counter("c1", {"tax": 1.0}), Counter("c2", {"land": 1.0})]
    both = Centre([Service("tax", 600.0), Service("land", 600.0)], counters)
    model = WaitModel(both)
    for day in range(8):
        start = day * 86_400.0
        model.begin_day(start, {**PLAN, "c2": [MORNING]})
        model.opened(start + AFTERNOON[0], "c1")
        for i in range(4):
            model.issued(start + 61_000 + i, f"{day}-{i}", "tax")
        for i in range(4):
            model.called(start + 61_100 + 600 * i, f"{day}-{i}", "c1")
            model.served(start + 61_700 + 600 * i, f"{day}-{i}")
    model.begin_day(8 * 86_400.0, {**PLAN, "c2": [MORNING]})
    return model


def test_serving_on_in_the_evening_says_nothing_of_who_goes_home_at_noon() -> None:
    model = served_on_in_the_evening()
    start = 8 * 86_400.0
    model.opened(start + MORNING[0], "c1")
    model.opened(start + MORNING[0], "c2")
    for i in range(3):
        model.issued(start + 41_000, f"l{i}", "land")
    model.called(start + 41_000, "l0", "c2")
    # Nobody is at c2 after noon, nor is that believed: the wait is as long as the day.
    assert model.estimate(start + 41_100, ["l2"])["l2"].p50 > 15_000
    model.opened(start + AFTERNOON[0], "c1")
    for i in range(4):
        model.issued(start + 61_000, f"t{i}", "tax")
    model.called(start + 61_000, "t0", "c1")
    assert model.estimate(start + 61_000, ["t3"])["t3"].p50 == pytest.approx(1800, rel=0.2)
