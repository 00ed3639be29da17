"""The officer's console: a whole visit without a mouse, and answers that get lost."""

import re
from typing import Any

import pytest
from browser_floor import BrowserFloor
from browser_pages import Pages, past_double_press, press_key, sign_in, sit_down
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

LOST_ANSWER = re.compile(r"ERR_CONNECTION_RESET .*/call-next$")
REFUSED_SIGN_IN = re.compile(r"401 .*/api/v1/session$")


def counter_state(floor: BrowserFloor, counter: str) -> Any:
    found = floor.as_manager().get("/counters").json()["items"]
    return next(one for one in found if one["id"] == counter)


def mood(page: Page, expected: str) -> None:
    expect(page.locator("#current")).to_have_attribute("data-mood", expected)


def test_a_whole_visit_by_keyboard_alone(floor: BrowserFloor, pages: Pages) -> None:
    number = floor.as_kiosk().issue("can-cuoc")["number"]
    page = pages.open(f"{floor.url}/staff")
    # The user name has the focus already.
    expect(page.locator("input[autocomplete=username]")).to_be_focused()
    page.keyboard.type("quay5")
    page.keyboard.press("Tab")
    page.keyboard.type("quay5-demo")
    page.keyboard.press("Enter")
    expect(page.locator("#choose-list button").first).to_be_focused()
    page.keyboard.press("5")
    expect(page.locator("#counter-5")).to_be_focused()
    page.keyboard.press("Enter")
    mood(page, "idle")
    # The next sensible action has the focus at every step, so Enter alone serves a whole visit.
    expect(page.locator("#primary")).to_be_focused()
    press_key(page, "Enter")
    expect(page.locator("#current-number")).to_have_text(number)
    mood(page, "called")
    press_key(page, "r")
    expect(page.locator("#fact-calls")).to_contain_text("2/3")
    past_double_press(page)
    press_key(page, "Enter")
    mood(page, "serving")
    past_double_press(page)
    press_key(page, "Enter")
    mood(page, "idle")
    expect(page.locator("#last")).to_contain_text(number)
    press_key(page, "p")
    page.keyboard.press("Enter")  # the first reason: a break
    mood(page, "paused")
    assert counter_state(floor, "5")["state"] == "paused"


def test_a_held_key_calls_once(floor: BrowserFloor, pages: Pages) -> None:
    for _ in range(3):
        floor.as_kiosk().issue("dat-dai")
    page = pages.open(f"{floor.url}/staff")
    sit_down(page, "quay6", "6")
    for _ in range(5):
        page.keyboard.down("n")
    page.keyboard.up("n")
    mood(page, "called")
    expect(page.locator("#waiting-total")).to_contain_text("2")


def test_single_keys_can_be_turned_off(floor: BrowserFloor, pages: Pages) -> None:
    floor.as_kiosk().issue("doanh-nghiep")
    page = pages.open(f"{floor.url}/staff")
    sit_down(page, "quay10", "10")
    page.keyboard.press("?")
    page.locator("#help-shortcuts").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    expect(page.locator("#primary-key")).to_be_hidden()
    page.keyboard.press("n")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    assert counter_state(floor, "10")["ticket"] is None


def test_a_lost_answer_is_repeated_with_its_key_and_calls_once(
    floor: BrowserFloor, pages: Pages
) -> None:
    first = floor.as_kiosk().issue("tra-ket-qua")["number"]
    floor.as_kiosk().issue("tra-ket-qua")
    page = pages.open(f"{floor.url}/staff")
    sit_down(page, "quay12", "12")
    keys: list[str] = []
    replayed: list[str | None] = []

    def lose_the_first_answer(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        answer = route.fetch()
        replayed.append(answer.headers.get("idempotency-replayed"))
        if len(keys) == 1:
            route.abort("connectionreset")
        else:
            route.fulfill(response=answer)

    pages.forgive(LOST_ANSWER)
    page.route("**/counters/12/call-next", lose_the_first_answer)
    page.keyboard.press("n")
    expect(page.locator("#notice")).to_have_attribute("data-tone", "good")
    expect(page.locator("#current-number")).to_have_text(first)
    expect(page.locator("#waiting-total")).to_contain_text("1")
    assert len(keys) == 2 and keys[0] == keys[1]
    assert replayed == [None, "true"]
    assert counter_state(floor, "12")["ticket"] == first


def test_a_wrong_password_is_told_at_the_form(floor: BrowserFloor, pages: Pages) -> None:
    pages.forgive(REFUSED_SIGN_IN)
    page = pages.open(f"{floor.url}/staff")
    sign_in(page, "quanly")  # a manager may look at a desk
    expect(page.locator("#choose")).to_be_visible()
    page.locator("#sign-out").click()
    page.locator("input[autocomplete=username]").fill("quay1")
    page.locator("input[autocomplete=current-password]").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.locator(".signin-error")).to_be_visible()
