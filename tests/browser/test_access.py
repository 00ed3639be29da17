"""axe finds nothing (WCAG 2.2 AA, contrast 7:1) on any page, in its main states, vi and en."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import DESK, PHONE, SCREEN, TABLET, UPRIGHT, Pages, press_key, sign_in
from floor_client import FloorClient
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

REMEMBER = "localStorage.setItem('motcua.language', '{}')"
REFUSED = re.compile(r"(401|404|409|422) ")

Check = Callable[[Page, str], None]


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """Each page in both languages."""
    return str(request.param)


@pytest.fixture
def check(language: str) -> Iterator[Check]:
    """Looks at a page's state; everything found in any state fails the test, each by its name."""
    found: list[str] = []

    def look(page: Page, state: str) -> None:
        expect(page.locator("html")).to_have_attribute("lang", language)
        found.extend(f"{state}: {violation}" for violation in violations(page))

    yield look
    assert found == []


def open_in(pages: Pages, language: str, url: str, size: tuple[int, int]) -> Page:
    """A page whose device remembers this language."""
    page = pages.blank(size, reduced_motion="reduce")
    page.add_init_script(REMEMBER.format(language))
    page.goto(url)
    return page


def visit(floor: BrowserFloor, counter: str, service: str, *steps: str) -> Any:
    """A ticket called at ``counter`` and taken through ``steps``; nobody else waits there."""
    floor.as_kiosk().issue(service, priority="elderly")
    officer = floor.as_officer(counter)
    ticket = officer.call_next(counter)["ticket"]
    for step in steps:
        officer.act(ticket["id"], step)
    return ticket


def test_home(floor: BrowserFloor, pages: Pages, language: str, check: Check) -> None:
    page = open_in(pages, language, floor.url, DESK)
    expect(page.locator("#sign-in-rows tr").first).to_be_visible()
    check(page, "home")


def test_axe_would_find_a_fault(floor: BrowserFloor, pages: Pages) -> None:
    page = pages.open(floor.url, DESK)
    expect(page.locator("#groups a").first).to_be_visible()
    page.evaluate("document.querySelector('h1').style.color = '#999'")
    page.evaluate("document.body.append(document.createElement('button'))")
    found = " ".join(violations(page))
    assert "color-contrast" in found and "button-name" in found


def test_printer_page(floor: BrowserFloor, pages: Pages) -> None:
    page = pages.open(floor.printer_page.url, DESK)
    expect(page.locator("h1")).not_to_be_empty()
    assert violations(page) == []


def test_kiosk(floor: BrowserFloor, pages: Pages, language: str, check: Check) -> None:
    page = pages.open(floor.kiosk + "/?idle=2", UPRIGHT, reduced_motion="reduce")
    page.locator(f"#lang-{language}").click()
    check(page, "home")
    page.locator("#fields").click()
    page.locator("#screen:not(.settling)").wait_for()
    check(page, "fields")
    page.locator("[data-key=group-tu-phap]").click()
    page.locator("#screen:not(.settling)").wait_for()
    check(page, "services, one of them closed")
    expect(page.locator("#warning")).to_be_visible()
    check(page, "the warning")
    page.goto(floor.kiosk)
    page.locator(f"#lang-{language}").click()
    page.locator("#priority").click()
    check(page, "priorities")
    page.locator(".tiles button").first.click()
    expect(page.locator(".chip")).to_be_visible()
    check(page, "with a priority")
    page.locator("#search").click()
    page.locator("#screen:not(.settling)").wait_for()
    page.locator(".search-field").fill("khai sinh")
    expect(page.locator(".result").first).to_be_visible()
    check(page, "the search")
    page.locator(".result").first.click()
    page.locator("#screen:not(.settling)").wait_for()
    page.locator(".papers, .procedure-none").first.wait_for()
    check(page, "the procedure")
    page.locator(".procedure-actions .primary").click()
    expect(page.locator(".print.printed")).to_be_visible()
    check(page, "the ticket")


