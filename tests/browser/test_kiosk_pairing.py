"""A kiosk that nobody has admitted: a code, what to do with it, and no service at all."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from browser_pages import SCREEN, UPRIGHT, Pages
from playwright.sync_api import expect
from stub_agent import StubAgent

pytestmark = pytest.mark.browser


def pairing(code: str = "482915", minutes: float = 10) -> dict[str, Any]:
    until = datetime.now(UTC) + timedelta(minutes=minutes)
    return {"paired": False, "pairing": {"code": code, "expires_at": until.isoformat()}}


@pytest.mark.parametrize("size", [UPRIGHT, SCREEN], ids=["upright", "lying"])
def test_the_code_fills_the_screen_and_nothing_else_is_offered(
    agent: StubAgent, pages: Pages, size: tuple[int, int]
) -> None:
    agent.set(**pairing())
    page = pages.open(agent.url, size)
    code = page.locator(".pairing-code")
    expect(code).to_have_text("482 915")
    box = code.bounding_box()
    assert box is not None and box["height"] >= 200
    expect(page.locator(".pairing-steps li")).to_have_count(3)
    expect(page.locator(".pairing-steps")).to_contain_text("Quản trị")
    expect(page.locator(".pairing-expires")).to_contain_text("Mã đổi sau 0")
    expect(page.locator(".tile")).to_have_count(0)
    expect(page.locator("#bar")).to_be_hidden()


def test_a_new_code_and_the_admission_need_no_touch(agent: StubAgent, pages: Pages) -> None:
    agent.set(paired=False, pairing=None)
    page = pages.open(agent.url, UPRIGHT)
    expect(page.locator(".pairing-code")).to_have_text("Đang xin mã…")
    agent.set(**pairing("000123"))
    expect(page.locator(".pairing-code")).to_have_text("000 123")
    agent.set(**pairing("999123"))
    expect(page.locator(".pairing-code")).to_have_text("999 123")
    agent.set(paired=True, pairing=None)
    expect(page.locator(".tile").first).to_be_visible()
    expect(page.locator(".pairing-code")).to_have_count(0)


def test_a_kiosk_that_is_dismissed_shows_no_services_any_more(
    agent: StubAgent, pages: Pages
) -> None:
    page = pages.open(agent.url, UPRIGHT)
    expect(page.locator(".tile").first).to_be_visible()
    page.locator("#search").click()
    agent.set(**pairing())
    expect(page.locator(".pairing-code")).to_be_visible()
    expect(page.locator(".search-field")).to_have_count(0)
    page.locator("#lang-en").click()
    expect(page.locator(".pairing-steps")).to_contain_text("Administration")
    expect(page.locator(".tile")).to_have_count(0)
