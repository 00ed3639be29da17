"""Tickets that a kiosk issued without the server, merged into the queue."""

from dataclasses import replace

import pytest
from offline_floor import OfflineKiosk
from stores import NOON, Floor

from server.core.errors import AlreadyExists
from server.core.lifecycle import state_after
from server.usecases.change import Actor, change
from server.usecases.counter_state import set_service_open
from server.usecases.issue import IssueTicket, issue_ticket
from server.usecases.offline import Merged, Status

TODAY, TOMORROW = "2026-11-26", "2026-11-27"
HOUR_MS = 3_600_000


@pytest.fixture
def kiosk(floor: Floor) -> OfflineKiosk:
    """It has had its numbers for two hours."""
    floor.now -= 2 * HOUR_MS
    made = OfflineKiosk(floor)
    made.lease()
    floor.now += 2 * HOUR_MS
    return made


def order(floor: Floor) -> list[str]:
    return [row["number"] for row in floor.rows("SELECT number FROM ticket ORDER BY place, serial")]


def test_an_offline_ticket_stands_where_its_time_of_issue_puts_it(
    floor: Floor, kiosk: OfflineKiosk
) -> None:
    floor.issue()
    floor.pass_time(60)
    drawn = kiosk.draw("ho-tich", "A901", priority="none")
    floor.pass_time(60)
    floor.issue()
    floor.pass_time(600)
    assert kiosk.hand_in(drawn) == [Merged(drawn.id, Status.STORED)]
    assert order(floor) == ["A001", "A901", "A002"]
    called = [floor.call("1") for _ in range(3)]
    assert [c.ticket.number for c in called if c] == ["A001", "A901", "A002"]
    (kind, data), *_ = kiosk.events(drawn.id)
    assert kind == "issued"
    assert (data["offline"], data["clock_skew_ms"], data["clamped"]) == (True, 0, False)
    assert data["drawn_at"] == NOON + 60_000 and data["ahead"] == 1
    assert "service/ho-tich" not in kiosk.events(drawn.id)


def test_handing_in_twice_is_one_ticket(floor: Floor, kiosk: OfflineKiosk) -> None:
    drawn = kiosk.draw("ho-tich", "A901")
    kiosk.hand_in(drawn)
    assert kiosk.hand_in(drawn, drawn) == [Merged(drawn.id, Status.KNOWN)] * 2
    assert floor.value("SELECT COUNT(*) AS n FROM ticket") == 1
    assert floor.value("SELECT waiting_normal AS n FROM line WHERE day = :d AND service ="
                       " 'ho-tich'", d=TODAY) == 1  # fmt: skip
    assert len(kiosk.events(drawn.id)) == 1


@pytest.mark.parametrize("ahead", [-HOUR_MS, HOUR_MS], ids=["an hour slow", "an hour fast"])
def test_a_wrong_clock_is_corrected_and_told(floor: Floor, kiosk: OfflineKiosk, ahead: int) -> None:
    floor.issue()
    floor.pass_time(60)
    drawn = kiosk.draw("ho-tich", "A901", issued_at=floor.now + ahead)
    when = floor.now
    floor.pass_time(60)
    floor.issue()
    kiosk.hand_in(drawn, ahead_ms=ahead)
    assert order(floor) == ["A001", "A901", "A002"]
    data = kiosk.events(drawn.id)[0][1]
    assert (data["drawn_at"], data["clock_skew_ms"]) == (when, -ahead)
    assert data["clock_said"] == when + ahead


def test_no_clock_moves_a_ticket_out_of_its_lease(floor: Floor, kiosk: OfflineKiosk) -> None:
    early = kiosk.draw("ho-tich", "A901", issued_at=0)
    late = kiosk.draw("ho-tich", "A902", issued_at=floor.now + 9 * HOUR_MS)
    kiosk.hand_in(early, late)
    placed = [r["place"] for r in floor.rows("SELECT place FROM ticket ORDER BY number")]
    assert placed == [NOON - 2 * HOUR_MS, NOON]
    assert kiosk.events(early.id)[0][1]["clamped"] is True


def test_an_answer_lost_after_the_commit_is_renumbered_to_the_paper(
    floor: Floor, kiosk: OfflineKiosk
) -> None:
    drawn = kiosk.draw("ho-tich", "A901")
    online(kiosk, drawn.press, drawn.id)
    assert kiosk.hand_in(drawn) == [Merged(drawn.id, Status.RENUMBERED)]
    assert kiosk.hand_in(drawn) == [Merged(drawn.id, Status.KNOWN)]
    assert order(floor) == ["A901"]
    kind, data = kiosk.events(drawn.id)[-1]
    assert (kind, data["from"], data["to"]) == ("renumbered", "A001", "A901")
    assert state_after([kind for kind, _ in kiosk.events(drawn.id)]).value == "waiting"


def test_the_press_alone_finds_the_ticket_too(floor: Floor, kiosk: OfflineKiosk) -> None:
    drawn = kiosk.draw("ho-tich", "A901")
    online(kiosk, drawn.press, None)
    assert kiosk.hand_in(drawn)[0].status is Status.RENUMBERED
    assert order(floor) == ["A901"]


@pytest.mark.parametrize("calls", [1, 2], ids=["called", "finished"])
def test_a_ticket_is_renumbered_wherever_it_stands(
    floor: Floor, kiosk: OfflineKiosk, calls: int
) -> None:
    drawn = kiosk.draw("ho-tich", "A901")
    online(kiosk, drawn.press, drawn.id)
    for _ in range(calls):
        floor.call("1")
    assert kiosk.hand_in(drawn)[0].status is Status.RENUMBERED
    assert order(floor) == ["A901"]
    assert {r["number"] for r in floor.rows("SELECT number FROM call")} == {"A901"}
    assert "counter/1" in floor.rooms


