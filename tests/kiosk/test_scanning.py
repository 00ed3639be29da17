"""Scanning a card at the kiosk: a real pty as scanner, and what becomes of the number: nothing."""

from __future__ import annotations

import logging
import os
import queue
import tty
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fake_central import FakeCentral
from kiosk_machine import Kiosk
from kiosk_page import KioskPage
from ports import wait_until

from hardware.virtual.printer import VirtualPrinter
from kiosk.errors import KioskError
from kiosk.scanning import KEYBOARD, Rules, Scanning

OLD = "067150001234"
YOUNG = "067201004321"
SECRETS = (OLD, YOUNG, "Hường", "245012345")


def card(number: str = OLD, year: int = 1950) -> bytes:
    sex = "Nữ" if int(number[3]) % 2 else "Nam"
    return f"{number}|245012345|Nguyễn Thị Hường|0209{year}|{sex}|Gia Nghĩa|10052021\r\n".encode()


class ScanningKiosk:
    """A kiosk with a scanner; ``scan`` is what it reads."""

    def __init__(self, central: FakeCentral, printer: VirtualPrinter, folder: Path) -> None:
        self.master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.data = folder / "data"
        static = folder / "static"
        url = f"serial://{os.ttyname(self._slave)}"
        self.kiosk = Kiosk(central.url, printer.url, self.data, static, scanner=url)
        self.page = KioskPage(self.kiosk.url)

    def ready(self) -> None:
        wait_until(lambda: self.state()["scanner"]["state"] == "ready", 8, "no scanner")
        wait_until(lambda: self.state()["online"], 8, "no server")

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.ask("GET", "/api/state")[1]
        return found

    def scan(self, data: bytes) -> None:
        os.write(self.master, data)

    def begin(self) -> dict[str, Any]:
        status, told = self.page.ask("POST", "/api/scan", {"language": "vi"})
        assert status == 200
        result: dict[str, Any] = told
        return result

    def read(self, data: bytes) -> dict[str, Any]:
        self.begin()
        self.scan(data)
        return self.page.wait_for("scan", state="read")

    def close(self) -> None:
        self.page.close()
        self.kiosk.stop()
        os.close(self._slave)
        os.close(self.master)


@pytest.fixture
def rig(
    central: FakeCentral, printer: VirtualPrinter, tmp_path: Path, static: Path
) -> Iterator[ScanningKiosk]:
    rig = ScanningKiosk(central, printer, tmp_path)
    rig.ready()
    yield rig
    rig.close()


def test_a_card_read_with_consent_offers_priority_and_goes_with_the_order_only(
    rig: ScanningKiosk, central: FakeCentral
) -> None:
    told = rig.read(card())
    assert set(told) == {"state", "scan", "priority", "known_live"}
    assert (told["priority"], told["known_live"]) == ("elderly", False)
    assert rig.page.press(scan=told["scan"], priority="elderly")[0] == 201
    rig.page.wait_for("scan", state="over")
    assert [post.get("identity") for post in central.posts] == [OLD]
    assert rig.page.press(scan=told["scan"])[0] == 201
    assert "identity" not in central.posts[-1], "it was wiped when it was used"


def test_the_age_that_counts_is_the_centres(rig: ScanningKiosk, central: FakeCentral) -> None:
    assert rig.read(card(YOUNG, 2001))["priority"] is None
    central.push(elderly_age=20)
    wait_until(lambda: rig.read(card(YOUNG, 2001))["priority"] == "elderly", 8, "the new age")


def test_without_consent_nothing_is_looked_at(rig: ScanningKiosk, central: FakeCentral) -> None:
    rig.scan(card())
    told = rig.read(b"\r\n" + card(YOUNG, 2001))
    assert told["priority"] is None
    rig.page.ask("DELETE", "/api/scan")
    rig.page.wait_for("scan", state="over")
    rig.page.press(scan=told["scan"])
    assert "identity" not in central.posts[-1]


def test_what_is_no_card_is_told_and_the_next_try_counts(rig: ScanningKiosk) -> None:
    rig.begin()
    rig.scan(b"8938500000013\r\n")
    assert rig.page.wait_for("scan", state="failed")["scan"] is None
    rig.scan(card())
    assert rig.page.wait_for("scan", state="read")["scan"]


def test_a_refused_order_keeps_the_scan_for_another_service(
    rig: ScanningKiosk, central: FakeCentral
) -> None:
    told = rig.read(card())
    central.refusal = {"error": {"code": "service_closed", "message": {}, "action": {}}}
    assert rig.page.press(scan=told["scan"])[0] == 409
    central.refusal = None
    assert rig.page.press(scan=told["scan"])[0] == 201
    assert [post.get("identity") for post in central.posts] == [OLD, OLD]


