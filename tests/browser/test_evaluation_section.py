"""The nine-index evaluation on the page of satisfaction."""

import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import DESK, PHONE, Pages, overflow, sign_in
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_mark_is_entered_and_shown_with_its_history(floor: BrowserFloor, pages: Pages) -> None:
    page = pages.open(f"{floor.url}/manager/satisfaction", DESK)
    sign_in(page, "quanly")
    cells = page.locator("table.evaluation tbody tr").first.locator(".point-button")
    expect(cells).to_have_count(9)
    expect(cells.nth(8)).to_have_text("–")
    cells.nth(8).click()
    dialog = page.locator("#evaluation-dialog")
    dialog.locator("select").select_option("1.5")
    dialog.locator("input").fill("Biên bản 12")
    assert violations(page) == []
    dialog.locator("button[type=submit]").click()
    expect(cells.nth(8)).to_contain_text("1,5")
    expect(dialog).to_have_count(0)
    cells.nth(8).click()
    page.locator("#evaluation-dialog summary").click()
    expect(page.locator("#evaluation-dialog .history")).to_contain_text("Biên bản 12")
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert overflow(page) == 0
