"""Where is my dossier: with a script and without one, never a name."""

import re
import uuid

import pytest
from browser_axe import violations
from browser_pages import PHONE, Pages, overflow
from fixture_types import RunServer
from playwright.sync_api import Page, expect
from private_desk import Office, created

pytestmark = pytest.mark.browser

NOT_FOUND = re.compile(r"404 .*/ho-so")
NAME = "Lê Thị Cúc"


def ask(page: Page, digits: str, code: str = "") -> None:
    if code:
        page.locator("#code").fill(code)
    page.locator("#digits").fill(digits)
    page.locator("#ask button").click()


def test_a_dossier_is_looked_up_with_and_without_a_script(
    run_server: RunServer, pages: Pages
) -> None:
    server = run_server()
    staff = Office.of(server).client("staff")
    person = {"name": NAME, "phone": "0912340007", "consent": True}
    body = {"procedure": "1.013833", "applicant": person}
    code = created(staff.post("/dossiers", body, uuid.uuid4().hex))["code"]

    page = pages.open(f"{server.url}/ho-so#{code}", PHONE)
    expect(page.locator("#digits")).to_be_focused()
    expect(page.locator("#code")).to_have_value(code)
    assert (overflow(page), violations(page)) == (0, [])
    ask(page, "0912 340 007")
    answer = page.locator(".answer")
    expect(answer).to_have_attribute("data-state", "received")
    expect(page.locator("#state")).to_be_focused()
    expect(page.locator(".steps [aria-current=step]")).to_have_count(1)
    # What it says depends on whether this browser knows notifications.
    expect(page.locator("#notify-text")).not_to_be_empty()
    expect(page.locator("body")).not_to_contain_text(NAME)
    assert "0007" not in page.url
    assert (overflow(page), violations(page)) == (0, [])

    staff.post(f"/dossiers/{code}/resolve").raise_for_status()
    plain = pages.open(f"{server.url}/ho-so?lang=en", PHONE, java_script_enabled=False)
    ask(plain, "0007", code.lower())
    expect(plain.locator(".answer")).to_have_attribute("data-state", "resolved")
    expect(plain.locator("html")).to_have_attribute("lang", "en")
    expect(plain.locator(".next")).to_contain_text("Collect a result")
    pages.forgive(NOT_FOUND)
    ask(plain, "1111")
    expect(plain.locator(".problem")).to_be_visible()
    expect(plain.locator(".answer")).to_have_count(0)