def test_a_keyboard_scanner_gives_the_number_only_while_consent_holds(rig: ScanningKiosk) -> None:
    ask = rig.page.ask
    assert ask("POST", "/api/scan/wedge", {"digits": OLD})[1]["error"]["code"] == "scan_over"
    rig.begin()
    for wrong in ("", OLD[:-1], OLD + "1", "06715000123x", None, 67150001234):
        status, told = ask("POST", "/api/scan/wedge", {"digits": wrong})
        assert (status, told["error"]["field"]) == (422, "digits")
        assert str(wrong or "none") not in str(told)
    status, told = ask("POST", "/api/scan/wedge", {"digits": OLD})
    assert (status, told["state"], told["priority"]) == (200, "read", "elderly")
    assert rig.page.wait_for("scan", state="read") == told


def test_no_log_no_file_and_no_answer_carries_what_was_read(
    rig: ScanningKiosk, central: FakeCentral, caplog: pytest.LogCaptureFixture,
    printer: VirtualPrinter,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    answers: list[Any] = [rig.begin()]
    rig.scan(card()[:40] + b"\r\n")
    answers.append(rig.page.wait_for("scan", state="failed"))
    told = rig.read(card())
    answers += [told, rig.state(), rig.page.press(scan=told["scan"])]
    printer.wait_for_tickets(1, 8)
    central.stop()
    told = rig.read(card(YOUNG, 2001))
    answers += [told, rig.page.press(scan=told["scan"]), rig.state()]
    rig.page.ask("DELETE", "/api/scan")
    said = repr(answers) + caplog.text
    while not rig.page.events.empty():
        said += repr(rig.page.events.get())
    kept = b"".join(p.read_bytes() for p in rig.data.rglob("*") if p.is_file())
    for secret in SECRETS:
        assert secret not in said, "told or logged"
        assert secret.encode() not in kept, "written to a file"


class Told:
    """A scanning without a kiosk around it, over in no time."""

    def __init__(self, lasts_s: float) -> None:
        self.events: queue.Queue[dict[str, Any]] = queue.Queue()
        self.asked: list[str] = []
        rules = Rules(lambda: 75, lambda: date(2026, 11, 22), self._has_ticket)
        self.scanning = Scanning(KEYBOARD, rules, self.events.put, lambda: None, lasts_s)

    def _has_ticket(self, number: str) -> bool:
        self.asked.append(number)
        return number == OLD

    def next(self) -> dict[str, Any]:
        return self.events.get(timeout=8)


def test_a_consent_ends_by_itself_and_the_number_is_forgotten() -> None:
    told = Told(lasts_s=0.05)
    told.scanning.begin()
    assert [told.next()["state"] for _ in range(2)] == ["waiting", "over"]
    with pytest.raises(KioskError):
        told.scanning.wedge(OLD)
    longer = Told(lasts_s=0.5)
    longer.scanning.begin()
    scan = longer.scanning.wedge(OLD)["scan"]
    assert longer.scanning.number_of(scan) == OLD
    assert [longer.next()["state"] for _ in range(3)] == ["waiting", "read", "over"]
    assert longer.scanning.number_of(scan) is None


def test_a_new_consent_forgets_the_person_before() -> None:
    told = Told(lasts_s=60)
    told.scanning.begin()
    scan = told.scanning.wedge(OLD)["scan"]
    told.scanning.begin()
    assert told.scanning.number_of(scan) is None
    told.scanning.stop()


def test_a_ticket_that_still_counts_is_known() -> None:
    told = Told(lasts_s=60)
    told.scanning.begin()
    assert told.scanning.wedge(OLD)["known_live"] is True
    told.scanning.begin()
    assert told.scanning.wedge(YOUNG)["known_live"] is False
    assert told.asked == [OLD, YOUNG]
    told.scanning.stop()


def test_the_same_card_twice_in_one_consent_counts_once() -> None:
    told = Told(lasts_s=60)
    told.scanning.begin()
    told.scanning.wedge(OLD)
    with pytest.raises(KioskError):
        told.scanning.wedge(YOUNG)
    told.scanning.stop()


@pytest.mark.parametrize("scan", ["", "x", "A" * 32, "0" * 33, 7, ["0" * 32]])
def test_a_press_with_a_strange_scan_is_refused(rig: ScanningKiosk, scan: object) -> None:
    status, told = rig.page.press(scan=scan)
    assert (status, told["error"]["field"]) == (422, "scan")
