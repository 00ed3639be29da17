"""Dossiers at the counter, by keyboard alone: received with two keys, found, handed over."""

import uuid
from typing import Any

import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import DESK, UPRIGHT, Pages, overflow, past_double_press, press_key
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

BIRTH, LAND = "1.001193", "1.013833"
COUNT = """
window.keys = []; window.printed = 0;
addEventListener("keydown", (event) => window.keys.push(event.key), true);
addEventListener("pointerdown", () => window.keys.push("pointer"), true);
"""


def issue(floor: BrowserFloor, service: str, **more: Any) -> dict[str, Any]:
    body = {"service": service, **more}
    answer = floor.as_kiosk().post("/tickets", body, uuid.uuid4().hex)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def sit_down(pages: Pages, floor: BrowserFloor, counter: str) -> Page:
    page = pages.blank(DESK)
    page.add_init_script(COUNT)
    page.goto(f"{floor.url}/staff")
    expect(page.locator("input[autocomplete=username]")).to_be_focused()
    page.keyboard.type(f"quay{counter}")
    page.keyboard.press("Tab")
    page.keyboard.type(f"quay{counter}-demo")
    page.keyboard.press("Enter")
    expect(page.locator("#choose-list button").first).to_be_focused()
    page.keyboard.type(counter)
    page.keyboard.press("Enter")
    expect(page.locator("#primary")).to_be_focused()
    return page


def serve(page: Page, number: str) -> None:
    past_double_press(page)
    press_key(page, "n")
    expect(page.locator("#current-number")).to_have_text(number)
    press_key(page, "s")
    expect(page.locator("#current")).to_have_attribute("data-mood", "serving")


def test_two_keys_after_serving_receive_a_dossier(floor: BrowserFloor, pages: Pages) -> None:
    ticket = issue(floor, "ho-tich", procedure=LAND)
    page = sit_down(pages, floor, "1")
    press_key(page, "m")
    expect(page.locator(".pressing-none")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    serve(page, ticket["number"])
    page.evaluate("window.keys = []")
    press_key(page, "d")
    expect(page.locator(".intake-due")).to_contain_text("17:00")
    expect(page.locator("#intake-name")).to_be_focused()
    page.keyboard.press("Enter")
    code = page.locator(".received-code")
    expect(code).to_contain_text("H16.15-")
    assert page.evaluate("window.keys") == ["d", "Enter"]
    expect(page.locator(".print-status")).to_have_attribute("data-tone", "good")
    assert violations(page) == []
    received = floor.as_manager().get(f"/dossiers/{code.inner_text()}").json()
    assert (received["procedure"], received["ticket"]) == (LAND, ticket["id"])
    page.keyboard.press("Enter")
    expect(page.locator("#primary")).to_be_focused()

    nothing_typed_is_lost(page, floor)
    a_dossier_is_found_and_brought_on(page, code_of(floor))


def nothing_typed_is_lost(page: Page, floor: BrowserFloor) -> None:
    """A refusal of the server, and even a closed sheet, keep what was typed; a missing paper asks
    for itself."""
    press_key(page, "d")
    expect(page.locator("#intake-name")).to_be_focused()
    page.keyboard.type("Lê Thị Cúc")
    page.keyboard.press("F4")
    page.keyboard.type("khai sinh")
    expect(page.locator("#finder-list [role=option]").first).to_contain_text(BIRTH)
    page.keyboard.press("Enter")
    expect(page.locator(".paper")).to_have_count(3)
    assert (overflow(page), violations(page)) == (0, [])
    page.keyboard.press("Tab")
    page.keyboard.type("0912 340 007")
    page.keyboard.press("Enter")
    expect(page.locator("#intake-consent")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#dossier")).not_to_have_attribute("open", "")
    press_key(page, "d")
    expect(page.locator("#intake-name")).to_have_value("Lê Thị Cúc")
    page.locator("#intake-consent").focus()
    page.keyboard.press("Space")
    page.keyboard.press("F2")  # all papers were ticked: now none is
    expect(page.locator(".intake [type=submit]")).to_contain_text("Thiếu 3 giấy tờ")
    page.keyboard.press("Enter")
    expect(page.locator(".received-missing li")).to_have_count(3)
    page.keyboard.press("Enter")
    (kept,) = floor.as_manager().get("/dossiers?state=supplement").json()["items"]
    whole = floor.as_manager().get(f"/dossiers/{kept['code']}").json()
    assert (whole["applicant"], whole["phone"], whole["procedure"]) == (
        "Lê Thị Cúc", "0912340007", BIRTH,
    )  # fmt: skip


def code_of(floor: BrowserFloor) -> str:
    (kept,) = floor.as_manager().get("/dossiers?state=supplement").json()["items"]
    code: str = kept["code"]
    return code


def a_dossier_is_found_and_brought_on(page: Page, code: str) -> None:
    press_key(page, "l")
    expect(page.locator("#find-code")).to_be_focused()
    page.keyboard.type(code.split("-", 1)[1])
    page.keyboard.press("Enter")
    state = page.locator(".dossier-state")
    expect(state).to_have_attribute("data-state", "supplement")
    assert violations(page) == []
    for reached in ("processing", "resolved", "returned"):
        page.keyboard.press("Enter")
        expect(state).to_have_attribute("data-state", reached)
    page.keyboard.press("Escape")
    expect(page.locator("#primary")).to_be_focused()


def test_a_result_is_collected_by_its_own_line(floor: BrowserFloor, pages: Pages) -> None:
    manager = floor.as_manager()
    answer = manager.post("/dossiers", {"procedure": LAND}, uuid.uuid4().hex)
    code = answer.json()["code"]
    kiosk = pages.open(floor.kiosk, UPRIGHT)
    kiosk.locator("#result").click()
    kiosk.locator("#screen:not(.settling) .keypad").wait_for()
    assert violations(kiosk) == []
    kiosk.keyboard.type(f"https://centre.example/ho-so#{code}")
    kiosk.keyboard.press("Enter")
    expect(kiosk.locator(".collect")).to_have_attribute("data-said", "waiting")
    manager.post(f"/dossiers/{code}/resolve").raise_for_status()
    kiosk.keyboard.press("Escape")
    kiosk.locator("#result").click()
    kiosk.locator("#screen:not(.settling) .keypad").wait_for()
    kiosk.keyboard.type(code.split("-", 1)[1].replace("-", ""))
    kiosk.locator(".collect .button.primary").click()
    expect(kiosk.locator(".number")).not_to_be_empty()
    number = kiosk.locator(".number").inner_text()

    page = sit_down(pages, floor, "12")
    serve(page, number)
    expect(page.locator("#current-procedure")).to_contain_text(code)
    press_key(page, "d")
    expect(page.locator("#notice")).to_contain_text(code)
    assert manager.get(f"/dossiers/{code}").json()["state"] == "returned"
