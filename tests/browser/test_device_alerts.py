"""The manager sees which kiosk needs paper, which has trouble, and which is silent."""

import os
from pathlib import Path
from typing import Any

import pytest
import requests
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import DESK, PHONE, Pages, overflow, sign_in
from floor_client import FloorClient
from playwright.sync_api import Page, expect
from private_desk import created

from server.core.devices import SILENT_S

pytestmark = pytest.mark.browser

WELL = {"kind": "kiosk", "printer": "ok", "paper_left_pct": 64, "paper_left_tickets": 320}


def kiosk(floor: BrowserFloor, label: str) -> FloorClient:
    """A further kiosk's line to the server."""
    admin = FloorClient(floor.url)
    session = {"username": "quantri", "password": "quantri-demo"}
    assert admin.post("/session", session).status_code == 200
    made = created(admin.post("/tokens", {"role": "kiosk", "label": label}, X_Motcua="1"))
    return FloorClient(floor.url, made["token"])


def report(client: FloorClient, **more: Any) -> None:
    assert client.post("/devices/me/report", {**WELL, **more}).status_code == 204


def alarm(page: Page, text: str) -> Any:
    return page.locator("#alarms li", has_text=text)


def keep_picture(page: Page, name: str) -> None:
    folder = os.environ.get("MOTCUA_SCREENSHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_paper_and_silence_are_alarms_before_anything_is_empty(
    floor: BrowserFloor, pages: Pages
) -> None:
    hall, gate = kiosk(floor, "Ki-ốt sảnh"), kiosk(floor, "Ki-ốt cổng")
    page = pages.open(f"{floor.url}/manager", DESK)
    sign_in(page, "quanly")
    page.locator("#content").wait_for()
    report(hall)
    report(gate, paper_left_pct=6, paper_left_tickets=31)
    soon = alarm(page, "Ki-ốt cổng: còn giấy cho khoảng 31 phiếu")
    expect(soon).to_be_visible()
    expect(soon).not_to_have_class("grave")
    expect(alarm(page, "Ki-ốt sảnh")).to_have_count(0)
    report(hall, printer="paper_out", paper_left_pct=0, paper_left_tickets=0)
    out = alarm(page, "Ki-ốt sảnh: hết giấy")
    expect(out).to_be_visible()
    first = page.locator("#alarms li").first
    expect(first).to_contain_text("hết giấy")
    keep_picture(page, "manager-paper")
    report(gate, paper_left_pct=100, paper_left_tickets=520)
    report(hall, paper_left_pct=100, paper_left_tickets=520)
    expect(alarm(page, "giấy")).to_have_count(0)
    silence(floor, "Ki-ốt cổng")
    expect(alarm(page, "Ki-ốt cổng: không có tín hiệu")).to_be_visible(timeout=10_000)
    expect(page.locator(".device[data-state=silent]")).to_contain_text("Ki-ốt cổng")
    assert violations(page) == []
    keep_picture(page, "manager-silent")
    report(gate)
    expect(alarm(page, "không có tín hiệu")).to_have_count(0)


def silence(floor: BrowserFloor, label: str) -> None:
    """Let the last word of a kiosk be nearly a minute old, and a word of another come."""
    store = floor.server.store()
    store.write(
        lambda s: s.run(
            "UPDATE device_report SET reported_at = reported_at - :ms WHERE device IN"
            " (SELECT id FROM token WHERE label = :label)",
            ms=(SILENT_S - 2) * 1000,
            label=label,
        )
    )
    store.close()
    report(kiosk(floor, "Ki-ốt khác"))


def test_the_real_kiosk_reports_its_printer(floor: BrowserFloor, pages: Pages) -> None:
    page = pages.open(f"{floor.url}/manager", PHONE)
    sign_in(page, "quanly")
    page.locator("#content").wait_for()
    assert requests.get(floor.kiosk, timeout=10).ok
    floor.printer.set(paper="out")
    expect(alarm(page, "hết giấy")).to_be_visible(timeout=10_000)
    floor.printer.set(paper="ok")
    expect(alarm(page, "hết giấy")).to_have_count(0, timeout=10_000)
    expect(page.locator(".device-paper", has_text="Giấy: 100%").first).to_be_visible()
    assert violations(page) == []
    assert overflow(page) <= 0
    keep_picture(page, "manager-phone")
