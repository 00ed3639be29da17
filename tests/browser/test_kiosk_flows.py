"""The kiosk's page with everything real behind it: agent, server, printer, card, pairing."""

import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser_floor import BrowserFloor
from browser_pages import LOST_LINE, UPRIGHT, Pages
from floor_client import FloorClient
from kiosk_machine import Kiosk
from kiosk_screens import at_home, to_group, to_search
from playwright.sync_api import Page, expect
from stub_agent import STATIC

pytestmark = pytest.mark.browser

REFUSED = re.compile(r"(404|409) .*/api/(press|procedures/.*|speech/.*)")
BORN_1940 = "040040"
"""A card's number begins so."""
"""By its fourth digit a man of the last century, by the two after it his year of birth."""
Machine = Callable[..., Kiosk]


@pytest.fixture
def machine(floor: BrowserFloor, tmp_path: Path) -> Iterator[Machine]:
    """Starts further kiosks beside the floor's own, with a scanner or without a token."""
    running: list[Kiosk] = []

    def start(**options: str | None) -> Kiosk:
        folder = tmp_path / f"kiosk-{len(running)}"
        given = {"token": floor.tokens.kiosk, **options}
        running.append(Kiosk(floor.url, "dummy://", folder, STATIC, **given))  # type: ignore[arg-type]
        return running[-1]

    yield start
    for kiosk in running:
        kiosk.stop()


def issued_today(floor: BrowserFloor) -> int:
    found: list[dict[str, int]] = floor.as_kiosk().get("/services").json()["items"]
    return sum(one["waiting"] for one in found)


def test_from_a_word_to_a_printed_number(floor: BrowserFloor, pages: Pages) -> None:
    pages.forgive(REFUSED)
    page = at_home(pages, floor.kiosk, UPRIGHT)
    to_search(page)
    printed = floor.printer.printed
    page.keyboard.type("khai sinh")
    expect(page.locator(".result-name").first).to_contain_text(re.compile("khai sinh", re.I))
    page.locator(".result").first.click()
    name = page.locator(".procedure h1").inner_text()
    assert "khai sinh" in name.lower()
    expect(page.locator(".fact")).to_have_count(3)
    page.locator(".procedure-actions .primary").click()
    expect(page.locator(".print.printed")).to_be_visible()
    expect(page.locator(".number")).to_have_text(re.compile("^H"))
    assert floor.printer.printed == printed + 1


def test_a_list_of_papers_is_printed_without_a_number(floor: BrowserFloor, pages: Pages) -> None:
    pages.forgive(REFUSED)
    admin = floor.as_manager()
    code = admin.get("/procedures?q=khai+sinh&limit=1").json()["items"][0]["code"]
    detail = admin.get(f"/procedures/{code}").json()
    page = at_home(pages, floor.kiosk, UPRIGHT)
    to_search(page).fill("khai sinh")
    expect(page.locator(".result-name").first).to_contain_text(re.compile("khai sinh", re.I))
    before, waiting = floor.printer.printed, issued_today(floor)
    page.locator(".result").first.click()
    if not any(case["documents"] for case in detail["cases"]):
        expect(page.locator(".procedure-none")).to_be_visible()
        return
    page.get_by_role("button", name="In danh sách giấy tờ").click()
    expect(page.locator(".print.printed")).to_be_visible()
    assert (floor.printer.printed, issued_today(floor)) == (before + 1, waiting)


def test_a_ticket_that_found_no_paper_is_printed_again(floor: BrowserFloor, pages: Pages) -> None:
    pages.forgive(REFUSED)
    page = at_home(pages, floor.kiosk, UPRIGHT)
    before = floor.printer.printed
    floor.printer.set(paper="out")
    try:
        to_group(page, "tu-phap")
        page.locator("[data-key=service-chung-thuc]").click()
        expect(page.locator(".print.failed")).to_contain_text("Máy in hết giấy.")
        number = page.locator(".number").inner_text()
    finally:
        floor.printer.set(paper="ok")
    page.locator(".reprint").click()
    expect(page.locator(".print.printed")).to_be_visible()
    expect(page.locator(".number")).to_have_text(number)
    assert floor.printer.printed == before + 1


def read_card(page: Page, number: str) -> None:
    page.locator("#card").click()
    page.get_by_role("button", name="Tôi đồng ý – đọc thẻ").click()
    expect(page.locator(".card[data-stage=waiting]")).to_be_visible()
    page.keyboard.type(f"{number}|x")
    page.keyboard.press("Enter")
    expect(page.locator(".card[data-stage=read]")).to_be_visible()


def test_a_card_gives_its_priority_and_one_number_only(
    floor: BrowserFloor, machine: Machine, pages: Pages
) -> None:
    pages.forgive(REFUSED)
    page = at_home(pages, machine(scanner="keyboard://").url, UPRIGHT)
    card = f"{BORN_1940}{secrets.randbelow(10**6):06}"
    read_card(page, card)
    page.get_by_role("button", name="Dùng ưu tiên", exact=True).click()
    to_group(page, "cong-an")
    page.locator("[data-key=service-can-cuoc]").click()
    number = page.locator(".number")
    expect(number).to_have_text(re.compile("^M"))
    taken = number.inner_text()
    page.locator(".ticket-actions .primary").click()
    read_card(page, card)
    expect(page.locator(".card-words")).to_contain_text("đang có một số chờ")
    page.get_by_role("button", name="Dùng ưu tiên", exact=True).click()
    to_group(page, "cong-an")
    page.locator("[data-key=service-can-cuoc]").click()
    expect(page.locator(".problem.calm h1")).to_contain_text(taken)


def test_a_new_kiosk_is_admitted_by_its_code(
    floor: BrowserFloor, machine: Machine, pages: Pages
) -> None:
    page = pages.open(machine(token=None).url, UPRIGHT)
    code = page.locator(".pairing-code")
    expect(code).to_have_text(re.compile(r"^\d{3} \d{3}$"))
    admin = FloorClient(floor.url)
    signing_in = {"username": "quantri", "password": "quantri-demo"}
    admin.post("/session", signing_in, X_Motcua="1").raise_for_status()
    body = {"code": code.inner_text().replace(" ", ""), "role": "kiosk", "label": "Ki-ốt mới"}
    answer = admin.post("/pairings/approve", body, X_Motcua="1")
    assert answer.ok, answer.text
    expect(page.locator(".tile").first).to_be_visible(timeout=30_000)


def test_a_number_is_given_while_the_server_is_silent(floor: BrowserFloor, pages: Pages) -> None:
    pages.forgive(REFUSED)
    pages.forgive(LOST_LINE)
    page = at_home(pages, floor.kiosk, UPRIGHT)
    floor.server.halt()
    try:
        expect(page.locator("#line")).to_contain_text("vẫn lấy số được")
        page.locator(".tile:enabled").first.click()
        expect(page.locator(".ahead")).to_have_text("Mất kết nối – số của ông/bà vẫn có giá trị")
        expect(page.locator(".print.printed")).to_be_visible()
    finally:
        floor.server.go_on()
    expect(page.locator("#line")).to_be_hidden(timeout=20_000)
