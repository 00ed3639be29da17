"""Checking in at the kiosk with an appointment's code, by keypad or keyboard: one ticket."""

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import SCREEN, UPRIGHT, Pages, overflow
from kiosk_screens import to_group
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

TARGET_PX = 72
HANOI = timezone(timedelta(hours=7))
REFUSED = re.compile(r"(404|409|503) .*/api/check-in$")
SMALL_TARGETS = """
(least) => [...document.querySelectorAll("button")]
  .map((node) => ({box: node.getBoundingClientRect(), text: node.textContent}))
  .filter(({box}) => box.width > 0 && Math.min(box.width, box.height) < least)
  .map(({box, text}) => `${text}: ${box.width} x ${box.height}`)
"""
# Whatever hangs out of the area between the top and the bar is cut off there, unseen.
CUT_OFF = """
() => {
  const frame = document.querySelector("main").getBoundingClientRect();
  return [...document.querySelectorAll("#screen *")]
    .filter((node) => !node.classList.contains("visually-hidden"))
    .map((node) => ({box: node.getBoundingClientRect(), text: node.textContent}))
    .filter(({box}) => box.height > 0 && (box.bottom > frame.bottom + 1 || box.top < frame.top - 1))
    .map(({text}) => text);
}
"""


def booked(floor: BrowserFloor, service: str, in_minutes: int = -1) -> Any:
    """An appointment whose half hour begins so many minutes from now, today by the centre."""
    now = datetime.now(HANOI)
    first = now.replace(hour=0, minute=0, second=0, microsecond=0)
    last = first.replace(hour=23, minute=59)
    begins = min(max(first, now + timedelta(minutes=in_minutes, seconds=30)), last)
    window = {"begins_at": begins, "ends_at": begins + timedelta(minutes=30)}
    body = {name: at.isoformat() for name, at in window.items()}
    answer = floor.as_manager().post("/appointments", {"service": service, **body})
    answer.raise_for_status()
    return answer.json()


def not_booked(floor: BrowserFloor) -> str:
    """A code that no appointment of today has."""
    answer = floor.as_manager().get("/appointments").json()["items"]
    taken = {appointment["code"] for appointment in answer}
    return next(code for code in ("000000", "000001", "000002") if code not in taken)


def at_keypad(page: Page, language: str = "vi") -> Page:
    """The screen for a code, reached from the first one."""
    page.locator(f"#lang-{language}").click()
    page.locator("#appointment").click()
    page.locator("#screen:not(.settling) .keypad").wait_for()
    return page


def touch(page: Page, code: str) -> None:
    for digit in code:
        page.locator(".keypad").get_by_role("button", name=digit, exact=True).click()


def shown(page: Page) -> str:
    """The digits in the boxes."""
    return "".join(page.locator(".code-box").all_text_contents())


def check_ins(page: Page) -> list[Any]:
    """Grows with the body of every check-in that leaves the page."""
    sent: list[Any] = []
    page.on(
        "request",
        lambda one: sent.append(one.post_data_json) if one.url.endswith("/api/check-in") else None,
    )
    return sent


def test_an_appointment_is_one_ticket_however_often_it_is_checked_in(
    floor: BrowserFloor, pages: Pages
) -> None:
    appointment = booked(floor, "can-cuoc", in_minutes=5)
    page = at_keypad(pages.open(floor.kiosk, UPRIGHT))
    sent, printed = check_ins(page), floor.printer.printed
    touch(page, appointment["code"])
    page.locator(".code-submit").dblclick()
    expect(page.locator(".print.printed")).to_be_visible()
    number = page.locator(".number").inner_text()
    begins = datetime.fromisoformat(appointment["begins_at"]).astimezone(HANOI)
    expect(page.locator(".appointment")).to_have_text(f"Lịch hẹn lúc {begins:%H:%M}")
    expect(page.locator(".ahead")).to_have_text("Chưa có ai phía trước")
    expect(page.locator(".ticket-service")).not_to_be_empty()
    expect(page.locator(".qr img")).to_be_visible()
    assert len(sent) == 1 and floor.printer.printed == printed + 1

    page.locator(".ticket-actions .primary").click()
    touch(at_keypad(page), appointment["code"])
    page.locator(".code-submit").click()
    expect(page.locator(".number")).to_have_text(number)
    listed = floor.as_manager().get("/appointments").json()["items"]
    states = [one["state"] for one in listed if one["id"] == appointment["id"]]
    assert states == ["arrived"]
    found = floor.as_kiosk().get("/services").json()["items"]
    assert [one["waiting"] for one in found if one["id"] == "can-cuoc"] == [1]


def test_a_keyboard_alone_is_enough(floor: BrowserFloor, pages: Pages) -> None:
    code = booked(floor, "xuat-nhap-canh")["code"]
    page = at_keypad(pages.open(floor.kiosk, SCREEN))
    sent = check_ins(page)
    page.keyboard.type(code[:5])
    page.keyboard.press("Enter")
    page.keyboard.type("x" + str((int(code[5]) + 1) % 10))
    page.keyboard.press("Backspace")
    assert (shown(page), sent) == (code[:5], [])
    page.keyboard.type(code[5] + "7")
    assert shown(page) == code
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".print.printed")).to_be_visible()
    assert [one["code"] for one in sent] == [code]


