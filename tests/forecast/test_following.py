"""One centre followed through its stored events, on both stores."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lived_hours import LivedHours
from stores import NOON, Floor

from server.core.model import CounterState
from server.forecast.follower import Follower
from server.forecast.kept import KeptStates
from server.usecases.aside import come_back, park, resume, send_away
from server.usecases.change import Change
from server.usecases.counter_state import set_counter_state
from server.usecases.lateness import be_late
from server.usecases.leaving import bring_back, cancel
from server.usecases.transfer import Transfer, transfer
from server.usecases.undo import undo_call
from server.usecases.visit import finish, no_show

DAY = 86_400_000
HOUR = 3_600_000


def follower(floor: Floor, folder: Path) -> Follower:
    return Follower(floor.store, "c1", KeptStates(folder / "kept"))


def test_before_anything_happened_nothing_is_told(floor: Floor, tmp_path: Path) -> None:
    ticket = floor.issue().ticket
    told = follower(floor, tmp_path).compute(floor.now)
    assert told is not None
    assert told["tickets"][ticket.id][-1] == "none"
    assert told["lines"] == {ticket.id: "ho-tich"}


def test_waits_are_told_from_what_happened_before_the_start(floor: Floor, tmp_path: Path) -> None:
    LivedHours(NOON - 2 * HOUR, 7_200, 100, closes=False).write(floor.store)
    told = follower(floor, tmp_path).compute(NOON)
    assert told is not None
    waiting = floor.rows("SELECT id FROM ticket WHERE state = 'waiting' ORDER BY place")
    assert set(told["tickets"]) == {row["id"] for row in waiting}
    first, last = (told["tickets"][waiting[n]["id"]] for n in (0, -1))
    assert "none" not in (first[-1], last[-1])
    assert first[1] < last[1]
    # Nobody serves the third line: no time is told.
    assert told["normal"]["dong-cua"][-1] == "none"


def test_what_was_learnt_is_kept_over_a_restart(floor: Floor, tmp_path: Path) -> None:
    for day in (2, 1):
        LivedHours(NOON - day * DAY, 7_200, 60, seed=day).write(floor.store)
    LivedHours(NOON, 3_600, 40, closes=False).write(floor.store)
    now = NOON + HOUR
    first = follower(floor, tmp_path).compute(now)
    (kept,) = (tmp_path / "kept").iterdir()
    restarted = follower(floor, tmp_path)
    again = restarted.compute(now)
    assert first is not None and again is not None
    assert again["lines"] == first["lines"] != {}
    # Today's events alone would not teach that much.
    assert {told[-1] for told in again["tickets"].values()} == {"learnt"}
    kept.write_text("{")
    afresh = follower(floor, tmp_path).compute(now)
    assert afresh is not None and afresh["lines"] == first["lines"]


def test_new_events_are_read_after_the_cursor(floor: Floor, tmp_path: Path) -> None:
    LivedHours(NOON - 2 * HOUR, 7_200, 60, closes=False).write(floor.store)
    following = follower(floor, tmp_path)
    following.compute(floor.now)
    ticket = floor.issue().ticket
    told = following.compute(floor.now + 1_000)
    assert told is not None and ticket.id in told["tickets"]
    floor.do(lambda change: cancel(change, ticket.id))
    told = following.compute(floor.now + 2_000)
    assert told is not None and ticket.id not in told["tickets"]


Act = Callable[[Change, str], object]
ACTS: dict[str, tuple[Act, bool]] = {
    "finish": (lambda c, id: finish(c, id), False),
    "no-show": (lambda c, id: no_show(c, id), False),
    "undo": (lambda c, id: undo_call(c, id, None), True),
    "transfer": (lambda c, id: transfer(c, id, Transfer("chung-thuc", None, None, None)), True),
    "to a counter": (lambda c, id: transfer(c, id, Transfer(None, "2", None, None)), True),
    "bring back": (lambda c, id: (no_show(c, id), bring_back(c, id, None)), True),
    "park": (lambda c, id: park(c, id, "copy", None), False),
    "resume": (lambda c, id: (park(c, id, "copy", None), resume(c, id)), False),
    "return": (lambda c, id: (send_away(c, id, None), come_back(c, id)), True),
}


@pytest.mark.parametrize("name", ACTS)
def test_after_each_act_it_is_known_who_waits(floor: Floor, tmp_path: Path, name: str) -> None:
    act, waits = ACTS[name]
    floor.do(lambda change: set_counter_state(change, "1", CounterState.OPEN))
    called = floor.issue().ticket
    others = [floor.issue().ticket.id for _ in range(5)]
    floor.call("1")
    floor.do(lambda change: act(change, called.id))
    floor.do(lambda change: be_late(change, others[0], None))
    told = follower(floor, tmp_path).compute(floor.now)
    assert told is not None
    assert set(told["tickets"]) == {*others, *([called.id] if waits else [])}


def test_another_centre_is_not_there(floor: Floor, tmp_path: Path) -> None:
    assert Follower(floor.store, "nowhere", KeptStates(tmp_path)).compute(floor.now) is None
