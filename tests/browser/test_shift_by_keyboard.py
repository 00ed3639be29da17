"""A shift of thirty citizens at one counter, by keyboard alone, with every operation in it."""

from typing import Any

import pytest
from browser_floor import BrowserFloor
from browser_pages import Pages, past_double_press, press_key
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

CITIZENS = 30
COUNT_POINTERS = """
window.pointers = 0;
addEventListener("pointerdown", () => { window.pointers += 1; }, true);
"""


class Officer:
    """Somebody at counter 1 with a keyboard and without a mouse; ``done`` counts citizens."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.done: set[str] = set()

    def sit_down(self, username: str, counter: str) -> None:
        expect(self.page.locator("input[autocomplete=username]")).to_be_focused()
        self.page.keyboard.type(username)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(f"{username}-demo")
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#choose-list button").first).to_be_focused()
        self.page.keyboard.press(counter)
        self.page.keyboard.press("Enter")
        self.sees("idle")

    def press(self, *keys: str) -> None:
        """A command, and the answers to what it asks."""
        first, *answers = keys
        press_key(self.page, first)
        if answers:
            expect(self.page.locator("#sheet")).to_be_visible()
        for key in answers:
            self.page.keyboard.press(key)

    def sees(self, mood: str) -> None:
        expect(self.page.locator("#current")).to_have_attribute("data-mood", mood)
        # One sensible action at any moment, and the focus is on it.
        expect(self.page.locator("#primary")).to_be_focused()

    def shows(self, number: str) -> None:
        expect(self.page.locator("#current-number")).to_have_text(number)

    def calls(self) -> str:
        """Call the next citizen; the number."""
        past_double_press(self.page)
        promised = self.page.locator("#next-number").inner_text()
        self.press("n")
        self.shows(promised)
        self.sees("called")
        return promised

    def serves(self, number: str) -> None:
        """From the call, or from the middle of a visit, to its end."""
        self.shows(number)
        if self.page.locator("#current").get_attribute("data-mood") == "called":
            self.press("s")
            self.sees("serving")
        self.press("f")
        self.sees("idle")
        expect(self.page.locator("#last")).to_contain_text(number)
        self.done.add(number)


def test_a_shift_of_thirty_citizens_by_keyboard_alone(floor: BrowserFloor, pages: Pages) -> None:
    kiosk = floor.as_kiosk()
    tickets = {}
    for place in range(CITIZENS):
        issued = kiosk.issue("ho-tich" if place % 2 else "chung-thuc")
        tickets[issued["number"]] = issued["id"]
    page = pages.blank()
    page.add_init_script(COUNT_POINTERS)
    page.goto(f"{floor.url}/staff")
    officer = Officer(page)
    officer.sit_down("quay1", "1")

    a_wrong_call_is_taken_back(officer)
    a_citizen_hears_the_second_call(officer)
    an_absent_citizen_is_brought_back(officer)
    a_parked_visit_goes_on(officer)
    corrected_papers_come_back(officer)
    to_another_service(officer, floor, tickets)
    to_another_counter(officer, floor, tickets)
    a_pause_has_its_reason(officer, floor)
    the_counter_closes_and_opens(officer)
    while len(officer.done) < CITIZENS:
        officer.serves(officer.calls())
    why_each_was_called(officer, next(iter(tickets)))

    assert officer.done == set(tickets)
    assert page.evaluate("window.pointers") == 0
    expect(page.locator("#waiting-total")).to_have_text("0")


def a_wrong_call_is_taken_back(officer: Officer) -> None:
    number = officer.calls()
    expect(officer.page.locator("[data-action=undo]")).to_have_attribute("aria-disabled", "false")
    officer.press("u")
    officer.sees("idle")
    # The ticket has its exact place again.
    expect(officer.page.locator("#next-number")).to_have_text(number)
    officer.serves(officer.calls())
    assert officer.done == {number}


def a_citizen_hears_the_second_call(officer: Officer) -> None:
    number = officer.calls()
    officer.press("r")
    expect(officer.page.locator("#fact-calls")).to_contain_text("2/3")
    officer.serves(number)


def an_absent_citizen_is_brought_back(officer: Officer) -> None:
    number = officer.calls()
    officer.press("x")
    officer.sees("idle")
    expect(officer.page.locator("#missed-list")).to_have_text(number)
    officer.press("b", "Enter")
    expect(officer.page.locator("#missed-list")).to_be_hidden()
    waiting = officer.page.locator("#waiting-rows .number", has_text=number)
    expect(waiting).to_be_visible()
    while number not in officer.done:
        officer.serves(officer.calls())


def a_parked_visit_goes_on(officer: Officer) -> None:
    number = officer.calls()
    officer.press("s")
    officer.sees("serving")
    officer.press("k", "3", "Enter")
    officer.sees("idle")
    expect(officer.page.locator("#aside-list")).to_contain_text(number)
    officer.serves(officer.calls())
    officer.press("a", "Enter")
    officer.sees("serving")
    officer.serves(number)


def corrected_papers_come_back(officer: Officer) -> None:
    number = officer.calls()
    officer.press("s")
    officer.sees("serving")
    officer.press("c", "2", "Enter")
    officer.sees("idle")
    officer.serves(officer.calls())
    officer.press("a", "Enter")
    # Before new tickets, and with what was to correct.
    expect(officer.page.locator("#next-number")).to_have_text(number)
    assert officer.calls() == number
    expect(officer.page.locator("#current-note")).to_be_visible()
    officer.serves(number)


def to_another_service(officer: Officer, floor: BrowserFloor, tickets: dict[str, str]) -> None:
    number = officer.calls()
    officer.press("t", "m", "Enter")
    officer.sees("idle")
    assert ticket(floor, tickets[number])["service"] == "can-cuoc"
    officer.done.add(number)


def to_another_counter(officer: Officer, floor: BrowserFloor, tickets: dict[str, str]) -> None:
    number = officer.calls()
    # "1" alone is this very counter; "12" is reached by typing on.
    officer.press("t", "1", "2", "Enter")
    officer.sees("idle")
    sent = ticket(floor, tickets[number])
    assert (sent["for_counter"], sent["number"]) == ("12", number)
    officer.done.add(number)


def a_pause_has_its_reason(officer: Officer, floor: BrowserFloor) -> None:
    officer.press("p", "2", "Enter")
    officer.sees("paused")
    counters = floor.as_manager().get("/counters").json()["items"]
    mine = next(one for one in counters if one["id"] == "1")
    assert mine["pause_reason"] == "system_outage"
    officer.press("o")
    officer.sees("idle")


def the_counter_closes_and_opens(officer: Officer) -> None:
    officer.press("q")
    officer.sees("closed")
    past_double_press(officer.page)
    officer.press("o")
    officer.sees("idle")


def why_each_was_called(officer: Officer, number: str) -> None:
    page = officer.page
    page.locator("#actions[aria-busy=false]").wait_for()
    page.keyboard.press("w")
    expect(page.locator("#why-number")).to_be_focused()
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    expect(page.locator("#why-answer h3")).to_contain_text(number)
    verdict = page.locator("#why-answer .verdict")
    # Called twice, as the first call was undone; the rule gives the same ticket both times.
    expect(verdict).to_have_count(2)
    expect(page.locator("#why-answer .verdict[data-same=true]")).to_have_count(2)
    expect(page.locator("#why-answer .turn .is-next th").first).to_contain_text(number)
    page.keyboard.press("Escape")
    expect(page.locator("#primary")).to_be_focused()


def ticket(floor: BrowserFloor, id: str) -> Any:
    return floor.as_manager().get(f"/tickets/{id}").json()