def test_kiosk_in_trouble(floor: BrowserFloor, pages: Pages, language: str, check: Check) -> None:
    page = pages.open(floor.kiosk, UPRIGHT, reduced_motion="reduce")
    pages.forgive(REFUSED)
    page.locator(f"#lang-{language}").click()
    page.locator("#fields").click()
    page.locator("[data-key=group-tai-chinh]").click()
    page.locator("#screen:not(.settling)").wait_for()
    page.route("**/api/press", lambda route: route.fulfill(status=409, body="{}"))
    page.locator("[data-key=service-thue]").click()
    expect(page.locator(".problem")).to_be_visible()
    check(page, "no number")
    floor.printer.set(cover_open=True)
    try:
        page.locator(".problem-choices button:visible").last.click()
        page.locator(f"#lang-{language}").click()
        expect(page.locator("#printer")).to_be_visible()
        check(page, "printer trouble")
    finally:
        floor.printer.set(cover_open=False)


QUESTIONS = {"k": "putting aside", "c": "papers", "t": "transfer", "h": "cancelling", "w": "why"}


def test_staff(floor: BrowserFloor, pages: Pages, language: str, check: Check) -> None:
    pages.forgive(REFUSED)
    page = open_in(pages, language, f"{floor.url}/staff", DESK)
    sign_in(page, "nobody")
    expect(page.locator(".signin-error")).to_be_visible()
    check(page, "a refused sign-in")
    sign_in(page, "quay6")
    expect(page.locator("#choose-list button").first).to_be_visible()
    check(page, "the choice of counters")
    for _ in range(3):
        floor.as_kiosk().issue("dat-dai", priority="elderly")
    page.locator("#counter-6").click()
    expect(page.locator("#waiting-rows tr").first).to_be_visible()
    check(page, "free, people waiting")
    press_key(page, "n")
    expect(page.locator("#current")).to_have_attribute("data-mood", "called")
    check(page, "calling")
    press_key(page, "s")
    expect(page.locator("#current")).to_have_attribute("data-mood", "serving")
    check(page, "serving")
    page.locator("#sign-out").click()
    expect(page.locator("#leave")).to_be_visible()
    check(page, "leaving a citizen")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    check(page, "the keys")
    page.keyboard.press("Escape")
    for key, what in QUESTIONS.items():
        press_key(page, key)
        expect(page.locator("dialog[open]")).to_be_visible()
        check(page, what)
        page.keyboard.press("Escape")
    press_key(page, "f")
    expect(page.locator("#current")).to_have_attribute("data-mood", "idle")
    press_key(page, "p")
    page.keyboard.press("Enter")  # the first reason: a break
    expect(page.locator("#current")).to_have_attribute("data-mood", "paused")
    check(page, "paused")
    page.locator("#change-counter").click()
    expect(page.locator("#choose")).to_be_visible()
    empty(floor.as_officer("6"), "6")


def test_manager(floor: BrowserFloor, pages: Pages, language: str, check: Check) -> None:
    floor.as_kiosk().issue("nong-nghiep")  # somebody waits where nobody serves
    ticket = visit(floor, "8", "giao-thong", "serve", "finish")
    terminal = FloorClient(floor.url, floor.tokens.terminals["8"])
    rated = terminal.post("/ratings", {"ticket": ticket["id"], "value": "satisfied"})
    assert rated.status_code == 200, rated.text
    page = open_in(pages, language, f"{floor.url}/manager", SCREEN)
    check(page, "the sign-in")
    sign_in(page, "quanly")
    expect(page.locator("#rating-rows li").first).to_be_visible()
    check(page, "live")


def test_admin(floor: BrowserFloor, pages: Pages, language: str, check: Check) -> None:
    page = open_in(pages, language, f"{floor.url}/admin", DESK)
    sign_in(page, "quantri")
    expect(page.locator("#people-list tbody tr").first).to_be_visible()
    check(page, "people")
    page.locator("#people-form button[type=submit]").click()
    expect(page.locator("#people-form .field-error:visible").first).to_be_visible()
    check(page, "people, a form with errors")
    for part in ("services", "counters", "devices"):
        page.locator(f"#go-{part}").click()
        expect(page.locator(f"#{part}-list tbody tr").first).to_be_visible()
        check(page, part)
    page.locator("#devices-form button[type=submit]").click()
    expect(page.locator("#token")).to_be_visible()
    check(page, "a new token")
    page.locator("#token-close").click()
    page.locator("#devices-list button").first.click()
    expect(page.locator("#revoke")).to_be_visible()
    check(page, "revoking a token")
    page.locator("#revoke-no").click()
    page.locator("#go-counters").click()
    page.locator("#counters-list button").first.click()
    expect(page.locator("#skills")).to_be_visible()
    check(page, "a counter's services")


