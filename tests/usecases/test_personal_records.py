"""Personal records go when their time is over, or when the person asks; figures stay."""

import json
from dataclasses import asdict
from typing import Any

import pytest
from dossier_desk import DossierDesk
from marked_person import IDENTITY, MARKS, NAME, PHONE, Marked, answer, leave_traces
from store_rows import every_row
from stores import Floor

from server.core.errors import Invalid
from server.core.retention import BOUNDS, RetentionRules
from server.queries.audit import purges
from server.queries.retention import tonight
from server.queries.snapshot import look
from server.reports.dossiers import dossier_report
from server.reports.period import Period
from server.usecases.change_settings import change_settings
from server.usecases.person_data import KINDS, Sought, erase, export
from server.usecases.retention import PIECE, purge, report_purge

DAY_S = 86_400


def traces(floor: Floor) -> list[str]:
    """Where a mark of the person is still to be read."""
    found = []
    for table, rows in every_row(floor.store).items():
        text = json.dumps(rows, ensure_ascii=False, default=str)
        found += [f"{table}: {mark}" for mark in MARKS if mark in text]
    return found


def night(floor: Floor) -> dict[str, int]:
    done: dict[str, int] = {}
    found = {"": PIECE}
    while max(found.values()) >= PIECE:
        found = floor.do(purge, "system")
        done = {kind: done.get(kind, 0) + n for kind, n in found.items()}
    floor.do(lambda c: report_purge(c, done), "system")
    return {kind: n for kind, n in done.items() if n}


def figures(floor: Floor) -> Any:
    def query(session: Any) -> Any:
        seen = look(session, "c1", floor.now)
        report = dossier_report(seen, Period("2026-11-01", "2026-11-30"), "department")
        return {name: value for name, value in report.items() if name != "as_of"}

    counts = floor.rows(
        "SELECT day, state, COUNT(*) AS n, SUM(calls) AS calls FROM ticket GROUP BY day, state"
    )
    ratings = floor.rows("SELECT value, COUNT(*) AS n FROM rating GROUP BY value")
    return floor.store.read(query), counts, ratings


def test_everything_personal_is_gone_when_its_time_is_over(floor: Floor) -> None:
    marked = leave_traces(floor)
    answer(floor, marked)
    before = figures(floor)
    assert night(floor) == {}
    floor.pass_time(DAY_S)
    assert night(floor) == {"identity": 1}
    floor.pass_time(100 * DAY_S)
    assert set(night(floor)) >= {"notes", "event_notes"}
    assert floor.value("SELECT applicant FROM dossier") == NAME
    floor.pass_time(300 * DAY_S)
    assert set(night(floor)) >= {"applicants", "dossier_words"}
    floor.pass_time(400 * DAY_S)
    assert set(night(floor)) == {"comments"}
    assert traces(floor) == []
    assert figures(floor) == before
    told = floor.store.read(lambda s: purges(look(s, "c1", floor.now)))
    assert len(told) == 4 and told[0]["counts"] == {"comments": 1}


def test_what_the_coming_night_would_take_is_what_it_takes(floor: Floor) -> None:
    answer(floor, leave_traces(floor))
    for days in (0, 100, 300, 400):
        floor.pass_time(days * DAY_S)
        told = floor.store.read(lambda s: tonight(look(s, "c1", floor.now), RetentionRules()))
        floor.pass_time(DAY_S)
        assert {kind: n for kind, n in told["counts"].items() if n} == night(floor)


def test_a_dossier_that_is_still_open_keeps_its_person(floor: Floor) -> None:
    leave_traces(floor)
    floor.pass_time(3_000 * DAY_S)
    night(floor)
    assert floor.value("SELECT applicant FROM dossier") == NAME


def test_a_purge_works_in_pieces(floor: Floor) -> None:
    for _ in range(PIECE + 20):
        floor.issue()
    floor.store.write(lambda s: s.run("UPDATE ticket SET identity = id"))
    floor.pass_time(DAY_S)
    assert floor.do(purge, "system")["identity"] == PIECE
    assert floor.do(purge, "system")["identity"] == 20


def test_how_long_is_a_setting_with_bounds(floor: Floor) -> None:
    usual = asdict(RetentionRules())
    for name, (low, high) in BOUNDS.items():
        assert low <= usual[name] <= high
        for wrong in (low - 1, high + 1):
            with pytest.raises(Invalid) as found:
                floor.do(lambda c, w={**usual, name: wrong}: change_settings(c, {"retention": w}))
            assert found.value.field == name
    floor.do(lambda c: change_settings(c, {"retention": {**usual, "comments_days": 10}}))
    leave_traces(floor)
    floor.pass_time(11 * DAY_S)
    assert night(floor)["comments"] == 1


def seek(kind: str, marked: Marked) -> Sought:
    values = {
        "dossier": marked.dossier,
        "phone": "0987.654-321",
        "identity": IDENTITY,
        "ticket": marked.ticket,
    }
    return Sought(kind, values[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_a_person_is_told_everything_however_found(floor: Floor, kind: str) -> None:
    marked = leave_traces(floor)
    answer(floor, marked)
    told = floor.do(lambda c: export(c, seek(kind, marked)), "admin")
    (dossier,), (ticket,) = told["dossiers"], told["tickets"]
    assert (dossier["code"], dossier["applicant"], dossier["phone"]) == (
        marked.dossier, NAME, PHONE,
    )  # fmt: skip
    assert any("refused" in str(step) for step in dossier["steps"])
    assert ticket["id"] == marked.ticket and ticket["identified"]
    assert "parked" in str(ticket["events"]) and "comment" in ticket["rating"]["comment"]
    json.dumps(told)
    noted = floor.rows("SELECT what, data FROM audit ORDER BY seq DESC LIMIT 1")[0]
    assert noted["what"] == "person_data_exported"
    assert json.loads(noted["data"]) == {"by": kind, "dossiers": 1, "tickets": 1}


@pytest.mark.parametrize("kind", KINDS)
def test_erasing_a_person_leaves_no_trace_and_every_figure(floor: Floor, kind: str) -> None:
    marked = leave_traces(floor)
    answer(floor, marked)
    before = figures(floor)
    done = floor.do(lambda c: erase(c, seek(kind, marked)), "admin")
    assert (done.dossiers, done.tickets, done.left) == (1, 1, ())
    assert traces(floor) == []
    assert floor.value("SELECT COUNT(*) FROM ticket WHERE identity IS NOT NULL") == 0
    assert figures(floor) == before
    page = DossierDesk(floor).page(marked.dossier)
    assert page["code"] == marked.dossier


def test_an_open_dossier_is_erased_only_when_told(floor: Floor) -> None:
    marked = leave_traces(floor)
    sought = Sought("dossier", marked.dossier)
    assert floor.do(lambda c: erase(c, sought), "admin").left == (marked.dossier,)
    assert floor.value("SELECT applicant FROM dossier") == NAME
    assert floor.do(lambda c: erase(c, sought, open_too=True), "admin").dossiers == 1
    assert traces(floor) == []


def test_nobody_is_found_by_nonsense(floor: Floor) -> None:
    leave_traces(floor)
    for kind in ("dossier", "ticket"):
        assert floor.do(lambda c, k=kind: export(c, Sought(k, "x")), "admin")["dossiers"] == []
    for kind, value in (("phone", "12"), ("identity", "12"), ("name", "Zeno")):
        with pytest.raises(Invalid):
            floor.do(lambda c, k=kind, v=value: export(c, Sought(k, v)), "admin")
