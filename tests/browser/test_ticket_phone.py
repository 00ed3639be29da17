"""The ticket on the phone: being late, pushes, the link's end, and how it looks."""

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from browser_axe import violations
from browser_chromium import whole_browser
from browser_floor import BrowserFloor
from browser_pages import LOST_LINE, PHONE, Pages, overflow
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

OVER = re.compile(r"410 .*/t/")
# What the worker shows, once it shows something; nothing after ten seconds.
SHOWN = """
async () => {
  const worker = await navigator.serviceWorker.getRegistration(location.pathname);
  for (let tries = 0; tries < 200; tries += 1) {
    const shown = await worker.getNotifications();
    if (shown.length) return shown.map(({title, tag}) => ({title, tag}));
    await new Promise((later) => setTimeout(later, 50));
  }
  return [];
}
"""


def test_who_is_late_lets_others_go_first_once(floor: BrowserFloor, pages: Pages) -> None:
    kiosk = floor.as_kiosk()
    mine, _, _ = (kiosk.issue("giao-thong") for _ in range(3))
    page = pages.open(mine["status_url"], PHONE)
    expect(page.locator("#ahead")).to_have_text("Ông/bà là người tiếp theo")
    page.locator("#late-ask").click()
    page.locator("#late-no").click()
    expect(page.locator("#late-ask")).to_be_focused()
    page.locator("#late-ask").click()
    page.locator("#late-yes").click()
    expect(page.locator("#ahead")).to_contain_text("2")
    expect(page.locator("#late")).to_be_hidden()
    page.reload()
    expect(page.locator("#cancel-ask")).to_be_visible()
    expect(page.locator("#late")).to_be_hidden()


def test_with_nobody_behind_the_page_says_so(floor: BrowserFloor, pages: Pages) -> None:
    pages.forgive(re.compile(r"409 .*/late(\?|$)"))
    mine = floor.as_kiosk().issue("tra-ket-qua")
    page = pages.open(mine["status_url"], PHONE)
    page.locator("#late-ask").click()
    page.locator("#late-yes").click()
    expect(page.locator("#late-problem")).to_contain_text("chưa có ai")
    page.locator("#late-no").click()
    expect(page.locator("#late-ask")).to_be_visible()


def test_the_browser_is_asked_only_after_a_tap(floor: BrowserFloor, pages: Pages) -> None:
    page = pages.blank(PHONE)
    page.add_init_script(
        "window.asked = 0;"
        "Notification.requestPermission = async () => (window.asked += 1, 'denied');"
        "Object.defineProperty(Notification, 'permission',"
        " {get: () => window.asked ? 'denied' : 'default'});"
    )
    page.goto(floor.as_kiosk().issue("thue")["status_url"])
    expect(page.locator("#notify-text")).to_contain_text("Điện thoại sẽ báo")
    assert page.evaluate("window.asked") == 0
    page.locator("#notify-button").click()
    expect(page.locator("#notify-text")).to_contain_text("chặn thông báo")
    expect(page.locator("#notify-button")).to_be_hidden()
    assert page.evaluate("window.asked") == 1


@pytest.fixture
def notified(browser: Browser) -> Iterator[Pages]:
    """Opens pages that may show notifications."""
    with whole_browser(browser) as whole:
        opened = Pages(whole)
        yield opened
        assert opened.complaints == []


def test_a_push_is_shown_while_the_page_is_closed(floor: BrowserFloor, notified: Pages) -> None:
    """The browser hands the worker what a push service would; the worker shows it."""
    ticket = floor.as_kiosk().issue("thue")
    page = notified.open(ticket["status_url"], PHONE, permissions=["notifications"])
    page.evaluate(
        "navigator.serviceWorker.register('/sw.js', {scope: location.pathname})"
        ".then(r => new Promise(done => { const c = r.installing || r.active;"
        " if (r.active) done(); else c.onstatechange = () => c.state === 'activated' && done(); }))"
    )
    told = {"kind": "called", "title": "Số A012: mời đến quầy số 7", "body": "…", "lang": "vi"}
    _push(page, floor.url, told)
    assert page.evaluate(SHOWN) == [{"title": told["title"], "tag": "turn"}]


def _push(page: Page, origin: str, told: dict[str, Any]) -> None:
    session = page.context.new_cdp_session(page)
    ids: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: ids.extend(r["registrationId"] for r in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    deadline = time.monotonic() + 10
    while not ids:
        assert time.monotonic() < deadline, "the browser knows no worker"
        page.wait_for_timeout(20)
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": ids[-1], "data": json.dumps(told)},
    )


def test_a_link_of_another_day_is_over(floor: BrowserFloor, pages: Pages) -> None:
    pages.forgive(OVER)
    ticket = floor.as_kiosk().issue("thue")
    store = floor.server.store()
    store.write(
        lambda s: s.run("UPDATE ticket SET day = '2001-01-01' WHERE id = :id", id=ticket["id"])
    )
    store.close()
    page = pages.open(ticket["status_url"], PHONE)
    expect(page.locator("#main")).to_have_attribute("data-state", "over")
    expect(page.locator("#next")).to_contain_text("lấy số mới")
    assert ticket["number"] not in page.content()
    assert overflow(page) == 0


def test_a_lost_line_is_told_and_the_last_view_stays(floor: BrowserFloor, pages: Pages) -> None:
    pages.forgive(LOST_LINE)
    ticket = floor.as_kiosk().issue("thue")
    page = pages.open(ticket["status_url"], PHONE)
    expect(page.locator("#updated")).not_to_be_empty()
    page.context.set_offline(True)
    expect(page.locator("#line")).to_be_visible()
    expect(page.locator("#number")).to_have_text(ticket["number"])
    page.context.set_offline(False)
    expect(page.locator("#line")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["waiting", "called", "finished", "cancelled"])
def test_every_state_is_legible_by_day_and_by_night(
    floor: BrowserFloor, pages: Pages, scheme: str, state: str
) -> None:
    officer = floor.as_officer("8")
    while officer.call_next("8"):
        pass
    ticket = floor.as_kiosk().issue("xay-dung")
    if state in ("called", "finished"):
        assert officer.call_next("8")["ticket"]["id"] == ticket["id"]
    if state == "finished":
        officer.act(ticket["id"], "finish")
    if state == "cancelled":
        officer.act(ticket["id"], "cancel")
    page = pages.open(ticket["status_url"], PHONE, color_scheme=scheme)
    expect(page.locator("#main")).to_have_attribute("data-state", state)
    expect(page.locator("#updated")).not_to_be_empty()
    assert violations(page) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(page) == 0
