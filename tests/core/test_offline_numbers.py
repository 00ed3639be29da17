"""Which serials kiosks hold, and when an offline ticket was drawn."""

from hypothesis import given
from hypothesis import strategies as st

from server.core.offline import NOISE_MS, OfflineRules, Run, drawn_at, extend, skew_of

NONE = Run(0, -1)
RULES = OfflineRules()


def test_the_first_blocks_of_a_line_follow_each_other_from_901() -> None:
    first = extend(NONE, 12, RULES)
    assert first == Run(901, 950)
    assert extend(first, 12, RULES) == Run(901, 1000)


def test_a_line_that_has_passed_its_run_gets_a_new_one_well_ahead() -> None:
    assert extend(Run(901, 950), 951, RULES) == Run(1101, 1150)
    assert extend(NONE, 900, RULES) == Run(1001, 1050)
    assert extend(NONE, 899, RULES) == Run(901, 950)


@given(
    st.lists(st.booleans(), max_size=400),
    st.integers(101, 140),
    st.integers(10, 60),
    st.integers(95, 300),
)
def test_no_number_is_ever_both_leased_and_issued(
    steps: list[bool], first: int, size: int, begun: int
) -> None:
    rules = OfflineRules(first, size)
    run, last = NONE, begun
    leased: set[int] = set()
    issued: set[int] = set()
    for lease in steps:
        if lease:
            before = run
            run = extend(run, last, rules)
            added = set(range(run.last - size + 1, run.last + 1))
            assert not added & (leased | issued)
            assert run.first == before.first or before.last <= last
            leased |= added
        else:
            # As lines.join says it in SQL.
            last = (run.last if run.first <= last + 1 <= run.last else last) + 1
            assert last not in leased | issued
            issued.add(last)


def test_the_time_an_answer_takes_is_no_skew() -> None:
    assert skew_of(10_000, 10_000 + NOISE_MS) == 0
    assert skew_of(10_000, 3_610_000) == 3_600_000
    assert skew_of(3_610_000, 10_000) == -3_600_000


def test_a_ticket_is_moved_by_the_skew_but_never_out_of_its_lease() -> None:
    hour = 3_600_000
    assert drawn_at(5 * hour, hour, 2 * hour, 9 * hour).at == 6 * hour
    early = drawn_at(1 * hour, 0, 2 * hour, 9 * hour)
    assert (early.at, early.clamped) == (2 * hour, True)
    late = drawn_at(10 * hour, 0, 2 * hour, 9 * hour)
    assert (late.at, late.clamped) == (9 * hour, True)
