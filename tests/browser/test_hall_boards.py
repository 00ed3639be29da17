"""Boards in a real browser: parts, pictures, night, voice, quiet mode, a week without a leak."""

import io
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import LOST_LINE, SCREEN, UPRIGHT, Pages, overflow
from fed_hall import FedHall
from floor_client import FloorClient
from live_watch import LiveWatch
from PIL import Image
from playwright.sync_api import Page, expect
from running import make_token

pytestmark = pytest.mark.browser

HEALED_MS = 1_000 + 4_000
"""A second after the line's return, and a margin for two busy cores."""
CALLS = int(os.environ.get("MOTCUA_HALL_CALLS", "2000"))
"""10000 is the whole measure: a week of a large hall."""
# Every sound the page plays: when it began, and how long it is (seconds of the audio clock).
WATCH_SOUNDS = """
window.sounds = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (...rest) {
  const at = this.context.currentTime;
  const said = document.getElementById("latest-number").textContent;
  window.sounds.push({at, length: this.buffer.duration, said});
  return start.apply(this, rest);
};
"""
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts.push(entry.value);
}).observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture(scope="module")
def admin(floor: BrowserFloor) -> FloorClient:
    store = floor.server.store()
    token = make_token(store, "admin")
    store.close()
    return FloorClient(floor.url, token)


@pytest.fixture(autouse=True)
def tidy(admin: FloorClient) -> Iterator[None]:
    """Each test finds the boards as they are made, and leaves no settings behind."""
    yield
    for board in admin.get("/boards").json()["items"]:
        admin.http.delete(f"{admin.url}/api/v1/boards/{board['id']}", timeout=20)


def put(admin: FloorClient, id: str, **setup: Any) -> None:
    answer = admin.http.put(f"{admin.url}/api/v1/boards/{id}", json=setup, timeout=20)
    assert answer.status_code == 200, answer.text


def call(floor: BrowserFloor, service: str, counter: str) -> Any:
    floor.as_kiosk().issue(service, priority="merit")
    return floor.as_officer(counter).call_next(counter)["ticket"]


def allow_sound(page: Page) -> None:
    """The first touch."""
    page.locator("#sound").click()
    expect(page.locator("#sound")).to_be_hidden()


def add_picture(admin: FloorClient, colour: tuple[int, int, int]) -> str:
    file = io.BytesIO()
    Image.new("RGB", (1280, 720), colour).save(file, "PNG")
    answer = admin.http.post(
        f"{admin.url}/api/v1/board-media?name=anh", data=file.getvalue(), timeout=20,
        headers={"Content-Type": "application/octet-stream"},
    )  # fmt: skip
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_a_part_of_the_hall_shows_its_calls_and_its_counters(
    floor: BrowserFloor, pages: Pages, admin: FloorClient
) -> None:
    put(admin, "tang-2", name="Tầng 2", counters=["5", "6"], zone="2", languages=["vi", "en"])
    page = pages.open(f"{floor.url}/hall/tang-2", SCREEN)
    expect(page.locator("#centre")).to_contain_text("Tầng 2")
    call(floor, "ho-tich", "1")
    mine = call(floor, "can-cuoc", "5")
    expect(page.locator("#latest-number")).to_have_text(mine["number"])
    expect(page.locator("#counters li")).to_have_count(2)
    expect(page.locator("#latest-title")).to_contain_text("Now calling")
    assert violations(page) == []


def test_pictures_and_a_notice_take_the_place_that_is_left(
    floor: BrowserFloor, pages: Pages, admin: FloorClient
) -> None:
    media = [add_picture(admin, (20, 120, 90)), add_picture(admin, (120, 20, 20))]
    put(admin, "hall", media=media, media_s=5, notice="Chiều nay nghỉ.", speaks=True)
    for size in (SCREEN, UPRIGHT):
        page = pages.open(f"{floor.url}/hall", size, reduced_motion="reduce")
        expect(page.locator("#notice")).to_have_text("Chiều nay nghỉ.")
        shown = page.locator("#picture")
        expect(shown).to_be_visible()
        assert page.evaluate("document.getElementById('picture').naturalWidth") == 1280
        first = shown.get_attribute("src")
        expect(shown).not_to_have_attribute("src", str(first), timeout=15_000)
        assert overflow(page) == 0
        assert violations(page) == []


