"""The administrator words a form, sees the sheet change, and sheets are issued so."""

import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import DESK, PHONE, Pages, overflow, sign_in
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

OPENING = "Hôm nay, {centre} đã nhận hồ sơ <b>của</b> Ông/Bà:"


def opened(floor: BrowserFloor, pages: Pages, size: tuple[int, int] = DESK) -> Page:
    page = pages.open(f"{floor.url}/admin#forms", size)
    sign_in(page, "quantri")
    page.locator("#forms-opening-vi, #forms-agency-vi").first.wait_for()
    return page


def test_a_form_is_worded_and_seen_before_it_is_saved(floor: BrowserFloor, pages: Pages) -> None:
    page = opened(floor, pages)
    page.select_option("#forms-form", "03")
    page.fill("#forms-opening-vi", OPENING)
    sheet = page.locator("#forms-sheet .sheet")
    expect(sheet).to_contain_text("đã nhận hồ sơ <b>của</b> Ông/Bà:", timeout=30_000)
    assert sheet.locator("b").count() == 0
    page.select_option("#forms-language", "en")
    expect(sheet).to_contain_text("Refusal to receive and process", timeout=30_000)
    assert violations(page) == []
    page.click("#forms-save")
    expect(page.locator("#forms-status")).to_have_attribute("data-tone", "good", timeout=30_000)
    kept = page.request.get(f"{floor.url}/api/v1/form-texts").json()["items"]
    assert next(one for one in kept if one["form"] == "03")["own"]["vi"] == {"opening": OPENING}
    page.click("#forms-reset")
    page.click("#forms-save")
    expect(page.locator("#forms-status")).to_have_attribute("data-tone", "good", timeout=30_000)


def test_the_section_fits_a_phone(floor: BrowserFloor, pages: Pages) -> None:
    page = opened(floor, pages, PHONE)
    expect(page.locator("#forms-sheet .sheet")).to_be_visible(timeout=30_000)
    assert overflow(page) == 0
