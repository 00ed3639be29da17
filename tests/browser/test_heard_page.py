"""The public page: what was said and done, in public words, without JavaScript."""

import pytest
from browser_axe import violations
from browser_pages import PHONE, Pages, overflow
from fixture_types import RunServer
from playwright.sync_api import expect
from private_desk import Office
from rated_visits import rate_some_days_ago

pytestmark = pytest.mark.browser


def test_the_public_page_needs_no_script(run_server: RunServer, pages: Pages) -> None:
    server = run_server()
    rate_some_days_ago(server)
    manager = Office.of(server).client("manager")
    case = manager.post("/cases", {"reason": "noise", "words": "Sảnh chờ ồn"}).json()
    manager.post(f"/cases/{case['id']}/done", {"words": "Đã treo rèm", "note": "14 triệu"})
    page = pages.open(f"{server.url}/heard", PHONE, java_script_enabled=False)
    expect(page.locator(".sentence[data-period=month] .share").first).to_have_text("93,6%")
    expect(page.locator(".case .words")).to_have_text(["Sảnh chờ ồn", "Đã treo rèm"])
    expect(page.locator("body")).not_to_contain_text("14 triệu")
    page.locator("header a").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".sentence[data-period=quarter]")).to_contain_text("Too few")
    with_script = pages.open(f"{server.url}/heard?lang=en", PHONE)
    assert (overflow(with_script), violations(with_script)) == (0, [])