def test_setup(floor: BrowserFloor, pages: Pages, language: str, check: Check) -> None:
    page = open_in(pages, language, f"{floor.url}/setup/any", DESK)
    expect(page.locator("#setup-form input").first).to_be_visible()
    check(page, "the first start")


def test_hall(floor: BrowserFloor, pages: Pages, language: str, check: Check) -> None:
    visit(floor, "9", "xay-dung")
    visit(floor, "9", "giao-thong", "recall")
    page = pages.open(f"{floor.url}/hall?lang={language}", SCREEN, reduced_motion="reduce")
    expect(page.locator("#latest-number")).not_to_be_empty()
    check(page, "calling")
    empty(floor.as_officer("9"), "9")


def test_counter_display(floor: BrowserFloor, pages: Pages, language: str, check: Check) -> None:
    officer = floor.as_officer("12")
    page = pages.open(f"{floor.url}/counter/12?lang={language}", SCREEN, reduced_motion="reduce")
    face = page.locator("body")

    def shows(state: str) -> None:
        expect(face).to_have_attribute("data-face", state)
        check(page, state)

    officer.post("/counters/12/close")
    shows("closed")
    officer.post("/counters/12/open")
    shows("idle")
    ticket = visit(floor, "12", "tra-ket-qua")["id"]
    shows("called")
    officer.act(ticket, "serve")
    shows("serving")
    officer.act(ticket, "finish")
    officer.post("/counters/12/pause")
    shows("paused")


def test_terminal(floor: BrowserFloor, pages: Pages, language: str, check: Check) -> None:
    lost = pages.open(f"{floor.url}/terminal/2?lang={language}", TABLET)
    expect(lost.locator("body")).to_have_attribute("data-stage", "unpaired")
    check(lost, "unpaired")
    query = f"?lang={language}"
    page = pages.open(floor.terminal("11", query), TABLET, reduced_motion="reduce")
    expect(page.locator("#counter")).not_to_be_empty()
    check(page, "asleep")
    for key, state in (("satisfied", "thanks"), ("unsatisfied", "reasons")):
        visit(floor, "11", "thue", "serve", "finish")
        expect(page.locator("body")).to_have_attribute("data-stage", "asking")
        check(page, "the question")
        page.locator(f"#keys [data-value={key}]").click()
        expect(page.locator("body")).to_have_attribute("data-stage", "thanks")
        check(page, state)
        # Afresh, instead of waiting until the thanks are over.
        page.reload()
        expect(page.locator("body")).to_have_attribute("data-stage", "asleep")


def test_phone(floor: BrowserFloor, pages: Pages, language: str, check: Check) -> None:
    pages.forgive(REFUSED)
    ticket = floor.as_kiosk().issue("doanh-nghiep", language=language)
    page = pages.open(ticket["status_url"], PHONE)
    main = page.locator("#main")
    check(page, "waiting")
    officer = floor.as_officer("10")
    assert officer.call_next("10")["ticket"]["id"] == ticket["id"]
    for step, state in (("", "called"), ("serve", "serving"), ("finish", "finished")):
        if step:
            officer.act(ticket["id"], step)
        expect(main).to_have_attribute("data-state", state)
        check(page, state)
    page.goto(f"{floor.url}/t/wrong?lang={language}")
    check(page, "a wrong link")


def empty(officer: FloorClient, counter: str) -> None:
    """Call everybody who waits there, and let the last one go."""
    last = None
    while called := officer.call_next(counter):
        last = called["ticket"]["id"]
    assert last is None or officer.act(last, "finish")["state"] == "finished"
