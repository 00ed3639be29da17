"""The terminal and the phone ask about the same visit: one answer is enough."""

import pytest
from browser_floor import BrowserFloor
from browser_pages import TABLET, Pages
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SERVICE, COUNTER = "doanh-nghiep", "10"


def finished(floor: BrowserFloor) -> str:
    """A visit that ends now; the code of its link."""
    ticket = floor.as_kiosk().issue(SERVICE)
    officer = floor.as_officer(COUNTER)
    while (called := officer.call_next(COUNTER)) and called["ticket"]["id"] != ticket["id"]:
        pass
    officer.act(ticket["id"], "finish")
    return str(ticket["status_url"]).rpartition("/")[2]


def question(page: Page) -> None:
    expect(page.get_by_text("Quý vị có hài lòng")).to_be_visible()


def test_the_terminal_sleeps_once_the_phone_has_answered(floor: BrowserFloor, pages: Pages) -> None:
    page = pages.open(floor.terminal(COUNTER), TABLET)
    code = finished(floor)
    question(page)
    answer = {"id": "a", "value": "satisfied"}
    floor.as_kiosk().post(f"/public/tickets/{code}/rating", answer).raise_for_status()
    expect(page.get_by_text("Quý vị có hài lòng")).to_be_hidden()


def test_a_press_says_how_long_the_question_had_been_shown(
    floor: BrowserFloor, pages: Pages
) -> None:
    page = pages.open(floor.terminal(COUNTER), TABLET)
    finished(floor)
    question(page)
    with page.expect_request("**/ratings") as sent:
        page.get_by_text("Rất hài lòng").click()
    body = sent.value.post_data_json
    assert body["value"] == "very_satisfied"
    assert 0 < body["shown_ms"] < 60_000