def test_outside_the_hours_there_is_a_clock_and_the_next_opening(
    floor: BrowserFloor, pages: Pages, admin: FloorClient
) -> None:
    settings = admin.get("/settings").json()["settings"]
    for counter in admin.get("/counters").json()["items"]:
        if counter["state"] != "closed":
            officer = floor.as_officer(counter["id"])
            if counter["ticket"]:
                called = officer.call_next(counter["id"])
                while called:
                    called = officer.call_next(counter["id"])
            officer.post(f"/counters/{counter['id']}/close")
    never = {day: [] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    # Open for one minute of the day only, long past or far ahead: now it is closed.
    week = never | {day: [["03:07", "03:08"]] for day in never}
    body = {**settings, "week": week}
    body = {key: body[key] for key in ("calling", "rating", "scale", "week", "staff_may_choose")}
    assert admin.http.put(f"{admin.url}/api/v1/settings", json=body, timeout=20).status_code == 200
    page = pages.open(f"{floor.url}/hall?lang=vi", SCREEN)
    try:
        expect(page.locator("#night")).to_be_visible()
        expect(page.locator("#night-opens")).to_contain_text("Mở cửa lúc 03:07")
        expect(page.locator("#night-time")).not_to_be_empty()
        assert "Hẹn gặp lại" not in page.locator("body").inner_text()
        assert violations(page) == []
    finally:
        admin.post("/settings/undo")
    expect(page.locator("#night")).to_be_hidden()


def test_a_board_asks_for_one_touch_and_then_speaks_one_call_after_another(
    floor: BrowserFloor, pages: Pages
) -> None:
    page = pages.blank(SCREEN)
    page.add_init_script(WATCH_SOUNDS)
    page.goto(f"{floor.url}/hall")
    expect(page.locator("#sound")).to_be_visible()
    allow_sound(page)
    numbers = [
        call(floor, "can-cuoc", "5")["number"],
        call(floor, "doanh-nghiep", "10")["number"],
    ]
    page.wait_for_function("() => window.sounds.length === 2", timeout=60_000)
    first, second = page.evaluate("window.sounds")
    assert [first["said"], second["said"]] == numbers
    assert second["at"] >= first["at"] + first["length"] - 0.05, "two calls spoken at once"
    assert first["length"] > 1


def test_only_the_speaking_board_of_a_zone_is_heard(
    floor: BrowserFloor, pages: Pages, admin: FloorClient
) -> None:
    put(admin, "phu", name="Phụ")
    asked: list[str] = []
    silent = pages.blank(SCREEN)
    silent.on("request", lambda request: asked.append(request.url))
    silent.goto(f"{floor.url}/hall/phu")
    muted = pages.blank(SCREEN)
    muted.on("request", lambda request: asked.append(request.url))
    muted.goto(f"{floor.url}/hall?sound=off")
    for page in (silent, muted):
        expect(page.locator("#counters li").first).to_be_visible()
        expect(page.locator("#sound")).to_be_hidden()
        page.locator("#counters").click()
    number = call(floor, "can-cuoc", "5")["number"]
    for page in (silent, muted):
        expect(page.locator("#latest-number")).to_have_text(number, timeout=20_000)
        expect(page.locator("#latest")).to_have_attribute("data-state", "shown", timeout=20_000)
    assert not [url for url in asked if "/speech/" in url]


def test_in_quiet_mode_only_who_has_not_come_is_called_aloud(
    floor: BrowserFloor, pages: Pages, admin: FloorClient
) -> None:
    put(admin, "hall", speaks=True, quiet_s=6, repeat=1)
    page = pages.blank(SCREEN)
    page.add_init_script(WATCH_SOUNDS)
    page.goto(f"{floor.url}/hall")
    allow_sound(page)
    came = call(floor, "can-cuoc", "5")
    expect(page.locator("#latest-number")).to_have_text(came["number"])
    assert page.evaluate("window.sounds.length") == 0
    floor.as_officer("5").act(came["id"], "serve")
    late = call(floor, "doanh-nghiep", "10")
    began = page.evaluate("performance.now()")
    expect(page.locator("#latest-number")).to_have_text(late["number"], timeout=20_000)
    page.wait_for_function("() => window.sounds.length > 0", timeout=60_000)
    assert page.evaluate("performance.now()") - began >= 4_000
    assert [sound["said"] for sound in page.evaluate("window.sounds")] == [late["number"]]


def test_without_a_voice_the_chime_rings_and_the_board_goes_on(
    floor: BrowserFloor, pages: Pages
) -> None:
    pages.forgive(re.compile("503|ERR_FAILED"))
    page = pages.blank(SCREEN)
    page.route("**/speech/calls/**", lambda route: route.fulfill(status=503))
    page.goto(f"{floor.url}/hall")
    allow_sound(page)
    for service, counter in (("can-cuoc", "5"), ("doanh-nghiep", "10")):
        number = call(floor, service, counter)["number"]
        expect(page.locator("#latest-number")).to_have_text(number, timeout=20_000)
    expect(page.locator("#latest")).to_have_attribute("data-state", "shown", timeout=20_000)


def test_a_restarted_server_is_found_within_a_second_and_old_calls_stay_unannounced(
    floor: BrowserFloor, pages: Pages
) -> None:
    pages.forgive(LOST_LINE)
    number = call(floor, "can-cuoc", "5")["number"]
    page = pages.open(f"{floor.url}/hall", SCREEN)
    expect(page.locator("#latest-number")).to_have_text(number)
    floor.server.kill()
    expect(page.locator("#line")).to_be_visible(timeout=7_000)
    expect(page.locator("#latest-number")).to_have_text(number)
    floor.server.start()
    expect(page.locator("#line")).to_be_hidden(timeout=HEALED_MS)
    expect(page.locator("#latest-number")).to_have_text(number)


@pytest.fixture
def fed(floor: BrowserFloor, pages: Pages) -> tuple[Page, FedHall]:
    """A hall page whose calls come as fast as they can be made."""
    watch = LiveWatch(floor.url).connect()
    assert watch.watch("hall") == {"ok": True}
    view = watch.wait("hall", bool)
    watch.close()
    page = pages.blank(SCREEN)
    page.add_init_script(WATCH_SHIFTS)
    hall = FedHall(page, view)
    page.goto(f"{floor.url}/hall?sound=off")
    expect(page.locator("#counters li").first).to_be_visible()
    return page, hall


def shown(page: Page, call: int) -> None:
    page.wait_for_function(
        "call => document.getElementById('latest').dataset.call === String(call)", arg=call,
        timeout=60_000,
    )  # fmt: skip


def test_thousands_of_calls_leave_no_memory_behind(fed: tuple[Page, FedHall]) -> None:
    page, hall = fed
    browser = page.context.new_cdp_session(page)

    def heap() -> float:
        browser.send("HeapProfiler.collectGarbage")
        return float(browser.send("Runtime.getHeapUsage")["usedSize"])

    for _ in range(10):
        shown(page, hall.calls(50))
    early = heap()
    for _ in range(CALLS // 50):
        shown(page, hall.calls(50))
    late = heap()
    # A tenth of a megabyte is the heap's own unrest; a call that is kept is half a kilobyte.
    assert late - early <= 100_000 + 100 * CALLS, (early, late)


def test_fifty_calls_move_nothing(fed: tuple[Page, FedHall]) -> None:
    page, hall = fed
    page.evaluate("document.fonts.ready")
    shown(page, hall.calls(1))
    page.evaluate("window.shifts = []")
    for _ in range(10):
        shown(page, hall.calls(5))
    assert page.evaluate("window.shifts") == []
