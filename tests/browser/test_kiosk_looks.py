"""Every screen of the kiosk, upright and lying, plain, large and in high contrast: nobody is kept
out, nothing is small, cut off or crowded; and the first load is light."""

import gzip
import re
from collections.abc import Iterator
from typing import Any

import pytest
from browser_pages import SCREEN, TABLET, UPRIGHT, Pages, Size
from kiosk_screens import at_home, faults, settled, to_search
from playwright.sync_api import Page, expect
from stub_agent import STATIC, StubAgent, issued, refusal
from stub_procedure import BIRTH, CODE

pytestmark = pytest.mark.browser

FIRST_LOAD = 150_000
"""Bytes as they travel, without fonts."""
REFUSED = re.compile(r"409 .*/api/press")
SILENT = re.compile(r"404 .*/api/speech/")
PHOTO_FRAME: Size = (768, 1366)
LONG = {
    "code": "3.1", "service": "ho-tich", "field": "Hộ tịch", "processing_text": None,
    "name": "Thủ tục đăng ký khai sinh có yếu tố nước ngoài cho người đã có hồ sơ, giấy tờ " * 4,
}  # fmt: skip


@pytest.fixture
def full(agent: StubAgent, pages: Pages) -> StubAgent:
    """An agent with something to show on each screen, and a voice that nobody hears."""
    pages.forgive(SILENT)
    agent.set(speech=True)
    items = [LONG | {"code": f"3.{place}"} for place in range(6)]
    agent.answers["GET /api/procedures"] = lambda query: (
        {"items": [] if query["q"] == "xyz" else items}, 200,
    )  # fmt: skip
    agent.answers[f"GET /api/procedures/{CODE}"] = (BIRTH, 200)
    return agent


def screens(page: Page, agent: StubAgent) -> Iterator[str]:
    """Walk through the page; each name comes when its screen stands."""
    page.evaluate("HTMLMediaElement.prototype.play = async () => {}")
    yield "home"
    agent.set(online=False, printer={"state": "paper_out"})
    expect(page.locator("#printer")).to_be_visible()
    yield "home in trouble"
    agent.set(online=True, printer={"state": "ok"})
    page.locator("#fields").click()
    yield "fields"
    page.locator("[data-key=group-tu-phap]").click()
    yield "services"
    page.locator("#priority").click()
    yield "priorities"
    page.locator(".tile").first.click()
    yield "services with a priority"
    page.locator("#back").click()
    settled(page)
    page.locator("#back").click()
    to_search(page)
    yield "search, no key yet"
    page.locator(".accents[aria-pressed]").click()
    page.locator(".search-field").fill("khai sinh")
    expect(page.locator(".result-name").first).to_contain_text("nước ngoài")
    yield "search with accents and results"
    page.locator(".search-field").fill("xyz")
    expect(page.locator(".search-ways button:visible")).to_be_visible()
    yield "search without results"
    page.locator(".search-field").fill("")
    page.locator(".result").first.click()
    expect(page.locator(".papers").first).to_be_visible()
    page.locator(".fold").first.click()
    yield "procedure"
    page.locator("#back").click()
    settled(page)
    page.locator("#back").click()
    yield from card(page, agent)
    yield from tickets(page, agent)


def card(page: Page, agent: StubAgent) -> Iterator[str]:
    page.locator("#card").click()
    yield "consent"
    page.locator(".card-choices .primary").click()
    agent.wait_for("POST /api/scan")
    yield "waiting for a card"
    told: dict[str, Any] = {"scan": "x", "priority": "elderly", "known_live": True}
    agent.tell("scan", state="read", **told)
    expect(page.locator(".card[data-stage=read]")).to_be_visible()
    yield "a card was read"
    page.locator(".card-choices .primary").click()
    expect(page.locator(".chip")).to_have_count(2)
    yield "home with a card and a priority"


def tickets(page: Page, agent: StubAgent) -> Iterator[str]:
    agent.answers["POST /api/press"] = (issued("unconfirmed", "paper_out", offline=True), 201)
    page.locator("[data-key=service-dat-dai]").click()
    expect(page.locator(".reprint")).to_be_visible()
    yield "a ticket that may not be on paper"


