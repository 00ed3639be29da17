"""Debian's Chromium for the browser tests, driven by Playwright."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from playwright.sync_api import Browser, expect, sync_playwright
from postgres import Missing

EXPECT_MS = 20_000
"""Every wait on a page ends after so long."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

WHOLE = ("chromium", "chromium-browser")
LIGHT = ("chromium-headless-shell", *WHOLE)
"""The same engine; without the browser around it a new page costs a quarter."""


def chromium_path(programs: Sequence[str] = LIGHT) -> str:
    """The first of them that is installed. Raises ``Missing``."""
    for program in programs:
        if found := shutil.which(program):
            return found
    raise Missing(f"{programs[0]} is not installed (Debian: apt-get install {programs[0]})")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser without a window. Raises ``Missing``."""
    path = chromium_path()
    expect.set_options(timeout=EXPECT_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def whole_browser(running: Browser) -> Iterator[Browser]:
    """Beside one that runs: with what the light one lacks, notifications. Raises ``Missing``."""
    path = chromium_path(WHOLE)
    browser = running.browser_type.launch(executable_path=path, args=list(FLAGS))
    yield browser
    browser.close()
