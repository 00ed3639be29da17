"""What an administrator keeps an eye on: devices, retention, backups, one person's data, the audit
trail."""

import re

import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import PHONE, SCREEN, Pages, overflow, sign_in
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PARTS = ("devices", "retention", "backups", "personal", "audit")


def opened(floor: BrowserFloor, pages: Pages, part: str, size: tuple[int, int] = SCREEN) -> Page:
    page = pages.open(f"{floor.url}/admin#{part}", size)
    sign_in(page, "quantri")
    expect(page.locator(f"#{part}-title")).to_be_visible()
    return page


def test_retention_is_seen_before_it_is_set_and_stands_in_the_history(
    floor: BrowserFloor, pages: Pages
) -> None:
    page = opened(floor, pages, "retention")
    days = page.locator("#retention-notes_days")
    expect(days).to_have_value("90")
    with page.expect_response("**/retention/preview"):
        days.fill("4000")
        days.blur()
        days.fill("60")
        days.blur()
    expect(page.locator("#retention-due")).to_contain_text("Đêm nay không có gì")
    days.fill("4000")
    page.locator("#retention-form button").click()
    expect(page.locator("#retention-notes_days-error")).to_be_visible()
    days.fill("60")
    page.locator("#retention-form button").click()
    expect(page.locator("#retention-form .form-status")).to_have_attribute("data-tone", "good")
    assert violations(page) == []
    page.locator("#go-configuration").click()
    expect(page.locator("#history-list tbody tr").first).to_contain_text("thời hạn lưu")


def test_a_backup_is_made_with_its_progress_and_can_be_fetched(
    floor: BrowserFloor, pages: Pages
) -> None:
    page = opened(floor, pages, "backups")
    page.locator("#backups-now").click()
    status = page.locator("#backups-status")
    expect(status).to_have_attribute("data-tone", "good", timeout=60_000)
    row = page.locator("#backups-list tbody tr").first
    expect(row).to_contain_text("Bấm tay")
    assert violations(page) == []
    with page.expect_download() as download:
        row.get_by_role("link").click()
    assert re.fullmatch(r"by-hand-\w+\.motcua", download.value.suggested_filename)
    expect(page.locator("#backups-command")).to_contain_text("motcua restore ")


def test_a_persons_data_are_erased_only_when_typed_again_and_that_is_noted(
    floor: BrowserFloor, pages: Pages
) -> None:
    ticket = floor.as_kiosk().issue("ho-tich")["id"]
    page = opened(floor, pages, "personal")
    page.locator("#personal-by").select_option("ticket")
    page.locator("#personal-value").fill(ticket)
    page.locator("#personal-form button").click()
    expect(page.locator("#personal-held")).to_contain_text("Số thứ tự: 1")
    page.locator("#personal-erase").click()
    expect(page.locator("#erase-yes")).to_be_disabled()
    assert violations(page) == []
    page.locator("#erase-typed").fill(ticket)
    page.locator("#erase-yes").click()
    expect(page.locator("#personal-status")).to_contain_text("1 số thứ tự")
    expect(page.locator("#personal-noted tbody tr")).to_contain_text("Xóa dữ liệu một người")
    assert violations(page) == []


def test_the_audit_trail_is_sought_through(floor: BrowserFloor, pages: Pages) -> None:
    page = opened(floor, pages, "audit")
    expect(page.locator("#audit-status")).to_contain_text("Nguyên vẹn")
    page.locator("#audit-kind").select_option("signed_in")
    rows = page.locator("#audit-list tbody tr")
    expect(rows.first).to_contain_text("Đăng nhập")
    expect(rows.filter(has_text="Thêm thiết bị")).to_have_count(0)
    assert violations(page) == []
    with page.expect_download() as download:
        page.locator("#audit-csv").click()
    assert "signed_in" in download.value.path().read_text("utf-8-sig")


def test_the_parts_fit_a_phone(floor: BrowserFloor, pages: Pages) -> None:
    page = opened(floor, pages, "devices", PHONE)
    expect(page.locator("#devices-list tbody tr").first).to_be_visible()
    for part in PARTS:
        page.locator(f"#go-{part}").click()
        expect(page.locator(f"#{part}-title")).to_be_visible()
        assert overflow(page) == 0, part
