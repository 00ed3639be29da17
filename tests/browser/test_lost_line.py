"""The server falls silent, or dies and comes back: each page says so, keeps its view, heals."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from browser_floor import BrowserFloor
from browser_pages import LOST_LINE, PHONE, SCREEN, TABLET, UPRIGHT, Pages, sign_in, sit_down
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

NOTICED_S = 5.0
MARGIN_S = 2.0
"""For two busy cores: the pages themselves need 4.5 s, ping interval and timeout together."""
HEALED_MS = 20_000
COUNTER = "1"
QUIET = "3"
"""Nobody works here, so its terminal sleeps."""
SERVICE = "ho-tich"


@dataclass
class Face:
    """A live page: how it says that the line is lost, and what it showed before."""

    page: Page
    lost: Locator
    kept: Locator
    text: str

    def await_lost(self, deadline: float) -> None:
        left = max(1.0, (deadline - time.monotonic()) * 1000)
        expect(self.lost).to_be_visible(timeout=left)
        expect(self.kept).to_have_text(self.text)
        expect(self.kept).to_be_visible()

    def await_healed(self) -> None:
        expect(self.lost).to_be_hidden(timeout=HEALED_MS)


@pytest.fixture
def faces(floor: BrowserFloor, pages: Pages) -> Iterator[dict[str, Face]]:
    """Every live page, with one ticket called and one waiting."""
    kiosk, officer = floor.as_kiosk(), floor.as_officer(COUNTER)
    called = kiosk.issue(SERVICE)["number"]
    waiting = kiosk.issue(SERVICE)
    kiosk.issue(SERVICE)
    assert officer.call_next(COUNTER)["ticket"]["number"] == called
    number = waiting["number"]
    desk = pages.open(f"{floor.url}/staff")
    sit_down(desk, "quay1", COUNTER)
    manager = pages.open(f"{floor.url}/manager", SCREEN)
    sign_in(manager, "quanly")
    opened = {
        "staff": (desk, "#line[data-online=false]", "#current-number", called),
        "manager": (manager, "#line[data-online=false]", "#call-rows strong >> nth=0", called),
        "hall": (pages.open(f"{floor.url}/hall", SCREEN), "#line", "#latest-number", called),
        "counter": (
            pages.open(f"{floor.url}/counter/{COUNTER}", SCREEN), "#line", "#number", called,
        ),
        "terminal": (
            pages.open(floor.terminal(QUIET), TABLET), "#line", "#counter", f"Quầy {QUIET}",
        ),
        "phone": (pages.open(waiting["status_url"], PHONE), "#line", "#number", number),
        "kiosk": (
            pages.open(floor.kiosk, UPRIGHT), "#line", "[data-key=service-can-cuoc] .tile-name",
            "Căn cước, cư trú",
        ),
    }  # fmt: skip
    found = {
        name: Face(page, page.locator(lost), page.locator(kept), text)
        for name, (page, lost, kept, text) in opened.items()
    }
    for face in found.values():
        expect(face.kept).to_have_text(face.text)
        expect(face.lost).to_be_hidden()
    pages.forgive(LOST_LINE)
    yield found


def all_follow(floor: BrowserFloor, faces: dict[str, Face]) -> None:
    """The next call reaches every page that shows calls, without a reload."""
    for face in faces.values():
        face.await_healed()
    called = floor.as_officer(COUNTER).call_next(COUNTER)["ticket"]["number"]
    for name in ("staff", "manager", "counter", "hall"):
        faces[name].text = called
        expect(faces[name].kept).to_have_text(called)
    # The phone's ticket is called first, and finished by the call of the next one.
    state = "called" if faces["phone"].text == called else "finished"
    expect(faces["phone"].page.locator("#main")).to_have_attribute("data-state", state)


def all_say_so(faces: dict[str, Face]) -> None:
    deadline = time.monotonic() + NOTICED_S + MARGIN_S
    for face in faces.values():
        face.await_lost(deadline)


def test_a_silent_or_restarted_server_is_noticed_by_every_page_and_found_again(
    floor: BrowserFloor, faces: dict[str, Face]
) -> None:
    floor.server.halt()
    try:
        all_say_so(faces)
    finally:
        floor.server.go_on()
    all_follow(floor, faces)
    floor.server.kill()
    try:
        all_say_so(faces)
    finally:
        floor.server.start()
    all_follow(floor, faces)
