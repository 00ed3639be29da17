"""Who is next at a counter, and why."""

from collections import deque
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from server.core.calling import Choice, Desk, Head, Rules, Skill, choose
from server.core.model import Lane
from server.core.replaying import remember, replay

NOW = 1_795_669_200_000
R, D, A, P, N = Lane.RETURNED, Lane.DIRECT, Lane.APPOINTMENT, Lane.PRIORITY, Lane.NORMAL
RULES = Rules(ratio=2, longest_wait_s=3600, help_after_idle_s=120, help_when_waited_s=1800)
DESK = Desk({"s": Skill()})
BEFORE_THE_RATIO = (R, D, A)


def head(lane: Lane, serial: int, waited_s: int = 60, service: str = "s", due: int = 0) -> Head:
    since = NOW - waited_s * 1000
    due_from = NOW - due * 1000 if lane is A else None
    return Head(
        f"t{serial}", f"A{serial:03d}", service, lane, since, serial, since, due_from=due_from
    )


def pick(
    waiting: list[Head],
    recent: tuple[Lane, ...] = (),
    desk: Desk = DESK,
    rules: Rules = RULES,
) -> Choice:
    choice = choose(waiting, desk, recent, NOW, rules)
    assert choice is not None
    return choice


def called(choice: Choice) -> tuple[str, str]:
    return choice.head.ticket, choice.reason.code


@st.composite
def heads(draw: st.DrawFn) -> list[Head]:
    count = draw(st.integers(1, 8))
    return [
        head(
            draw(st.sampled_from(Lane)),
            serial,
            draw(st.integers(0, 7200)),
            draw(st.sampled_from("abc")),
            draw(st.integers(-600, 600)),
        )
        for serial in range(count)
    ]


skills = st.builds(Skill, weight=st.integers(1, 5), helps=st.booleans())
desks = st.builds(
    Desk,
    skills=st.dictionaries(st.sampled_from("abc"), skills, max_size=3),
    free_since=st.none() | st.integers(NOW - 7_200_000, NOW),
)
rules = st.builds(
    Rules,
    ratio=st.integers(1, 5),
    longest_wait_s=st.integers(60, 7200),
    help_after_idle_s=st.integers(0, 3600),
    help_when_waited_s=st.integers(0, 7200),
)
recents = st.lists(st.sampled_from([P, N]), max_size=8).map(tuple)


def may_be_called(waiting: list[Head], desk: Desk, given_rules: Rules) -> list[Head]:
    """Who may be called, told in other words than the rule's."""
    due = [h for h in waiting if h.due_from is None or h.due_from <= NOW]
    own = [h for h in due if h.service not in desk.skills or not desk.skills[h.service].helps]
    idle_s = (NOW - desk.free_since) / 1000 if desk.free_since is not None else 0
    if not own and idle_s >= given_rules.help_after_idle_s:
        return due
    late = given_rules.help_when_waited_s * 1000
    return [h for h in due if h in own or NOW - h.waiting_since > late]


def test_nobody_waits_nobody_is_called() -> None:
    assert choose([], DESK, [P, P, P], NOW, RULES) is None


def test_priority_goes_first() -> None:
    choice = pick([head(N, 1, 600), head(P, 2, 10)])
    assert called(choice) == ("t2", "priority_first")
    assert choice.reason.params == {"ratio": 2}


def test_after_the_ratio_a_normal_ticket_has_its_turn() -> None:
    waiting = [head(N, 1), head(P, 2)]
    for recent, code in (
        ((P,), "priority_first"),
        ((P, P), "normal_turn"),
        ((N, P, P), "priority_first"),
        ((P, P, P), "normal_turn"),
    ):
        assert pick(waiting, recent).reason.code == code


def test_priority_is_called_on_when_no_normal_ticket_waits() -> None:
    choice = pick([head(P, 1, 125)], (P,) * 5)
    assert (choice.reason.code, choice.reason.params) == ("only_priority_waits", {"minutes": 2})


def test_in_one_lane_the_longest_waiting_is_called_across_services() -> None:
    choice = pick([head(N, 5, 60, "a"), head(N, 7, 300, "b")])
    assert called(choice) == ("t7", "longest_waiting")
    assert choice.reason.params == {"minutes": 5}


def test_the_longest_wait_bound_goes_before_everything() -> None:
    for other in (P, R, D, A):
        over, at = head(N, 1, 3601), head(N, 1, 3600)
        first = pick([over, head(other, 2)])
        assert called(first) == ("t1", "over_longest_wait")
        assert first.reason.params == {"minutes": 60}
        assert pick([at, head(other, 2)]).head.ticket == "t2"


def test_the_bound_is_for_those_who_may_be_called_now() -> None:
    early = head(A, 1, 7200, due=-1)
    assert called(pick([early, head(N, 2)])) == ("t2", "longest_waiting")


def test_the_returned_go_first_then_the_sent_then_appointments_then_the_ratio() -> None:
    waiting = [head(lane, n) for n, lane in enumerate((N, P, A, D, R))]
    order = []
    while waiting:
        choice = pick(waiting)
        order.append((choice.head.lane, choice.reason.code))
        waiting.remove(choice.head)
    assert order == [
        (R, "returned"),
        (D, "sent_here"),
        (A, "appointment_due"),
        (P, "priority_first"),
        (N, "longest_waiting"),
    ]


def test_an_appointment_waits_for_its_time() -> None:
    assert choose([head(A, 1, due=-1)], DESK, [], NOW, RULES) is None
    assert called(pick([head(A, 1, due=0), head(P, 2)])) == ("t1", "appointment_due")
    assert called(pick([head(A, 1, due=-1), head(N, 2)])) == ("t2", "longest_waiting")


