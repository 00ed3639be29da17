"""A manager looks at a period: figures, bars, the heat map, single tickets, files, paper."""

import re

import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import PHONE, SCREEN, Pages, overflow, sign_in
from past_days import Past
from playwright.sync_api import Page, expect

from server.config import Config, open_store

pytestmark = pytest.mark.browser
DAYS, PER_DAY = 14, 60


@pytest.fixture(scope="module")
def worked(floor: BrowserFloor) -> BrowserFloor:
    """Two weeks of work behind the floor."""
    store = open_store(Config(floor.data))
    row = store.read(lambda s: s.one("SELECT id FROM centre"))
    assert row is not None
    past = Past(row["id"], ("ho-tich", "chung-thuc"), ("1", "2"), ("nobody-known",))
    past.fill(store, PER_DAY, 0, DAYS)
    store.close()
    return floor


def opened(floor: BrowserFloor, pages: Pages, size: tuple[int, int], query: str = "") -> Page:
    page = pages.open(f"{floor.url}/manager/reports{query}", size)
    sign_in(page, "quanly")
    expect(page.locator("#groups-table tbody tr").first).to_be_visible()
    expect(page.locator("#heat-table tbody tr").first).to_be_visible()
    return page


def test_from_the_figures_of_a_month_to_one_ticket(worked: BrowserFloor, pages: Pages) -> None:
    page = opened(worked, pages, SCREEN)
    expect(page.locator("#card-issued b")).to_have_text(str(DAYS * PER_DAY))
    expect(page.locator("#groups-table tbody tr")).to_have_count(2)
    expect(page.locator("#groups-table tbody .row-bar rect.value")).to_have_count(2)
    assert violations(page) == []
    page.locator("#compare").select_option("previous")
    expect(page.locator("#card-issued .before")).to_contain_text("0")
    page.locator("#by").select_option("day")
    expect(page.locator("#trend svg rect.value")).to_have_count(DAYS)
    assert "by=day" in page.url and "compare=previous" in page.url
    page.locator("#measure-satisfied").click()
    expect(page.locator("#measure-satisfied")).to_have_attribute("aria-pressed", "true")
    page.locator("#heat-issued").click()
    expect(page.locator("#heat-notes")).to_contain_text("Số phiếu trung bình")
    page.locator("#heat-table tbody button").first.click()
    expect(page.locator("#tickets-table tbody tr").first).to_be_visible()
    assert violations(page) == []
    page.locator("#tickets-table tbody th button").first.click()
    expect(page.locator("#story")).to_be_visible()
    expect(page.locator("#story-title")).to_contain_text(re.compile(r"Phiếu A\d{3}"))
    assert violations(page) == []
    page.locator("#story-close").click()
    with page.expect_download() as saved:
        page.locator("#tickets-files a").first.click()
    assert saved.value.suggested_filename.endswith(".csv")
    with page.expect_download() as saved:
        page.locator("#groups-files a").last.click()
    assert saved.value.suggested_filename.endswith(".xlsx")


def test_it_fits_a_phone_and_a_sheet_of_paper(worked: BrowserFloor, pages: Pages) -> None:
    page = opened(worked, pages, PHONE, "?by=hour")
    assert overflow(page) == 0
    page.locator("#language").click()
    expect(page.locator("#groups-title")).to_have_text("By hour")
    assert violations(page) == []
    page.emulate_media(media="print")
    for hidden in ("#ask", "#groups-files", "#measures", ".bar-menu"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("#groups-table table")).to_be_visible()
