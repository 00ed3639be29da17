"""Form 04 is drafted once for a date that will be missed, and given by a person."""

from typing import Any

import pytest
from dossier_desk import DossierDesk, csv_of
from stores import NOON, Floor

from server.core.apologies import new_date
from server.core.calendar import WorkCalendar
from server.core.errors import Invalid, NotFound, WrongState
from server.queries.departments import apologies_are_due, apologies_page
from server.queries.pressing import pressing_page
from server.usecases.dossiers.apologies import (
    confirm_apology,
    dismiss_apology,
    draft_apologies,
    reword_apology,
)

HOUR = 3_600_000
DAY = 24 * HOUR


@pytest.fixture
def desk(floor: Floor) -> DossierDesk:
    """NOON is a Thursday."""
    desk = DossierDesk(floor)
    row = {"department": "tu-phap", "received_at": "2026-11-02T08:00"}
    desk.bring(csv_of([
        {**row, "code": "A-late", "due_at": "2026-11-25"},
        {**row, "code": "A-today", "due_at": "2026-11-26"},
        {**row, "code": "A-far", "due_at": "2026-12-10"},
        {**row, "code": "A-done", "due_at": "2026-11-20", "resolved_at": "2026-11-24"},
    ]))  # fmt: skip
    return desk


def drafts(desk: DossierDesk) -> list[Any]:
    items: list[Any] = desk.see(lambda seen: apologies_page(seen, "", 50))["items"]
    return items


def draft(desk: DossierDesk) -> int:
    return desk.floor.do(draft_apologies, "system")


def test_a_date_that_passed_is_drafted_once_with_a_new_date(desk: DossierDesk) -> None:
    assert desk.see(apologies_are_due)
    assert (draft(desk), draft(desk)) == (1, 0)
    assert not desk.see(apologies_are_due)
    (one,) = drafts(desk)
    assert (one["code"], one["why"]) == ("A-late", "overdue")
    assert one["missed"] == one["due_at"]
    # The next working day: no term is known.
    assert one["proposed"] == "2026-11-27T10:00:00.000Z"
    assert "quá ngày hẹn" in one["reason"]


def test_still_open_at_the_cut_off_of_its_day_it_will_be_missed(desk: DossierDesk) -> None:
    draft(desk)
    desk.floor.now = NOON + 3 * HOUR - 1
    assert draft(desk) == 0
    desk.floor.now = NOON + 3 * HOUR
    assert draft(desk) == 1
    assert [(one["code"], one["why"]) for one in drafts(desk)] == [
        ("A-late", "overdue"), ("A-today", "today")
    ]  # fmt: skip


def test_a_department_that_expects_to_be_late_says_the_date_itself(desk: DossierDesk) -> None:
    draft(desk)
    told = {"code": "A-far", "state": "processing"}
    desk.tell([
        {**told, "at": "20261120080000", "expected_at": "2026-12-20"},
        {**told, "at": "20261121080000", "expected_at": "2026-12-14T09:00:00+07:00"},
        {**told, "at": "20261122080000"},
    ])  # fmt: skip
    assert desk.see(apologies_are_due)
    assert draft(desk) == 1
    far = next(one for one in drafts(desk) if one["code"] == "A-far")
    assert (far["why"], far["proposed"]) == ("told", "2026-12-14T10:00:00.000Z")
    # Taken back: there is no draft for what was said before.
    desk.tell([{**told, "at": "20261123080000", "expected_at": "2026-12-01"}])
    assert draft(desk) == 0


def test_given_it_keeps_both_dates_and_judges_by_the_first(desk: DossierDesk) -> None:
    draft(desk)
    before = desk.page("A-late")["due_at"]
    desk.floor.do(lambda c: confirm_apology(c, "A-late", "", None), "staff", person="o1")
    assert drafts(desk) == []
    assert desk.page("A-late")["due_at"] == before
    row = desk.floor.rows("SELECT state, new_due, decided_by FROM dossier_apology")[0]
    assert (row["state"], row["decided_by"]) == ("issued", "person:o1")
    assert desk.floor.value("SELECT COUNT(*) AS n FROM dossier_form WHERE form = '04'") == 1
    with pytest.raises(WrongState):
        desk.floor.do(lambda c: confirm_apology(c, "A-late", "", None))
    # Kept, the new date makes nothing timely; missed, it is apologised for anew.
    desk.floor.now = row["new_due"] + DAY
    assert draft(desk) == 2
    again = next(one for one in drafts(desk) if one["code"] == "A-late")
    assert (again["missed"], again["due_at"]) == ("2026-11-27T10:00:00.000Z", before)
    desk.act("A-late", "resolve")
    assert desk.page("A-late")["verdict"] == "late"
    assert "A-late" not in {one["code"] for one in drafts(desk)}


def test_dismissed_it_does_not_come_again(desk: DossierDesk) -> None:
    draft(desk)
    desk.floor.do(lambda c: dismiss_apology(c, "A-late"))
    assert (drafts(desk), draft(desk)) == ([], 0)
    with pytest.raises(NotFound):
        desk.floor.do(lambda c: dismiss_apology(c, "A-far"))


def test_a_form_given_by_hand_settles_the_draft(desk: DossierDesk) -> None:
    from server.usecases.dossiers.forms import issue_form

    draft(desk)
    desk.floor.do(lambda c: issue_form(c, "A-late", "04", reason="x", new_due=c.now + DAY))
    assert drafts(desk) == []


def test_the_new_date_is_half_the_term_at_least_a_day() -> None:
    calendar = WorkCalendar()
    by_term = {
        (term, unit): (new_date(calendar, NOON, term, unit, None) - NOON) // DAY
        for term, unit in ((None, "working_days"), (1, "working_days"), (5, "working_days"),
                           (90, "working_days"), (8, "working_hours"))
    }  # fmt: skip
    assert list(by_term.values()) == [1, 1, 5, 14, 1]
    assert new_date(calendar, NOON, 5, "working_days", NOON + 2 * DAY) == NOON + 4 * DAY + 5 * HOUR


def test_an_officer_sees_what_presses_in_her_departments(desk: DossierDesk) -> None:
    draft(desk)
    page = desk.see(lambda seen: pressing_page(seen, None))
    assert (page["owed"], page["soon"], page["late"]) == (1, 1, 0)
    assert [one["code"] for one in page["items"]] == ["A-late", "A-today"]
    new = NOON + 5 * DAY
    desk.floor.do(lambda c: reword_apology(c, "A-late", "Đang chờ xác minh.", new), "staff")
    shown = desk.see(lambda seen: pressing_page(seen, None))["items"][0]["apology"]
    assert (shown["reason"], shown["phones"]) == ("Đang chờ xác minh.", 0)
    with pytest.raises(Invalid):
        desk.floor.do(lambda c: reword_apology(c, "A-late", "", NOON - 1), "staff")
    desk.floor.do(lambda c: confirm_apology(c, "A-late", "", None), "staff")
    page = desk.see(lambda seen: pressing_page(seen, None))
    assert [one["code"] for one in page["items"]] == ["A-today"]
    desk.floor.now = new + DAY
    page = desk.see(lambda seen: pressing_page(seen, None))
    assert [one["code"] for one in page["items"]] == ["A-late", "A-today"]
    assert page["items"][0]["promised_at"] != page["items"][0]["due_at"]
