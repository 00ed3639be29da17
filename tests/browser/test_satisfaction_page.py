"""The manager's page of satisfaction: from the sentence to a case that the public can read."""

import csv
from pathlib import Path

import pytest
from browser_axe import violations
from browser_pages import PHONE, SCREEN, Pages, overflow, sign_in
from fixture_types import RunServer
from playwright.sync_api import expect
from rated_visits import rate_some_days_ago
from running import RunningServer

pytestmark = pytest.mark.browser


@pytest.fixture
def server(run_server: RunServer) -> RunningServer:
    """Some ninety rated visits three days ago; six people found it noisy."""
    running = run_server()
    rate_some_days_ago(running)
    return running


def test_a_reason_becomes_a_case_the_public_can_read(
    server: RunningServer, pages: Pages, tmp_path: Path
) -> None:
    page = pages.open(f"{server.url}/manager/satisfaction", SCREEN)
    sign_in(page, "quanly")
    expect(page.locator(".figure.share b")).to_have_text("93,6%")
    expect(page.locator(".figure.share span")).to_contain_text("86,8% – 97,0%")
    expect(page.locator("#comments-body li")).to_have_count(6)
    page.locator("#by-counter").click()
    expect(page.locator("#groups-body tbody tr")).to_have_count(2)
    assert violations(page) == []
    with page.expect_download() as saving:
        page.locator("#groups .chooser > .button").click()
    saving.value.save_as(tmp_path / "t.csv")
    rows = list(csv.reader((tmp_path / "t.csv").read_text("utf-8-sig").splitlines()))
    assert [row[2] for row in rows[1:]] == ["50", "44", "94"]
    page.locator(".suggestion .button").click()
    page.locator("#form-words").fill("Sảnh chờ ồn")
    assert violations(page) == []
    page.locator("#case-dialog button[type=submit]").click()
    expect(page.locator(".suggestion")).to_have_count(0)
    page.locator("[id^=case-done-]").click()
    page.locator("#form-words").fill("Đã treo rèm")
    page.locator("#form-note").fill("14 triệu")
    page.locator("#case-dialog button[type=submit]").click()
    expect(page.locator(".case[data-state=done]")).to_have_count(1)
    page.locator("#language").click()
    expect(page.locator("h1")).to_have_text("Satisfaction")
    page.locator("#preset-today").click()
    expect(page.locator("#sentence-body .none")).to_be_visible()
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert (overflow(page), violations(page)) == (0, [])
