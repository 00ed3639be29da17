"""The same seed and events give the same answers; what was learnt outlives a restart."""

import json

from waits_day import days
from waits_oracle import feed
from waits_town import town

from server.core.waits import Counter, Estimate, WaitModel

TOWN = town(7, "calm")
DAYS = days(TOWN, 2, seed=7)


def played(model: WaitModel, number: int, until: float = 34_000.0) -> dict[str, Estimate]:
    day = DAYS[number]
    model.begin_day(day.start, day.openings)
    for event in day.events:
        if event.at > day.start + until:
            break
        feed(model, event)
    return model.estimate(day.start + until)


def test_the_same_events_give_the_same_answers() -> None:
    first, second = (played(WaitModel(TOWN.centre, seed=3), 0) for _ in range(2))
    assert first
    assert first == second


def test_asking_for_one_gives_the_same_answer_as_asking_for_all() -> None:
    model = WaitModel(TOWN.centre, seed=3)
    everybody = played(model, 0)
    other = WaitModel(TOWN.centre, seed=3)
    played(other, 0, 33_000.0)
    assert everybody == model.estimate(DAYS[0].start + 34_000.0, list(everybody))


def test_what_was_learnt_outlives_a_restart() -> None:
    model = WaitModel(TOWN.centre, seed=3)
    played(model, 0, 80_000.0)
    kept = json.loads(json.dumps(model.state()))
    again = WaitModel.restore(TOWN.centre, kept)
    here, there = played(model, 1), played(again, 1)
    assert here.keys() == there.keys()
    for ticket, estimate in here.items():
        assert abs(estimate.p50 - there[ticket].p50) <= 30 + 0.1 * estimate.p50
    assert next(iter(there.values())).basis == "learnt"


def test_an_unreadable_state_is_a_fresh_start() -> None:
    for state in ({}, {"knowledge": 3}, {"seed": "x", "knowledge": {"times": {}}}):
        model = WaitModel.restore(TOWN.centre, state)
        assert played(model, 0)


def test_new_counters_keep_what_was_learnt_and_who_waits() -> None:
    model = WaitModel(TOWN.centre, seed=3)
    waiting = played(model, 0)
    more = [*TOWN.centre.counters, Counter("new", {s.id: 1.0 for s in TOWN.centre.services})]
    changed = type(TOWN.centre)(TOWN.centre.services, more, TOWN.centre.rule, TOWN.centre.sessions)
    model.reconfigure(changed)
    at = DAYS[0].start + 34_000.0
    model.opened(at, "new")
    after = model.estimate(at)
    assert after.keys() == waiting.keys()
    assert sum(e.p50 for e in after.values()) < sum(e.p50 for e in waiting.values())
