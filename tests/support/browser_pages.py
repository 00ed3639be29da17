"""Pages of a browser, each in a context of its own, and what they complain about."""

import re
from typing import Any

from browser_chromium import EXPECT_MS
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

Size = tuple[int, int]
DESK: Size = (1366, 768)
PHONE: Size = (390, 844)
UPRIGHT: Size = (1080, 1920)
SCREEN: Size = (1920, 1080)
TABLET: Size = (1280, 800)

# A page that does not know who is there asks, and is told: Chromium logs every 401 as an error.
ASKED_WHO_IS_THERE = re.compile(r"401 .*/api/v1/session$")
# Chromium's word for requests that end because their page does.
LEFT = "net::ERR_ABORTED"
# What a lost line looks like from within: only for tests that cut it.
LOST_LINE = re.compile(
    r"WebSocket connection to|net::ERR_(CONNECTION|EMPTY_RESPONSE|INCOMPLETE|NETWORK|FAILED|TIMED)"
)


class Pages:
    """Opens pages and collects console errors, uncaught errors and failed requests."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._forgiven = [ASKED_WHO_IS_THERE]
        self._complaints: list[str] = []

    @property
    def complaints(self) -> list[str]:
        """What no test expected, in the order it came."""
        return [
            said for said in self._complaints if not any(one.search(said) for one in self._forgiven)
        ]

    def forgive(self, expected: re.Pattern[str]) -> None:
        """The test causes complaints like this one on purpose."""
        self._forgiven.append(expected)

    def open(self, url: str, size: Size = DESK, *, wait: bool = True, **options: Any) -> Page:
        """A new page at ``url``, ``size`` CSS pixels; ``options`` are the context's."""
        page = self.blank(size, **options)
        page.goto(url, wait_until="load" if wait else "commit")
        return page

    def blank(self, size: Size = DESK, **options: Any) -> Page:
        """A new page with nothing in it yet."""
        viewport = {"width": size[0], "height": size[1]}
        context = self._browser.new_context(viewport=viewport, locale="vi-VN", **options)
        context.set_default_timeout(EXPECT_MS)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self._complaints.append(f"uncaught: {error}"))
        page.on("requestfailed", self._on_failed)
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        self._contexts.clear()

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._complaints.append(f"{message.text} {message.location['url']}")

    def _on_failed(self, request: Request) -> None:
        if request.failure != LEFT:
            self._complaints.append(f"{request.failure} {request.url}")


def sign_in(page: Page, username: str) -> None:
    """Fill in the form of a page that asks who is there, as a demo user."""
    page.locator("input[autocomplete=username]").fill(username)
    page.locator("input[autocomplete=current-password]").fill(f"{username}-demo")
    page.locator(".signin button[type=submit]").click()


def sit_down(page: Page, username: str, counter: str) -> None:
    """Sign in on the staff page and choose a counter."""
    sign_in(page, username)
    page.locator(f"#counter-{counter}").click()
    page.locator("#desk").wait_for()


def past_double_press(page: Page) -> None:
    """Wait until the console takes the same key again: a second press within 800 ms is none."""
    since = page.evaluate("performance.now()")
    page.wait_for_function("since => performance.now() - since > 850", arg=since)


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wider: int = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider


def press_key(page: Page, key: str) -> None:
    """Press one of the console's keys once the command before has its answer."""
    page.locator("#actions[aria-busy=false]").wait_for()
    page.keyboard.press(key)
