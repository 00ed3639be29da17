"""The administrator's search words: tried live, added, changed, removed, taken back."""

import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import Pages, sign_in
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_words_are_tried_added_changed_removed_and_taken_back(
    floor: BrowserFloor, pages: Pages
) -> None:
    page = pages.open(f"{floor.url}/admin#synonyms")
    sign_in(page, "quantri")
    page.locator("#synonyms-query").fill("lấy chồng tây")
    expect(page.locator("#synonyms-found li").first).to_contain_text("2.000806")
    expect(page.locator("#synonyms-found li").first).to_contain_text("lấy chồng tây")
    expect(page.locator("#synonyms-restore")).to_be_hidden()
    page.locator("#synonym-form button[type=submit]").click()
    expect(page.locator("#synonym-error")).to_be_visible()
    expect(page.locator("#synonym-said")).to_be_focused()
    page.locator("#synonym-said").fill("tờ giấy tím\ngiấy màu tím")
    page.locator("#synonym-means").fill("đăng ký khai tử")
    page.locator("#synonym-form button[type=submit]").click()
    expect(page.locator("#synonym-status")).not_to_be_empty()
    page.locator("#synonyms-query").fill("giay mau tim")
    expect(page.locator("#synonyms-found li").first).to_contain_text("1.000656")
    page.locator("#synonyms-filter").fill("giay tim")
    rows = page.locator("#synonyms-list tbody tr")
    expect(rows).to_have_count(1)
    rows.locator("button").first.click()
    page.locator("#synonym-means").fill("đăng ký kết hôn")
    page.locator("#synonym-form button[type=submit]").click()
    expect(page.locator("#synonyms-found li").first).to_contain_text("1.000894")
    rows.locator("button").last.click()
    expect(page.locator("#synonyms-list .none")).to_be_visible()
    page.locator("#synonyms-restore").click()
    expect(page.locator("#synonyms-restore")).to_be_hidden()


def test_the_search_words_are_accessible(floor: BrowserFloor, pages: Pages) -> None:
    page = pages.open(f"{floor.url}/admin#synonyms")
    sign_in(page, "quantri")
    expect(page.locator("#synonyms-list tbody tr").first).to_be_visible()
    assert violations(page) == []
