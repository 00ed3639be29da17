"""One ticket through every face: kiosk, paper, phone, officer, hall, counter, rating, manager."""

from typing import Any

import pytest
import requests
from browser_floor import PAD_COUNTER, BrowserFloor
from browser_pages import (
    PHONE,
    SCREEN,
    TABLET,
    UPRIGHT,
    Pages,
    past_double_press,
    press_key,
    sign_in,
    sit_down,
)
from browser_ticket import shows
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

COUNTER = "2"
SERVED_BY_PAD = "can-cuoc"


def take_number(page: Page, floor: BrowserFloor) -> Any:
    """Press the service on the kiosk's page; the ticket that the page was given."""
    page.goto(floor.kiosk)
    page.locator("#fields").click()
    page.locator("[data-key=group-tu-phap]").click()
    page.locator("#screen:not(.settling)").wait_for()
    with page.expect_response("**/api/press") as answer:
        page.locator("[data-key=service-ho-tich]").click()
    return answer.value.json()["ticket"]


def test_one_ticket_is_followed_through_every_face(floor: BrowserFloor, pages: Pages) -> None:
    earlier = floor.as_kiosk().issue("ho-tich")
    manager = pages.open(f"{floor.url}/manager", SCREEN)
    sign_in(manager, "quanly")
    expect(manager.locator("#figure-issued")).to_have_text("1")

    # The kiosk: one press, the number, and the paper.
    kiosk = pages.blank(UPRIGHT)
    ticket = take_number(kiosk, floor)
    number = ticket["number"]
    expect(kiosk.locator(".number")).to_have_text(number)
    expect(kiosk.locator(".ahead")).to_contain_text("1")
    expect(kiosk.locator(".print.printed")).to_be_visible()
    expect(kiosk.locator(".qr img")).to_be_visible()
    centre = requests.get(f"{floor.kiosk}/api/state", timeout=5).json()["centre"]
    (paper,) = floor.printer.wait_for_tickets(1, 10)
    assert shows(paper, ticket, centre)
    assert floor.printer.printed == 1

    # The phone follows it.
    phone = pages.open(ticket["status_url"], PHONE)
    expect(phone.locator("#number")).to_have_text(number)
    expect(phone.locator("#ahead")).to_contain_text("1")

    # The boards, before anything happens.
    hall = pages.open(f"{floor.url}/hall", SCREEN)
    display = pages.open(f"{floor.url}/counter/{COUNTER}", SCREEN)
    terminal = pages.open(floor.terminal(COUNTER), TABLET)
    expect(display.locator("body")).to_have_attribute("data-face", "closed")
    expect(terminal.locator("body")).to_have_attribute("data-stage", "asleep")

    # The officer works off who was there before, and calls.
    staff = pages.open(f"{floor.url}/staff")
    sit_down(staff, "quay2", COUNTER)
    press_key(staff, "n")
    expect(staff.locator("#current-number")).to_have_text(earlier["number"])
    expect(phone.locator("#ahead")).not_to_contain_text("1")
    past_double_press(staff)
    press_key(staff, "s")
    expect(staff.locator("#current")).to_have_attribute("data-mood", "serving")
    press_key(staff, "n")
    expect(staff.locator("#current-number")).to_have_text(number)

    # Everybody is told where to go.
    expect(hall.locator("#latest-number")).to_have_text(number)
    expect(hall.locator("#latest-counter")).to_have_text(COUNTER)
    expect(hall.locator(f"[data-ticket={earlier['number']}]")).to_be_visible()
    expect(display.locator("body")).to_have_attribute("data-face", "called")
    expect(display.locator("#number")).to_have_text(number)
    expect(phone.locator("#main")).to_have_attribute("data-state", "called")
    expect(phone.locator("#counter")).to_have_text(f"Quầy {COUNTER}")

    # Served and finished.
    press_key(staff, "s")
    expect(staff.locator("#current")).to_have_attribute("data-mood", "serving")
    expect(display.locator("body")).to_have_attribute("data-face", "serving")
    expect(phone.locator("#main")).to_have_attribute("data-state", "serving")
    press_key(staff, "f")
    expect(staff.locator("#current")).to_have_attribute("data-mood", "idle")
    expect(display.locator("body")).to_have_attribute("data-face", "idle")
    expect(phone.locator("#main")).to_have_attribute("data-state", "finished")

    # The terminal wakes, a tap gives thanks.
    expect(terminal.locator("body")).to_have_attribute("data-stage", "asking")
    expect(terminal.locator("#about")).to_contain_text(number)
    terminal.locator("#keys [data-value=very_satisfied]").click()
    expect(terminal.locator("body")).to_have_attribute("data-stage", "thanks")
    expect(manager.locator("#rating-rows li")).to_have_count(1)
    expect(manager.locator("#rating-rows li")).to_have_attribute("data-value", "very_satisfied")

    rate_at_the_pad(floor)

    # The manager has seen it all without touching the page.
    ratings = manager.locator("#rating-rows li")
    expect(ratings).to_have_count(2)
    expect(ratings.first).to_have_attribute("data-value", "unsatisfied")
    expect(manager.locator("#figure-issued")).to_have_text("3")
    expect(manager.locator("#figure-called")).to_have_text("3")
    expect(manager.locator("#figure-served")).to_have_text("3")
    expect(manager.locator("#figure-waiting")).to_have_text("0")
    expect(manager.locator("#call-rows strong")).to_contain_text([number, earlier["number"]])
    assert floor.printer.printed == 1


def rate_at_the_pad(floor: BrowserFloor) -> None:
    """A visit at the counter that has a pad: dark until the officer finishes, then one press."""
    floor.as_kiosk().issue(SERVED_BY_PAD)
    officer = floor.as_officer(PAD_COUNTER)
    served = officer.call_next(PAD_COUNTER)["ticket"]["id"]
    officer.act(served, "serve")
    assert not floor.pad.lit
    officer.act(served, "finish")
    assert floor.pad.wait_lit(10), "the pad stayed dark"
    floor.pad.press(3)
    assert floor.pad.wait_acknowledged(10), "the press was not taken"
