from __future__ import annotations

import queue
import threading
import uuid
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fake_central import CLOSED, DAY_FULL, EXPECTED_BEFORE, FakeCentral
from kiosk_machine import Kiosk
from kiosk_page import KioskPage
from PIL import Image

from hardware.loopback import MOST_STREAMS
from hardware.printing.journal import JobState, PrintJournal
from hardware.virtual.printer import VirtualPrinter


def test_one_press_is_a_number_on_screen_and_a_ticket_on_paper(
    page: KioskPage, printer: VirtualPrinter
) -> None:
    press = str(uuid.uuid4())
    status, answer = page.press(press)
    assert status == 201
    assert answer["ticket"] == {
        "id": "t1",
        "number": "A001",
        "service_name": "Hộ tịch",
        "service_name_en": "Civil status",
        "people_ahead": 0,
        "wait": {"low": 5, "high": 12},
        "expected_before": EXPECTED_BEFORE,
        "appointment_at": None,
        "status_url": answer["ticket"]["status_url"],
        "issued_at": "2026-11-22T01:23:45.678Z",
        "offline": False,
    }
    assert answer["qr_svg"].startswith("<svg")
    assert answer["print"]["job"] == press
    page.wait_for("print", press=press, state="printed")
    (ticket,) = printer.tickets
    picture = Image.open(BytesIO(ticket.png))
    assert picture.width == 576 and picture.height > 500


def test_the_same_press_sixteen_times_at_once_is_one_ticket_and_one_print(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral
) -> None:
    press = str(uuid.uuid4())
    answers: list[tuple[int, str]] = []

    def touch() -> None:
        status, answer = page.press(press)
        answers.append((status, answer["ticket"]["number"]))

    touches = [threading.Thread(target=touch) for _ in range(16)]
    for thread in touches:
        thread.start()
    for thread in touches:
        thread.join()
    assert answers == [(201, "A001")] * 16
    page.wait_for("print", press=press, state="printed")
    other = str(uuid.uuid4())
    page.press(other)
    page.wait_for("print", press=other, state="printed")
    assert len(central.tickets) == 2 and printer.printed == 2


def test_an_answer_lost_on_the_way_is_still_one_ticket(
    page: KioskPage, central: FakeCentral, printer: VirtualPrinter
) -> None:
    central.swallow = 2
    status, answer = page.press()
    assert (status, answer["ticket"]["number"]) == (201, "A001")
    assert len(central.tickets) == 1
    printer.wait_for_tickets(1, 5)


def test_printer_trouble_keeps_number_and_qr_and_says_what_is_wrong(
    page: KioskPage, printer: VirtualPrinter
) -> None:
    printer.set(paper="out")
    press = str(uuid.uuid4())
    status, answer = page.press(press)
    assert status == 201 and answer["ticket"]["number"] and answer["qr_svg"]
    assert page.wait_for("print", press=press, state="failed")["reason"] == "paper_out"
    state = page.wait_for("state", printer={"state": "paper_out"})
    assert state["online"] is True
    printer.set(paper="ok")
    assert page.press(press)[1]["print"]["state"] == "failed"
    page.wait_for("state", printer={"state": "ok"}, deadline_s=12)
    assert printer.printed == 0


def test_a_press_that_was_being_printed_when_the_machine_died_is_unconfirmed(
    central: FakeCentral, printer: VirtualPrinter, tmp_path: Path, static: Path
) -> None:
    press = str(uuid.uuid4())
    (tmp_path / "data").mkdir()
    journal = PrintJournal(tmp_path / "data" / "prints.db")
    journal.add(press)
    journal.move(press, JobState.SENDING)
    kiosk = Kiosk(central.url, printer.url, tmp_path / "data", static)
    page = KioskPage(kiosk.url)
    status, answer = page.press(press)
    assert (status, answer["print"]["state"]) == (201, "unconfirmed")
    assert printer.printed == 0
    page.close()
    kiosk.stop()
    journal.close()


@pytest.mark.parametrize("refusal", [CLOSED, DAY_FULL], ids=["closed", "day_full"])
def test_the_servers_refusal_reaches_the_page_as_it_is(
    page: KioskPage, central: FakeCentral, printer: VirtualPrinter, refusal: dict[str, Any]
) -> None:
    central.refusal = refusal
    assert page.press() == (409, refusal)
    assert printer.printed == 0


def test_without_a_server_the_page_is_served_and_a_press_is_refused_in_both_languages(
    printer: VirtualPrinter, tmp_path: Path, static: Path, central: FakeCentral
) -> None:
    central.stop()
    kiosk = Kiosk(central.url, printer.url, tmp_path / "data", static)
    page = KioskPage(kiosk.url)
    assert page.ask("GET", "/")[0] == 200
    status, state = page.ask("GET", "/api/state")
    assert (status, state["online"], state["services"], state["centre"]) == (200, False, [], None)
    status, answer = page.press()
    assert (status, answer["error"]["code"]) == (503, "server_unreachable")
    assert answer["error"]["message"]["vi"] and answer["error"]["action"]["en"]
    central.start()
    page.wait_for("state", online=True, deadline_s=12)
    page.close()
    kiosk.stop()


def test_a_lost_server_is_told_to_the_page_which_keeps_its_services(
    page: KioskPage, central: FakeCentral
) -> None:
    central.stop()
    state = page.wait_for("state", online=False)
    assert [service["id"] for service in state["services"]] == ["ho-tich"]
    central.start()
    page.wait_for("state", online=True, deadline_s=12)


