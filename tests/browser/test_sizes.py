"""What fits where: nothing scrolls sideways, what is read from afar is large, nothing moves."""

import pytest
from browser_floor import BrowserFloor
from browser_pages import (
    DESK,
    PHONE,
    SCREEN,
    TABLET,
    UPRIGHT,
    Pages,
    overflow,
    sign_in,
)
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

NARROW = (320, 640)
CAPITALS_PX = 289
"""Read from 15 m on a 55" full-HD screen."""
COUNTER_PX = 200
"""The counter beside it, which people look for on their way: from 10 m."""
TARGET_PX = 72
"""20 mm on a 24" full-HD kiosk."""
CALLS = 20

CAP_HEIGHT = """
(node) => {
  const style = getComputedStyle(node);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const scale = node.getBoundingClientRect().height / node.offsetHeight;
  return pen.measureText("H").actualBoundingBoxAscent * scale;
}
"""
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const moved = entry.sources.map(({node}) => node?.id || node?.className || node?.nodeName);
    window.shifts.push(`${entry.value.toFixed(4)} ${moved.join(", ")}`);
  }
}).observe({type: "layout-shift", buffered: true});
"""
# While others wait their turn a call holds the panel for 3 s: here ten times less.
HURRY = """
const later = window.setTimeout.bind(window);
window.setTimeout = (call, ms, ...rest) => later(call, ms === 3000 ? 300 : ms, ...rest);
"""
REMEMBER_CALLS = """
() => {
  window.announced = [];
  const number = document.getElementById("latest-number");
  const note = () => {
    if (number.textContent !== window.announced.at(-1)) window.announced.push(number.textContent);
  };
  new MutationObserver(note).observe(number, {childList: true});
}
"""
SMALL_TARGETS = """
(least) => [...document.querySelectorAll("button, a, input")]
  .map((node) => ({box: node.getBoundingClientRect(), text: node.textContent || node.id}))
  .filter(({box}) => box.width > 0 && Math.min(box.width, box.height) < least)
  .map(({box, text}) => `${text}: ${box.width} x ${box.height}`)
