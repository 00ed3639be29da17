"""A kiosk whose server goes away and comes back."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_central import DAY_FULL
from kiosk_machine import Kiosk
from kiosk_page import KioskPage
from leasing_central import LeasingCentral
from offline_steps import all_handed_in, offline
from ports import wait_until

from hardware.virtual.printer import VirtualPrinter
from kiosk.cache import Cache
from kiosk.handing_in import BATCH
from kiosk.issuing import ONLINE_DEADLINE_S


@pytest.fixture
def central() -> Iterator[LeasingCentral]:
    made = LeasingCentral()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def page(kiosk: Kiosk) -> Iterator[KioskPage]:
    """A page of a kiosk that has its numbers."""
    made = KioskPage(kiosk.url)
    made.wait_for("state", online=True, offline_able=True)
    yield made
    made.close()


def test_without_its_server_a_kiosk_gives_its_own_numbers_at_once(
    page: KioskPage, central: LeasingCentral, printer: VirtualPrinter
) -> None:
    central.stop()
    page.wait_for("state", online=False)
    ticket = offline(page)
    assert (ticket["number"], ticket["service_name"]) == ("A901", "Hộ tịch")
    assert ticket["people_ahead"] is ticket["wait"] is ticket["expected_before"] is None
    assert ticket["status_url"].startswith(f"{central.url}/t/")
    assert [offline(page)["number"], offline(page, service="chung-thuc")["number"]] == [
        "A902",
        "B901",
    ]
    printer.wait_for_tickets(3, 10)
    state = page.ask("GET", "/api/state")[1]
    assert state["offline"] == {"waiting": 3, "rejected": []}
    assert central.posts == []


def test_a_silent_server_is_waited_for_once_and_not_again(
    page: KioskPage, central: LeasingCentral
) -> None:
    central.hold_s = 30
    began = time.monotonic()
    first = offline(page)
    waited = time.monotonic() - began
    assert first["number"] == "A901" and waited >= ONLINE_DEADLINE_S
    posted = len(central.posts)
    central.stop()  # or the probe would find it answering
    assert offline(page)["number"] == "A902"
    assert len(central.posts) == posted
    assert {post["key"] for post in central.posts} == {central.posts[0]["key"]}


def test_the_order_carries_the_id_of_the_paper(page: KioskPage, central: LeasingCentral) -> None:
    central.swallow = 3
    ticket = offline(page)
    assert {post["id"] for post in central.posts} == {ticket["id"]}
    all_handed_in(page)
    (handed,) = central.handed_in[0]["tickets"]
    assert (handed["id"], handed["press"], handed["number"]) == (
        ticket["id"],
        central.posts[0]["key"],
        "A901",
    )


def test_the_same_press_keeps_its_number_through_every_change_of_the_line(
    page: KioskPage, central: LeasingCentral, printer: VirtualPrinter
) -> None:
    online_press, offline_press = str(uuid.uuid4()), str(uuid.uuid4())
    assert page.press(online_press)[1]["ticket"]["number"] == "A001"
    central.stop()
    page.wait_for("state", online=False)
    assert page.press(online_press)[1]["ticket"]["number"] == "A001"
    number = offline(page, press=offline_press)["number"]
    central.start()
    all_handed_in(page)
    again = page.press(offline_press)[1]["ticket"]
    assert (again["number"], again["offline"]) == (number, True)
    printer.wait_for_tickets(2, 10)
    assert len(central.tickets) == 1 and printer.printed == 2


def test_a_press_from_sixteen_fingers_is_one_offline_number(
    page: KioskPage, central: LeasingCentral
) -> None:
    central.stop()
    page.wait_for("state", online=False)
    press, numbers = str(uuid.uuid4()), []

    def touch() -> None:
        numbers.append(page.press(press)[1]["ticket"]["number"])

    touches = [threading.Thread(target=touch) for _ in range(16)]
    for thread in touches:
        thread.start()
    for thread in touches:
        thread.join()
    assert numbers == ["A901"] * 16


def test_tickets_are_handed_in_oldest_first_in_bounded_batches(
    page: KioskPage, central: LeasingCentral
) -> None:
    central.stop()
    page.wait_for("state", online=False)
    numbers = [offline(page)["number"] for _ in range(BATCH + 3)]
    central.start()
    all_handed_in(page)
    assert central.numbers == numbers
    assert [len(batch["tickets"]) for batch in central.handed_in] == [BATCH, 3]
    times = [t["issued_at"] for batch in central.handed_in for t in batch["tickets"]]
    assert times == sorted(times)
    used = {u["service"]: u["next"] for u in central.leases[-1]["used"]}
    assert used == {"ho-tich": 901 + BATCH + 3}


def test_when_the_numbers_are_used_up_it_says_so(
    central: LeasingCentral, printer: VirtualPrinter, tmp_path: Path, static: Path
) -> None:
    central.size = 2
    kiosk = Kiosk(central.url, printer.url, tmp_path / "data", static)
    page = KioskPage(kiosk.url)
    page.wait_for("state", online=True, offline_able=True)
    central.stop()
    page.wait_for("state", online=False)
    assert [offline(page)["number"] for _ in range(2)] == ["A901", "A902"]
    status, answer = page.press()
    assert (status, answer["error"]["code"]) == (409, "offline_numbers_gone")
    assert "hết số ngoại tuyến" in answer["error"]["message"]["vi"]
    assert offline(page, service="chung-thuc")["number"] == "B901"
    assert page.ask("GET", "/api/state")[1]["offline"]["waiting"] == 3
    page.close()
    kiosk.stop()


def test_a_closed_service_and_an_unknown_one_get_no_offline_number(
    page: KioskPage, central: LeasingCentral
) -> None:
    central.stop()
    page.wait_for("state", online=False)
    status, answer = page.press(service="dong-cua")
    assert (status, answer["error"]["code"]) == (409, "service_closed")
    status, answer = page.press(service="khong-co")
    assert (status, answer["error"]["code"]) == (503, "server_unreachable")


def test_an_appointment_says_that_it_needs_the_network(
    page: KioskPage, central: LeasingCentral
) -> None:
    central.stop()
    page.wait_for("state", online=False)
    status, answer = page.check_in("482913")
    assert (status, answer["error"]["code"]) == (503, "check_in_needs_server")
    assert "kết nối" in answer["error"]["message"]["vi"]


def test_a_refusal_is_an_answer_and_no_offline_number(
    page: KioskPage, central: LeasingCentral
) -> None:
    central.refusal = DAY_FULL
    assert page.press() == (409, DAY_FULL)
    assert page.ask("GET", "/api/state")[1]["offline"]["waiting"] == 0


def test_what_the_server_rejects_stays_visible_and_holds_nobody_up(
    page: KioskPage, central: LeasingCentral
) -> None:
    stored = central.answer
    message = {"vi": "Số này đã có người giữ.", "en": "Taken."}

    def answer(ticket: dict[str, Any]) -> dict[str, Any]:
        if ticket["number"] != "A902":
            return stored(ticket)
        return {
            "id": ticket["id"],
            "status": "rejected",
            "reason": "number_taken",
            "message": message,
        }

    central.answer = answer
    central.stop()
    page.wait_for("state", online=False)
    for _ in range(3):
        offline(page)
    central.start()
    all_handed_in(page)
    told = page.ask("GET", "/api/state")[1]["offline"]
    assert [(r["number"], r["reason"], r["message"]) for r in told["rejected"]] == [
        ("A902", "number_taken", message)
    ]


def test_a_ticket_the_server_cannot_read_does_not_hold_up_the_others(
    page: KioskPage, central: LeasingCentral
) -> None:
    problem = {"error": {"code": "invalid_field", "message": {"vi": "Sai", "en": "Wrong"}}}

    def error(batch: dict[str, Any]) -> tuple[Any, int] | None:
        wrong = any(ticket["number"] == "A902" for ticket in batch["tickets"])
        return (problem, 422) if wrong else None

    central.batch_error = error
    central.stop()
    page.wait_for("state", online=False)
    for _ in range(3):
        offline(page)
    central.start()
    all_handed_in(page)
    told = page.ask("GET", "/api/state")[1]["offline"]["rejected"]
    assert [(r["number"], r["reason"]) for r in told] == [("A902", "invalid_field")]


def test_a_kiosk_that_is_no_longer_known_keeps_its_tickets(
    page: KioskPage, central: LeasingCentral
) -> None:
    refusal = {"error": {"code": "forbidden", "message": {"vi": "Không", "en": "No"}}}
    central.batch_error = lambda _batch: (refusal, 403)
    central.stop()
    page.wait_for("state", online=False)
    offline(page)
    central.start()
    wait_until(lambda: bool(central.handed_in), 15, "nothing was handed in")
    assert page.ask("GET", "/api/state")[1]["offline"] == {"waiting": 1, "rejected": []}


def test_a_kiosk_that_starts_alone_shows_searches_and_issues(
    central: LeasingCentral, printer: VirtualPrinter, tmp_path: Path, static: Path
) -> None:
    before = Kiosk(central.url, printer.url, tmp_path / "data", static)
    page = KioskPage(before.url)
    known = page.wait_for("state", online=True, offline_able=True)
    copied = tmp_path / "data" / "cache.db"
    wait_until(lambda: Cache(copied).version != "", 10, "the catalogue was not copied")
    page.close()
    before.stop()
    central.stop()
    alone = Kiosk(central.url, printer.url, tmp_path / "data", static)
    page = KioskPage(alone.url)
    state = page.ask("GET", "/api/state")[1]
    for field in ("centre", "departments", "priorities"):
        assert state[field] == known[field]
    # How long they wait, and who serves, is known to the server only.
    unknown = {"wait": None, "open_counters": None}
    assert state["services"] == [service | unknown for service in known["services"]]
    assert (state["online"], state["offline_able"]) == (False, True)
    found = page.ask("GET", "/api/procedures?q=dang%20ky")[1]["items"]
    assert [item["code"] for item in found] == ["1.001193"]
    assert page.ask("GET", "/api/procedures/1.001193")[1]["cases"][0]["documents"]
    assert offline(page)["number"] == "A901"
    page.close()
    alone.stop()
