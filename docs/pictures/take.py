"""Take the README's pictures: run the demo, work at one counter by hand, look at every face.

    python docs/pictures/take.py

A fixed seed keeps the simulated day alike; the time of day on the pictures is the real one.
"""

import re
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import requests
from PIL import Image

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from browser_chromium import chromium  # noqa: E402
from browser_pages import (  # noqa: E402
    PHONE,
    SCREEN,
    TABLET,
    UPRIGHT,
    Pages,
    press_key,
    sign_in,
    sit_down,
)
from demo_run import DemoRun, Room  # noqa: E402
from playwright.sync_api import Page, expect  # noqa: E402

SEED = "2611"
SPEED = "45"
COUNTER = "5"
"""Worked at by hand; it has no pad, so its citizens rate on the touch terminal."""
DEPARTMENT, SERVICE = "cong-an", "can-cuoc"
WINDOW = (1440, 900)
COLOURS = 192
LARGEST_BYTES = 150_000
READY_S = 180.0


class Album:
    """Writes pictures as small PNG files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, name: str, png: bytes, width: int) -> None:
        """Scale to ``width`` pixels and reduce to a palette. Raises ValueError if still large."""
        picture = Image.open(BytesIO(png)).convert("RGB")
        height = round(picture.height * width / picture.width)
        small = picture.resize((width, height), Image.Resampling.LANCZOS)
        path = self.folder / f"{name}.png"
        small.quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size > LARGEST_BYTES:
            raise ValueError(f"{path.name} has {path.stat().st_size} bytes")
        print(f"{path.name}: {small.width} x {small.height}, {path.stat().st_size // 1000} kB")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="motcua-pictures-") as folder:
        run = DemoRun(Path(folder), "--speed", SPEED, "--seed", SEED)
        try:
            run.await_ready()
            await_life(run)
            with chromium() as browser:
                pages = Pages(browser)
                take_all(run, pages, Album(HERE))
                pages.close()
            run.stop()
        finally:
            run.close()


def await_life(run: DemoRun) -> None:
    """Until the day has gone on long enough for every list to have something in it."""
    manager = Room(run.url, run.tokens["manager"], "manager")
    try:
        manager.await_view(
            lambda view: len(view["ratings"]) >= 8 and view["today"]["served"] >= 40, READY_S
        )
    finally:
        manager.close()


def take_all(run: DemoRun, pages: Pages, album: Album) -> None:
    at_rest(run, pages, album)
    desk = at_the_desk(run, pages)
    by_hand(run, pages, album)
    hall = pages.open(f"{run.url}/hall", SCREEN)
    display = pages.open(f"{run.url}/counter/{COUNTER}", SCREEN)
    token = run.tokens["terminals"][COUNTER]
    terminal = pages.open(f"{run.url}/terminal/{COUNTER}#token={token}", TABLET)
    press_key(desk, "n")
    expect(display.locator("body")).to_have_attribute("data-face", "called")
    album.add("counter", display.screenshot(), 960)
    expect(hall.locator("#latest")).to_have_attribute("data-state", "announcing")
    album.add("hall", hall.screenshot(), 960)
    press_key(desk, "s")
    expect(desk.locator("#current")).to_have_attribute("data-mood", "serving")
    album.add("staff", desk.screenshot(), 1200)
    press_key(desk, "f")
    expect(terminal.locator("body")).to_have_attribute("data-stage", "asking")
    album.add("terminal", terminal.screenshot(), 800)


def at_rest(run: DemoRun, pages: Pages, album: Album) -> None:
    """Pages that are only looked at."""
    home = pages.open(run.url, WINDOW)
    expect(home.locator("#sign-in-rows tr").first).to_be_visible()
    album.add("home", home.screenshot(), 1200)
    manager = pages.open(f"{run.url}/manager", (1600, 1000))
    sign_in(manager, "quanly")
    expect(manager.locator("#rating-rows li").first).to_be_visible()
    album.add("manager", manager.screenshot(), 1280)
    said = pages.open(f"{run.url}/manager/satisfaction", WINDOW)
    sign_in(said, "quanly")
    expect(said.locator("#sections svg").first).to_be_visible()
    album.add("satisfaction", said.screenshot(), 1200)
    dossiers = pages.open(f"{run.url}/manager/dossiers", WINDOW)
    sign_in(dossiers, "quanly")
    expect(dossiers.locator("main tbody tr").first).to_be_visible()
    album.add("dossiers", dossiers.screenshot(), 1200)
    waits = pages.open(f"{run.url}/waits", PHONE)
    expect(waits.locator("#at")).not_to_be_empty()
    album.add("waits", waits.screenshot(), 390)
    admin = pages.open(f"{run.url}/admin#counters", WINDOW)
    sign_in(admin, "quantri")
    expect(admin.locator("#counters-list tbody tr").first).to_be_visible()
    album.add("admin", admin.screenshot(), 1200)


def at_the_desk(run: DemoRun, pages: Pages) -> Page:
    """The console of an officer who has taken over a counter and finished what was there."""
    desk = pages.open(f"{run.url}/staff", WINDOW)
    sit_down(desk, f"quay{COUNTER}", COUNTER)
    if desk.locator("#current").get_attribute("data-mood") in ("called", "serving"):
        press_key(desk, "f")
    expect(desk.locator("#current")).to_have_attribute("data-mood", re.compile("idle|closed"))
    return desk


def by_hand(run: DemoRun, pages: Pages, album: Album) -> None:
    """A number taken at the kiosk: its screen, its paper, its phone."""
    kiosk = pages.open(run.address_of("Ticket kiosk"), UPRIGHT)
    expect(kiosk.locator(".tile").first).to_be_visible()
    album.add("kiosk", kiosk.screenshot(), 540)
    kiosk.locator("#fields").click()
    kiosk.locator(f"[data-key=group-{DEPARTMENT}]").click()
    kiosk.locator("#screen:not(.settling)").wait_for()
    with kiosk.expect_response("**/api/press") as answer:
        kiosk.locator(f"[data-key=service-{SERVICE}]").click()
    expect(kiosk.locator(".print.printed")).to_be_visible()
    printer = run.address_of("Virtual printer")
    newest = requests.get(f"{printer}api/state", timeout=10).json()["tickets"][0]["number"]
    album.add("ticket", requests.get(f"{printer}tickets/{newest}.png", timeout=10).content, 384)
    phone = pages.open(answer.value.json()["ticket"]["status_url"], PHONE)
    expect(phone.locator("#number")).to_be_visible()
    album.add("status", phone.screenshot(), 390)


if __name__ == "__main__":
    main()