def test_a_change_at_the_centre_reaches_the_page(page: KioskPage, central: FakeCentral) -> None:
    central.push(services=[])
    assert page.wait_for("state", services=[])["online"] is True


def test_an_answer_that_is_no_ticket_prints_nothing(
    page: KioskPage, central: FakeCentral, printer: VirtualPrinter
) -> None:
    central.broken_answer = True
    status, answer = page.press()
    assert (status, answer["error"]["code"]) == (503, "server_unreachable")
    assert printer.printed == 0


def test_the_search_for_procedures_is_passed_on(page: KioskPage) -> None:
    status, answer = page.ask("GET", "/api/procedures?q=khai%20sinh")
    assert (status, answer["items"][0]["name"]) == (200, "Đăng ký khai sinh")
    for query in ("q=" + "x" * 300, "q=x&limit=0", "q=x&limit=%C2%B2", "q=x&limit=1e3"):
        assert page.ask("GET", f"/api/procedures?{query}")[0] == 422


@pytest.mark.parametrize(
    ("raw", "headers", "status", "code"),
    [
        (b"{", {}, 400, "bad_json"),
        (b"", {}, 400, "bad_json"),
        (b"\xff\xfe", {}, 400, "bad_json"),
        (b"[" * 4000, {}, 400, "bad_json"),
        (b"[]", {}, 400, "bad_json"),
        (b"{}", {}, 422, "invalid_field"),
        (b"x" * 5000, {}, 413, "too_large"),
        (b"{}", {"Content-Type": "text/plain"}, 415, "unsupported_media"),
        (b"{}", {"Host": "kiosk.example"}, 403, "forbidden"),
        (b"{}", {"Origin": "http://evil.example"}, 403, "forbidden"),
        (b"{}", {"Origin": "http://[::"}, 403, "forbidden"),
    ],
)
def test_wrong_requests_are_refused_clearly(
    page: KioskPage,
    central: FakeCentral,
    raw: bytes,
    headers: dict[str, str],
    status: int,
    code: str,
) -> None:
    got, answer = page.ask("POST", "/api/press", raw=raw, **headers)
    assert (got, answer["error"]["code"]) == (status, code)
    assert answer["error"]["message"].keys() == {"vi", "en"}
    assert central.posts == []


def test_ten_megabytes_are_refused_and_the_kiosk_goes_on(page: KioskPage) -> None:
    import contextlib

    with contextlib.suppress(OSError):  # the server may hang up before all is sent
        assert page.ask("POST", "/api/press", raw=b"x" * 10_000_000)[0] == 413
    assert page.press()[0] == 201


def test_the_page_and_its_assets_are_served_with_a_strict_policy(kiosk: Kiosk) -> None:
    import http.client

    line = http.client.HTTPConnection(kiosk.url.removeprefix("http://"), timeout=5)
    line.request("GET", "/")
    answer = line.getresponse()
    assert "Ki-ốt" in answer.read().decode()
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    line.request("GET", "/assets/kiosk/main-abc123.js")
    answer = line.getresponse()
    assert answer.read() == b"export {}"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers.get_content_type() == "text/javascript"
    for path, status in (("/assets/kiosk/../../agent.py", 404), ("/nothing", 404)):
        line.request("GET", path)
        answer = line.getresponse()
        assert (answer.status, b"not_found" in answer.read()) == (status, True)
    line.request("DELETE", "/api/press")
    assert line.getresponse().status == 405
    line.close()


def test_more_pages_than_a_kiosk_has_are_refused_and_closed_ones_make_room(kiosk: Kiosk) -> None:
    import http.client

    for _ in range(MOST_STREAMS * 2):
        line = http.client.HTTPConnection(kiosk.url.removeprefix("http://"), timeout=5)
        line.request("HEAD", "/api/events")
        assert line.getresponse().status == 200
        line.close()
    pages = [KioskPage(kiosk.url) for _ in range(MOST_STREAMS)]
    status, answer = pages[0].ask("GET", "/api/events")
    assert (status, answer["error"]["code"]) == (503, "overloaded")
    for page in pages:
        page.close()


def test_a_missing_build_says_so(
    central: FakeCentral, printer: VirtualPrinter, tmp_path: Path
) -> None:
    kiosk = Kiosk(central.url, printer.url, tmp_path / "data", tmp_path / "not-built")
    page = KioskPage(kiosk.url)
    status, answer = page.ask("GET", "/")
    assert (status, answer["error"]["code"]) == (503, "page_missing")
    page.close()
    kiosk.stop()


def test_without_a_printer_the_kiosk_says_none_and_still_gives_numbers(
    central: FakeCentral, tmp_path: Path, static: Path
) -> None:
    kiosk = Kiosk(central.url, "dummy://", tmp_path / "data", static)
    page = KioskPage(kiosk.url)
    assert page.wait_for("state", online=True)["printer"] == {
        "state": "none",
        "paper_left_pct": None,
        "paper_left_tickets": None,
    }
    assert page.press()[0] == 201
    assert page.wait_for("print")["state"] in ("sending", "sent", "unconfirmed")
    page.close()
    kiosk.stop()


def test_stopping_ends_the_pages_streams_at_once(
    central: FakeCentral, printer: VirtualPrinter, tmp_path: Path, static: Path
) -> None:
    kiosk = Kiosk(central.url, printer.url, tmp_path / "data", static)
    page = KioskPage(kiosk.url)
    page.wait_for("state", online=True)
    stopping = threading.Thread(target=kiosk.stop)
    stopping.start()
    stopping.join(6)
    assert not stopping.is_alive()
    with pytest.raises(queue.Empty):
        page.wait_for("nothing", deadline_s=0.2)
