"""An administrator sets up a board, gives it a picture, and hears and records the voice."""

import io
import math
import re
import struct
import wave
from pathlib import Path

import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import DESK, PHONE, SCREEN, Pages, overflow, sign_in
from PIL import Image
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def page(floor: BrowserFloor, pages: Pages) -> Page:
    opened = pages.open(f"{floor.url}/admin#boards", DESK)
    sign_in(opened, "quantri")
    expect(opened.locator("#boards-list tbody tr").first).to_be_visible()
    return opened


def picture(folder: Path) -> Path:
    path = folder / "thong-bao.png"
    Image.new("RGB", (320, 180), (0, 90, 80)).save(path)
    return path


def tone(path: Path, seconds: float = 0.5, level: float = 0.4) -> Path:
    samples = [round(32_767 * level * math.sin(n / 20)) for n in range(round(seconds * 22_050))]
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, 22_050, 0, "NONE", ""))
        out.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    path.write_bytes(file.getvalue())
    return path


def test_a_board_is_set_up_and_its_page_follows(
    floor: BrowserFloor, pages: Pages, page: Page, tmp_path: Path
) -> None:
    page.set_input_files("#media-file", picture(tmp_path))
    expect(page.locator(".media-tile")).to_have_count(1)
    page.locator("#boards-new").click()
    page.locator("#board-id").fill("tang-2")
    page.locator("#board-name").fill("Tầng 2")
    page.locator("#board-zone").fill("Tầng 2")
    page.locator("#board-speaks").check()
    page.locator("#board-volumes").fill("11:30-13:30 40")
    page.locator("#board-notice").fill("Xin giữ trật tự.")
    page.get_by_label("Quầy 5", exact=True).check()
    page.get_by_role("checkbox", name="thong-bao.png").check()
    page.locator("#boards-form button[type=submit]").click()
    expect(page.locator("#boards-list")).to_contain_text("/hall/tang-2")
    assert violations(page) == []
    board = pages.open(f"{floor.url}/hall/tang-2", SCREEN)
    expect(board.locator("#notice")).to_have_text("Xin giữ trật tự.")
    expect(board.locator("#counters li")).to_have_count(1)
    expect(board.locator("#picture")).to_be_visible()
    page.locator("#board-notice").fill("Chiều nay nghỉ.")
    page.locator("#boards-form button[type=submit]").click()
    expect(board.locator("#notice")).to_have_text("Chiều nay nghỉ.")


def test_a_wrong_board_is_told_at_its_field(page: Page) -> None:
    page.locator("#boards-new").click()
    page.locator("#board-id").fill("x y")
    page.locator("#board-volumes").fill("13:00-12:00")
    page.locator("#boards-form button[type=submit]").click()
    expect(page.locator("#board-id-error")).to_be_visible()
    expect(page.locator("#board-volumes-error")).to_be_visible()


def test_any_number_is_heard_and_a_recording_is_kept_or_refused(
    floor: BrowserFloor, pages: Pages, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{floor.url}/admin#voice")
    expect(page.locator("#clips-list tbody tr").first).to_be_visible()
    page.locator("#voice-ticket").fill("H105")
    page.locator("#voice-try-accent").select_option("south")
    page.locator("#voice-try button").click()
    page.wait_for_function("() => document.getElementById('voice-sound').duration > 1")
    expect(page.locator("#clip-words")).to_have_text("không")
    page.set_input_files("#clip-file", tone(tmp_path / "tot.wav"))
    page.locator("#clip-save").click()
    expect(page.locator("#clip-words")).to_have_text("một")
    expect(page.locator("#clip-progress")).to_contain_text("Đã ghi 1 ")
    page.set_input_files("#clip-file", tone(tmp_path / "lang.wav", level=0.0))
    pages.forgive(re.compile("422"))
    page.locator("#clip-save").click()
    expect(page.locator("#voice-status")).to_contain_text("không có tiếng")
    assert violations(page) == []


def test_both_parts_fit_a_phone(floor: BrowserFloor, pages: Pages) -> None:
    page = pages.open(f"{floor.url}/admin#boards", PHONE)
    sign_in(page, "quantri")
    expect(page.locator("#boards-list tbody tr").first).to_be_visible()
    assert overflow(page) == 0
    page.goto(f"{floor.url}/admin#voice")
    expect(page.locator("#clips-list tbody tr").first).to_be_visible()
    assert overflow(page) == 0
