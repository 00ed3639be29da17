"""A manager looks at the first centre's dossiers: figures, what stands behind them, the form, a
period closed, paper."""

import re
from datetime import datetime

import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import PHONE, SCREEN, Pages, overflow, sign_in
from dossier_desk import PLAIN_RULES, csv_of, seed_rows
from playwright.sync_api import Page, expect

from server.config import Config, open_store
from server.usecases.change import Actor, Change, change
from server.usecases.dossiers.importing import bring_in
from server.usecases.dossiers.reading import read_dossiers
from server.usecases.dossiers.rules import set_rules

pytestmark = pytest.mark.browser
NOW = 1_795_669_200_000
FIRST_MONTHS = {"early": 1_922, "on_time": 1_586, "late": 34, "pending": 110}
TWO_MONTHS = "?from=2017-12-18&to=2018-02-17"
PHASES = [
    {"name": "Giai đoạn 1", "name_en": "Phase 1", "begins": "2016-09-01"},
    {"name": "Giai đoạn 2", "name_en": "Phase 2", "begins": "2017-12-18"},
]


@pytest.fixture(scope="module")
def registered(floor: BrowserFloor) -> BrowserFloor:
    """The dossiers of the first two months behind the floor."""
    rows, _ = read_dossiers(
        csv_of(seed_rows(datetime(2017, 12, 18), 60, FIRST_MONTHS)), "Asia/Ho_Chi_Minh"
    )
    store = open_store(Config(floor.data))
    found = store.read(lambda s: s.one("SELECT id FROM centre"))
    assert found is not None

    def fill(made: Change) -> None:
        set_rules(made, {**PLAIN_RULES, "phases": PHASES})
        bring_in(made, rows.rows)

    store.write(change(Actor("manager", found["id"], "test"), NOW, fill))
    store.close()
    return floor


def opened(floor: BrowserFloor, pages: Pages, size: tuple[int, int], query: str) -> Page:
    page = pages.open(f"{floor.url}/manager/dossiers{query}", size)
    sign_in(page, "quanly")
    expect(page.locator("#groups-table tbody tr").first).to_be_visible()
    expect(page.locator("#form-table tbody tr").first).to_be_visible()
    expect(page.locator("#beside-wait")).to_be_visible()
    expect(page.locator("#due-table tbody tr").first).to_be_visible()
    return page


def test_from_the_first_centres_figures_to_one_dossier(
    registered: BrowserFloor, pages: Pages
) -> None:
    page = opened(registered, pages, SCREEN, TWO_MONTHS)
    told = {"received": "3.652", "resolved": "3.542", "early": "1.922", "on_time": "1.586",
            "late": "34", "pending": "110"}  # fmt: skip
    for name, figure in told.items():
        expect(page.locator(f"#card-{name} b")).to_have_text(figure)
    shares = page.locator("#shares tbody td:last-child, #shares tfoot td:last-child")
    expect(shares).to_have_text(["54,3%", "44,8%", "0,9%", "100,0%"])
    expect(page.locator("#story-box")).to_contain_text("Theo sổ có 1.306 hồ sơ trễ hạn.")
    expect(page.locator("#story-box .story-parts li").last).to_contain_text("34 trễ thật")
    assert violations(page) == []
    page.locator("#by-phase").click()
    expect(page.locator("#groups-table tbody tr")).to_have_count(1)
    assert "by=phase" in page.url
    page.locator("#compare").select_option("previous")
    expect(page.locator("#card-received .before")).to_contain_text("0")
    page.locator("#card-late .drill").click()
    expect(page.locator("#list-table tbody tr")).to_have_count(34)
    assert violations(page) == []
    page.locator("#list-table .drill").first.click()
    expect(page.locator("#dossier-title")).to_contain_text("H16.15-")
    expect(page.locator("#dossier-body table tbody tr").first).to_contain_text("Nhập từ tệp")
    assert violations(page) == []
    page.locator("#dossier-close").click()
    with page.expect_download() as saved:
        page.locator("#list-files a").last.click()
    assert saved.value.suggested_filename == "dossiers-list-2017-12-18-2018-02-17.csv"


def test_a_period_is_closed_on_the_page(registered: BrowserFloor, pages: Pages) -> None:
    page = opened(registered, pages, SCREEN, "?from=2018-01-01&to=2018-01-31")
    page.locator("#close-period").click()
    expect(page.locator("#confirm")).to_be_visible()
    assert violations(page) == []
    page.locator("#confirm-yes").click()
    expect(page.locator("#closing-words")).to_contain_text("không có điều chỉnh nào")
    expect(page.locator("#close-period")).to_be_hidden()
    expect(page.locator("#periods-table tbody tr")).to_have_count(1)
    code = registered.as_manager().get(
        "/reports/dossiers/list", **{"from": "2018-01-01", "to": "2018-01-31", "kind": "pending"}
    ).json()["items"][0]["code"]  # fmt: skip
    registered.as_manager().post(f"/dossiers/{code}/resolve", {"at": "2018-02-01T08:00:00+07:00"})
    page.reload()
    expect(page.locator("#closing-table tbody tr")).to_have_count(1)
    expect(page.locator("#closing-words")).to_contain_text("có 1 hồ sơ được báo khác đi")
    expect(page.locator("#card-resolved .corrected")).to_contain_text("nay là")
    assert violations(page) == []


def test_it_fits_a_phone_and_a_sheet_of_paper(registered: BrowserFloor, pages: Pages) -> None:
    page = opened(registered, pages, PHONE, f"{TWO_MONTHS}&by=channel")
    assert overflow(page) == 0
    page.locator("#language").click()
    expect(page.locator("#groups-title")).to_have_text("By channel")
    assert violations(page) == []
    page.emulate_media(media="print")
    for hidden in ("#ask", "#groups-files", "#bys", "#due", ".bar-menu"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("#form-table table")).to_be_visible()
    with page.context.expect_page() as shown:
        page.emulate_media(media="screen")
        page.locator("#form-files a").first.click()
    paper = shown.value
    expect(paper.locator("table.progress tbody tr").last).to_contain_text("3,652")
    assert violations(paper) == []
    assert re.search(r"/progress/paper\?", paper.url)
