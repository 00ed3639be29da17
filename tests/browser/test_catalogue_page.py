"""The administrator's catalogue: errors by row, a preview, an update, a service for each field."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import PHONE, Pages, overflow, sign_in
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from server.demo.sample import sample_centre

pytestmark = pytest.mark.browser

HEADER = ["code", "name", "field", "fee_text"]
MARKUP = '<img src="x" onerror="document.title=1"> <b>Đậm</b>'


@pytest.fixture
def page(floor: BrowserFloor, pages: Pages) -> Page:
    opened = pages.open(f"{floor.url}/admin#catalogue")
    sign_in(opened, "quantri")
    expect(opened.locator("#fields-list tbody tr")).not_to_have_count(0)
    return opened


def look(page: Page, path: Path) -> None:
    page.locator("#catalogue-file").set_input_files(path)
    page.locator("#catalogue-look").click()
    expect(page.locator("#catalogue-preview")).to_be_visible()


def sheet(path: Path, *rows: list[Any]) -> Path:
    book = Workbook()
    for row in [HEADER, *rows]:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(path)
    return path


def table(path: Path, *rows: list[Any]) -> Path:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows([HEADER, *rows])
    path.write_text(written.getvalue(), "utf-8-sig")
    return path


def count(page: Page, sort: str) -> Any:
    return expect(page.locator(f"[data-sort={sort}] dd"))


def test_a_file_with_errors_says_where_and_offers_no_update(page: Page, tmp_path: Path) -> None:
    look(page, table(tmp_path / "sai.csv", ["9.1", "", "Hộ tịch", ""], ["9.2", "Thiếu ô"]))
    rows = page.locator("#catalogue-errors tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Tên")
    expect(rows.nth(1).locator("th")).to_have_text("3")
    expect(page.locator("#catalogue-apply")).to_be_hidden()
    assert violations(page) == []
    page.locator("#language").click()
    expect(rows.nth(0)).to_contain_text("must not be empty")


def test_a_file_that_is_no_table_is_refused_in_words(
    page: Page, pages: Pages, tmp_path: Path
) -> None:
    pages.forgive(re.compile(r"422 "))
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 not really")
    page.locator("#catalogue-file").set_input_files(tmp_path / "x.xlsx")
    page.locator("#catalogue-look").click()
    expect(page.locator("#problem")).to_contain_text("hỏng")
    expect(page.locator("#catalogue-preview")).to_be_hidden()


def test_a_workbook_is_looked_at_applied_and_its_new_field_gets_a_service(
    floor: BrowserFloor, page: Page, tmp_path: Path
) -> None:
    known = next(iter(sample_centre().procedures()))
    file = sheet(
        tmp_path / "moi.xlsx",
        ["9.000001", MARKUP, "Lĩnh vực mới", "Miễn phí"],
        [known["code"], known["name"] + " (sửa)", known["field"], known["fee_text"]],
    )
    look(page, file)
    count(page, "new").to_have_text("1")
    count(page, "changed").to_have_text("1")
    for samples in page.locator(".samples").all():
        samples.locator("summary").click()
    expect(page.locator(".samples").first).to_contain_text(MARKUP)
    expect(page.locator(".samples ins")).to_contain_text("(sửa)")
    expect(page.locator("#catalogue-notes")).to_contain_text("1 thủ tục thuộc 1 lĩnh vực")
    assert violations(page) == []
    page.locator("#catalogue-apply").click()
    expect(page.locator("#catalogue-status")).to_contain_text("1 mới, 1 thay đổi, 0 bỏ đi")
    client = floor.as_kiosk()
    assert client.get("/procedures/9.000001").json()["service"] is None
    field = page.locator("#fields-list tbody tr", has_text="Lĩnh vực mới")
    field.locator("select").select_option("ho-tich")
    page.locator("#fields-save").click()
    expect(page.locator("#fields-status")).to_have_text("Đã lưu 1 lĩnh vực.")
    found = client.get("/procedures/9.000001").json()
    assert (found["service"], found["name"]) == ("ho-tich", MARKUP)


def test_the_section_fits_a_phone(floor: BrowserFloor, pages: Pages, tmp_path: Path) -> None:
    page = pages.open(f"{floor.url}/admin#catalogue", PHONE)
    sign_in(page, "quantri")
    look(page, table(tmp_path / "a.csv", ["9.3", "Tên " * 60, "Hộ tịch", ""]))
    page.locator(".samples summary").first.click()
    assert overflow(page) <= 0
