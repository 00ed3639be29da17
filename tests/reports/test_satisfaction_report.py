"""Satisfaction over a period, from what the store holds."""

from datetime import date, timedelta
from typing import Any

import pytest
from stores import NOON, Floor, add_centre

from server.core.errors import Invalid
from server.core.satisfaction import RatingRules
from server.queries.snapshot import look
from server.reports.own_satisfaction import own_satisfaction
from server.reports.period import Period, period
from server.reports.satisfaction import satisfaction_report
from server.store.base import Store
from server.usecases import visit
from server.usecases.rate import Press, rate
from server.usecases.rate_later import Answer, rate_later

DAY = "2026-11-26"
TODAY = Period(DAY, DAY)


@pytest.fixture
def floor(store: Store) -> Floor:
    add_centre(store)
    return Floor(store)


def report(floor: Floor, by: str, span: Period = TODAY) -> dict[str, Any]:
    return floor.store.read(
        lambda s: satisfaction_report(look(s, floor.centre, floor.now), span, by)
    )


def visit_rated(
    floor: Floor, value: str | None, reasons: tuple[str, ...] = (), **wanted: str
) -> None:
    counter = wanted.pop("counter", "1")
    ticket = floor.issue(**wanted).ticket  # type: ignore[arg-type]
    called = floor.call(counter)
    assert called is not None
    floor.do(lambda c: visit.finish(c, ticket.id))
    floor.pass_time(5)
    if value is not None:
        press = Press(ticket.id, value, 3, reasons, 0, None, None, None)
        floor.do(lambda c: rate(c, counter, press))
    floor.pass_time(60)


def test_the_first_centres_sentence_from_778_stored_ratings(floor: Floor) -> None:
    """3,652 visits in two months, 778 rated, 746 satisfied."""
    days = [(date(2017, 12, 18) + timedelta(days=d)).isoformat() for d in range(60)]
    visits, ratings = [], []
    for n in range(3652):
        day, id = days[n % 60], f"t{n}"
        ended = NOON - (3652 - n) * 60_000
        visits.append({"id": id, "day": day, "number": f"A{n:04d}", "at": ended, "place": n})
        if n % 4 == 0 and len(ratings) < 778:
            bad = len(ratings) < 32
            reason = '["noise"]' if len(ratings) < 18 else '["unclear_information"]'
            ratings.append(
                {
                    "id": id,
                    "day": day,
                    "value": "unsatisfied" if bad else "satisfied",
                    "reasons": reason if bad else "[]",
                    "at": ended + 4_000,
                }
            )

    def fill(session: Any) -> None:
        session.many(
            "INSERT INTO ticket (id, centre, day, service, number, priority, lane, place, state,"
            " language, counter, calls, people_ahead_at_issue, issued_at, ended_at,"
            " waiting_since) VALUES (:id, 'c1', :day, 'ho-tich', :number, 'none', 'normal',"
            " :place, 'finished', 'vi', '1', 1, 0, :at, :at, :at)",
            visits,
        )
        session.many(
            "INSERT INTO rating (ticket, centre, day, service, counter, value, scale, reasons,"
            " first_pressed_at, pressed_at) VALUES (:id, 'c1', :day, 'ho-tich', '1', :value, 2,"
            " :reasons, :at, :at)",
            ratings,
        )

    floor.store.write(fill)
    found = report(floor, "reason", Period("2017-12-18", "2018-02-18"))
    assert (found["base"], found["served"]) == (778, 3652)
    assert (found["satisfied"], found["unsatisfied"]) == (746, 32)
    assert (found["share"], found["shares"]["unsatisfied"]) == (95.9, 4.1)
    assert found["interval"] == [94.3, 97.1]
    assert found["coverage"] == 21.3
    assert [(g["key"], g["n"], g["base"]) for g in found["groups"]] == [
        ("noise", 18, 32),
        ("unclear_information", 14, 32),
    ]
    nothing = report(floor, "service", Period("2018-03-01", "2018-03-31"))
    assert (nothing["base"], nothing["served"], nothing["small"]) == (0, 0, True)
    for share in ("share", "shares", "interval", "coverage"):
        assert nothing[share] is None


def test_groups_add_up_to_the_whole(floor: Floor) -> None:
    visit_rated(floor, "satisfied", procedure="1.001")
    visit_rated(floor, "unsatisfied", ("noise",))
    visit_rated(floor, "very_satisfied", service="chung-thuc", counter="2")
    visit_rated(floor, None)
    for by in ("service", "field", "department", "counter", "officer", "hour", "day"):
        found = report(floor, by)
        assert (found["base"], found["served"], found["satisfied"]) == (3, 4, 2)
        assert sum(g["base"] for g in found["groups"]) == 3
        assert sum(g["served"] for g in found["groups"]) == 4
    fields = {g["key"]: g["base"] for g in report(floor, "field")["groups"]}
    assert fields == {"": 2, "Hộ tịch": 1}
    assert [g["key"] for g in report(floor, "hour")["groups"]] == ["12"]
    (service,) = (g for g in report(floor, "service")["groups"] if g["key"] == "chung-thuc")
    assert (service["name"], service["name_en"], service["share"]) == (
        "Chứng thực",
        "Certification",
        100.0,
    )
    assert service["small"] and service["rank"] is None


def test_an_officers_few_ratings_are_hidden(floor: Floor) -> None:
    for n in range(10):
        visit_rated(floor, "unsatisfied" if n == 3 else "satisfied")
        (group,) = report(floor, "officer")["groups"]
        assert group["base"] == n + 1
        assert group["hidden"] == (n < 9)
        assert (group["share"] is None) == (n < 9)