def test_an_order_that_was_still_on_its_way_finds_the_offline_ticket(
    floor: Floor, kiosk: OfflineKiosk
) -> None:
    drawn = kiosk.draw("ho-tich", "A901")
    kiosk.hand_in(drawn)
    assert online(kiosk, drawn.press, drawn.id) == "A901"
    assert order(floor) == ["A901"]


def test_an_id_that_is_taken_is_refused_and_spoils_nothing(
    floor: Floor, kiosk: OfflineKiosk
) -> None:
    ticket = floor.issue().ticket
    with pytest.raises(AlreadyExists):
        online(kiosk, "press-x", ticket.id)
    drawn = kiosk.draw("ho-tich", "A901", id=ticket.id)
    assert kiosk.hand_in(drawn) == [Merged(ticket.id, Status.REJECTED, "id_taken")]
    assert floor.issue().ticket.number == "A002"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"number": "A951"}, "not_leased"),
        ({"number": "A001"}, "not_leased"),
        ({"number": "B901"}, "not_leased"),
        ({"number": "A0901"}, "not_leased"),
        ({"number": "xyz"}, "bad_number"),
        ({"number": ""}, "bad_number"),
        ({"day": "2026-11-25"}, "not_leased"),
        ({"day": "never"}, "not_leased"),
        ({"service": "chung-thuc"}, "not_leased"),
        ({"service": "khong-co"}, "unknown_service"),
        ({"id": "x"}, "bad_id"),
    ],
)
def test_what_does_not_come_from_the_lease_is_rejected_with_its_reason(
    floor: Floor, kiosk: OfflineKiosk, changes: dict[str, str], reason: str
) -> None:
    wrong = replace(kiosk.draw("ho-tich", "A901"), **changes)
    right = kiosk.draw("ho-tich", "A902")
    assert kiosk.hand_in(wrong, right) == [
        Merged(wrong.id, Status.REJECTED, reason),
        Merged(right.id, Status.STORED),
    ]


def test_another_kiosks_numbers_are_rejected(floor: Floor, kiosk: OfflineKiosk) -> None:
    other = OfflineKiosk(floor, device="kiosk-2")
    other.lease()
    drawn = other.draw("ho-tich", "A901")
    assert other.hand_in(drawn)[0].reason == "not_leased"
    mine, theirs = kiosk.draw("ho-tich", "A901"), other.draw("ho-tich", "A951")
    assert kiosk.hand_in(mine)[0].status is other.hand_in(theirs)[0].status is Status.STORED


def test_a_number_is_given_once(kiosk: OfflineKiosk) -> None:
    first, second = kiosk.draw("ho-tich", "A901"), kiosk.draw("ho-tich", "A901")
    assert [m.reason for m in kiosk.hand_in(first, second)] == [None, "number_taken"]


def test_a_service_that_closed_or_filled_up_meanwhile_takes_the_paper_all_the_same(
    floor: Floor, kiosk: OfflineKiosk
) -> None:
    from server.store import services

    floor.do(lambda c: services.set_schedule(c.session, c.centre.id, "ho-tich", None, 1))
    floor.issue()
    floor.do(lambda c: set_service_open(c, "ho-tich", False))
    drawn = kiosk.draw("ho-tich", "A901")
    assert kiosk.hand_in(drawn)[0].status is Status.STORED


def test_yesterdays_tickets_are_stored_as_expired_and_the_event_says_so(
    floor: Floor, kiosk: OfflineKiosk
) -> None:
    drawn = kiosk.draw("ho-tich", "A901")
    floor.pass_time(86_400)
    assert kiosk.hand_in(drawn)[0].status is Status.STORED
    (row,) = floor.rows("SELECT state, day, ended_at FROM ticket")
    assert row == {"state": "expired", "day": TODAY, "ended_at": floor.now}
    assert kiosk.events(drawn.id)[1] == ("expired", {"reason": "came_late"})
    assert floor.call("1") is None
    assert floor.value("SELECT SUM(waiting_normal) AS n FROM line") == 0
    assert kiosk.hand_in(drawn)[0].status is Status.KNOWN


def test_what_the_server_does_not_know_any_more_is_left_out_and_told(
    kiosk: OfflineKiosk,
) -> None:
    drawn = kiosk.draw("ho-tich", "A901", procedure="9.999", priority="vip", language="fr")
    assert kiosk.hand_in(drawn)[0].status is Status.STORED
    data = kiosk.events(drawn.id)[0][1]
    assert data["not_known"] == {"procedure": "9.999", "priority": "vip", "language": "fr"}


def test_used_numbers_come_back_as_used(kiosk: OfflineKiosk) -> None:
    kiosk.hand_in(kiosk.draw("ho-tich", "A907"))
    (block,) = [b for b in kiosk.lease("ho-tich") if (b.day, b.service) == (TODAY, "ho-tich")]
    assert block.next == 908


def test_a_priority_ticket_joins_its_lane(floor: Floor, kiosk: OfflineKiosk) -> None:
    floor.issue()
    kiosk.hand_in(kiosk.draw("ho-tich", "A901", priority="elderly"))
    called = floor.call("1")
    assert called is not None and called.ticket.number == "A901"


def online(kiosk: OfflineKiosk, press: str, id: str | None) -> str:
    """The kiosk's own order, of which it never sees the answer; the number it got."""
    command = IssueTicket("ho-tich", None, "none", "vi", press, id=id)
    actor = Actor("kiosk", kiosk.floor.centre, kiosk.device)
    job = change(actor, kiosk.floor.now, lambda c: issue_ticket(c, command))
    return kiosk.floor.store.write(job).value.ticket.number
