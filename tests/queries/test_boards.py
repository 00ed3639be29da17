"""What can be seen of the floor, from one snapshot."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stores import NOON, Floor

from server.core.errors import NotFound
from server.core.model import Role
from server.live import views
from server.queries.accounts import tokens_list
from server.queries.boards import hall_view
from server.queries.floor import manager_view
from server.queries.snapshot import Snapshot, look, when
from server.usecases.devices import create_token
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


def test_a_holders_link_shows_two_days_and_no_more(floor: Floor) -> None:
    id = floor.issue().ticket.id
    floor.pass_time(2 * 86_400)
    assert see(floor, "ticket", id)["ticket"]["number"] == "A001"
    floor.pass_time(1)
    with pytest.raises(NotFound):
        see(floor, "ticket", id)


def test_a_visit_can_be_rated_from_the_phone_view_while_it_is_fresh(floor: Floor) -> None:
    id = visited(floor)
    assert see(floor, "ticket", id)["rateable"] is True
    assert see(floor, "terminal", "1")["awake"] is True
    floor.pass_time(121)
    assert see(floor, "ticket", id)["rateable"] is False
    assert see(floor, "terminal", "1")["awake"] is False


def test_the_hall_keeps_the_latest_twenty_calls(floor: Floor) -> None:
    for _ in range(23):
        visited(floor)
    calls = see(floor, "hall")["calls"]
    assert [c["ticket"] for c in calls] == [f"A{n:03d}" for n in range(23, 3, -1)]


def test_a_token_in_a_list_cannot_be_used(floor: Floor) -> None:
    _, secret = floor.do(lambda c: create_token(c, Role.KIOSK, None, "Cửa"), "admin")
    (listed,) = floor.store.read(lambda s: tokens_list(look(s, "c1", floor.now)))
    assert secret not in str(listed)
    assert "hash" not in listed
