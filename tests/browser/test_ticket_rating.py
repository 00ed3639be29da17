"""Rating a visit from the phone, with and without JavaScript."""

import re

import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import PHONE, Pages, overflow
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SERVICE, COUNTER = "thue", "11"


def visited(floor: BrowserFloor) -> tuple[str, str]:
    """A ticket whose visit has just ended: its id and its link."""
    ticket = floor.as_kiosk().issue(SERVICE)
    officer = floor.as_officer(COUNTER)
    while (called := officer.call_next(COUNTER)) and called["ticket"]["id"] != ticket["id"]:
        pass
    officer.act(ticket["id"], "finish")
    return ticket["id"], ticket["status_url"]


def kept(floor: BrowserFloor, ticket: str) -> list[tuple[str, str, str, str]]:
    store = floor.server.store()
    rows = store.read(
        lambda s: s.all(
            "SELECT value, reasons, comment, source FROM rating WHERE ticket = :t", t=ticket
        )
    )
    store.close()
    return [(r["value"], r["reasons"], r["comment"], r["source"]) for r in rows]


def test_the_page_that_was_followed_asks_once_the_visit_is_over(
    floor: BrowserFloor, pages: Pages
) -> None:
    ticket = floor.as_kiosk().issue(SERVICE)
    page = pages.open(ticket["status_url"], PHONE)
    expect(page.locator("#updated")).not_to_be_empty()
    expect(page.locator("#rate")).to_be_hidden()
    officer = floor.as_officer(COUNTER)
    while (called := officer.call_next(COUNTER)) and called["ticket"]["id"] != ticket["id"]:
        pass
    officer.act(ticket["id"], "finish")
    expect(page.locator("#rate")).to_be_visible()
    expect(page.locator(".reasons")).to_be_hidden()
    page.get_by_text("Không hài lòng", exact=True).click()
    page.get_by_text("Nơi làm việc ồn").click()
    page.locator("#rate-comment").fill("Loa quá to")
    assert violations(page) == []
    page.locator("#rate-send").click()
    expect(page.locator("#rated")).to_be_focused()
    expect(page.locator("#rate")).to_be_hidden()
    assert kept(floor, ticket["id"]) == [("unsatisfied", '["noise"]', "Loa quá to", "phone")]
    page.reload()
    expect(page.locator("#rated")).to_be_visible()
    expect(page.locator("#rate")).to_be_hidden()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_question_is_legible_by_day_and_by_night(
    floor: BrowserFloor, pages: Pages, scheme: str
) -> None:
    _, link = visited(floor)
    page = pages.open(link, PHONE, color_scheme=scheme)
    expect(page.locator("#rate")).to_be_visible()
    page.get_by_text("Không hài lòng", exact=True).click()
    expect(page.locator(".reasons")).to_be_visible()
    assert violations(page) == []
    heights = page.locator(".value, .reason").evaluate_all("all => all.map(e => e.offsetHeight)")
    assert min(heights) >= 44
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(page) == 0


def test_it_works_without_javascript(floor: BrowserFloor, pages: Pages) -> None:
    id, link = visited(floor)
    page = pages.open(f"{link}?lang=en", PHONE, java_script_enabled=False)
    assert page.locator("meta[http-equiv=refresh]").count() == 0
    page.get_by_text("Very satisfied").click()
    page.locator("#rate-send").click()
    expect(page).to_have_url(re.compile(r"rated=counted&lang=en$"))
    expect(page.locator("#rated")).to_contain_text("Thank you")
    expect(page.locator("#rate")).to_be_hidden()
    assert kept(floor, id) == [("very_satisfied", "[]", "", "phone")]


def test_who_answers_after_the_desk_is_thanked_and_changes_nothing(
    floor: BrowserFloor, pages: Pages
) -> None:
    id, link = visited(floor)
    page = pages.open(link, PHONE, java_script_enabled=False)
    page.get_by_text("Không hài lòng", exact=True).click()
    press = {"ticket": id, "value": "satisfied"}
    assert floor.as_manager().post("/ratings", press).json()["status"] == "counted"
    page.locator("#rate-send").click()
    expect(page.locator("#rated")).to_contain_text("đánh giá đầu tiên được tính")
    assert kept(floor, id) == [("satisfied", "[]", "", "desk")]
