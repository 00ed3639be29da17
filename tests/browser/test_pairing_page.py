"""The administrator's pairing form: six digits typed, wrong ones told, and a device that works."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from browser_floor import Agent, BrowserFloor
from browser_pages import UPRIGHT, Pages, sign_in
from playwright.sync_api import Page, expect
from ports import free_port, wait_until

pytestmark = pytest.mark.browser

REFUSED = re.compile(r"(404|422) .*/api/v1/pairings/approve$")


def ask(floor: BrowserFloor, kind: str, name: str = "") -> Any:
    body = {"kind": kind, "name": name}
    answer = requests.post(f"{floor.url}/api/v1/pairings", json=body, timeout=20)
    assert answer.status_code == 201
    return answer.json()


def claim(floor: BrowserFloor, asked: Any) -> requests.Response:
    body = {"secret": asked["secret"], "wait_s": 0}
    path = f"/api/v1/pairings/{asked['id']}/claim"
    return requests.post(f"{floor.url}{path}", json=body, timeout=20)


def devices(floor: BrowserFloor, pages: Pages) -> Page:
    page = pages.open(f"{floor.url}/admin#devices")
    sign_in(page, "quantri")
    expect(page.locator("#devices-list tbody tr").first).to_be_visible()
    return page


def submit(page: Page, code: str) -> None:
    page.locator("#pair-code").fill(code)
    page.locator("#pairing-form button[type=submit]").click()


def test_a_kiosk_is_paired_by_its_six_digits(floor: BrowserFloor, pages: Pages) -> None:
    asked = ask(floor, "kiosk", "ki-ot-2")
    page = devices(floor, pages)
    expect(page.locator("#pairing-waiting")).to_contain_text("ki-ot-2")
    expect(page.locator("#pairing-waiting")).not_to_contain_text(asked["code"])
    page.locator("#pair-label").fill("Cửa phụ")
    submit(page, f"{asked['code'][:3]} {asked['code'][3:]}")
    status = page.locator("#pairing-form .form-status")
    expect(status).to_have_attribute("data-tone", "good")
    expect(status).to_contain_text("Cửa phụ")
    expect(page.locator("#devices-list")).to_contain_text("Cửa phụ")
    expect(page.locator("#pairing-waiting")).not_to_contain_text("ki-ot-2")
    assert claim(floor, asked).json()["role"] == "kiosk"


def test_what_is_wrong_is_told_at_its_field(floor: BrowserFloor, pages: Pages) -> None:
    asked = ask(floor, "terminal", "man-hinh-3")
    pages.forgive(REFUSED)
    page = devices(floor, pages)
    submit(page, "12 34")
    expect(page.locator("#pair-code-error")).to_be_visible()
    submit(page, f"{(int(asked['code']) + 1) % 1_000_000:06}")
    expect(page.locator("#pair-code-error")).to_contain_text("Không có thiết bị nào")
    expect(page.locator("#pair-code")).to_be_focused()
    submit(page, asked["code"])
    expect(page.locator("#pair-role-error")).to_be_visible()
    page.locator("#pair-role").select_option("terminal")
    page.locator("#pair-counter").select_option("2")
    submit(page, asked["code"])
    expect(page.locator("#pairing-form .form-status")).to_have_attribute("data-tone", "good")
    assert claim(floor, asked).json()["counter"] == "2"


@pytest.fixture
def new_kiosk(floor: BrowserFloor, tmp_path: Path) -> Iterator[str]:
    """The address of a kiosk that nobody gave a token."""
    port = free_port()
    words = ("kiosk", "--server", floor.url, "--printer", "dummy://", "--port", str(port))
    agent = Agent((*words, "--data", str(tmp_path / "new")), "", tmp_path / "new.log")
    agent.start()
    wait_until(agent.said, 30, "the new kiosk is not ready")
    yield f"http://127.0.0.1:{port}"
    agent.stop()


def test_a_new_kiosk_takes_citizens_as_soon_as_its_code_was_typed(
    floor: BrowserFloor, pages: Pages, new_kiosk: str
) -> None:
    kiosk = pages.open(new_kiosk, UPRIGHT)
    code = kiosk.locator(".pairing-code")
    expect(code).to_have_text(re.compile(r"^\d{3} \d{3}$"))
    page = devices(floor, pages)
    submit(page, code.inner_text())
    expect(page.locator("#pairing-form .form-status")).to_have_attribute("data-tone", "good")
    expect(kiosk.locator(".tile").first).to_be_visible()
    expect(code).to_have_count(0)
