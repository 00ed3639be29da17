"""One browser for the run, one living floor a module, pages that may not complain."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_chromium import chromium
from browser_floor import BrowserFloor, seeded
from browser_pages import Pages
from playwright.sync_api import Browser
from postgres import Missing, required
from stub_agent import StubAgent
from templates import made_once


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    try:
        with chromium() as running:
            yield running
    except Missing as error:
        if required():
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def seed() -> Path:
    """The sample centre with its devices, to be copied."""
    return made_once("floor", seeded)


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory, seed: Path) -> Iterator[BrowserFloor]:
    """Server, kiosk agent with printer, pad agent with pad, fresh for each module."""
    with BrowserFloor(tmp_path_factory.mktemp("floor"), seed) as running:
        yield running


@pytest.fixture
def pages(browser: Browser) -> Iterator[Pages]:
    """Opens pages; the test fails when one of them logs an error or breaks its policy."""
    opened = Pages(browser)
    yield opened
    opened.close()
    assert opened.complaints == []


@pytest.fixture
def agent() -> Iterator[StubAgent]:
    """A kiosk agent that answers the kiosk's page as the test says."""
    running = StubAgent()
    yield running
    running.stop()
