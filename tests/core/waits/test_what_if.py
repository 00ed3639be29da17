"""What another counter would do."""

import pytest

from server.core.waits import Centre, Counter, Service, WaitModel
from server.core.what_if import Change, course, roster

START, END = 30_000.0, 40_000.0


def crowd(people: int = 40) -> WaitModel:
    """Two lines; one counter open for them, two closed; ``people`` have come in half an hour."""
    centre = Centre(
        [Service("tax", 300.0), Service("land", 300.0)],
        [Counter(f"c{i}", {"tax": 1.0, "land": 1.0}) for i in range(3)],
        sessions=((27_000.0, END),),
    )
    model = WaitModel(centre, seed=2)
    _yesterday(model)
    model.begin_day(0.0, {"c0": [(27_000.0, END)]})
    model.opened(27_000.0, "c0")
    for i in range(people):
        model.issued(28_000.0 + 50 * i, f"t{i}", "land" if i % 2 else "tax")
    model.called(28_000.0, "t0", "c0")
    return model


def _yesterday(model: WaitModel) -> None:
    """Sixty services of five minutes."""
    model.begin_day(-86_400.0)
    for i in range(60):
        at = -86_400.0 + 27_000 + i * 200
        counter = f"c{i % 3}"
        model.opened(at, counter)
        model.issued(at, f"y{i}", "land" if i % 2 else "tax")
        model.called(at, f"y{i}", counter)
        model.served(at + 300, f"y{i}")
    for c in range(3):
        model.closed(-86_400.0 + END, f"c{c}")


def worst(found: object, service: str) -> float:
    return max(cell.p90 or 0.0 for cell in found.services[service])  # type: ignore[attr-defined]


def test_another_counter_shortens_the_waits() -> None:
    model = crowd()
    hourly = {"tax": 6.0, "land": 6.0}
    today = course(model, START, until=END, arrivals=hourly)
    more = course(model, START, until=END, changes=[Change("c1", "open", START)], arrivals=hourly)
    assert len(today.slots) == len(today.services["tax"]) == 12
    assert today.services["tax"][0].waiting > 5
    assert worst(more, "tax") < worst(today, "tax")
    assert more.uncalled < today.uncalled
    assert more.busy["c1"] > 0.5
    assert model.estimate(START).keys() == {f"t{i}" for i in range(1, 40)}


def test_closing_the_only_counter_leaves_everybody_uncalled() -> None:
    model = crowd()
    shut = course(model, START, until=END, changes=[Change("c0", "close")], arrivals={})
    assert shut.uncalled >= 39


def test_a_skill_taken_away_is_a_line_without_a_counter() -> None:
    model = crowd()
    changed = course(
        model, START, until=END,
        changes=[Change("c0", "skills", START + 1800, skills={"tax": 1.0})],
        arrivals={"tax": 1.0, "land": 1.0},
    )  # fmt: skip
    last = changed.services["land"][-1].waiting
    assert last > changed.services["tax"][-1].waiting


def test_the_same_question_has_the_same_answer() -> None:
    assert course(crowd(), START, until=END) == course(crowd(), START, until=END)


def test_a_roster_opens_what_is_needed_and_no_more() -> None:
    quiet = crowd(people=2)
    assert roster(quiet, START, until=END, limit_s=7200.0) == []
    model = crowd(people=12)
    changes = roster(model, START, until=END, limit_s=1500.0)
    assert changes
    assert {c.action for c in changes} <= {"open"}
    assert {c.counter for c in changes} <= {"c1", "c2"}
    assert roster(model, START, until=END, limit_s=1.0) is None


@pytest.mark.parametrize("action", ["open", "close", "skills"])
def test_unknown_counters_are_left_aside(action: str) -> None:
    change = Change("nowhere", action, skills={"tax": 1.0})  # type: ignore[arg-type]
    assert course(crowd(), START, until=END, changes=[change]).slots[0] == START
