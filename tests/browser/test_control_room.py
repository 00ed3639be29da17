"""The control room: what is wrong comes first, somebody takes it, and what if is answered."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import PHONE, SCREEN, Pages, overflow, sign_in
from floor_client import FloorClient
from playwright.sync_api import Page, expect
from ports import wait_until

pytestmark = pytest.mark.browser

RULE = {"on": True, "minutes": 0, "begins": "00:00", "ends": "24:00"}
ANSWER_MS = 30_000


def keep_picture(page: Page, name: str) -> None:
    folder = os.environ.get("MOTCUA_SCREENSHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def control_room(floor: BrowserFloor, pages: Pages, size: tuple[int, int]) -> Page:
    page = pages.open(f"{floor.url}/manager", size)
    sign_in(page, "quanly")
    page.locator("#content").wait_for()
    return page


def rules(manager: FloorClient, **kinds: Any) -> None:
    body = {"rules": kinds, "target_minutes": 15}
    assert manager.send("PUT", "/alert-rules", body).status_code == 200


def test_what_is_wrong_comes_first_and_is_taken_by_somebody(
    floor: BrowserFloor, pages: Pages
) -> None:
    manager = floor.as_manager()
    rules(manager, service_without_counter=RULE)
    manager.post("/counters/1/open")
    wide, narrow = control_room(floor, pages, SCREEN), control_room(floor, pages, PHONE)
    expect(wide.locator("#alarm-panel")).to_have_attribute("data-state", "calm")
    floor.as_kiosk().issue("nong-nghiep")
    for page in (wide, narrow):
        first = page.locator("#alarms li").first
        expect(first).to_contain_text("Nông nghiệp, lâm nghiệp, thủy sản: không có quầy mở")
        expect(first).to_contain_text("Mở một quầy làm được dịch vụ này")
        expect(first).to_have_class("alarm grave")
        assert violations(page) == []
        assert overflow(page) <= 0
        box = first.bounding_box()
        assert box is not None and box["y"] + box["height"] <= PHONE[1], "not seen at once"
    keep_picture(wide, "control-room")
    keep_picture(narrow, "control-room-phone")
    narrow.locator("#alarms li button").first.click()
    for page in (wide, narrow):
        taken = page.locator("#alarms li").first
        expect(taken).to_have_class("alarm grave seen")
        expect(taken).to_contain_text(re.compile(r"Dương Thị Thu đã nhận lúc \d\d:\d\d"))
    assert violations(wide) == []
    manager.post("/counters/7/open")
    expect(wide.locator("#alarms li", has_text="không có quầy mở")).to_have_count(0)


def test_rules_and_delivery_are_set_in_the_page(floor: BrowserFloor, pages: Pages) -> None:
    page = pages.open(f"{floor.url}/manager", SCREEN)
    sign_in(page, "quantri")
    page.locator("#content").wait_for()
    page.locator("#rules-open").click()
    minutes = page.locator(".rule", has_text="Chờ lâu").locator("input[type=number]")
    expect(minutes).to_be_visible()
    minutes.fill("25")
    page.locator("#rules-target").fill("12")
    assert violations(page) == []
    page.locator("#rules-form button[type=submit]").click()
    expect(page.locator("#level-note")).to_contain_text("12 phút")
    assert floor.as_manager().get("/alert-rules").json()["rules"]["wait_growing"]["minutes"] == 25
    page.locator("#delivery-open").click()
    expect(page.locator("#delivery-save")).to_be_visible()
    page.locator("#delivery-make").click()
    expect(page.locator("#delivery-key")).to_have_value(re.compile(r"^whsec_[A-Za-z0-9+/=]{44}$"))
    assert violations(page) == []
    page.locator("#delivery-hook-on").check()
    page.locator("#delivery-url").fill("https://hooks.example.com/motcua")
    page.locator("#delivery-save").click()
    expect(page.locator("#delivery-said")).to_have_text("Đã lưu.")
    kept = floor.as_manager().get("/alert-delivery").json()
    assert kept["webhook"] == {"url": "https://hooks.example.com/motcua", "has_key": True}
    nothing = {"mail": None, "webhook": None}
    admin = FloorClient(floor.url)
    account = {"username": "quantri", "password": "quantri-demo"}
    assert admin.post("/session", account).status_code == 200
    assert admin.send("PUT", "/alert-delivery", nothing, X_Motcua="1").status_code == 200


def test_what_if_shows_today_and_the_change_side_by_side(floor: BrowserFloor, pages: Pages) -> None:
    for _ in range(4):
        floor.as_kiosk().issue("dat-dai")
    manager = floor.as_manager()

    def ready() -> bool:
        """The forecasting process has begun."""
        return manager.post("/waits/what-if", {"changes": []}).status_code == 200

    wait_until(ready, 60, "no forecast", 0.5)
    page = control_room(floor, pages, SCREEN)
    page.locator("#what-if > summary").click()
    page.locator("#what-6").select_option("open")
    page.locator("#what-form button[type=submit]").click()
    expect(page.locator("#what-chart svg.course")).to_be_visible(timeout=ANSWER_MS)
    lines = page.locator("#what-services tr")
    expect(lines).to_have_count(len(manager.get("/services").json()["items"]))
    expect(page.locator(".course-line.today")).to_have_count(2)  # in the chart and its legend
    assert violations(page) == []
    keep_picture(page, "what-if")
    page.locator("#what-suggest").click()
    expect(page.locator("#what-suggestion")).to_be_visible(timeout=ANSWER_MS)
    expect(page.locator("#what-suggestion")).to_contain_text("20 phút")
    expect(page.locator("#what-if")).to_have_attribute("aria-busy", "false", timeout=ANSWER_MS)
    assert violations(page) == []
    assert overflow(page) <= 0
