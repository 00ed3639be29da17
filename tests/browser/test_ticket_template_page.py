"""The administrator changes the ticket, sees it drawn, and the kiosk prints it at once."""

import os
import re
import uuid
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import requests
from browser_axe import violations
from browser_floor import BrowserFloor
from browser_pages import DESK, PHONE, Pages, overflow, sign_in
from browser_ticket import shows
from PIL import Image
from playwright.sync_api import Page, expect
from ports import wait_until

from hardware.tickets.template import Template, parse_template

pytestmark = pytest.mark.browser

LINE = "Tầng 2, cửa số 5"


def opened(floor: BrowserFloor, pages: Pages, size: Any = DESK) -> Page:
    page = pages.open(f"{floor.url}/admin#template", size)
    sign_in(page, "quantri")
    page.locator("#template-rows li").first.wait_for()
    return page


def names(page: Page) -> list[str]:
    return page.locator("#template-rows .element-name").all_inner_texts()


def saved(floor: BrowserFloor) -> Template:
    return parse_template(floor.as_kiosk().get("/ticket-template").json()["template"])


def drawn(page: Page, width: int) -> bytes:
    """The dots of the preview that is shown now."""
    image = page.locator(f"#template-{width}")
    image.wait_for()
    page.wait_for_function("id => document.getElementById(id).complete", arg=f"template-{width}")
    shown = page.evaluate(
        """async (id) => {
          const answer = await createImageBitmap(document.getElementById(id));
          const canvas = new OffscreenCanvas(answer.width, answer.height);
          canvas.getContext("2d").drawImage(answer, 0, 0);
          const png = await (await canvas.convertToBlob()).arrayBuffer();
          return Array.from(new Uint8Array(png));
        }""",
        f"template-{width}",
    )
    picture = Image.open(BytesIO(bytes(shown))).convert("1")
    assert picture.width == width
    return picture.tobytes()


def keep_picture(page: Page, name: str) -> None:
    """Screenshots for a person to look at, where a folder for them is named."""
    folder = os.environ.get("MOTCUA_SCREENSHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def printed_by_the_kiosk(floor: BrowserFloor) -> tuple[Any, Any, Any]:
    """A press on the kiosk: the paper, the ticket, the centre."""
    before = floor.printer.printed
    service = requests.get(f"{floor.kiosk}/api/state", timeout=5).json()["services"][0]["id"]
    order = {"press": str(uuid.uuid4()), "service": service, "language": "vi"}
    answer = requests.post(f"{floor.kiosk}/api/press", json=order, timeout=10).json()
    paper = floor.printer.wait_for_tickets(before + 1, 8)[-1]
    centre = requests.get(f"{floor.kiosk}/api/state", timeout=5).json()["centre"]
    return paper, answer["ticket"], centre


def test_an_own_line_moved_by_keyboard_is_previewed_saved_and_printed(
    floor: BrowserFloor, pages: Pages
) -> None:
    page = opened(floor, pages)
    usual = drawn(page, 576), drawn(page, 384)
    keep_picture(page, "admin-template")
    page.locator("#template-kind").select_option("text")
    page.locator("#template-add").click()
    own = page.locator("#template-rows li").last
    expect(own.locator("input").first).to_be_focused()
    page.keyboard.type(LINE)
    page.wait_for_function("id => document.getElementById(id).src !== ''", arg="template-576")
    place = len(names(page))
    for step in range(3):
        page.keyboard.press("Alt+ArrowUp")
        expect(page.locator("#template-moved")).to_contain_text(str(place - 1 - step))
    assert names(page).index("Dòng chữ riêng") == place - 4
    expect(own.locator("input").first).not_to_be_focused()
    moved = page.locator("#template-rows li").nth(place - 4)
    expect(moved.locator("input").first).to_be_focused()
    expect(moved.locator("input").first).to_have_value(LINE)
    wait_until(lambda: drawn(page, 576) != usual[0], 8, "the preview did not change")
    wait_until(lambda: drawn(page, 384) != usual[1], 8, "the preview did not change")
    page.locator("#template-save").click()
    expect(page.locator("#template-status")).to_have_attribute("data-tone", "good")
    template = saved(floor)
    assert template.elements[place - 4].vi == LINE

    def kiosk_prints_it() -> bool:
        paper, ticket, centre = printed_by_the_kiosk(floor)
        return shows(paper, ticket, centre, template)

    wait_until(kiosk_prints_it, 10, "the kiosk prints the old ticket")
    page.locator("#template-reset").click()
    page.locator("#template-save").click()
    expect(page.locator("#template-status")).to_contain_text("Đã lưu")
    assert LINE not in [element.vi for element in saved(floor).elements]
    wait_until(lambda: drawn(page, 576) == usual[0], 8, "the default is not shown again")


def test_an_empty_line_is_marked_at_its_place(floor: BrowserFloor, pages: Pages) -> None:
    page = opened(floor, pages)
    before = floor.as_kiosk().get("/ticket-template").json()["version"]
    page.locator("#template-kind").select_option("text")
    page.locator("#template-add").click()
    page.locator("#template-save").click()
    own = page.locator("#template-rows li").last
    expect(own.locator(".field-error")).to_be_visible()
    expect(page.locator("#template-status")).to_have_attribute("data-tone", "trouble")
    assert floor.as_kiosk().get("/ticket-template").json()["version"] == before
    pages.forgive(re.compile("422"))


def test_buttons_move_and_remove_and_focus_follows(floor: BrowserFloor, pages: Pages) -> None:
    page = opened(floor, pages)
    first, second, *_ = names(page)
    down = page.locator("#template-rows li").first.get_by_role("button", name="Chuyển xuống")
    down.focus()
    page.keyboard.press("Enter")
    assert names(page)[:2] == [second, first]
    focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == f"Chuyển xuống: {first}"
    out = page.locator("#template-rows li").nth(1).get_by_role("button", name="Bỏ khỏi phiếu")
    out.click()
    assert first not in names(page)
    number = page.locator("#template-rows li", has=page.get_by_text("Số thứ tự", exact=True))
    expect(number.get_by_role("button", name="Bỏ khỏi phiếu")).to_be_disabled()


def test_a_logo_is_shown_on_the_ticket(floor: BrowserFloor, pages: Pages, tmp_path: Path) -> None:
    page = opened(floor, pages)
    bare = drawn(page, 576)
    picture = Image.new("RGBA", (900, 420), (0, 0, 0, 0))
    picture.paste((0, 60, 90, 255), (120, 60, 780, 360))
    picture.save(tmp_path / "logo.png")
    page.locator("#template-logo").set_input_files(tmp_path / "logo.png")
    expect(page.locator("#template-logo-state")).to_contain_text("Đã có")
    assert names(page)[0] == "Biểu trưng"
    wait_until(lambda: drawn(page, 576) != bare, 8, "no logo in the preview")
    page.locator("#template-sample").select_option("reprint")
    keep_picture(page, "admin-template-logo")
    page.locator("#template-logo-remove").click()
    (tmp_path / "not.png").write_bytes(b"GIF89a")
    page.locator("#template-logo").set_input_files(tmp_path / "not.png")
    expect(page.locator("#template-status")).to_have_attribute("data-tone", "trouble")


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_everybody_can_use_the_section(floor: BrowserFloor, pages: Pages, size: Any) -> None:
    page = opened(floor, pages, size)
    drawn(page, 384)
    assert violations(page) == []
    assert overflow(page) <= 0
    page.locator("#language").click()
    expect(page.locator("#template-title")).to_have_text("Ticket template")
    keep_picture(page, f"admin-template-en-{size[0]}")
