"""Departments on the administrator's page: contact, keys shown once, a file looked at first."""

import re
from pathlib import Path

import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import SCREEN, Pages, overflow, sign_in
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FILE = "code;state;at\nX-1;processing;20261120100000\nX-1;lost;20261120100000\n"


def test_a_department_gets_a_contact_a_key_and_a_file(
    floor: BrowserFloor, pages: Pages, tmp_path: Path
) -> None:
    page = pages.open(f"{floor.url}/admin#departments", SCREEN)
    sign_in(page, "quantri")
    row = page.locator("#departments-list tbody tr", has_text="tu-phap")
    row.get_by_role("button", name="Sửa liên hệ").click()
    page.locator("#contact-emails").fill("vanthu@tuphap.example.vn")
    page.locator("#edit button[type=submit]").click()
    expect(row).to_contain_text("vanthu@tuphap.example.vn")
    page.locator("#department_key-label").fill("phần mềm hộ tịch")
    page.locator("#department-key-form button[type=submit]").click()
    secret = page.locator("#secret-value")
    expect(secret).to_have_value(re.compile(r"^mc_"))
    assert violations(page) == []
    page.locator("#secret-close").click()
    expect(secret).to_have_value("")
    expect(row).to_contain_text("phần mềm hộ tịch")
    dropped = tmp_path / "progress.csv"
    dropped.write_text(FILE)
    page.locator("#told-file").set_input_files(dropped)
    page.locator("#told-look").click()
    expect(page.locator("#told-found tbody tr")).to_have_count(1)
    assert violations(page) == []
    page.locator("#told-take").click()
    expect(page.locator("#told-status")).to_have_attribute("data-tone", "good")
    assert overflow(page) == 0