def looks(page: Page, agent: StubAgent) -> list[str]:
    return [f"{name}: {fault}" for name in screens(page, agent) for fault in faults(page)]


@pytest.mark.parametrize("size", [UPRIGHT, SCREEN], ids=["upright", "lying"])
@pytest.mark.parametrize("sight", ["", "large", "contrast"])
def test_every_screen_can_be_used(full: StubAgent, pages: Pages, sight: str, size: Size) -> None:
    page = at_home(pages, full.url, size)
    if sight:
        page.locator(f"#sight-{sight}").click()
    assert looks(page, full) == []


def test_every_screen_can_be_used_in_english(full: StubAgent, pages: Pages) -> None:
    page = at_home(pages, full.url, UPRIGHT, "en")
    assert looks(page, full) == []


def test_the_last_screens_too(full: StubAgent, pages: Pages) -> None:
    """Those that end a visit: a number on paper, a refusal, a kiosk not yet admitted."""
    pages.forgive(REFUSED)
    found: list[str] = []
    for size in (UPRIGHT, SCREEN):
        for sight in ("sight-large", "sight-contrast"):
            page = at_home(pages, full.url, size)
            page.locator(f"#{sight}").click()
            found += ended(page, full, f"{size} {sight}")
            full.set(paired=True, pairing=None)
            pages.close()
    assert found == []


def ended(page: Page, agent: StubAgent, name: str) -> list[str]:
    page.evaluate("HTMLMediaElement.prototype.play = async () => {}")
    found: list[str] = []
    agent.answers["POST /api/press"] = (issued(appointment_at="2026-11-22T08:45:00Z"), 201)
    page.locator("[data-key=service-dat-dai]").click()
    expect(page.locator(".print.printed")).to_be_visible()
    found += [f"{name} ticket: {fault}" for fault in faults(page)]
    page.locator(".ticket-actions .primary").click()
    said = refusal("already_waiting", "Ông/bà đang có số A007 cho dịch vụ này.", "Dùng số đó.")
    agent.answers["POST /api/press"] = (said, 409)
    page.locator("[data-key=service-dat-dai]").click()
    expect(page.locator(".problem")).to_be_visible()
    found += [f"{name} refusal: {fault}" for fault in faults(page)]
    agent.set(paired=False, pairing={"code": "482915", "expires_at": "2099-01-01T00:00:00Z"})
    expect(page.locator(".pairing-code")).to_have_text("482 915")
    return found + [f"{name} pairing: {fault}" for fault in faults(page)]


@pytest.mark.parametrize("size", [TABLET, PHOTO_FRAME], ids=["1280x800", "768x1366"])
def test_smaller_screens_cut_nothing_off(full: StubAgent, pages: Pages, size: Size) -> None:
    page = at_home(pages, full.url, size)
    # A smaller panel of the same size has fewer pixels to a millimetre.
    found = [fault for fault in looks(page, full) if "small: " not in fault]
    assert found == []


def test_a_site_can_say_how_large_its_pixels_are(agent: StubAgent, pages: Pages) -> None:
    page = at_home(pages, agent.url + "/?mm=4.6", UPRIGHT)  # a 21.5" panel: 20 mm are 92 px
    for button in ("#lang-en", "#back", "#priority", "#sight-large"):
        box = page.locator(button).bounding_box()
        assert box is None or min(box["width"], box["height"]) >= 92


def test_motion_is_left_out_where_it_is_not_wanted(agent: StubAgent, pages: Pages) -> None:
    page = at_home(pages, agent.url, UPRIGHT)  # which asks for none
    page.locator("#card").click()
    page.locator(".card-choices .primary").click()
    duration = "getComputedStyle(document.querySelector('.card-sign')).animationDuration"
    expect(page.locator(".card[data-stage=waiting]")).to_be_visible()
    assert float(str(page.evaluate(duration)).removesuffix("s")) < 0.01


def test_the_first_load_is_light() -> None:
    files = [one for one in STATIC.iterdir() if one.suffix in (".html", ".js", ".css")]
    assert {one.suffix for one in files} == {".html", ".js", ".css"}
    weight = sum(len(gzip.compress(one.read_bytes())) for one in files)
    assert weight <= FIRST_LOAD, f"{weight} bytes"
