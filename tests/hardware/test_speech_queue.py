from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from hardware.speech.calling_queue import (
    LONGEST_CALL_S,
    PAUSE_S,
    STALE_S,
    Call,
    CallingQueue,
    Rules,
)
from hardware.speech.schedule import Period, VolumeSchedule


def call(ticket: str, at: float = 0.0, counter: int = 1, attempt: int = 1) -> Call:
    return Call(f"{ticket}-{attempt}", ticket, counter, at)


def spoken(queue: CallingQueue, now: float) -> str | None:
    turn = queue.next(now)
    return turn.call.ticket if turn else None


def test_two_calls_of_the_same_second_are_both_spoken_in_their_order() -> None:
    queue = CallingQueue()
    queue.add(call("A001", 10.0), 10.0)
    queue.add(call("A002", 10.0), 10.0)
    assert spoken(queue, 10.0) == "A001"
    assert spoken(queue, 15.0) is None
    queue.finished("A001-1", 20.0)
    assert spoken(queue, 20.0 + PAUSE_S - 0.1) is None
    assert spoken(queue, 20.0 + PAUSE_S) == "A002"


def test_a_call_told_again_by_the_next_view_is_spoken_once() -> None:
    queue = CallingQueue()
    assert queue.add(call("A001"), 0.0)
    assert not queue.add(call("A001"), 0.1)
    assert spoken(queue, 1.0) == "A001"
    queue.finished("A001-1", 2.0)
    assert not queue.add(call("A001"), 3.0)
    assert spoken(queue, 100.0) is None


def test_after_a_cut_only_young_calls_are_spoken() -> None:
    queue = CallingQueue()
    assert not queue.add(call("A001", 0.0), STALE_S + 0.1)
    assert queue.add(call("A002", 0.2), STALE_S + 0.1)
    assert spoken(queue, 40.0) == "A002"


def test_a_call_that_waits_its_turn_does_not_grow_stale() -> None:
    queue = CallingQueue()
    queue.add(call("A001"), 0.0)
    queue.add(call("A002"), 0.0)
    queue.next(0.0)
    queue.finished("A001-1", 50.0)
    assert spoken(queue, 60.0) == "A002"


def test_a_recall_of_a_waiting_call_keeps_its_place_and_takes_the_new_counter() -> None:
    queue = CallingQueue()
    for ticket in ("A001", "A002", "A003"):
        queue.add(call(ticket), 0.0)
    queue.add(call("A002", 5.0, counter=7, attempt=2), 5.0)
    assert len(queue) == 3
    queue.next(6.0)
    queue.finished("A001-1", 7.0)
    turn = queue.next(10.0)
    assert turn is not None
    assert (turn.call.ticket, turn.call.counter, turn.call.id) == ("A002", 7, "A002-2")


def test_a_recall_while_its_call_is_spoken_is_spoken_after() -> None:
    queue = CallingQueue()
    queue.add(call("A001"), 0.0)
    queue.next(0.0)
    queue.add(call("A001", 3.0, attempt=2), 3.0)
    queue.finished("A001-1", 8.0)
    assert spoken(queue, 10.0) == "A001"


def test_a_citizen_who_has_come_is_not_called() -> None:
    queue = CallingQueue()
    queue.add(call("A001"), 0.0)
    queue.forget("A001")
    queue.forget("A009")
    assert spoken(queue, 1.0) is None
    assert queue.wake_at() is None


def test_in_quiet_mode_the_voice_waits_for_the_citizen() -> None:
    queue = CallingQueue(Rules(quiet_s=20.0))
    queue.add(call("A001", 100.0), 101.0)
    queue.add(call("A002", 105.0), 105.0)
    assert spoken(queue, 119.9) is None
    assert queue.wake_at() == 120.0
    queue.forget("A001")
    assert queue.wake_at() == 125.0
    assert spoken(queue, 125.0) == "A002"


def test_a_recall_does_not_make_quiet_mode_wait_longer() -> None:
    queue = CallingQueue(Rules(quiet_s=20.0))
    queue.add(call("A001", 0.0), 0.0)
    queue.add(call("A001", 15.0, attempt=2), 15.0)
    assert spoken(queue, 20.0) == "A001"


def test_many_waiting_calls_are_said_once_each() -> None:
    queue = CallingQueue(Rules(repeat=3, hurry_above=2))
    for ticket in ("A001", "A002", "A003"):
        queue.add(call(ticket), 0.0)
    repeats, now = [], 0.0
    while (turn := queue.next(now)) is not None:
        repeats.append(turn.repeat)
        queue.finished(turn.call.id, now + 5)
        now += 10
    assert repeats == [1, 3, 3]


