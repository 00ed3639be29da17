"""The rating terminal in a real browser: thanks and sleep, words, a changed mind, no network."""

import json
import re
from typing import Any

import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import LOST_LINE, TABLET, Pages, sign_in
from floor_client import FloorClient
from playwright.sync_api import Page, expect
from ports import wait_until

pytestmark = pytest.mark.browser

COUNTER = "11"
SMALL = (1024, 600)
DELIVERED_S = 30.0
STORED = """
() => new Promise((done) => {
  const asked = indexedDB.open("motcua", 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction("presses").objectStore("presses").getAll();
    all.onsuccess = () => done(all.result.length);
  };
})
"""

EARLIER = """
(press) => localStorage.setItem(
  "motcua.press.old.7", JSON.stringify({...press, device: "old", boot: "old", seq: 7}))
"""


def visit(floor: BrowserFloor) -> Any:
    """A visit that has just ended at the counter; its ticket."""
    floor.as_kiosk().issue("thue", priority="elderly")
    officer = floor.as_officer(COUNTER)
    return officer.act(officer.call_next(COUNTER)["ticket"]["id"], "finish")


def stage(page: Page, name: str) -> None:
    expect(page.locator("body")).to_have_attribute("data-stage", name)


def key(page: Page, value: str) -> None:
    page.locator(f"#keys [data-value={value}]").click()


def settled(page: Page) -> None:
    """Reasons appear where keys were, and take no touch at once."""
    page.locator("#reasons:not([hidden])").wait_for()
    since = page.evaluate("performance.now()")
    page.wait_for_function("since => performance.now() - since > 450", arg=since)


def rating(floor: BrowserFloor, ticket: str) -> dict[str, Any] | None:
    store = floor.server.store()
    try:
        row = store.read(lambda s: s.one("SELECT * FROM rating WHERE ticket = :t", t=ticket))
        return None if row is None else dict(row)
    finally:
        store.close()


def kept(floor: BrowserFloor, ticket: str, page: Page, **wanted: Any) -> dict[str, Any]:
    """The ticket's rating, once the page has nothing more to deliver."""
    wait_until(lambda: page.evaluate(STORED) == 0, DELIVERED_S, "presses are not delivered")
    found = rating(floor, ticket)
    assert found is not None
    assert {name: found[name] for name in wanted} == wanted
    return found


def test_a_press_is_thanked_and_the_page_sleeps_again(floor: BrowserFloor, pages: Pages) -> None:
    page = pages.open(floor.terminal(COUNTER), TABLET)
    stage(page, "asleep")
    ticket = visit(floor)["id"]
    stage(page, "asking")
    key(page, "satisfied")
    stage(page, "thanks")
    key(page, "very_satisfied")
    expect(page.locator("[data-value=very_satisfied]")).to_have_attribute("aria-pressed", "true")
    stage(page, "asleep")
    kept(floor, ticket, page, value="very_satisfied", scale=3)


def test_reasons_and_a_comment_are_one_tap_and_reach_managers_only(
    floor: BrowserFloor, pages: Pages
) -> None:
    page = pages.open(floor.terminal(COUNTER), SMALL)
    stage(page, "asleep")
    ticket = visit(floor)
    stage(page, "asking")
    key(page, "unsatisfied")
    settled(page)
    for code in ("attitude", "noise", "late_result", "attitude"):
        page.locator(f"[data-reason={code}]").click()
    expect(page.locator("[data-reason=attitude]")).to_have_attribute("aria-pressed", "false")
    page.locator(".reason.write").click()
    expect(page.locator("#comment")).to_be_focused()
    page.locator(".keyboard .wide.accents").click()
    for letter in "Onf":
        page.keyboard.press(letter)
    page.locator(".keyboard .widest").click()
    for letter in "quas":
        page.locator(f".keyboard button:text-is('{letter}')").click()
    assert violations(page) == []
    page.locator("#comment-keep").click()
    settled(page)
    page.locator(".reason.done").click()
    expect(page.locator("#reasons")).to_be_hidden()
    stage(page, "asleep")
    found = kept(floor, ticket["id"], page, value="unsatisfied", comment="Òn quá")
    assert json.loads(found["reasons"]) == ["noise", "late_result"]
    (told,) = floor.as_manager().get("/reports/comments").json()["items"]
    assert told["comment"] == "Òn quá" and ticket["number"] not in json.dumps(told)
    assert floor.as_officer(COUNTER).get("/reports/comments").status_code == 403


def test_presses_without_a_server_are_delivered_once_with_their_time(
    floor: BrowserFloor, pages: Pages
) -> None:
    page = pages.open(floor.terminal(COUNTER), TABLET)
    stage(page, "asleep")
    ticket = visit(floor)["id"]
    stage(page, "asking")
    pages.forgive(LOST_LINE)
    pages.forgive(re.compile("50[234] "))
    floor.server.kill()
    expect(page.locator("#line")).to_be_visible()
    pressed_at = page.evaluate("Date.now()")
    key(page, "unsatisfied")
    settled(page)
    page.locator("[data-reason=noise]").click()
    page.locator(".reason.done").click()
    stage(page, "asleep")
    assert page.evaluate(STORED) == 2
    # One that a page of an earlier version kept comes along.
    page.evaluate(EARLIER, {"ticket": ticket, "value": "unsatisfied", "scale": 3, "at": pressed_at})
    context = page.context
    page.close()
    floor.server.start()
    again = context.new_page()
    again.goto(floor.terminal(COUNTER))
    found = kept(floor, ticket, again, value="unsatisfied", reasons='["noise"]')
    # The true time, not that of the delivery; the machine's own clock on both sides.
    assert abs(found["first_pressed_at"] - pressed_at) < 2_000
    store = floor.server.store()
    presses = store.read(
        lambda s: s.all("SELECT seq, device FROM press WHERE ticket = :t ORDER BY seq", t=ticket)
    )
    store.close()
    assert [row["seq"] for row in presses] == [1, 2, 7]
    assert len({row["device"] for row in presses}) == 2


def test_reasons_are_edited_and_a_photo_is_set_by_the_administrator(
    floor: BrowserFloor, pages: Pages
) -> None:
    page = pages.open(f"{floor.url}/admin#ratings")
    sign_in(page, "quantri")
    expect(page.locator("#reasons-list tbody tr")).to_have_count(7)
    assert violations(page) == []
    page.locator("#reason-code").fill("toilet")
    page.locator("#reason-name").fill("Nhà vệ sinh bẩn")
    page.locator("#reason-name_en").fill("Dirty toilets")
    page.locator("#reasons-form button[type=submit]").click()
    expect(page.locator("#reasons-list tbody tr")).to_have_count(8)
    page.locator("#reasons-list tbody tr").nth(7).locator("button").first.click()
    expect(page.locator("#reasons-list tbody tr").nth(6)).to_contain_text("Nhà vệ sinh bẩn")
    page.locator("#reasons-list tbody tr").nth(0).locator("button").last.click()
    expect(page.locator("#reasons-list tbody tr").nth(0)).to_contain_text("Thôi dùng")
    page.locator("label:has(#rating-officer)").click()
    first = page.locator(".officer").first
    picture = page.screenshot(type="jpeg")
    first.locator("input").set_input_files(
        {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": picture}
    )
    expect(page.locator("#officers-status")).to_have_attribute("data-tone", "good")
    expect(first.locator("img")).to_be_visible()
    manager: FloorClient = floor.as_manager()
    words = manager.get("/rating-words").json()
    assert words["officer"] is True
    assert [r["code"] for r in words["reasons"] if r["active"]][-2:] == ["toilet", "other"]
