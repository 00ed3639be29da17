"""An appointment's code at the kiosk: its one ticket, on paper once a press."""

from __future__ import annotations

import threading
import uuid

import pytest
from fake_central import (
    APPOINTMENT_AT,
    CANCELLED_CODE,
    CLOSED,
    CODE,
    DAY_FULL,
    EXPECTED_BEFORE,
    NOT_FOUND,
    USED,
    FakeCentral,
)
from kiosk_page import KioskPage

from hardware.virtual.printer import VirtualPrinter


def test_a_code_is_a_number_on_screen_and_a_ticket_on_paper(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral
) -> None:
    press = str(uuid.uuid4())
    status, answer = page.check_in(CODE, press, "en")
    assert status == 201
    ticket = answer["ticket"]
    assert (ticket["number"], ticket["service_name"]) == ("A001", "Hộ tịch")
    assert (ticket["appointment_at"], ticket["expected_before"]) == (
        APPOINTMENT_AT,
        EXPECTED_BEFORE,
    )
    assert answer["qr_svg"].startswith("<svg") and answer["print"]["job"] == press
    assert central.posts == [{"key": press, "code": CODE, "language": "en"}]
    page.wait_for("print", press=press, state="printed")
    assert printer.printed == 1


def test_the_same_check_in_eight_times_at_once_is_one_ticket_and_one_print(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral
) -> None:
    press = str(uuid.uuid4())
    answers: list[tuple[int, str]] = []

    def touch() -> None:
        status, answer = page.check_in(CODE, press)
        answers.append((status, answer["ticket"]["number"]))

    touches = [threading.Thread(target=touch) for _ in range(8)]
    for thread in touches:
        thread.start()
    for thread in touches:
        thread.join()
    assert answers == [(201, "A001")] * 8
    page.wait_for("print", press=press, state="printed")
    other = str(uuid.uuid4())
    page.press(other)
    page.wait_for("print", press=other, state="printed")
    assert len(central.tickets) == 2 and printer.printed == 2


def test_who_comes_back_with_the_code_gets_the_same_number_on_paper_again(
    page: KioskPage, printer: VirtualPrinter, central: FakeCentral
) -> None:
    for _ in range(2):
        press = str(uuid.uuid4())
        assert page.check_in(CODE, press)[1]["ticket"]["number"] == "A001"
        page.wait_for("print", press=press, state="printed")
    assert len(central.tickets) == 1 and printer.printed == 2


def test_a_lost_answer_to_a_check_in_is_asked_for_again(
    page: KioskPage, central: FakeCentral, printer: VirtualPrinter
) -> None:
    central.swallow = 2
    status, answer = page.check_in(CODE)
    assert (status, answer["ticket"]["number"]) == (201, "A001")
    assert len(central.posts) == 3 and len({post["key"] for post in central.posts}) == 1
    printer.wait_for_tickets(1, 5)


def test_an_unknown_or_a_used_code_prints_nothing_and_says_so(
    page: KioskPage, printer: VirtualPrinter
) -> None:
    assert page.check_in("000000") == (404, NOT_FOUND)
    assert page.check_in(CANCELLED_CODE) == (409, USED)
    assert printer.printed == 0


@pytest.mark.parametrize("refusal", [CLOSED, DAY_FULL], ids=["closed", "day_full"])
def test_a_refused_check_in_reaches_the_page_as_it_is(
    page: KioskPage, central: FakeCentral, printer: VirtualPrinter, refusal: dict[str, object]
) -> None:
    central.refusal = refusal
    assert page.check_in(CODE) == (409, refusal)
    assert printer.printed == 0


def test_a_code_that_is_none_never_reaches_the_server(
    page: KioskPage, central: FakeCentral
) -> None:
    status, answer = page.check_in("12a456")
    assert (status, answer["error"]["code"]) == (422, "invalid_field")
    assert answer["error"]["field"] == "code"
    assert central.posts == []


def test_without_a_server_a_check_in_is_refused_in_both_languages(
    page: KioskPage, central: FakeCentral
) -> None:
    central.stop()
    status, answer = page.check_in(CODE)
    assert (status, answer["error"]["code"]) == (503, "check_in_needs_server")
    assert answer["error"]["message"]["vi"] and answer["error"]["action"]["en"]
