"""The administrator's rules: an error at its field, a change that holds, and its undoing."""

import pytest
from browser_floor import BrowserFloor
from browser_pages import Pages, sign_in
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def ratio(floor: BrowserFloor) -> int:
    found: int = floor.as_manager().get("/settings").json()["settings"]["calling"]["ratio"]
    return found


def save(page: Page) -> None:
    page.locator("#rules-form button[type=submit]").click()


def test_a_rule_is_checked_saved_dated_and_undone(floor: BrowserFloor, pages: Pages) -> None:
    before = ratio(floor)
    page = pages.open(f"{floor.url}/admin#rules")
    sign_in(page, "quantri")
    field = page.locator("#rule-ratio")
    expect(field).to_have_value(str(before))
    field.fill("99")
    save(page)
    expect(page.locator("#rule-ratio-error")).to_be_visible()
    expect(field).to_be_focused()
    assert ratio(floor) == before
    field.fill("5")
    page.locator("label[for=rule-always_open]").click()
    page.locator("#rule-mon").fill("13:30-17:00, 7:30-11:30")
    save(page)
    expect(page.locator("#rule-mon-error")).to_be_visible()
    page.locator("#rule-mon").fill("7:30-11:30, 13:30-17:00")
    save(page)
    expect(page.locator("#rules-form .form-status")).to_have_attribute("data-tone", "good")
    expect(page.locator("#rules-changes tbody tr")).to_have_count(1)
    expect(page.locator("#rules-changes")).to_contain_text("Lý Văn Xuân")
    assert ratio(floor) == 5
    page.locator("#rules-undo").click()
    expect(field).to_have_value(str(before))
    expect(page.locator("#rules-undo")).to_be_hidden()
    assert ratio(floor) == before


def test_a_counters_weight_is_kept_when_its_services_are_looked_at_again(
    floor: BrowserFloor, pages: Pages
) -> None:
    page = pages.open(f"{floor.url}/admin#counters")
    sign_in(page, "quantri")
    for weight in ("1", "4"):
        page.locator("#counters-list tbody button").first.click()
        chosen = page.locator("#skills .skill select").first
        expect(chosen).to_have_value(weight)
        chosen.select_option("4")
        page.locator("#skills-save").click()
        expect(page.locator("#skills")).to_be_hidden()
