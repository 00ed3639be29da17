"""Debian's Chromium for the browser tests, driven by Playwright."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, expect, sync_playwright
from postgres import Missing

EXPECT_MS = 10_000
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


def chromium_path() -> str:
    """The installed browser. Raises ``Missing``."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise Missing("chromium is not installed (Debian: apt-get install chromium)")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser without a window. Raises ``Missing``."""
    path = chromium_path()
    expect.set_options(timeout=EXPECT_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