def test_the_appointment_that_began_first_is_called_first() -> None:
    late = replace(head(A, 1, 600, due=60), place=NOW - 60_000)
    early = replace(head(A, 2, 30, due=300), place=NOW - 300_000)
    assert pick([late, early]).head.ticket == "t2"


def test_a_weight_makes_a_shorter_wait_count_more() -> None:
    waiting = [head(N, 1, 300, "a"), head(N, 2, 110, "b")]
    even = Desk({"a": Skill(), "b": Skill()})
    heavy = Desk({"a": Skill(), "b": Skill(weight=3)})
    assert called(pick(waiting, desk=even)) == ("t1", "longest_waiting")
    assert called(pick(waiting, desk=heavy)) == ("t2", "longest_weighted")


HELPER = Desk({"own": Skill(), "other": Skill(helps=True)}, free_since=NOW - 119_000)


def test_a_counter_helps_after_its_own_lines_were_empty_for_a_while() -> None:
    other = head(N, 1, 60, "other")
    assert choose([other], HELPER, [], NOW, RULES) is None
    idle = replace(HELPER, free_since=NOW - 120_000)
    assert called(pick([other], desk=idle)) == ("t1", "helping_out")
    never_free = replace(HELPER, free_since=None)
    assert choose([other], never_free, [], NOW, RULES) is None


def test_a_counter_does_not_help_while_somebody_waits_for_it() -> None:
    idle = replace(HELPER, free_since=NOW - 9_000_000)
    waiting = [head(N, 1, 1800, "other"), head(N, 2, 1, "own")]
    assert called(pick(waiting, desk=idle)) == ("t2", "longest_waiting")


def test_a_counter_helps_at_once_when_the_other_line_waited_past_its_bound() -> None:
    waiting = [head(N, 1, 1801, "other"), head(N, 2, 1, "own")]
    assert called(pick(waiting, desk=HELPER)) == ("t1", "helping_out")
    busy = replace(HELPER, free_since=None)
    assert called(pick(waiting[:1], desk=busy)) == ("t1", "helping_out")


def test_at_the_same_moment_the_lower_serial_goes_first() -> None:
    for waited in (60, 4000):
        assert pick([head(N, 9, waited), head(N, 3, waited)]).head.serial == 3


@given(heads(), desks, recents, rules, st.randoms())
def test_the_choice_is_one_that_may_be_called_and_depends_on_nothing_else(
    waiting: list[Head], desk: Desk, recent: tuple[Lane, ...], given_rules: Rules, random: Random
) -> None:
    choice = choose(waiting, desk, recent, NOW, given_rules)
    eligible = may_be_called(waiting, desk, given_rules)
    assert (choice is None) == (not eligible)
    if choice is not None:
        assert choice.head in eligible
    mixed = list(waiting)
    random.shuffle(mixed)
    assert choose(mixed, desk, list(recent), NOW, given_rules) == choice


@given(heads(), desks, recents, rules)
def test_the_reason_explains_the_order(
    waiting: list[Head], desk: Desk, recent: tuple[Lane, ...], given_rules: Rules
) -> None:
    choice = choose(waiting, desk, recent, NOW, given_rules)
    eligible = may_be_called(waiting, desk, given_rules)
    if choice is None:
        return
    lanes, code = {h.lane for h in eligible}, choice.reason.code
    over = [h for h in eligible if (NOW - h.waiting_since) // 1000 > given_rules.longest_wait_s]
    if over:
        assert code == "over_longest_wait"
        assert choice.head.waiting_since == min(h.waiting_since for h in eligible)
        return
    expected = next((lane for lane in BEFORE_THE_RATIO if lane in lanes), None)
    if expected is not None:
        assert choice.head.lane is expected
    elif lanes == {P, N}:
        full = len(recent) >= given_rules.ratio and set(recent[: given_rules.ratio]) == {P}
        assert (choice.head.lane, code) == ((N, "normal_turn") if full else (P, "priority_first"))
    else:
        assert {choice.head.lane} == lanes


@given(heads(), desks, recents, rules)
def test_in_the_chosen_lane_nobody_has_a_longer_weighted_wait(
    waiting: list[Head], desk: Desk, recent: tuple[Lane, ...], given_rules: Rules
) -> None:
    choice = choose(waiting, desk, recent, NOW, given_rules)
    if choice is None or choice.reason.code == "over_longest_wait":
        return

    def weighted(h: Head) -> int:
        return (NOW - h.place) * desk.skills.get(h.service, Skill()).weight

    rivals = [h for h in may_be_called(waiting, desk, given_rules) if h.lane is choice.head.lane]
    assert weighted(choice.head) == max(map(weighted, rivals))


@given(heads(), desks, recents, rules)
def test_what_a_call_remembers_gives_the_same_ticket_again(
    waiting: list[Head], desk: Desk, recent: tuple[Lane, ...], given_rules: Rules
) -> None:
    choice = choose(waiting, desk, recent, NOW, given_rules)
    seen = remember(waiting, desk, recent, given_rules)
    assert replay(seen, NOW) == (None if choice is None else choice.head.ticket)


@given(
    st.integers(1, 5),
    st.lists(st.tuples(st.sampled_from([P, N]), st.integers(0, 3)), min_size=1, max_size=60),
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
            firsts = [line[0] for line in lines.values() if line]
            choice = choose(firsts, DESK, recent[:ratio], NOW, given_rules)
            if choice is None:
                break
            lines[choice.head.lane].popleft()
            recent.insert(0, choice.head.lane)
            run = run + 1 if both and choice.head.lane is P else 0
            assert run <= ratio
            if both and choice.head.lane is N:
                assert recent[1 : ratio + 1] == [P] * ratio
