"""What can be seen of the floor, from one snapshot."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stores import NOON, Floor, add_centre

from server.core.board import Board
from server.core.errors import NotFound
from server.core.model import Role
from server.live import views
from server.queries.boards import MOST_CALLS, calls_after, hall_view
from server.queries.device_tokens import tokens_list
from server.queries.floor import manager_view
from server.queries.snapshot import Snapshot, look, when
from server.store.base import Store
from server.usecases.boards import put_board
from server.usecases.devices import create_token
from server.usecases.rate_later import Answer, rate_later
from server.usecases.undo import undo_call
from server.usecases.visit import finish, no_show, serve


def see(floor: Floor, kind: str, id: str = "") -> Any:
    return floor.store.read(lambda s: views.build(look(s, floor.centre, floor.now), kind, id))


def visited(floor: Floor, end=finish) -> str:
    floor.issue()
    called = floor.call("1")
    assert called is not None
    floor.do(lambda c: end(c, called.ticket.id))
    return called.ticket.id


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (None, None),
        (0, "1970-01-01T00:00:00.000Z"),
        (NOON, "2026-11-26T05:00:00.000Z"),
        (NOON + 7, "2026-11-26T05:00:00.007Z"),
    ],
)
def test_times_are_utc_with_milliseconds(at: int | None, text: str | None) -> None:
    assert when(at) == text


@given(st.integers(0, 4_000_000_000_000), st.integers(0, 10**9))
def test_times_sort_as_texts(at: int, more: int) -> None:
    first, second = when(at), when(at + more)
    assert first is not None and second is not None
    assert first <= second


def test_a_centre_nobody_knows_has_no_view(floor: Floor) -> None:
    with pytest.raises(NotFound):
        floor.store.read(lambda s: look(s, "khong-co", NOON))


@pytest.mark.parametrize(
    ("kind", "id"),
    [("counter", "99"), ("desk", "99"), ("terminal", "99"), ("service", "x"), ("ticket", "x")],
)
def test_there_is_no_view_of_what_is_not_there(floor: Floor, kind: str, id: str) -> None:
    with pytest.raises(NotFound):
        see(floor, kind, id)


def test_views_read_one_version_of_the_centre(floor: Floor) -> None:
    def versions(snapshot: Snapshot) -> tuple[int, int]:
        waiting = hall_view(snapshot)["waiting"]
        return snapshot.version, waiting

    before = floor.store.read(lambda s: versions(look(s, "c1", NOON)))
    floor.issue()
    after = floor.store.read(lambda s: versions(look(s, "c1", NOON)))
    assert (after[0] - before[0], after[1] - before[1]) == (1, 1)


def test_the_manager_sees_sums_that_add_up(floor: Floor) -> None:
    visited(floor), visited(floor), visited(floor, no_show)
    floor.issue("chung-thuc"), floor.issue("ho-tich")
    floor.pass_time(60)
    seen = floor.store.read(lambda s: manager_view(look(s, "c1", floor.now)))
    today, lines = seen["today"], seen["services"]
    assert (today["issued"], today["called"], today["served"], today["no_show"]) == (5, 3, 2, 1)
    for kind in ("issued", "served", "no_show"):
        assert sum(line[kind] for line in lines) == today[kind]
    assert {line["id"]: line["waiting"] for line in lines} == {
        "ho-tich": 1, "chung-thuc": 1, "dong-cua": 0
    }  # fmt: skip
    assert [line["oldest_issued_at"] is None for line in lines] == [False, False, True]
    assert sum(c["served"] for c in seen["counters"]) == 2
    assert len(seen["calls"]) == 3


def test_today_begins_empty(floor: Floor) -> None:
    visited(floor)
    floor.issue()
    floor.pass_time(86_400)
    seen = see(floor, "manager")
    assert {v for k, v in seen["today"].items() if k != "day"} == {0}
    hall = see(floor, "hall")
    assert (hall["calls"], hall["waiting"]) == ([], 0)
    assert see(floor, "service", "ho-tich")["last_called"] is None


def test_a_counter_shows_its_call_until_the_visit_ends(floor: Floor) -> None:
    floor.issue()
    called = floor.call("1")
    assert called is not None
    shown = see(floor, "counter", "1")
    assert (shown["call"], shown["ticket"]["number"]) == (called.call, "A001")
    floor.do(lambda c: serve(c, called.ticket.id))
    assert see(floor, "counter", "1")["ticket"]["state"] == "serving"
    floor.do(lambda c: finish(c, called.ticket.id))
    shown = see(floor, "counter", "1")
    assert (shown["call"], shown["ticket"]) == (None, None)


def test_a_desk_shows_the_next_as_the_call_will_choose_it(floor: Floor) -> None:
    for priority in ("none", "elderly", "none", "child", "merit", "none"):
        floor.issue(priority=priority)
        floor.pass_time(1)
    for left in range(6, 0, -1):
        desk = see(floor, "desk", "1")
        assert desk["waiting_total"] == left
        called = floor.call("1")
        assert called is not None
        assert called.ticket.id == desk["next"]["id"]
        assert desk["next"]["reason"]["code"] == called.reason.code
    assert see(floor, "desk", "1")["next"] is None


def test_a_holders_link_shows_one_day_and_no_more(floor: Floor) -> None:
    id = floor.issue().ticket.id
    floor.pass_time(86_400)
    assert see(floor, "ticket", id)["ticket"]["number"] == "A001"
    floor.pass_time(1)
    with pytest.raises(NotFound):
        see(floor, "ticket", id)


def test_a_visit_can_be_rated_at_the_desk_for_minutes_and_from_the_phone_for_a_day(
    floor: Floor,
) -> None:
    id = visited(floor)
    assert see(floor, "ticket", id)["rateable"] is True
    assert see(floor, "terminal", "1")["awake"] is True
    floor.pass_time(121)
    assert see(floor, "terminal", "1")["awake"] is False
    floor.pass_time(35 * 3600)
    asked = see(floor, "ticket", id)["rating"]
    assert asked["values"] == ["very_satisfied", "satisfied", "unsatisfied"]
    assert asked["until"] == "2026-11-27T17:00:00.000Z"
    floor.pass_time(3600)
    with pytest.raises(NotFound):
        see(floor, "ticket", id)


def test_a_terminal_sleeps_once_the_phone_has_answered_and_nobody_reads_how(floor: Floor) -> None:
    id = visited(floor)
    answer = Answer("a", "unsatisfied", 3, ("noise",), "ồn")
    floor.do(lambda c: rate_later(c, id, answer), "holder")
    assert {"ticket/" + id, "terminal/1"} <= floor.rooms
    told = see(floor, "terminal", "1")
    assert (told["awake"], told["ticket"], told["rated"]) == (False, None, None)
    phone = see(floor, "ticket", id)
    assert (phone["rateable"], phone["rated"], phone["rating"]) == (False, True, None)
    assert "unsatisfied" not in json.dumps([told, phone])


def hall(floor: Floor, board: str = "hall", seen: int | None = None) -> Any:
    return floor.store.read(lambda s: hall_view(look(s, floor.centre, floor.now), board, seen))


def test_the_hall_keeps_the_latest_twenty_calls(floor: Floor) -> None:
    for _ in range(23):
        visited(floor)
    floor.pass_time(31)
    shown = see(floor, "hall")
    assert [c["ticket"] for c in shown["calls"]] == [f"A{n:03d}" for n in range(23, 3, -1)]
    assert shown["after"] == shown["calls"][-1]["call"] - 1


def test_a_board_that_comes_back_is_told_every_call_younger_than_30_s(floor: Floor) -> None:
    visited(floor)
    floor.pass_time(31)
    for _ in range(25):
        visited(floor)
    shown = see(floor, "hall")
    assert [c["ticket"] for c in shown["calls"]] == [f"A{n:03d}" for n in range(26, 1, -1)]


def test_a_burst_of_any_size_is_in_the_next_view_and_what_is_not_is_told(floor: Floor) -> None:
    visited(floor)
    seen = hall(floor)["calls"][0]["call"]
    for _ in range(MOST_CALLS + 5):
        visited(floor)
    floor.pass_time(60)
    shown = hall(floor, seen=seen)
    assert len(shown["calls"]) == MOST_CALLS
    left_out = floor.store.read(
        lambda s: calls_after(look(s, "c1", floor.now), "hall", seen, MOST_CALLS)
    )
    assert left_out is not None
    missed = [c["call"] for c in left_out if c["call"] <= shown["after"]]
    assert len(missed) == 5
    together = missed + [c["call"] for c in reversed(shown["calls"])]
    assert together == sorted(set(together)) and together[0] > seen
    assert len(hall(floor, seen=shown["calls"][0]["call"])["calls"]) == 20


def test_a_board_shows_its_part_only(floor: Floor) -> None:
    floor.issue("ho-tich"), floor.issue("chung-thuc")
    assert floor.call("1") is not None and floor.call("2") is not None
    floor.issue("ho-tich"), floor.issue("chung-thuc"), floor.issue("chung-thuc")
    for board in (Board("dich-vu", services=("chung-thuc",)), Board("quay", counters=("1",))):
        floor.do(lambda c, b=board: put_board(c, b), "admin")
    service, counter = hall(floor, "dich-vu"), hall(floor, "quay")
    assert [c["ticket"] for c in service["calls"]] == ["B001"]
    assert [c["ticket"] for c in counter["calls"]] == ["A001"]
    assert [c["id"] for c in service["counters"]] == ["2"]
    assert [c["id"] for c in counter["counters"]] == ["1"]
    assert (service["waiting"], counter["waiting"], hall(floor)["waiting"]) == (2, 1, 3)
    assert len(hall(floor)["calls"]) == 2
    assert hall(floor, "khong-co") is None


def test_a_ticket_stands_called_until_its_citizen_comes(floor: Floor) -> None:
    floor.issue()
    called = floor.call("1")
    assert called is not None
    assert hall(floor)["standing"] == ["A001"]
    floor.do(lambda c: serve(c, called.ticket.id))
    assert hall(floor)["standing"] == []


def test_an_undone_call_is_on_no_board(floor: Floor) -> None:
    floor.issue()
    called = floor.call("1")
    assert called is not None
    floor.do(lambda c: undo_call(c, called.ticket.id, None))
    assert (hall(floor)["calls"], hall(floor)["standing"]) == ([], [])


@pytest.mark.parametrize(
    ("minutes", "open", "until", "opens"),
    [
        (0, False, None, "2026-11-26T06:30:00.000Z"),
        (120, True, "2026-11-26T10:00:00.000Z", "2026-11-27T00:30:00.000Z"),
        (360, False, None, "2026-11-27T00:30:00.000Z"),
        (-330, False, None, "2026-11-26T00:30:00.000Z"),
    ],
)
def test_a_board_knows_until_when_the_doors_are_open_and_when_they_open(
    store: Store, minutes: int, open: bool, until: str | None, opens: str
) -> None:
    """NOON is 12:00 of a Thursday in Hanoi, in the break."""
    day = [["07:30", "11:30"], ["13:30", "17:00"]]
    add_centre(store, week={"thu": day, "fri": day})
    floor = Floor(store, now=NOON + minutes * 60_000)
    assert hall(floor)["hours"] == {"open": open, "until": until, "opens_at": opens}


def test_a_centre_without_hours_is_always_open(floor: Floor) -> None:
    assert hall(floor)["hours"] is None


def test_a_token_in_a_list_cannot_be_used(floor: Floor) -> None:
    _, secret = floor.do(lambda c: create_token(c, Role.KIOSK, None, "Cửa"), "admin")
    (listed,) = floor.store.read(lambda s: tokens_list(look(s, "c1", floor.now)))
    assert secret not in str(listed)
    assert "hash" not in listed
