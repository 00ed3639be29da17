"""The kiosk's page against its agent and a printer: one press is one ticket, come what may."""

import re
from typing import Any

import pytest
from browser_floor import BrowserFloor
from browser_pages import UPRIGHT, Pages
from kiosk_screens import to_group
from playwright.sync_api import Page, Request, expect

pytestmark = pytest.mark.browser

LOST_PRESS = re.compile(r"503 .*/api/press$")


def at_services(pages: Pages, floor: BrowserFloor, department: str) -> Page:
    """The kiosk's page, ready to take a number of this department."""
    page = pages.open(floor.kiosk, UPRIGHT)
    to_group(page, department)
    return page


def waiting(floor: BrowserFloor, service: str) -> int:
    found: list[dict[str, Any]] = floor.as_kiosk().get("/services").json()["items"]
    return next(int(one["waiting"]) for one in found if one["id"] == service)


def presses(page: Page) -> list[Request]:
    """Grows with every press that leaves the page."""
    sent: list[Request] = []
    page.on("request", lambda one: sent.append(one) if one.url.endswith("/api/press") else None)
    return sent


def test_a_double_press_is_one_ticket(floor: BrowserFloor, pages: Pages) -> None:
    page = at_services(pages, floor, "cong-an")
    sent, printed = presses(page), floor.printer.printed
    page.locator("[data-key=service-can-cuoc]").dblclick()
    expect(page.locator(".print.printed")).to_be_visible()
    expect(page.locator(".number")).to_have_text("M001")
    assert (len(sent), waiting(floor, "can-cuoc")) == (1, 1)
    assert floor.printer.printed == printed + 1


def test_a_second_tap_where_the_button_was_is_no_answer(floor: BrowserFloor, pages: Pages) -> None:
    page = at_services(pages, floor, "cong-an")
    sent = presses(page)
    box = page.locator("[data-key=service-xuat-nhap-canh]").bounding_box()
    assert box is not None
    at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for _ in range(4):
        page.mouse.click(*at)
    expect(page.locator(".print.printed")).to_be_visible()
    assert (len(sent), waiting(floor, "xuat-nhap-canh")) == (1, 1)


def test_enter_pressed_twice_is_one_ticket(floor: BrowserFloor, pages: Pages) -> None:
    page = at_services(pages, floor, "xay-dung")
    sent = presses(page)
    page.locator("[data-key=service-giao-thong]").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".print.printed")).to_be_visible()
    assert (len(sent), waiting(floor, "giao-thong")) == (1, 1)


def test_a_lost_answer_to_a_press_is_asked_for_again(floor: BrowserFloor, pages: Pages) -> None:
    page = at_services(pages, floor, "nong-nghiep-moi-truong")
    page.route(
        "**/api/press",
        lambda route: route.fulfill(status=503, body="{}") if route.fetch() else None,
        times=1,
    )
    pages.forgive(LOST_PRESS)
    page.locator("[data-key=service-moi-truong]").click()
    page.locator(".problem .button.primary").click()
    expect(page.locator(".number")).to_have_text("Q001")
    assert waiting(floor, "moi-truong") == 1


def test_without_paper_number_and_qr_stay(floor: BrowserFloor, pages: Pages) -> None:
    floor.printer.set(paper="out")
    printed = floor.printer.printed
    try:
        page = at_services(pages, floor, "tai-chinh")
        page.locator("[data-key=service-thue]").click()
        expect(page.locator(".print.failed")).to_be_visible()
        expect(page.locator(".number")).to_have_text("UH001")
        expect(page.locator(".qr img")).to_be_visible()
        # No countdown takes the only copy of the number away.
        expect(page.locator(".leaving")).to_have_text("")
        assert floor.printer.printed == printed
        page.locator(".ticket-actions .primary").click()
        expect(page.locator("#printer")).to_be_visible()
    finally:
        floor.printer.set(paper="ok")
    expect(page.locator("#printer")).to_be_hidden()
    assert floor.printer.printed == printed


def test_the_next_person_begins_in_vietnamese(floor: BrowserFloor, pages: Pages) -> None:
    page = pages.open(floor.kiosk + "/?show=2", UPRIGHT)
    page.locator("#lang-en").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    to_group(page, "noi-vu")
    page.locator("[data-key=service-chinh-sach]").click()
    expect(page.locator(".print.printed")).to_be_visible()
    expect(page.locator("#fields")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "vi")
