"""One's own account in a browser, and a second factor that a role must have."""

import re

import pyotp
import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import PHONE, SCREEN, Pages, overflow
from playwright.sync_api import Page, expect

from server.store import second_factor_rules
from server.store.sqlite import SqliteStore

pytestmark = pytest.mark.browser


def sign_in(page: Page, username: str) -> None:
    """The account page has fields for passwords of its own."""
    form = page.locator(".signin form")
    form.locator("input[autocomplete=username]").fill(username)
    form.locator("input[autocomplete=current-password]").fill(f"{username}-demo")
    form.locator("button[type=submit]").click()


def code_shown(page: Page, secret: str) -> str:
    """What an authenticator app would show for the secret on the page."""
    shown = page.locator(secret)
    expect(shown).to_have_text(re.compile(r"^([A-Z2-7]{4} ?)+$"))
    return pyotp.TOTP((shown.text_content() or "").replace(" ", "")).now()


def test_it_is_demanded_told_and_set_up(floor: BrowserFloor, pages: Pages) -> None:
    admin = pages.open(f"{floor.url}/admin#people", SCREEN)
    sign_in(admin, "quantri")
    expect(admin.locator("#second-state")).to_have_text(re.compile("Chưa bắt buộc"))
    admin.locator("#second-admin").check()
    admin.locator("#second-grace_days").fill("5")
    admin.locator("#second-form button[type=submit]").click()
    expect(admin.locator("#second-state")).to_have_text(re.compile("Quản trị viên, từ"))
    assert violations(admin) == []

    page = pages.open(f"{floor.url}/account", SCREEN)
    sign_in(page, "quantri")
    card = page.locator(".signin-card")
    expect(card.locator("h1")).to_have_text("Sắp phải xác thực hai bước")
    assert violations(page) == []
    card.get_by_role("button", name="Thiết lập ngay").click()
    card.locator("input").fill(code_shown(page, ".signin-card code"))
    assert violations(page) == []
    card.locator("button[type=submit]").click()
    expect(card.locator("li code")).to_have_count(10)
    assert violations(page) == []
    card.locator("button[type=submit]").click()
    expect(page.locator("#totp-state")).to_contain_text("10")
    here = page.locator("#sessions-list li")
    expect(here).to_have_count(2)
    assert violations(page) == []
    admin.context.close()
    here.get_by_role("button").click()
    expect(here).to_have_count(1)


def test_until_it_is_set_up_there_is_nothing_else(floor: BrowserFloor, pages: Pages) -> None:
    store = SqliteStore(floor.data / "motcua.db")
    store.write(lambda session: second_factor_rules.put(session, "*", ["staff"], 0))
    store.close()
    page = pages.open(f"{floor.url}/staff", PHONE)
    sign_in(page, "quay1")
    card = page.locator(".signin-card")
    expect(card.locator("h1")).to_have_text("Thiết lập xác thực hai bước")
    code_shown(page, ".signin-card code")
    assert overflow(page) == 0
    # Coming back does not lead past it.
    page.reload()
    expect(page.locator(".signin input[autocomplete=username]")).to_be_visible()
    sign_in(page, "quay1")
    card.locator("input").fill(code_shown(page, ".signin-card code"))
    card.locator("button[type=submit]").click()
    expect(card.locator("li code")).to_have_count(10)
    card.locator("button[type=submit]").click()
    expect(page.locator("#counter-1")).to_be_visible()


def test_the_account_page_fits_a_phone_and_changes_the_password(
    floor: BrowserFloor, pages: Pages
) -> None:
    store = SqliteStore(floor.data / "motcua.db")
    store.write(lambda session: second_factor_rules.put(session, "*", [], 0))
    store.close()
    pages.forgive(re.compile(r"422 .*/session/password"))
    page = pages.open(f"{floor.url}/account", PHONE)
    sign_in(page, "quay2")
    expect(page.locator("#sessions-list li")).to_have_count(1)
    for field, text in (("old", "quay2-demo"), ("new", "Vietnam2026!"), ("again", "Vietnam2026!")):
        page.locator(f"#password-{field}").fill(text)
    page.locator("#password button[type=submit]").click()
    expect(page.locator("#password-status")).to_have_attribute("data-tone", "bad")
    for field in ("new", "again"):
        page.locator(f"#password-{field}").fill("ba con mèo trên mái")
    page.locator("#password button[type=submit]").click()
    expect(page.locator("#password-status")).to_have_attribute("data-tone", "good")
    assert violations(page) == []
    assert overflow(page) == 0
