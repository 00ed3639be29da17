"""The numbers of the first centre, loaded as dossiers, and what else reports must keep to."""

from datetime import datetime

import pytest
from dossier_desk import PLAIN_RULES, DossierDesk, csv_of, seed_rows
from stores import Floor

from server.core.errors import Invalid
from server.reports.dossier_progress import DoesNotAddUp, check, progress_report
from server.reports.period import Period
from server.usecases.dossiers.rules import set_rules

FIRST_MONTHS = {"early": 1_922, "on_time": 1_586, "late": 34, "pending": 110}
PHASE_1 = {"early": 2_390, "on_time": 2_200, "late": 100, "pending": 369}
PHASES = [
    {"name": "Giai đoạn 1", "name_en": "Phase 1", "begins": "2016-09-01"},
    {"name": "Giai đoạn 2", "name_en": "Phase 2", "begins": "2017-12-18"},
]


@pytest.fixture
def desk(floor: Floor) -> DossierDesk:
    return DossierDesk(floor)


def test_the_first_centres_numbers_come_out_exactly(desk: DossierDesk) -> None:
    """3,652 received in the first two months of phase 2, 8,711 since the beginning."""
    rows = [
        *seed_rows(datetime(2016, 9, 1), 460, PHASE_1),
        *seed_rows(datetime(2017, 12, 18), 60, FIRST_MONTHS, first=sum(PHASE_1.values())),
    ]
    assert desk.bring(csv_of(rows)) == {"new": 8_711, "changed": 0, "same": 0}
    desk.floor.do(lambda c: set_rules(c, {**PLAIN_RULES, "phases": PHASES}), "admin")

    two_months = desk.report("2017-12-18", "2018-02-17")
    counted = [two_months[name] for name in
               ("received", "resolved", "early", "on_time", "late", "pending")]  # fmt: skip
    print("received / resolved / early / on time / late / pending:", *counted)
    assert counted == [3_652, 3_542, 1_922, 1_586, 34, 110]
    assert two_months["shares"] == {"early": 54.3, "on_time": 44.8, "late": 0.9}
    assert round(sum(two_months["shares"].values()), 6) == 100.0
    assert (two_months["base"], two_months["undated"]) == (3_542, 0)

    whole = desk.report("2016-09-01", "2018-02-17", "phase")
    print("all:", whole["received"], whole["resolved"], whole["resolved_share"])
    assert (whole["received"], whole["resolved"], whole["resolved_share"]) == (8_711, 8_232, 94.5)
    first, second = whole["groups"]
    assert (first["name"], second["name"]) == ("Giai đoạn 1", "Giai đoạn 2")
    assert (first["received"], second["received"]) == (5_059, 3_652)
    assert (first["growth"], second["growth"]) == (None, 72.2)
    assert second["so_far"] == {"received": 8_711, "resolved": 8_232, "resolved_share": 94.5}


def test_groups_add_up_to_the_whole_by_every_cut(desk: DossierDesk) -> None:
    desk.bring(csv_of(seed_rows(datetime(2026, 1, 5), 50, {"early": 90, "on_time": 70, "late": 9,
                                                          "pending": 21})))  # fmt: skip
    for by in ("department", "field", "procedure", "channel", "officer", "month", "day", "phase"):
        report = desk.report("2026-01-01", "2026-03-31", by)
        for name in ("received", "resolved", "early", "on_time", "late", "pending"):
            assert sum(group[name] for group in report["groups"]) == report[name], (by, name)
        for figure in (report, *report["groups"]):
            assert figure["received"] == figure["resolved"] + figure["pending"]
            if figure["base"]:
                assert round(sum(figure["shares"].values()), 6) == 100.0
    assert {g["key"] for g in desk.report("2026-01-01", "2026-03-31", "channel")["groups"]} == {
        "in_person", "online", "post", "unknown"
    }  # fmt: skip
    assert {g["key"] for g in desk.report("2026-01-01", "2026-03-31")["groups"]} == {
        "tu-phap", "so-xay-dung"
    }  # fmt: skip
    with pytest.raises(Invalid):
        desk.report("2026-01-01", "2026-03-31", "colour")


def test_recorded_late_is_not_resolved_late(desk: DossierDesk) -> None:
    desk.bring(csv_of([{
        "code": "H16.15-260601-0001", "received_at": "2026-06-01T09:00:00+07:00",
        "due_at": "2026-06-05", "resolved_at": "2026-06-04T10:00:00+07:00",
        "recorded_at": "2026-08-04T10:00:00+07:00",
    }]))  # fmt: skip
    report = desk.report("2026-06-01", "2026-06-30")
    assert (report["early"], report["late"], report["late_only_in_books"]) == (1, 0, 1)
    lag = report["recording_lag"]
    assert (lag["base"], lag["p50_minutes"], lag["over_a_day"]) == (1, 61 * 1_440, 1)


def test_an_empty_period_has_no_shares_to_speak_of(desk: DossierDesk) -> None:
    report = desk.report("2026-06-01", "2026-06-30")
    assert (report["received"], report["base"], report["groups"]) == (0, 0, [])
    assert report["resolved_share"] is None
    assert report["recording_lag"]["p90_minutes"] is None


def test_the_progress_form_adds_up_on_every_row(desk: DossierDesk) -> None:
    desk.bring(csv_of(seed_rows(datetime(2026, 1, 5), 50, {"early": 90, "on_time": 70, "late": 9,
                                                          "pending": 21})))  # fmt: skip
    for first, last in (("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28"),
                        ("2026-03-01", "2026-12-31")):  # fmt: skip
        form = desk.see(lambda seen, f=first, t=last: progress_report(seen, Period(f, t)))
        assert form["total"]["received"]["total"] > 0
    assert form["total"]["received"]["carried_over"] > 0
    assert form["total"]["in_progress"] == {"total": 21, "in_time": 0, "overdue": 21}
    with pytest.raises(DoesNotAddUp):
        check({"received": {"total": 3}, "resolved": {"total": 1}, "in_progress": {"total": 1}})
