"""Which alerts are raised, kept and ended; and that nothing flaps."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.alert_signs import (
    BurstFacts,
    DeviceFacts,
    EstimateFacts,
    FloorFacts,
    PausedFacts,
    ServiceFacts,
    signs_of,
)
from server.core.alerts import (
    DEFAULTS,
    KEEP,
    SOON_MS,
    TOLD_MS,
    Kind,
    Raised,
    Rule,
    Sign,
    Verdict,
    check_rule,
    in_hours,
    judge,
)
from server.core.devices import DeviceState
from server.core.errors import Invalid

MINUTE = 60_000
NOON = 1_795_669_200_000
LINE = ServiceFacts("ho-tich", 3, NOON, 1, None)


class Memory:
    """Keeps alerts as the store does, and counts how often somebody was told."""

    def __init__(self) -> None:
        self.alerts: dict[str, Raised] = {}
        self.told: list[tuple[int, str, str]] = []
        self.changes = 0

    def step(self, signs: list[Sign], now: int, rules: dict[Kind, Rule] | None = None) -> Verdict:
        known = [
            a for a in self.alerts.values() if not a.cleared_at or a.cleared_at > now - SOON_MS
        ]
        verdict = judge(signs, rules or DEFAULTS, known, now, 720)
        for sign in verdict.raised:
            self._tell(now, sign.key, "raised")
            self.alerts[sign.key] = Raised(sign.key, sign.key, sign.code, sign.grave, now)
        for one, sign in (*verdict.again, *verdict.worse, *verdict.other):
            if sign.grave and not one.grave:
                self._tell(now, one.key, "worse")
                one = replace(one, told_at=now)
            self.alerts[one.key] = replace(
                one, cleared_at=None, code=sign.code, grave=one.grave or sign.grave
            )
        for one in verdict.cleared:
            self.alerts[one.key] = replace(one, cleared_at=now)
        self.changes += verdict.changes
        return verdict

    def _tell(self, now: int, key: str, what: str) -> None:
        self.told.append((now, key, what))


def kinds(verdict: Verdict) -> list[Kind]:
    return [sign.kind for sign in verdict.raised]


def floor(now: int, *lines: ServiceFacts, **more: object) -> list[Sign]:
    return signs_of(FloorFacts(services=lines, **more), now)  # type: ignore[arg-type]


def test_a_long_wait_is_raised_at_the_bound_and_ends_clearly_below_it() -> None:
    memory = Memory()
    before = memory.step(floor(NOON + 29 * MINUTE, LINE), NOON + 29 * MINUTE)
    assert not before.changes
    assert before.next_at == NOON + 30 * MINUTE
    at = NOON + 30 * MINUTE
    assert kinds(memory.step(floor(at, LINE), at)) == [Kind.WAIT_GROWING]
    # Somebody was called: the next has waited a little less, and it is still an alert.
    younger = replace(LINE, waiting_since=at - int(29 * MINUTE * KEEP) - 2 * MINUTE)
    assert not memory.step(floor(at, younger), at).changes
    short = replace(LINE, waiting_since=at - 20 * MINUTE)
    assert [one.key for one in memory.step(floor(at, short), at).cleared]


def test_a_wait_twice_as_long_is_grave_and_told_once_more() -> None:
    memory = Memory()
    for minutes in range(30, 120):
        memory.step(floor(NOON + minutes * MINUTE, LINE), NOON + minutes * MINUTE)
    assert [what for _, _, what in memory.told] == ["raised", "worse"]
    assert memory.told[1][0] == NOON + 60 * MINUTE


def test_what_newcomers_will_wait_is_an_alert_before_anybody_has_waited_so_long() -> None:
    line = replace(LINE, expected=45.0)
    (sign,) = Memory().step(floor(NOON + MINUTE, line), NOON + MINUTE).raised
    assert (sign.code, sign.facts["expected"]) == ("expected", 45)


def test_people_whom_nobody_serves_are_an_alert_after_two_minutes() -> None:
    alone = replace(LINE, open_counters=0, unserved_since=NOON - 5 * MINUTE)
    memory = Memory()
    first = memory.step(floor(NOON + MINUTE, alone), NOON + MINUTE)
    assert (first.changes, first.next_at) == (False, NOON + 2 * MINUTE)
    (sign,) = memory.step(floor(NOON + 2 * MINUTE, alone), NOON + 2 * MINUTE).raised
    assert (sign.kind, sign.subject, sign.grave) == (
        Kind.SERVICE_WITHOUT_COUNTER,
        "ho-tich",
        True,
    )


def test_a_centre_with_no_counter_open_is_one_alert_and_not_one_a_line() -> None:
    lines = [ServiceFacts(str(n), 2, NOON, 0, None) for n in range(20)]
    found = Memory().step(floor(NOON + 9 * MINUTE, *lines, counters_open=0), NOON + 9 * MINUTE)
    assert [(s.subject, s.code, s.facts["people"]) for s in found.raised] == [
        ("", "nobody_serves", 40)
    ]


def test_devices_are_looked_after_in_opening_hours_only() -> None:
    silent = DeviceFacts("k1", DeviceState.SILENT, NOON - 2 * MINUTE, (), None)
    empty = DeviceFacts("k2", DeviceState.TROUBLE, NOON, ("paper_out",), 0)
    found = Memory().step(floor(NOON, devices=(silent, empty)), NOON)
    assert {(s.kind, s.code) for s in found.raised} == {
        (Kind.DEVICE_SILENT, "silent"),
        (Kind.PAPER_LOW, "paper_out"),
    }
    assert not Memory().step(floor(NOON, devices=(silent, empty), attended=False), NOON).changes
    forgotten = replace(silent, reported_at=NOON - 8 * 86_400_000)
    assert not Memory().step(floor(NOON, devices=(forgotten,)), NOON).changes


def test_paper_that_ends_is_the_same_alert_become_grave() -> None:
    memory = Memory()
    for trouble in ("paper_soon", "paper_soon", "paper_out"):
        device = DeviceFacts("k", DeviceState.TROUBLE, NOON, (trouble,), 5)
        memory.step(floor(NOON, devices=(device,)), NOON)
    assert [what for _, _, what in memory.told] == ["raised", "worse"]


def test_a_burst_alerts_for_a_while_and_ends_by_itself() -> None:
    memory, burst = Memory(), BurstFacts("4", NOON, 8, 0.3)
    found = memory.step(floor(NOON, bursts=(burst,)), NOON)
    assert kinds(found) == [Kind.RATING_BURST]
    assert found.next_at == NOON + 30 * MINUTE
    over = memory.step(floor(NOON + 30 * MINUTE, bursts=(burst,)), NOON + 30 * MINUTE)
    assert len(over.cleared) == 1


def test_few_estimates_say_nothing_and_many_wrong_ones_alert() -> None:
    few, many = EstimateFacts(40, 19), EstimateFacts(16, 20)
    assert not Memory().step(floor(NOON, estimates=few), NOON).changes
    assert kinds(Memory().step(floor(NOON, estimates=many), NOON)) == [Kind.ESTIMATE_DRIFTING]


def test_a_rule_that_is_off_or_out_of_its_hours_ends_its_alert() -> None:
    paused = PausedFacts("7", NOON - 60 * MINUTE)
    signs = floor(NOON, paused=(paused,))
    for rule in (Rule(on=False, minutes=20), Rule(minutes=20, begins="13:00", ends="17:00")):
        memory = Memory()
        memory.step(signs, NOON)
        over = memory.step(signs, NOON, {**DEFAULTS, Kind.LONG_PAUSE: rule})
        assert len(over.cleared) == 1
        assert over.next_at == (NOON + 60 * MINUTE if rule.on else None)


@pytest.mark.parametrize(
    ("minute", "inside"), [(1319, False), (1320, True), (30, True), (360, False)]
)
def test_hours_may_pass_midnight(minute: int, inside: bool) -> None:
    assert in_hours(Rule(begins="22:00", ends="06:00"), minute) is inside


@pytest.mark.parametrize(
    "rule",
    [
        Rule(minutes=-1),
        Rule(minutes=481),
        Rule(begins="7:00"),
        Rule(begins="24:00"),
        Rule(begins="25:00"),
        Rule(begins="07:61"),
        Rule(begins="08:00", ends="08:00"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused(rule: Rule) -> None:
    with pytest.raises(Invalid):
        check_rule("wait_growing", rule)


def test_an_alert_that_returns_soon_is_the_same_one() -> None:
    memory = Memory()
    alone = replace(LINE, open_counters=0, unserved_since=NOON - 9 * MINUTE)
    now = NOON + 5 * MINUTE
    memory.step(floor(now, alone), now)
    memory.step(floor(now, LINE), now + MINUTE)
    back = memory.step(floor(now, alone), now + 2 * MINUTE)
    assert (len(back.again), len(back.raised)) == (1, 0)
    memory.step(floor(now, LINE), now + 3 * MINUTE)
    later = memory.step(floor(now, alone), now + 3 * MINUTE + SOON_MS)
    assert (len(later.again), len(later.raised)) == (0, 1)


MEASURES = st.lists(
    st.tuples(st.integers(1, 400), st.floats(0, 90), st.booleans(), st.booleans()), max_size=60
)


@given(MEASURES)
def test_whatever_happens_nobody_is_told_of_the_same_thing_again_and_again(
    steps: list[tuple[int, float, bool, bool]],
) -> None:
    memory, now = Memory(), NOON
    for seconds, minutes, there, grave in steps:
        now += seconds * 1000
        signs = [Sign(Kind.WAIT_GROWING, "a", "waited", minutes, grave=grave)] if there else []
        memory.step(signs, now)
    raised = [at for at, _, what in memory.told if what == "raised"]
    gaps = [later - earlier for earlier, later in pairwise(raised)]
    assert all(gap >= min(SOON_MS, TOLD_MS) for gap in gaps)
    worse = [at for at, _, what in memory.told if what == "worse"]
    assert len(worse) <= len(raised)


@given(st.lists(st.floats(30 * KEEP, 29.9), min_size=1, max_size=40))
def test_a_measure_between_the_two_bounds_changes_nothing(between: list[float]) -> None:
    for start in ([], [Sign(Kind.WAIT_GROWING, "a", "waited", 31.0)]):
        memory = Memory()
        memory.step(start, NOON)
        changed = memory.changes
        for number, minutes in enumerate(between):
            memory.step([Sign(Kind.WAIT_GROWING, "a", "waited", minutes)], NOON + number)
        assert memory.changes == changed


@given(MEASURES)
def test_the_same_look_twice_changes_nothing(
    steps: list[tuple[int, float, bool, bool]],
) -> None:
    memory, now = Memory(), NOON
    for seconds, minutes, there, grave in steps:
        now += seconds * 1000
        signs = [Sign(Kind.LONG_PAUSE, "a", "paused", minutes, grave=grave)] if there else []
        memory.step(signs, now)
        assert not memory.step(signs, now).changes
