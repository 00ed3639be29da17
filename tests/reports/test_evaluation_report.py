"""A quarter's evaluation from stored visits, ratings and marks."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from stores import Floor, add_centre

from server.core.errors import Invalid, NotFound
from server.core.evaluation import DEFAULT_INDICES, EvaluationRules
from server.core.quarter import quarter
from server.queries.snapshot import look
from server.reports.evaluation import evaluation_report
from server.store.base import Store
from server.usecases.administer import NewPerson, add_person
from server.usecases.evaluate import MarkEntry, enter_mark, set_rules

QUARTER = "2026-Q4"
ENTRY = MarkEntry(QUARTER, "department", "tu-phap", "online", Decimal("1.5"), "Họp ngày 20/11")


@pytest.fixture
def floor(store: Store) -> Floor:
    add_centre(store)
    return Floor(store)


def report(floor: Floor, kind: str = "department", of: str = QUARTER) -> dict[str, Any]:
    return floor.store.read(
        lambda s: evaluation_report(look(s, floor.centre, floor.now), quarter(of), kind)
    )


def only(floor: Floor, kind: str = "department") -> dict[str, Any]:
    (item,) = report(floor, kind)["items"]
    return dict(item)


def index(item: dict[str, Any], key: str) -> dict[str, Any]:
    return next(dict(one) for one in item["indices"] if one["key"] == key)


def visits(floor: Floor, n: int, waited_min: int, value: str | None, officer: str = "") -> None:
    """``n`` finished visits, called after ``waited_min`` and rated where there is a value."""

    def fill(session: Any) -> None:
        serial = session.one("SELECT COUNT(*) AS n FROM ticket")["n"]
        rows = [
            {
                "id": f"t{serial + k}", "number": f"A{serial + k:03d}", "place": serial + k,
                "since": floor.now - (waited_min + 5) * 60_000, "officer": officer or None,
                "called": floor.now - 5 * 60_000, "at": floor.now, "value": value,
            }
            for k in range(n)
        ]  # fmt: skip
        session.many(
            "INSERT INTO ticket (id, centre, day, service, number, priority, lane, place, state,"
            " language, counter, officer, calls, people_ahead_at_issue, issued_at, called_at,"
            " ended_at, waiting_since) VALUES (:id, 'c1', '2026-11-26', 'ho-tich', :number,"
            " 'none', 'normal', :place, 'finished', 'vi', '1', :officer, 1, 0, :since, :called,"
            " :at, :since)",
            [{k: v for k, v in row.items() if k != "value"} for row in rows],
        )
        if value is not None:
            session.many(
                "INSERT INTO rating (ticket, centre, day, service, counter, officer, value, scale,"
                " reasons, first_pressed_at, pressed_at) VALUES (:id, 'c1', '2026-11-26',"
                " 'ho-tich', '1', :officer, :value, 3, '[]', :at, :at)",
                [{k: row[k] for k in ("id", "officer", "value", "at")} for row in rows],
            )

    floor.store.write(fill)


def test_facts_give_points_exactly_at_their_boundary(floor: Floor) -> None:
    visits(floor, 95, 15, "satisfied")
    visits(floor, 5, 16, "unsatisfied")
    item = only(floor)
    waits, satisfied = index(item, "waits"), index(item, "satisfaction")
    assert (waits["hits"], waits["base"], waits["share"], waits["points"]) == (95, 100, 95.0, 2.0)
    assert (satisfied["share"], satisfied["points"], satisfied["source"]) == (95.0, 2.0, "fact")
    visits(floor, 1, 16, "unsatisfied")
    assert index(only(floor), "satisfaction")["points"] == 1.0


def test_few_facts_give_no_points_and_a_missing_index_no_grade(floor: Floor) -> None:
    visits(floor, 29, 1, "satisfied")
    item = only(floor)
    assert (index(item, "waits")["points"], index(item, "waits")["base"]) == (None, 29)
    assert (item["grade"], item["points"], len(item["missing"])) == (None, 0.0, 9)


def test_who_was_sent_home_to_correct_papers_is_another_contact(floor: Floor) -> None:
    visits(floor, 40, 1, None)
    floor.store.write(
        lambda s: s.many(
            "INSERT INTO event (centre, at, kind, ticket, actor, data)"
            " VALUES ('c1', 1, 'sent_away', :id, 'x', '{}')",
            [{"id": f"t{n}"} for n in range(4)] + [{"id": "t0"}],
        )
    )
    contacts = index(only(floor), "contacts")
    assert (contacts["hits"], contacts["base"], contacts["points"]) == (36, 40, 1.0)


def test_dossiers_resolved_in_the_quarter_count_by_their_due_date(floor: Floor) -> None:
    verdicts = ["early"] * 20 + ["on_time"] * 18 + ["late"] * 2 + [None] * 5
    rows = [
        {"code": f"H16-261101-{n:04d}", "verdict": verdict, "day": verdict and "2026-11-20"}
        for n, verdict in enumerate(verdicts)
    ]
    rows.append({"code": "H16-260901-0001", "verdict": "late", "day": "2026-09-20"})
    floor.store.write(
        lambda s: s.many(
            "INSERT INTO dossier (centre, code, procedure, field, department, channel, applicant,"
            " phone, received_at, received_day, unit, rule, pauses, told_pauses, documents, state,"
            " resolved_day, verdict, heard, answer_rank, created_at) VALUES ('c1', :code, '', '',"
            " 'tu-phap', '', '', '', 1, '2026-10-01', '', 1, '[]', '[]', '[]', '', :day, :verdict,"
            " '', '', 1)",
            rows,
        )
    )
    on_time = index(only(floor), "on_time")
    assert (on_time["hits"], on_time["base"], on_time["points"]) == (38, 40, 2.0)


def test_nine_marks_of_fifteen_points_are_excellent(floor: Floor) -> None:
    marks = ["2"] * 6 + ["1", "1", "1"]
    for rule, points in zip(DEFAULT_INDICES, marks, strict=True):
        entry = replace(ENTRY, index=rule.key, points=Decimal(points))
        floor.do(lambda c, entry=entry: enter_mark(c, entry))
    assert (only(floor)["points"], only(floor)["grade"]) == (15.0, "excellent")
    floor.do(lambda c: enter_mark(c, replace(ENTRY, index="online", points=Decimal("0.5"))))
    assert (only(floor)["points"], only(floor)["grade"]) == (14.5, "good")


def test_a_mark_is_dated_attributed_replaced_and_taken_back_with_its_history(
    floor: Floor,
) -> None:
    person = floor.do(
        lambda c: add_person(c, NewPerson("truong", "Bà Trưởng", "manager", "mot-hai-ba"))
    )
    enter = {"person": person, "kind": "person"}
    floor.do(lambda c: enter_mark(c, ENTRY), **enter)
    floor.do(lambda c: enter_mark(c, ENTRY), **enter)  # a repeat adds nothing
    floor.pass_time(60)
    floor.do(lambda c: enter_mark(c, replace(ENTRY, points=Decimal(2), note="")), **enter)
    floor.do(lambda c: enter_mark(c, replace(ENTRY, points=None, note="nhầm")), **enter)
    online = index(only(floor), "online")
    assert (online["points"], online["source"]) == (None, None)
    assert [(m["points"], m["note"], m["by"]) for m in online["marks"]] == [
        (None, "nhầm", "Bà Trưởng"),
        (2.0, "", "Bà Trưởng"),
        (1.5, "Họp ngày 20/11", "Bà Trưởng"),
    ]
    assert online["marks"][2]["at"] < online["marks"][1]["at"]


def test_officers_are_evaluated_from_their_own_visits(floor: Floor) -> None:
    person = floor.do(lambda c: add_person(c, NewPerson("an", "An", "staff", "mot-hai-ba")))
    visits(floor, 30, 1, "satisfied", person)
    visits(floor, 30, 40, "unsatisfied", "somebody-else")
    item = only(floor, "officer")
    assert (item["id"], item["name"]) == (person, "An")
    assert index(item, "satisfaction")["share"] == 100.0
    assert index(item, "waits")["points"] == 2.0


def test_another_quarter_and_another_centre_know_nothing_of_it(store: Store) -> None:
    add_centre(store)
    add_centre(store, "c2")
    here, there = Floor(store), Floor(store, "c2")
    visits(here, 40, 1, "satisfied")
    here.do(lambda c: enter_mark(c, ENTRY))
    for told in (report(here, of="2026-Q3"), report(there)):
        (item,) = told["items"]
        assert (item["points"], len(item["missing"])) == (0.0, 9)
        assert all(one["marks"] == [] for one in item["indices"])


@pytest.mark.parametrize(
    ("wrong", "error", "field"),
    [
        ({"quarter": "2027-Q1"}, Invalid, "quarter"),
        ({"quarter": "2026-Q7"}, Invalid, "quarter"),
        ({"kind": "city"}, Invalid, "kind"),
        ({"subject": "khong-co"}, NotFound, "subject"),
        ({"kind": "officer"}, NotFound, "subject"),
        ({"index": "luck"}, Invalid, "index"),
        ({"points": Decimal("0.3")}, Invalid, "points"),
        ({"points": Decimal("2.5")}, Invalid, "points"),
    ],
)
def test_a_wrong_mark_is_refused_by_field(
    floor: Floor, wrong: dict[str, Any], error: type[Invalid], field: str
) -> None:
    with pytest.raises(error) as refused:
        floor.do(lambda c: enter_mark(c, replace(ENTRY, **wrong)))
    assert refused.value.field == field
    assert floor.value("SELECT COUNT(*) AS n FROM evaluation_mark") == 0


def test_the_nine_indices_and_their_rules_are_the_centres(floor: Floor) -> None:
    visits(floor, 40, 20, None)
    assert index(only(floor), "waits")["points"] == 0.0
    named = replace(DEFAULT_INDICES[1], name="Chờ", full_pct=100, part_pct=50)
    rules = EvaluationRules((DEFAULT_INDICES[0], named, *DEFAULT_INDICES[2:]), 20)
    floor.do(lambda c: set_rules(c, rules))
    waits = index(only(floor), "waits")
    assert (waits["name"], waits["points"], waits["full_pct"]) == ("Chờ", 2.0, 100)
    for wrong in (
        rules.indices[:8], (*rules.indices[:8], rules.indices[0]),
        (*rules.indices[:8], replace(rules.indices[8], full_pct=10, part_pct=20)),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            floor.do(lambda c, wrong=wrong: set_rules(c, EvaluationRules(wrong)))
