"""Ways through the kiosk's page, and what must hold on each of its screens."""

from __future__ import annotations

from browser_axe import violations
from browser_pages import Pages, Size, overflow
from playwright.sync_api import Locator, Page

TARGET_PX = 72
"""20 mm on a 24" full-HD kiosk."""
SMALL_TARGETS = """
(least) => [...document.querySelectorAll("button, input")]
  .map((node) => ({box: node.getBoundingClientRect(), text: node.textContent || node.className}))
  .filter(({box}) => box.width > 0 && Math.min(box.width, box.height) < least)
  .map(({box, text}) => `small: ${text}: ${box.width} x ${box.height}`)
"""
# Whatever hangs out of its frame is cut off there, unseen; a long text may be scrolled to.
CUT_OFF = """
() => {
  const frame = document.querySelector("main").getBoundingClientRect();
  const out = (box) => box.bottom > frame.bottom + 1 || box.top < frame.top - 1
    || box.right > frame.right + 1 || box.left < -1;
  return [...document.querySelectorAll("#screen *")]
    .filter((node) => !node.closest(".visually-hidden, .scroller-inside"))
    .map((node) => ({box: node.getBoundingClientRect(), text: node.textContent || node.className}))
    .filter(({box}) => box.height > 0 && out(box))
    .map(({text}) => `cut off: ${text}`);
}
"""
# Two things that can be touched may not lie over each other, nor text leave its button.
CROWDED = """
() => {
  const inside = (node) => node.closest(".scroller-view");
  const buttons = [...document.querySelectorAll("button, .print, .ticket-main, .qr")]
    .filter((node) => node.offsetParent && !inside(node));
  const boxes = buttons.map((node) => node.getBoundingClientRect());
  const found = [];
  buttons.forEach((one, i) => buttons.slice(i + 1).forEach((other, j) => {
    if (one.contains(other) || other.contains(one)) return;
    const [a, b] = [boxes[i], boxes[i + 1 + j]];
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 1 && high > 1) found.push(`over: ${one.textContent} / ${other.textContent}`);
  }));
  for (const node of buttons) {
    if (node.matches("button") && node.scrollHeight > node.clientHeight + 2) {
      found.push(`spills: ${node.textContent}`);
    }
  }
  return found;
}
"""
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const moved = entry.sources.map(({node}) => node?.id || node?.className || node?.nodeName);
    window.shifts.push(`${entry.value.toFixed(4)} ${moved.join(", ")}`);
  }
}).observe({type: "layout-shift", buffered: false});
"""


def at_home(pages: Pages, url: str, size: Size, language: str = "vi") -> Page:
    """The first screen, in a language, ready to be touched."""
    page = pages.open(url, size, reduced_motion="reduce")
    page.locator(".tile").first.wait_for()
    if language != "vi":
        page.locator(f"#lang-{language}").click()
    settled(page)
    return page


def settled(page: Page) -> None:
    """Until the screen takes touches: a new one takes none for a moment."""
    page.locator("#screen:not(.settling)").wait_for()


def to_group(page: Page, department: str) -> None:
    """From the first screen to the services of a department."""
    page.locator("#fields").click()
    page.locator(f"[data-key=group-{department}]").click()
    settled(page)


def to_search(page: Page) -> Locator:
    """From the first screen to the search; the field to type into."""
    page.locator("#search").click()
    settled(page)
    return page.locator(".search-field")


def faults(page: Page) -> list[str]:
    """What is wrong with the screen as it stands: rules of access, small targets, cut-off text."""
    settled(page)
    page.evaluate("document.fonts.ready")
    found = [
        *violations(page),
        *page.evaluate(SMALL_TARGETS, TARGET_PX),
        *page.evaluate(CUT_OFF),
        *page.evaluate(CROWDED),
    ]
    return found + (["wider than the window"] if overflow(page) else [])
