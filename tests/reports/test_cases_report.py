"""Cases on both stores: proposed, opened, done, and what managers and the public are told."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from rated_visits import RatedVisits, add_rated
from stores import NOON, Floor

from server.core.cases import CaseState, Said, Step
from server.core.errors import (
    CaseOpen,
    CounterNotFound,
    Invalid,
    NotFound,
    UnknownService,
    WrongCaseState,
)
from server.queries.snapshot import look
from server.reports.cases import case_ids, case_json, cases_report
from server.reports.comments import comments_report
from server.reports.heard import heard_report, last_quarter
from server.reports.period import Period
from server.reports.remembered import Remembered
from server.store.base import Session
from server.usecases.cases import NewCase, open_case, take_step

TODAY = date(2026, 11, 26)
DAY_MS = 86_400_000


def add_ratings(
    floor: Floor, ago: int, n: int, value: str = "satisfied", reason: str = "", comment: str = ""
) -> None:
    """``n`` ratings of visits ``ago`` days before today."""
    day = (TODAY - timedelta(days=ago)).isoformat()
    visits = RatedVisits("c1", day, NOON - ago * DAY_MS)
    add_rated(floor.store, visits, n, value, reason, comment)


def opened(floor: Floor, reason: str = "noise", words: str = "", **place: str) -> str:
    wanted = NewCase(reason, place.get("service"), place.get("counter"), Said(words=words))
    return floor.do(lambda c: open_case(c, wanted, None))[0]


def take(floor: Floor, id: str, step: Step, **said: str) -> None:
    floor.do(lambda c: take_step(c, id, step, Said(**said)))


def report(floor: Floor) -> dict[str, Any]:
    def job(session: Session) -> dict[str, Any]:
        seen = look(session, "c1", floor.now)
        return cases_report(seen, [item["id"] for item in case_ids(seen)])

    return floor.store.read(job)


def heard(floor: Floor) -> dict[str, Any]:
    return floor.store.read(lambda s: heard_report(look(s, "c1", floor.now), Remembered(0)))


def case(floor: Floor, id: str) -> dict[str, Any]:
    return floor.store.read(lambda s: case_json(look(s, "c1", floor.now), id))


def test_a_reason_named_often_is_proposed_until_a_case_answers_it(floor: Floor) -> None:
    add_ratings(floor, 40, 20, "unsatisfied", "attitude")
    add_ratings(floor, 3, 94)
    add_ratings(floor, 3, 6, "unsatisfied", "noise")
    add_ratings(floor, 3, 4, "unsatisfied", "late_result")
    (one,) = report(floor)["suggestions"]
    assert (one["reason"]["name_en"], one["n"], one["base"]) == ("The place is noisy", 6, 104)
    opened(floor, service="ho-tich")
    assert len(report(floor)["suggestions"]) == 1, "a case of one service answers not for all"
    id = opened(floor)
    assert report(floor)["suggestions"] == []
    take(floor, id, Step.DO)
    assert report(floor)["suggestions"] == [], "what was said before it was done is answered"
    floor.pass_time(2 * 86_400)
    add_ratings(floor, -1, 5, "unsatisfied", "noise")
    assert [s["n"] for s in report(floor)["suggestions"]] == [5]


def test_every_step_is_dated_and_attributed_and_a_repeat_changes_nothing(floor: Floor) -> None:
    id = opened(floor)
    for _ in range(2):
        take(floor, id, Step.SEE, note="đã nghe")
    take(floor, id, Step.PLAN, words="Treo rèm", words_en="Curtains", due="2026-12-20")
    found = case(floor, id)
    assert (found["state"], found["due"], found["overdue"]) == ("planned", "2026-12-20", False)
    assert [s["step"] for s in found["steps"]] == ["open", "seen", "plan"]
    assert found["steps"][1]["note"] == "đã nghe"
    assert found["steps"][1]["at"] == "2026-11-26T05:00:00.000Z"
    with pytest.raises(WrongCaseState):
        take(floor, id, Step.SEE)
    with pytest.raises(NotFound):
        take(floor, "khong-co", Step.SEE)
    floor.pass_time(30 * 86_400)
    assert case(floor, id)["overdue"]
    take(floor, id, Step.DO)
    assert case(floor, id)["next"] == ["reopen"]


def test_one_open_case_for_a_reason_in_a_place(floor: Floor) -> None:
    wanted = NewCase("noise", None, None, Said())
    first = floor.do(lambda c: open_case(c, wanted, "k1"))
    assert floor.do(lambda c: open_case(c, wanted, "k1")) == (first[0], True)
    with pytest.raises(CaseOpen):
        opened(floor)
    opened(floor, counter="2")
    take(floor, first[0], Step.DECLINE, note="no money")
    opened(floor)
    for place, error in (
        ({"service": "x"}, UnknownService),
        ({"counter": "x"}, CounterNotFound),
        ({"reason": "x"}, Invalid),
    ):
        with pytest.raises(error):
            opened(floor, **place)
    assert len(report(floor)["items"]) == 3


def test_what_changed_since_is_claimed_where_the_figures_carry_it(floor: Floor) -> None:
    id = opened(floor, words="Sảnh chờ ồn")
    take(floor, id, Step.DO, words="Đã treo rèm")
    add_ratings(floor, 10, 360)
    add_ratings(floor, 10, 40, "unsatisfied", "noise")
    floor.pass_time(20 * 86_400)
    add_ratings(floor, -5, 29)
    assert case(floor, id)["compared"]["verdict"] == "few"
    assert heard(floor)["cases"][0]["compared"] is None
    add_ratings(floor, -6, 369)
    add_ratings(floor, -6, 2, "unsatisfied", "noise")
    found = case(floor, id)["compared"]
    assert (found["before"]["n"], found["before"]["base"]) == (40, 400)
    assert (found["since"]["n"], found["since"]["base"]) == (2, 400)
    assert found["verdict"] == "fewer"
    (shown,) = heard(floor)["cases"]
    assert (shown["said"]["n"], shown["said"]["base"]) == (40, 400)
    assert shown["compared"]["verdict"] == "fewer"
    assert (shown["compared"]["n"], shown["compared"]["share"]) == (None, None), "only two said so"


def test_the_public_sees_public_words_only_and_no_small_numbers(floor: Floor) -> None:
    add_ratings(floor, 2, 40)
    add_ratings(floor, 2, 4, "unsatisfied", "noise")
    add_ratings(floor, 2, 9, "unsatisfied", "attitude")
    internal, counter = (
        opened(floor, "late_result"),
        opened(floor, "attitude", "Lời nói", counter="2"),
    )
    id = opened(floor, words="Sảnh chờ ồn")
    take(floor, internal, Step.SEE, note="not for the public")
    take(floor, id, Step.PLAN, note="4 triệu", words="Treo rèmm", due="2026-12-20")
    take(floor, id, Step.REWORD, words="Treo rèm")
    found = heard(floor)
    assert "public" not in json.dumps(found) and "triệu" not in json.dumps(found)
    noise, attitude = sorted(found["cases"], key=lambda c: c["reason"]["id"], reverse=True)
    assert [(s["state"], s["words"]) for s in noise["steps"]] == [
        ("heard", "Sảnh chờ ồn"),
        ("planned", "Treo rèm"),
    ]
    assert noise["due"] == "2026-12-20"
    assert (noise["said"]["n"], noise["said"]["base"]) == (None, 53)
    assert attitude["said"] is None, "numbers of one counter are those of one officer"
    assert counter not in json.dumps(found)
    month, quarter = found["sentences"]
    assert (month["base"], month["share"], month["hidden"]) == (53, 75.5, False)
    assert (quarter["base"], quarter["share"], quarter["hidden"]) == (None, None, True)
    assert CaseState.DONE.value not in {c["state"] for c in found["cases"]}


def test_the_last_quarter_is_the_one_that_ended() -> None:
    assert last_quarter("2026-11-26") == Period("2026-07-01", "2026-09-30")
    assert last_quarter("2026-01-01") == Period("2025-10-01", "2025-12-31")


def test_figures_are_remembered_for_a_while() -> None:
    kept, made = Remembered(1_000, most=2), iter(range(9))
    found = [kept.get("a", now, lambda: next(made)) for now in (0, 999, 1_000, 500)]
    assert found == [0, 0, 1, 2]
    assert [kept.get(key, 500, lambda: next(made)) for key in ("b", "a", "c", "c")] == [3, 2, 4, 4]


def test_while_an_old_figure_is_made_anew_others_get_the_old_one() -> None:
    kept = Remembered(1_000)
    kept.get("a", 0, lambda: "old")
    assert kept.get("a", 2_000, lambda: kept.get("a", 2_000, lambda: "x") + " and new") == (
        "old and new"
    )


def test_comments_come_in_pages_without_ticket_or_officer(floor: Floor) -> None:
    for n in range(3):
        add_ratings(floor, n, 1, "unsatisfied", "noise", comment=f"Ồn quá {n}")
    add_ratings(floor, 0, 1)
    span = Period("2026-11-01", "2026-11-26")
    page = floor.store.read(lambda s: comments_report(look(s, "c1", floor.now), span, 0, 2))
    assert [c["comment"] for c in page["items"]] == ["Ồn quá 0", "Ồn quá 1"]
    assert set(page["items"][0]) == {"day", "service", "value", "reasons", "comment"}
    rest = floor.store.read(
        lambda s: comments_report(look(s, "c1", floor.now), span, int(page["next"]), 2)
    )
    assert ([c["comment"] for c in rest["items"]], rest["next"]) == (["Ồn quá 2"], None)
