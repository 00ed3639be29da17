"""What becomes of a reason: the steps, what the public sees of them, and when a claim is made."""

from dataclasses import replace

import pytest

from server.core.cases import (
    LEADS,
    OPEN_STATES,
    CaseState,
    Said,
    Step,
    Taken,
    after,
    check,
    compared,
    is_public,
    named,
    possible,
    public_steps,
    repeats,
    suggested,
    verdict,
)
from server.core.errors import Invalid, WrongCaseState


def taken(step: Step, words: str = "", note: str = "") -> Taken:
    return Taken(step, 0, "person:p1", Said(note=note, words=words))


def test_a_case_goes_from_new_to_done_and_can_be_opened_again() -> None:
    state = CaseState.NEW
    for step, to in (
        (Step.SEE, CaseState.SEEN),
        (Step.PLAN, CaseState.PLANNED),
        (Step.PLAN, CaseState.PLANNED),
        (Step.DO, CaseState.DONE),
        (Step.REOPEN, CaseState.SEEN),
        (Step.DECLINE, CaseState.NOT_PLANNED),
        (Step.REWORD, CaseState.NOT_PLANNED),
    ):
        state = after(state, step)
        assert state is to


@pytest.mark.parametrize("state", CaseState)
def test_only_the_steps_of_the_table_are_possible(state: CaseState) -> None:
    for step in LEADS:
        if step in possible(state):
            assert after(state, step) in CaseState
        else:
            with pytest.raises(WrongCaseState):
                after(state, step)
    assert (state in OPEN_STATES) == (Step.DO in possible(state))


def test_refusing_needs_a_reason_and_only_a_plan_has_a_day() -> None:
    check(Step.PLAN, Said(due="2026-12-01"))
    check(Step.DECLINE, Said(note="no money this year"))
    for step, said, field in (
        (Step.DECLINE, Said(words="no"), "note"),
        (Step.DO, Said(due="2026-12-01"), "due"),
        (Step.DO, Said(words_en="done"), "words"),
    ):
        with pytest.raises(Invalid) as refused:
            check(step, said)
        assert refused.value.field == field


def test_the_last_step_sent_again_is_a_repeat_and_another_is_not() -> None:
    last = taken(Step.PLAN, "rèm")
    assert repeats(last, Step.PLAN, last.said)
    assert not repeats(last, Step.PLAN, replace(last.said, due="2026-12-01"))
    assert not repeats(last, Step.DO, last.said)


def test_the_public_sees_mended_words_and_nothing_from_before_a_reopening() -> None:
    steps = [taken(Step.OPEN, note="internal"), taken(Step.SEE)]
    assert not is_public(steps)
    steps += [taken(Step.PLAN, "rèmm"), taken(Step.REWORD, "rèm")]
    assert is_public(steps)
    assert [s.said.words for s in public_steps(steps)] == ["", "", "rèm"]
    assert not is_public([*steps, taken(Step.REWORD)])
    steps += [taken(Step.DO, "xong"), taken(Step.REOPEN)]
    assert [s.step for s in public_steps(steps)] == [Step.OPEN, Step.REOPEN]


def test_a_change_is_claimed_only_where_the_intervals_do_not_overlap() -> None:
    assert verdict(named(40, 400), named(10, 400)) == "fewer"
    assert verdict(named(10, 400), named(40, 400)) == "more"
    assert verdict(named(20, 400), named(14, 400)) == "unclear"
    assert verdict(named(20, 29), named(0, 400)) == "few"
    assert verdict(named(40, 400), named(0, 29)) == "few"
    assert verdict(named(0, 0), named(0, 400)) == "few"
    found = named(40, 400)
    assert (found.share, found.interval, found.small) == (10.0, (7.4, 13.3), False)


def test_the_day_something_is_done_belongs_to_neither_side() -> None:
    before, since = compared("2026-11-20", "2026-11-26")
    assert before == ("2026-08-22", "2026-11-19")
    assert since == ("2026-11-21", "2026-11-26")
    assert compared("2026-11-26", "2026-11-26")[1] is None
    assert compared("2026-01-01", "2026-11-26")[1] == ("2026-01-02", "2026-04-01")


def test_reasons_named_often_are_proposed_unless_a_case_is_open() -> None:
    counts = {"noise": 18, "attitude": 4, "unclear_information": 14, "other": 18}
    assert suggested(counts, frozenset({"other"})) == [("noise", 18), ("unclear_information", 14)]
