"""A closed period keeps its figures; what is told later stands beside them, dated."""

from datetime import datetime
from typing import Any

import pytest
from dossier_desk import DossierDesk, csv_of, seed_rows
from stores import Floor

from server.core.errors import Invalid, PeriodCrosses, PeriodNotOver
from server.reports.behind import KINDS, Behind, behind, dossiers_behind
from server.reports.closed_periods import closed_list, closed_one, corrections
from server.reports.dossier_progress import progress_report
from server.reports.dossiers import BY
from server.reports.period import Period
from server.usecases.dossiers.periods import Closing, close_period

HOUR_MS = 3_600_000
JUNE = ("2026-06-01", "2026-06-30")
MADE_OF = ("received", "resolved", "early", "on_time", "late", "pending", "late_only_in_books")


@pytest.fixture
def desk(floor: Floor) -> DossierDesk:
    made = DossierDesk(floor)
    kinds = {"early": 40, "on_time": 30, "late": 8, "pending": 12}
    made.bring(csv_of(seed_rows(datetime(2026, 6, 1), 30, kinds)))
    return made


def close(desk: DossierDesk, first: str, last: str) -> Closing:
    return desk.floor.do(lambda c: close_period(c, first, last, 7 * HOUR_MS), person="m1")


def told(desk: DossierDesk, id: str = "2026-06-01..2026-06-30") -> list[Any]:
    """All corrections, read two at a time."""
    items, cursor = [], ""
    while True:
        found = desk.see(lambda seen, c=cursor: corrections(seen, id, c, 2))
        items += found["items"]
        if found["next"] is None:
            return items
        cursor = found["next"]


def code_of(desk: DossierDesk, kind: str) -> str:
    asked = Behind(kind)
    (line,), _ = desk.see(lambda seen: dossiers_behind(seen, Period(*JUNE), asked, "", 1))
    return str(line["code"])


def test_later_changes_leave_closed_figures_and_are_listed_dated(desk: DossierDesk) -> None:
    before = {by: desk.report(*JUNE, by) for by in BY}
    form = desk.see(lambda seen: progress_report(seen, Period(*JUNE)))
    assert not close(desk, *JUNE).repeated
    late_told, gone = code_of(desk, "pending"), code_of(desk, "early")
    desk.floor.pass_time(3_600)
    desk.bring(csv_of([
        # In time, and told months later.
        {"code": late_told, "received_at": "2026-06-01T08:01:00+07:00",
         "resolved_at": "2026-06-05T10:00:00+07:00", "recorded_at": "2026-11-20"},
        # Entered only now.
        {"code": "H16.15-260603-9999", "department": "tu-phap",
         "received_at": "2026-06-03T08:00:00+07:00"},
        # Received in another month after all.
        {"code": gone, "received_at": "2026-07-02T08:00:00+07:00"},
    ]))  # fmt: skip
    for by in BY:
        after = desk.report(*JUNE, by)
        assert [after[n] for n in MADE_OF] == [before[by][n] for n in MADE_OF]
        assert after["shares"] == before[by]["shares"]
        assert [(g["key"], g["received"]) for g in after["groups"]] == [
            (g["key"], g["received"]) for g in before[by]["groups"]
        ]
        assert after["closed"]["corrections"] == 3
        now = after["closed"]["corrected"]
        assert (now["received"], now["resolved"]) == (90, 78)
        assert round(sum(now["shares"].values()), 6) == 100.0
    kept = desk.see(lambda seen: progress_report(seen, Period(*JUNE)))
    assert kept["rows"] == form["rows"]
    assert kept["total"] == form["total"]
    assert kept["closed"]["corrected"]["resolved"]["total"] == form["total"]["resolved"]["total"]
    found = {one["code"]: one for one in told(desk)}
    assert set(found) == {late_told, gone, "H16.15-260603-9999"}
    one = found[late_told]
    assert (one["kind"], one["recorded_at"]) == ("imported", "2026-11-26T06:00:00.000Z")
    assert one["figures"] == {"resolved": 1, "early": 1, "pending": -1}
    assert {change["what"] for change in one["changes"]} == {
        "resolved_at", "recorded_at", "verdict"
    }  # fmt: skip
    assert found["H16.15-260603-9999"]["figures"] == {"received": 1, "pending": 1}
    assert found[gone]["figures"]["received"] == -1