def test_touches_and_keys_may_be_mixed(floor: BrowserFloor, pages: Pages) -> None:
    code = booked(floor, "xuat-nhap-canh")["code"]
    page = at_keypad(pages.open(floor.kiosk, UPRIGHT))
    page.keyboard.type("99")
    page.locator(".keypad .wide").first.click()
    assert shown(page) == ""
    touch(page, code)
    page.keyboard.press("Enter")
    expect(page.locator(".print.printed")).to_be_visible()


def test_an_unknown_code_leads_to_another_try_or_a_regular_ticket(
    floor: BrowserFloor, pages: Pages
) -> None:
    pages.forgive(REFUSED)
    wrong, printed = not_booked(floor), floor.printer.printed
    page = at_keypad(pages.open(floor.kiosk, UPRIGHT))
    page.keyboard.type(wrong)
    page.keyboard.press("Enter")
    expect(page.locator(".problem h1")).to_contain_text(wrong)
    page.locator("#screen:not(.settling) .problem").wait_for()
    page.get_by_role("button", name="Nhập lại mã").click()
    expect(page.locator(".keypad")).to_be_visible()
    assert shown(page) == ""
    page.keyboard.type(wrong)
    page.keyboard.press("Enter")
    page.locator("#screen:not(.settling) .problem").wait_for()
    page.get_by_role("button", name="Lấy số thường").click()
    expect(page.locator(".tile").first).to_be_visible()
    assert floor.printer.printed == printed


def test_a_lost_answer_is_asked_for_with_the_same_press(floor: BrowserFloor, pages: Pages) -> None:
    pages.forgive(REFUSED)
    code, printed = booked(floor, "moi-truong")["code"], floor.printer.printed
    page = at_keypad(pages.open(floor.kiosk, UPRIGHT))
    sent = check_ins(page)
    page.route(
        "**/api/check-in",
        lambda route: route.fulfill(status=503, body="{}") if route.fetch() else None,
        times=1,
    )
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.locator("#screen:not(.settling) .problem .button.primary:visible").click()
    expect(page.locator(".print.printed")).to_be_visible()
    assert len(sent) == 2 and sent[0] == sent[1]
    assert floor.printer.printed == printed + 1


def test_a_promise_is_shown_in_the_centres_time(floor: BrowserFloor, pages: Pages) -> None:
    def promise(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        body["ticket"]["expected_before"] = "2026-11-22T09:10:00.000Z"
        route.fulfill(response=answer, json=body)

    page = pages.open(floor.kiosk, UPRIGHT)
    page.route("**/api/press", promise)
    to_group(page, "xay-dung")
    page.locator("[data-key=service-giao-thong]").click()
    expect(page.locator(".expected")).to_have_text("Dự kiến được gọi trước 16:10")
    expect(page.locator(".wait")).to_be_hidden()


def test_who_walks_away_leaves_no_digits_behind(floor: BrowserFloor, pages: Pages) -> None:
    page = at_keypad(pages.open(floor.kiosk + "/?idle=2", UPRIGHT))
    page.keyboard.type("12")
    expect(page.locator("#warning")).to_be_visible()
    page.keyboard.type("34")
    page.locator("#warning-stay").click()
    assert shown(page) == "12"
    expect(page.locator("#warning")).to_be_visible()
    page.locator("#warning-leave").click()
    at_keypad(page)
    assert shown(page) == ""


@pytest.mark.parametrize("size", [UPRIGHT, SCREEN], ids=["upright", "lying"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_state_can_be_touched_seen_and_heard(
    floor: BrowserFloor, pages: Pages, language: str, size: tuple[int, int]
) -> None:
    pages.forgive(REFUSED)
    page = pages.open(floor.kiosk, size, reduced_motion="reduce")
    code, found = booked(floor, "thue", in_minutes=40)["code"], list[str]()

    def look(state: str) -> None:
        page.locator("#screen:not(.settling)").wait_for()
        small, cut = page.evaluate(SMALL_TARGETS, TARGET_PX), page.evaluate(CUT_OFF)
        found.extend(f"{state}: {what}" for what in [*violations(page), *small, *cut])
        assert overflow(page) == 0, state

    page.locator(f"#lang-{language}").click()
    look("home")
    at_keypad(page, language)
    look("no digit yet")
    touch(page, code)
    look("the whole code")
    page.locator(".code-submit").click()
    expect(page.locator(".print.printed")).to_be_visible()
    look("the ticket")
    page.locator(".ticket-actions .primary").click()
    at_keypad(page, language)
    page.keyboard.type(not_booked(floor))
    page.keyboard.press("Enter")
    expect(page.locator(".problem")).to_be_visible()
    look("an unknown code")
    assert found == []
