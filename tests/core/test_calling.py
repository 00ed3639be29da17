"""Who is next at a counter, and why."""

from collections import deque
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from server.core.calling import Head, Rules, choose
from server.core.model import Lane

NOW = 1_795_669_200_000
P, N = Lane.PRIORITY, Lane.NORMAL
RULES = Rules(ratio=2, longest_wait_s=3600)


def head(lane: Lane, serial: int, waited_s: int = 60, service: str = "s") -> Head:
    since = NOW - waited_s * 1000
    return Head(f"t{serial}", f"A{serial:03d}", service, lane, since, serial, since)


@st.composite
def heads(draw: st.DrawFn) -> list[Head]:
    waits = draw(st.lists(st.integers(0, 7200), min_size=1, max_size=8))
    lanes = draw(st.lists(st.sampled_from(Lane), min_size=len(waits), max_size=len(waits)))
    return [head(lane, n, wait) for n, (lane, wait) in enumerate(zip(lanes, waits, strict=True))]


rules = st.builds(Rules, ratio=st.integers(1, 5), longest_wait_s=st.integers(60, 7200))
recents = st.lists(st.sampled_from(Lane), max_size=8)


def test_nobody_waits_nobody_is_called() -> None:
    assert choose([], [P, P, P], NOW, RULES) is None


def test_priority_goes_first() -> None:
    choice = choose([head(N, 1, 600), head(P, 2, 10)], [], NOW, RULES)
    assert choice is not None
    assert (choice.head.ticket, choice.reason.code) == ("t2", "priority_first")
    assert choice.reason.params == {"ratio": 2}


def test_after_the_ratio_a_normal_ticket_has_its_turn() -> None:
    waiting = [head(N, 1), head(P, 2)]
    for recent, code in (([P], "priority_first"), ([P, P], "normal_turn"),
                         ([N, P, P], "priority_first"), ([P, P, P], "normal_turn")):  # fmt: skip
        choice = choose(waiting, recent, NOW, RULES)
        assert choice is not None
        assert choice.reason.code == code


def test_priority_is_called_on_when_no_normal_ticket_waits() -> None:
    choice = choose([head(P, 1, 125)], [P] * 5, NOW, RULES)
    assert choice is not None
    assert (choice.reason.code, choice.reason.params) == ("only_priority_waits", {"minutes": 2})


def test_in_one_lane_the_longest_waiting_is_called_across_services() -> None:
    choice = choose([head(N, 5, 60, "a"), head(N, 7, 300, "b")], [], NOW, RULES)
    assert choice is not None
    assert (choice.head.ticket, choice.reason.code) == ("t7", "longest_waiting")
    assert choice.reason.params == {"minutes": 5}


def test_the_longest_wait_bound_goes_before_priority() -> None:
    over, at = head(N, 1, 3601), head(N, 1, 3600)
    first = choose([over, head(P, 2)], [], NOW, RULES)
    assert first is not None
    assert (first.head.ticket, first.reason.code) == ("t1", "over_longest_wait")
    assert first.reason.params == {"minutes": 60}
    still = choose([at, head(P, 2)], [], NOW, RULES)
    assert still is not None
    assert still.head.ticket == "t2"


def test_at_the_same_moment_the_lower_serial_goes_first() -> None:
    for waited in (60, 4000):
        choice = choose([head(N, 9, waited), head(N, 3, waited)], [], NOW, RULES)
        assert choice is not None
        assert choice.head.serial == 3


@given(heads(), recents, rules, st.randoms())
def test_the_choice_is_one_of_the_heads_and_depends_on_nothing_else(
    waiting: list[Head], recent: list[Lane], given_rules: Rules, random: Random
) -> None:
    choice = choose(waiting, recent, NOW, given_rules)
    assert choice is not None
    assert choice.head in waiting
    mixed = list(waiting)
    random.shuffle(mixed)
    assert choose(mixed, tuple(recent), NOW, given_rules) == choice


@given(heads(), recents, rules)
def test_no_one_in_the_chosen_lane_has_waited_longer(
    waiting: list[Head], recent: list[Lane], given_rules: Rules
) -> None:
    choice = choose(waiting, recent, NOW, given_rules)
    assert choice is not None
    rivals = [h for h in waiting if h.lane is choice.head.lane]
    assert choice.head.waiting_since == min(h.waiting_since for h in rivals)


@given(heads(), recents, rules)
def test_beyond_the_bound_the_oldest_of_all_is_called(
    waiting: list[Head], recent: list[Lane], given_rules: Rules
) -> None:
    choice = choose(waiting, recent, NOW, given_rules)
    assert choice is not None
    oldest = min(h.waiting_since for h in waiting)
    if (NOW - oldest) // 1000 > given_rules.longest_wait_s:
        assert choice.reason.code == "over_longest_wait"
        assert choice.head.waiting_since == oldest
    else:
        assert choice.reason.code != "over_longest_wait"


@given(
    st.integers(1, 5),
    st.lists(st.tuples(st.sampled_from(Lane), st.integers(0, 3)), min_size=1, max_size=60),
)
def test_neither_lane_starves(ratio: int, arrivals: list[tuple[Lane, int]]) -> None:
    """One counter, any arrivals: while both lanes wait, normal is called every ratio + 1 calls."""
    given_rules = Rules(ratio=ratio, longest_wait_s=10**9)
    lines: dict[Lane, deque[Head]] = {P: deque(), N: deque()}
    recent: list[Lane] = []
    run = 0
    for serial, (lane, calls) in enumerate(arrivals):
        lines[lane].append(head(lane, serial, 1_000 - serial))
        for _ in range(calls):
            both = bool(lines[P]) and bool(lines[N])
            choice = choose(
                [line[0] for line in lines.values() if line], recent[:ratio], NOW, given_rules
            )
            if choice is None:
                break
            lines[choice.head.lane].popleft()
            recent.insert(0, choice.head.lane)
            run = run + 1 if both and choice.head.lane is P else 0
            assert run <= ratio
            if both and choice.head.lane is N:
                assert recent[1 : ratio + 1] == [P] * ratio