def own(floor: Floor, span: Period) -> dict[str, Any]:
    return floor.store.read(lambda s: own_satisfaction(look(s, "c1", floor.now), span, ""))


def test_an_officers_own_sums_never_tell_two_looks_apart_by_one_rating(floor: Floor) -> None:
    """Only whole closed weeks with enough ratings: 23 to 29 November, seen from 7 December on."""
    for n in range(11):
        visit_rated(floor, "unsatisfied" if n == 3 else "satisfied")
    week, longer = Period("2026-11-23", "2026-11-29"), Period("2026-11-20", "2026-12-07")
    for days, shown in ((0, False), (3, False), (7, False), (4, True)):
        floor.pass_time(days * 86_400)
        for span in (week, longer):
            found = own(floor, span)
            assert (found["hidden"], found["base"]) == (not shown, 11 if shown else 0)
            assert found["share"] == (90.9 if shown else None)
    for part in (Period("2026-11-24", "2026-11-29"), Period("2026-11-23", "2026-11-28")):
        assert (own(floor, part)["hidden"], own(floor, part)["weeks"]) == (True, 0)
    # A week of too few adds nothing, so that no difference of two sums tells of them.
    visit_rated(floor, "unsatisfied")
    floor.pass_time(20 * 86_400)
    assert own(floor, Period("2026-11-23", "2026-12-31"))["base"] == 11


def test_presses_for_no_visit_are_told_apart_and_bursts_are_flagged(floor: Floor) -> None:
    visit_rated(floor, "satisfied")
    floor.pass_time(RatingRules().open_s + 3600)
    for seq in range(6):
        press = Press(None, "satisfied", 3, (), 0, "PAD1", "b1", seq)
        assert floor.do(lambda c, press=press: rate(c, "1", press)).status == "unbound"
        floor.pass_time(1)
    found = report(floor, "counter")
    assert found["base"] == 1
    counts = {"all": 6, "counted": 0, "changed": 0, "repeated": 0, "late": 0, "unbound": 6}
    assert found["presses"] == {
        **counts,
        "by_counter": [{"counter": "1", "name": "Quầy 1", "name_en": "Counter 1", **counts}],
    }
    (flag,) = found["flags"]
    assert (flag["kind"], flag["counter"], flag["seen"], flag["name"]) == (
        "burst",
        "1",
        6,
        "Quầy 1",
    )
    assert flag["p"] < 0.001


def test_presses_are_reported_by_what_became_of_them_and_ratings_by_where(floor: Floor) -> None:
    def press(seq: int, value: str, ticket: str | None = None) -> str:
        made = Press(ticket, value, 3, (), 0, "PAD1", "b1", seq)
        return floor.do(lambda c: rate(c, "1", made)).status

    visit_rated(floor, None)
    assert press(1, "satisfied") == "counted"
    assert [press(2, "satisfied"), press(3, "unsatisfied")] == ["repeated", "changed"]
    floor.pass_time(30)
    assert press(4, "very_satisfied") == "late"
    floor.pass_time(600)
    assert press(5, "satisfied") == "unbound"
    visit_rated(floor, None)
    ticket = floor.value("SELECT id FROM ticket ORDER BY serial DESC LIMIT 1")
    floor.do(lambda c: rate_later(c, ticket, Answer("a", "very_satisfied", 3)), "holder")
    found = report(floor, "counter")
    told = {k: n for k, n in found["presses"].items() if k != "by_counter"}
    assert told == {"all": 6, "counted": 2, "changed": 1, "repeated": 1, "late": 1, "unbound": 1}
    assert sum(one["all"] for one in found["presses"]["by_counter"]) == 6
    assert found["sources"] == [
        {"source": "desk", "base": 1, "share": 50.0, "coverage": 50.0},
        {"source": "phone", "base": 1, "share": 50.0, "coverage": 50.0},
    ]
    assert (found["base"], found["served"], found["coverage"]) == (2, 2, 100.0)


def test_how_long_a_terminal_was_awake_is_counted_from_when_it_showed_the_question(
    floor: Floor,
) -> None:
    """The question came up seconds after the officer had finished; the key went down at once."""
    for seq in range(5):
        visit_rated(floor, None)
        floor.pass_time(5 - 60)
        made = Press(None, "satisfied", 3, (), 0, "PAD1", "b1", seq, shown_ms=300)
        assert floor.do(lambda c, made=made: rate(c, "1", made)).status == "counted"
        floor.pass_time(600)
    (flag,) = report(floor, "counter")["flags"]
    assert (flag["kind"], flag["seen"], flag["base"]) == ("early", 5, 5)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2026-13-01", None, "from"),
        (None, "heute", "to"),
        ("20261126", None, "from"),
        ("2026-11-27", "2026-11-26", "from"),
        ("2001-01-01", "2026-11-26", "from"),
        ("0001-01-01", None, "from"),
    ],
)
def test_a_wrong_period_names_its_field(first: str | None, last: str | None, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        period(first, last, DAY)
    assert refused.value.field == field


def test_periods_of_one_length_follow_one_another() -> None:
    assert period(None, None, DAY) == Period("2026-10-28", DAY)
    assert Period("2026-11-20", DAY).before() == Period("2026-11-13", "2026-11-19")
    begins, ends = Period(DAY, DAY).bounds("Asia/Ho_Chi_Minh")
    assert begins < NOON < ends and ends - begins == 86_400_000
