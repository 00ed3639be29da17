"""Two consoles on one counter: both show the same, and neither undoes the other's work."""

import re

import pytest
from browser_floor import BrowserFloor
from browser_pages import Pages, past_double_press, press_key, sit_down
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

REFUSED = re.compile(r"409 .*/api/v1/tickets/")


def mood(page: Page, expected: str) -> None:
    expect(page.locator("#current")).to_have_attribute("data-mood", expected)


def test_the_second_console_sees_every_change_and_a_late_press_is_explained(
    floor: BrowserFloor, pages: Pages
) -> None:
    number = floor.as_kiosk().issue("can-cuoc")["number"]
    first, second = (pages.open(f"{floor.url}/staff") for _ in range(2))
    for page in (first, second):
        sit_down(page, "quay5", "5")
    press_key(first, "n")
    for page in (first, second):
        expect(page.locator("#current-number")).to_have_text(number)
    # The second one has a question open while the first finishes the visit.
    press_key(second, "k")
    expect(second.locator("#sheet")).to_be_visible()
    press_key(first, "f")
    mood(first, "idle")
    mood(second, "idle")
    pages.forgive(REFUSED)
    second.keyboard.press("Enter")
    expect(second.locator("#notice")).to_have_attribute("data-tone", "trouble")
    expect(second.locator("#primary")).to_be_focused()
    for page in (first, second):
        expect(page.locator("#last")).to_contain_text(number)


def test_a_lost_answer_to_a_resumed_visit_is_asked_for_again(
    floor: BrowserFloor, pages: Pages
) -> None:
    number = floor.as_kiosk().issue("doanh-nghiep")["number"]
    page = pages.open(f"{floor.url}/staff")
    sit_down(page, "quay10", "10")
    press_key(page, "n")
    mood(page, "called")
    press_key(page, "k")
    page.keyboard.press("Enter")
    mood(page, "idle")
    keys: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        answer = route.fetch()
        if len(keys) == 1:
            route.abort("connectionreset")
        else:
            route.fulfill(response=answer)

    pages.forgive(re.compile(r"ERR_CONNECTION_RESET .*/resume$"))
    page.route("**/tickets/*/resume", lose_the_first_answer)
    press_key(page, "a")
    page.keyboard.press("Enter")
    mood(page, "serving")
    page.locator("#actions[aria-busy=false]").wait_for()
    expect(page.locator("#notice")).to_have_attribute("data-tone", "good")
    expect(page.locator("#current-number")).to_have_text(number)
    assert len(keys) == 2 and keys[0] == keys[1]


def test_the_enter_that_confirms_presses_nothing_behind_the_question(
    floor: BrowserFloor, pages: Pages
) -> None:
    for _ in range(2):
        floor.as_kiosk().issue("tra-ket-qua")
    page = pages.open(f"{floor.url}/staff")
    sit_down(page, "quay12", "12")
    press_key(page, "n")
    mood(page, "called")
    press_key(page, "k")
    page.keyboard.press("Enter")
    mood(page, "idle")
    page.keyboard.press("Enter")
    past_double_press(page)
    mood(page, "idle")
    expect(page.locator("#waiting-total")).to_have_text("1")