def test_what_happens_after_the_closing_is_no_correction(desk: DossierDesk) -> None:
    close(desk, *JUNE)
    code = code_of(desk, "pending")
    desk.floor.pass_time(86_400)
    desk.act(code, "resolve")
    assert told(desk) == []
    assert desk.report(*JUNE)["closed"]["corrections"] == 0
    assert desk.report("2026-06-01", "2026-07-31")["resolved"] == 79
    assert desk.report("2026-06-01", "2026-07-31")["closed"] is None


def test_a_departments_late_message_names_the_department(desk: DossierDesk) -> None:
    close(desk, *JUNE)
    asked = Behind("pending", "department", "tu-phap")
    (line, *_), _ = desk.see(lambda seen: dossiers_behind(seen, Period(*JUNE), asked, "", 5))
    message = {"code": line["code"], "state": "resolved", "at": "20260610090000"}
    desk.floor.pass_time(60)
    desk.tell([message])
    (one,) = told(desk)
    assert (one["kind"], one["department"], one["person"]) == ("message", "tu-phap", None)


def test_a_period_is_closed_once_and_does_not_cross_another(desk: DossierDesk) -> None:
    close(desk, *JUNE)
    at = desk.see(lambda seen: closed_one(seen, "2026-06-01..2026-06-30"))["closed_at"]
    desk.floor.pass_time(60)
    assert close(desk, *JUNE).repeated
    shown = desk.see(lambda seen: closed_one(seen, "2026-06-01..2026-06-30"))
    assert shown["closed_at"] == at
    assert (shown["figures"]["received"], shown["figures"]["pending"]) == (90, 12)
    with pytest.raises(PeriodCrosses):
        close(desk, "2026-06-15", "2026-07-15")
    with pytest.raises(PeriodCrosses):
        close(desk, "2026-05-15", "2026-06-15")
    with pytest.raises(PeriodNotOver):
        close(desk, "2026-11-01", "2026-11-30")
    for nested in (("2026-04-01", "2026-06-30"), ("2026-06-01", "2026-06-07"),
                   ("2026-07-01", "2026-07-31")):  # fmt: skip
        assert not close(desk, *nested).repeated
    listed = desk.see(lambda seen: closed_list(seen, "", 3))
    assert [one["to"] for one in listed["items"]] == ["2026-07-31", "2026-06-30", "2026-06-30"]
    rest = desk.see(lambda seen: closed_list(seen, listed["next"], 3))
    assert [one["id"] for one in rest["items"]] == ["2026-06-01..2026-06-07"]
    assert rest["next"] is None


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_behind_each_figure_stand_its_dossiers(desk: DossierDesk, closed: bool) -> None:
    if closed:
        close(desk, *JUNE)
    report = desk.report(*JUNE)
    form = desk.see(lambda seen: progress_report(seen, Period(*JUNE)))["total"]
    figures = {**report, **form["in_progress"], "open_in_time": form["in_progress"]["in_time"],
               "open_overdue": form["in_progress"]["overdue"], "online": form["received"]["online"],
               "direct": form["received"]["direct"], "form_early": form["resolved"]["early"],
               "form_on_time": form["resolved"]["on_time"],
               "form_overdue": form["resolved"]["overdue"]}  # fmt: skip
    for kind in KINDS:
        assert len(behind_all(desk, Behind(kind))) == figures[kind], kind
    for by in BY:
        for group in desk.report(*JUNE, by)["groups"]:
            asked = Behind("late_only_in_books", by, group["key"])
            assert len(behind_all(desk, asked)) == group["late_only_in_books"], (by, group["key"])
    with pytest.raises(Invalid):
        behind({"kind": "lost"})
    with pytest.raises(Invalid):
        behind({"by": "colour"})


def behind_all(desk: DossierDesk, asked: Behind) -> set[str]:
    """The codes, read seven at a time."""
    codes, cursor = [], ""
    while True:
        items, following = desk.see(
            lambda seen, c=cursor: dossiers_behind(seen, Period(*JUNE), asked, c, 7)
        )
        codes += [item["code"] for item in items]
        if following is None:
            assert len(codes) == len(set(codes))
            return set(codes)
        cursor = following