def test_a_loudspeaker_that_never_finishes_holds_up_nobody_for_ever() -> None:
    queue = CallingQueue()
    queue.add(call("A001"), 0.0)
    queue.add(call("A002"), 0.0)
    queue.next(0.0)
    assert queue.wake_at() == LONGEST_CALL_S
    assert spoken(queue, LONGEST_CALL_S - 1) is None
    assert spoken(queue, LONGEST_CALL_S) == "A002"
    queue.finished("A001-1", LONGEST_CALL_S + 1)
    queue.add(call("A003", 60.0), 60.0)
    assert spoken(queue, LONGEST_CALL_S + 5) is None, "A002 is still being spoken"


class Hall(RuleBasedStateMachine):
    """One zone with a loudspeaker, against what a bystander would note."""

    def __init__(self) -> None:
        super().__init__()
        self.queue = CallingQueue(Rules(quiet_s=4.0))
        self.now, self.made = 0.0, 0
        self.speaking: Call | None = None
        self.started: list[tuple[float, Call]] = []
        self.ended = -100.0
        self.due: dict[str, float] = {}

    @rule(ticket=st.integers(1, 6), age=st.floats(0, 40))
    def called(self, ticket: int, age: float) -> None:
        self.made += 1
        made = Call(f"c{self.made}", f"A00{ticket}", ticket, self.now - age)
        taken = self.queue.add(made, self.now)
        assert taken == (age <= STALE_S)
        if taken:
            self.due.setdefault(made.ticket, made.called_at + 4.0)

    @rule(ticket=st.integers(1, 6))
    def came(self, ticket: int) -> None:
        self.queue.forget(f"A00{ticket}")
        self.due.pop(f"A00{ticket}", None)

    @rule(seconds=st.floats(0.1, 10))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def asked(self) -> None:
        turn = self.queue.next(self.now)
        if turn is None:
            return
        if self.speaking:
            assert self.now - self.started[-1][0] >= LONGEST_CALL_S
        else:
            assert self.now - self.ended >= PAUSE_S
        assert self.due.pop(turn.call.ticket) <= self.now
        self.speaking = turn.call
        self.started.append((self.now, turn.call))

    @precondition(lambda self: self.speaking)
    @rule()
    def finished(self) -> None:
        assert self.speaking is not None
        self.queue.finished(self.speaking.id, self.now)
        self.speaking, self.ended = None, self.now

    @invariant()
    def nothing_waits_unnoticed(self) -> None:
        assert len(self.queue) == len(self.due)
        assert (self.queue.wake_at() is None) == (not self.due)

    @invariant()
    def asking_at_the_promised_time_is_enough(self) -> None:
        wake = self.queue.wake_at()
        if wake is not None and wake <= self.now and not self.speaking:
            assert any(due <= self.now for due in self.due.values())


TestHall = Hall.TestCase


def test_the_volume_follows_the_day() -> None:
    day = VolumeSchedule([Period(450, 0.8), Period(690, 0.0), Period(810, 1.0), Period(1020, 0.3)])
    assert [day.at(minute) for minute in (449, 450, 689, 690, 810, 1020, 1439, 0)] == [
        *(0.3, 0.8, 0.8, 0.0, 1.0, 0.3, 0.3, 0.3)
    ]
    assert VolumeSchedule().at(600) == 1.0


@given(st.lists(st.integers(0, 1439), unique=True, min_size=1, max_size=8), st.integers(0, 1439))
def test_every_minute_has_the_volume_of_the_latest_period(starts: list[int], minute: int) -> None:
    day = VolumeSchedule(Period(start, start / 1440) for start in starts)
    begun = [start for start in starts if start <= minute]
    assert day.at(minute) == (max(begun) if begun else max(starts)) / 1440


@pytest.mark.parametrize(("minute", "volume"), [(-1, 0.5), (1440, 0.5), (0, 1.1), (0, -0.1)])
def test_a_period_outside_the_day_is_refused(minute: int, volume: float) -> None:
    with pytest.raises(ValueError):
        Period(minute, volume)


def test_two_volumes_for_one_minute_are_refused() -> None:
    with pytest.raises(ValueError):
        VolumeSchedule([Period(450, 0.5), Period(450, 0.6)])
