"""The administrator's first steps, the configuration's file, and taking a change back."""

import json
import re
from pathlib import Path

import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import SCREEN, Pages, overflow, sign_in
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def begin(floor: BrowserFloor, pages: Pages, part: str) -> Page:
    page = pages.open(f"{floor.url}/admin#{part}", SCREEN)
    sign_in(page, "quantri")
    expect(page.locator("#units-list tbody tr")).not_to_have_count(0)
    return page


def service(floor: BrowserFloor, id: str) -> dict[str, object]:
    listed = floor.as_manager().get("/services").json()["items"]
    found: dict[str, object] = next(one for one in listed if one["id"] == id)
    return found


def test_first_steps_lead_through_the_parts(floor: BrowserFloor, pages: Pages) -> None:
    page = begin(floor, pages, "start")
    expect(page.locator("#start-steps li")).to_have_count(8)
    assert violations(page) == []
    page.locator("#wizard-begin").click()
    expect(page.locator("#centre")).to_be_visible()
    page.locator("#facts-name").fill("Trung tâm xã Đắk Nia")
    page.locator("#centre-form button[type=submit]").click()
    expect(page.locator("#centre-form .form-status")).to_have_attribute("data-tone", "good")
    for part in ("rules", "units", "services", "counters", "people", "catalogue", "devices"):
        page.locator("#wizard-next").click()
        expect(page.locator(f"#{part}")).to_be_visible()
        expect(page.locator("#wizard")).to_be_visible()
    page.locator("#wizard-next").click()
    expect(page.locator("#start-steps li").first.locator(".step-state")).to_have_attribute(
        "data-done", "true"
    )
    assert overflow(page) == 0


def test_a_service_is_edited_and_the_change_taken_back(floor: BrowserFloor, pages: Pages) -> None:
    page = begin(floor, pages, "services")
    before = service(floor, "ho-tich")
    row = page.locator("#services-list tbody tr", has_text="ho-tich")
    row.get_by_role("button", name="Sửa").click()
    page.locator("#service_edit-name").fill("Hộ tịch và quốc tịch")
    page.locator("#service_edit-nominal_minutes").fill("0")
    page.locator("#edit button[type=submit]").click()
    expect(page.locator("#service_edit-nominal_minutes-error")).to_be_visible()
    page.locator("#service_edit-nominal_minutes").fill("11")
    page.locator("#edit button[type=submit]").click()
    expect(page.locator("#edit")).to_be_hidden()
    expect(row).to_contain_text("Hộ tịch và quốc tịch")
    page.locator("#go-configuration").click()
    change = page.locator("#history-list tbody tr").first
    expect(change).to_contain_text("tên, thời gian thường mất")
    assert violations(page) == []
    change.get_by_role("button").click()
    expect(page.locator("#history-status")).not_to_be_empty()
    expect(page.locator("#history-list tbody tr").nth(1)).to_contain_text("Đã hoàn tác")
    assert service(floor, "ho-tich") == before


def test_a_file_is_looked_at_and_then_brought_in(
    floor: BrowserFloor, pages: Pages, tmp_path: Path
) -> None:
    page = begin(floor, pages, "configuration")
    with page.expect_download() as saved:
        page.locator("#configuration-save").click()
    whole = json.loads(Path(saved.value.path()).read_text("utf-8"))
    whole["counters"][0]["name"] = "Quầy lớn"
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(whole), "utf-8")
    page.locator("#configuration-file").set_input_files(file)
    expect(page.locator("#configuration-changes li")).to_have_text(["Quầy “1”: tên"])
    page.locator("#configuration-apply").click()
    expect(page.locator("#configuration-plan")).to_be_hidden()
    expect(page.locator("#history-list tbody tr").first).to_contain_text("Nhập từ tệp")
    page.locator("#go-counters").click()
    expect(page.locator("#counters-list tbody tr").first).to_contain_text("Quầy lớn")


def test_what_is_used_is_not_removed(floor: BrowserFloor, pages: Pages) -> None:
    pages.forgive(re.compile("409"))
    page = begin(floor, pages, "units")
    rows = page.locator("#units-list tbody tr")
    kept = rows.count()
    rows.first.get_by_role("button", name="Xóa").click()
    page.locator("#remove-yes").click()
    expect(page.locator("#problem")).to_be_visible()
    assert rows.count() == kept
