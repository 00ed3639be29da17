"""The ticket on the phone, without JavaScript."""

import re

import pytest
from browser_floor import BrowserFloor
from browser_pages import PHONE, Pages, overflow
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NOT_FOUND = re.compile(r"404 .*/t/wrong$")


def test_the_phone_page_works_without_javascript(floor: BrowserFloor, pages: Pages) -> None:
    kiosk, officer = floor.as_kiosk(), floor.as_officer("8")
    kiosk.issue("xay-dung")
    ticket = kiosk.issue("xay-dung")
    page = pages.open(ticket["status_url"], PHONE, java_script_enabled=False)
    expect(page.locator("#number")).to_have_text(ticket["number"])
    expect(page.locator("#ahead")).to_contain_text("1")
    expect(page.locator("meta[http-equiv=refresh]")).to_have_attribute("content", "20")
    officer.call_next("8")
    officer.call_next("8")
    page.reload()
    expect(page.locator("#main")).to_have_attribute("data-state", "called")
    expect(page.locator("#counter")).to_have_text("Quầy 8")
    page.get_by_role("link", name="English").click()
    expect(page.locator("#counter")).to_have_text("Counter 8")
    officer.act(ticket["id"], "serve")
    officer.act(ticket["id"], "finish")
    page.reload()
    expect(page.locator("#main")).to_have_attribute("data-state", "finished")
    expect(page.locator("#counter")).to_be_hidden()


def test_a_place_is_given_up_in_two_steps(floor: BrowserFloor, pages: Pages) -> None:
    ticket = floor.as_kiosk().issue("thue")
    page = pages.open(ticket["status_url"], PHONE)
    page.locator("#cancel-ask").click()
    page.locator("#cancel-no").click()
    expect(page.locator("#cancel-ask")).to_be_focused()
    page.locator("#cancel-ask").click()
    page.locator("#cancel-yes").click()
    expect(page.locator("#main")).to_have_attribute("data-state", "cancelled")
    expect(page.locator("#cancel")).to_be_hidden()


def test_corrected_papers_are_explained_to_their_holder(floor: BrowserFloor, pages: Pages) -> None:
    ticket = floor.as_kiosk().issue("xay-dung")
    officer = floor.as_officer("8")
    assert officer.call_next("8")["ticket"]["id"] == ticket["id"]
    officer.post(f"/tickets/{ticket['id']}/send-away", {"note": "Thiếu bản sao"})
    page = pages.open(ticket["status_url"], PHONE, java_script_enabled=False)
    expect(page.locator("#main")).to_have_attribute("data-state", "away")
    expect(page.locator("#detail")).to_contain_text("Thiếu bản sao")
    expect(page.locator("#next")).to_contain_text("Quầy 8")
    expect(page.locator("#cancel")).to_be_hidden()


def test_a_wrong_link_says_what_to_do(floor: BrowserFloor, pages: Pages) -> None:
    pages.forgive(NOT_FOUND)
    page = pages.open(f"{floor.url}/t/wrong", PHONE)
    expect(page.locator("#main")).to_have_attribute("data-state", "expired")
    expect(page.locator("#next")).not_to_be_empty()
    assert overflow(page) == 0