"""


def cap_height(page: Page, selector: str) -> float:
    """Height of a capital letter in CSS pixels, as drawn there."""
    page.evaluate("document.fonts.ready")
    height: float = page.locator(selector).evaluate(CAP_HEIGHT)
    return height


def in_view(page: Page, selector: str) -> bool:
    """Whether the whole text is inside the window and its own box."""
    inside: bool = page.locator(selector).evaluate("""
      (node) => {
        const text = document.createRange();
        text.selectNodeContents(node);
        const box = text.getBoundingClientRect();
        return box.left >= 0 && box.right <= innerWidth && node.scrollWidth <= node.clientWidth + 1;
      }
    """)
    return inside


@pytest.mark.parametrize("size", [NARROW, PHONE, DESK])
def test_people_pages_fit_their_windows(
    floor: BrowserFloor, pages: Pages, size: tuple[int, int]
) -> None:
    ticket = floor.as_kiosk().issue("ho-tich")
    page = pages.open(floor.url, size)
    expect(page.locator("#sign-in-rows tr").first).to_be_visible()
    assert overflow(page) == 0, "home"
    page.goto(ticket["status_url"])
    assert overflow(page) == 0, "status"
    page.goto(f"{floor.url}/manager")
    assert overflow(page) == 0, "sign-in"
    sign_in(page, "quantri")
    expect(page.locator("#counter-tiles li").first).to_be_visible()
    assert overflow(page) == 0, "manager"
    page.goto(f"{floor.url}/staff")
    expect(page.locator("#counter-3")).to_be_visible()
    assert overflow(page) == 0, "counters"
    page.locator("#counter-3").click()
    expect(page.locator("#desk")).to_be_visible()
    assert overflow(page) == 0, "desk"
    page.locator("#change-counter").click()
    for part in ("people", "services", "counters", "devices"):
        page.goto(f"{floor.url}/admin#{part}")
        expect(page.locator(f"#{part}-list tbody tr").first).to_be_visible()
        assert overflow(page) == 0, part


def test_screens_fit_full_hd(floor: BrowserFloor, pages: Pages) -> None:
    for path in ("/hall", "/counter/1"):
        page = pages.open(floor.url + path, SCREEN)
        expect(page.locator("#line")).to_be_hidden()
        assert overflow(page) == 0, path
        tall = page.evaluate("document.documentElement.scrollHeight")
        assert tall <= SCREEN[1], path
    page = pages.open(f"{floor.url}/manager", SCREEN)
    sign_in(page, "quanly")
    expect(page.locator("#content")).to_be_visible()
    assert overflow(page) == 0


def test_kiosk_targets_are_large_on_every_screen(floor: BrowserFloor, pages: Pages) -> None:
    page = pages.open(floor.kiosk, UPRIGHT)
    expect(page.locator(".tile").first).to_be_visible()

    def fits(screen: str) -> None:
        page.locator("#screen:not(.settling)").wait_for()
        assert overflow(page) == 0, screen
        assert page.evaluate(SMALL_TARGETS, TARGET_PX) == [], screen
        tall = page.evaluate("document.documentElement.scrollHeight")
        assert tall <= UPRIGHT[1], screen

    fits("home")
    page.locator("#priority").click()
    fits("priority")
    page.locator("#back").click()
    page.locator("#search").click()
    page.locator(".search-field").fill("dat dai")
    expect(page.locator(".result").first).to_be_visible()
    fits("search")
    page.locator("#back").click()
    page.locator("#fields").click()
    fits("fields")
    page.locator("[data-key=group-nong-nghiep-moi-truong]").click()
    fits("services")
    page.locator("[data-key=service-moi-truong]").click()
    expect(page.locator(".print.printed")).to_be_visible()
    fits("ticket")


def test_terminal_keys_are_large(floor: BrowserFloor, pages: Pages) -> None:
    floor.as_kiosk().issue("chinh-sach")
    officer = floor.as_officer("11")
    ticket = officer.call_next("11")["ticket"]["id"]
    officer.act(ticket, "serve")
    officer.act(ticket, "finish")
    page = pages.open(floor.terminal("11"), TABLET)
    expect(page.locator("body")).to_have_attribute("data-stage", "asking")
    assert overflow(page) == 0
    # 20 mm on a 10" tablet of 1280 x 800.
    assert page.evaluate(SMALL_TARGETS, 72) == []
    for box in (key.bounding_box() for key in page.locator("#keys button").all()):
        assert box is not None and min(box["width"], box["height"]) >= 118


def test_the_latest_call_is_read_from_15_m(floor: BrowserFloor, pages: Pages) -> None:
    page = pages.open(f"{floor.url}/hall", SCREEN)
    officer = floor.as_officer("1")
    for service, counter in (("chung-thuc", "1"), ("thue", "10")):
        number = floor.as_kiosk().issue(service, priority="merit")["number"]
        officer = floor.as_officer(counter)
        while officer.call_next(counter)["ticket"]["number"] != number:
            pass
        expect(page.locator("#latest-number")).to_have_text(number, timeout=20_000)
        expect(page.locator("#latest-counter")).to_have_text(counter)
        assert cap_height(page, "#latest-number") >= CAPITALS_PX, number
        assert cap_height(page, "#latest-counter") >= COUNTER_PX, counter
        assert in_view(page, "#latest-number") and in_view(page, "#latest-counter"), number


def test_twenty_calls_at_once_are_all_shown_and_move_nothing(
    floor: BrowserFloor, pages: Pages
) -> None:
    kiosk, lines = floor.as_kiosk(), (("can-cuoc", "5"), ("doanh-nghiep", "10"))
    for service, _ in lines:
        for _ in range(CALLS // 2):
            kiosk.issue(service)
    page = pages.blank(SCREEN)
    page.add_init_script(HURRY)
    page.add_init_script(WATCH_SHIFTS)
    page.goto(f"{floor.url}/hall")
    expect(page.locator("#counters li").first).to_be_visible()
    page.evaluate("document.fonts.ready")
    page.evaluate(REMEMBER_CALLS)
    page.evaluate("window.shifts = []")
    called = [
        floor.as_officer(counter).call_next(counter)["ticket"]["number"]
        for _ in range(CALLS // 2)
        for _, counter in lines
    ]
    expect(page.locator("#latest-number")).to_have_text(called[-1], timeout=20_000)
    expect(page.locator("#latest")).to_have_attribute("data-state", "shown", timeout=20_000)
    announced = page.evaluate("window.announced")
    assert [number for number in announced if number in called] == called
    assert page.evaluate("window.shifts") == []
