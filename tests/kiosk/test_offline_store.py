"""Numbers and tickets the agent keeps by itself."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.offline_store import (
    Block,
    Lease,
    NoNumbers,
    NumbersGone,
    OfflineStore,
    Order,
)

DAY = "2026-11-26"
LEASE = Lease("Asia/Ho_Chi_Minh", "http://x/t/{code}", 0)


def block(service: str = "ho-tich", first: int = 901, last: int = 903, day: str = DAY) -> Block:
    return Block(day, service, "A", first, last, first)


def order(press: str, at: int = 1_000) -> Order:
    return Order(f"id-{press}", press, "ho-tich", DAY, None, "none", "vi", at, at, "boot")


@pytest.fixture
def store(tmp_path: Path) -> OfflineStore:
    made = OfflineStore(tmp_path / "offline.db")
    made.keep_lease(LEASE, [block()], DAY)
    return made


def test_numbers_are_drawn_in_order_until_they_are_gone(store: OfflineStore) -> None:
    assert [store.draw(order(p)).number for p in "abc"] == ["A901", "A902", "A903"]
    with pytest.raises(NumbersGone):
        store.draw(order("d"))


def test_a_service_or_a_day_that_was_never_leased_has_no_numbers(store: OfflineStore) -> None:
    with pytest.raises(NoNumbers):
        store.draw(replace(order("a"), service="khac"))
    with pytest.raises(NoNumbers):
        store.draw(replace(order("a"), day="2026-11-27"))


def test_the_same_press_has_one_number_also_from_eight_threads(store: OfflineStore) -> None:
    numbers: list[str] = []
    threads = [
        threading.Thread(target=lambda: numbers.append(store.draw(order("a")).number))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers == ["A901"] * 8 and store.count_waiting() == 1


def test_a_lease_that_comes_again_takes_no_number_back(store: OfflineStore) -> None:
    store.draw(order("a"))
    store.keep_lease(LEASE, [block(), block(first=951, last=952)], DAY)
    drawn = [store.draw(order(p)).number for p in "bcd"]
    assert drawn == ["A902", "A903", "A951"]


def test_numbers_the_server_knows_as_used_are_not_drawn(store: OfflineStore) -> None:
    store.keep_lease(LEASE, [replace(block(), next=903)], DAY)
    assert store.draw(order("a")).number == "A903"


def test_yesterdays_numbers_lapse(store: OfflineStore) -> None:
    store.keep_lease(LEASE, [block(day="2026-11-27")], "2026-11-27")
    assert [b.day for b in store.blocks()] == ["2026-11-27"]


def test_time_never_runs_back_among_tickets_that_wait(store: OfflineStore) -> None:
    times = [store.draw(order(p, at)).issued_at for p, at in (("a", 5_000), ("b", 1_000))]
    assert times == [5_000, 5_001]
    store.settle([{"id": "id-a", "status": "stored"}, {"id": "id-b", "status": "stored"}], 6_000)
    assert store.draw(order("c", 1_500)).issued_at == 1_500


def test_everything_is_there_after_a_restart(tmp_path: Path, store: OfflineStore) -> None:
    drawn = store.draw(order("a"))
    again = OfflineStore(tmp_path / "offline.db")
    assert (again.holder, again.secret) == (store.holder, store.secret)
    assert again.waiting(10) == [drawn] and again.by_press("a") == drawn
    assert again.lease == LEASE and again.count_waiting() == 1
    assert again.draw(order("b")).number == "A902"


def test_a_new_store_has_another_name_and_secret(tmp_path: Path, store: OfflineStore) -> None:
    other = OfflineStore(tmp_path / "other.db")
    assert other.holder != store.holder and other.secret != store.secret


def test_rejected_tickets_stay_to_be_seen(tmp_path: Path, store: OfflineStore) -> None:
    store.draw(order("a"))
    store.draw(order("b"))
    message = {"vi": "Không", "en": "No"}
    told = {"id": "id-a", "status": "rejected", "reason": "not_leased", "message": message}
    store.settle([told], 2_000)
    assert store.count_waiting() == 1
    for seen in (store.rejected(), OfflineStore(tmp_path / "offline.db").rejected()):
        assert seen == [
            {
                "number": "A901",
                "service": "ho-tich",
                "day": DAY,
                "reason": "not_leased",
                "message": message,
            }
        ]
    store.settle([{"id": "id-a", "status": "stored"}], 3_000)
    assert len(store.rejected()) == 1  # a verdict is given once
