"""A procedure's page at the kiosk: what to bring in plain words, then a number, or the list."""

import re

import pytest
from browser_pages import SCREEN, UPRIGHT, Pages
from kiosk_screens import at_home, settled, to_search
from playwright.sync_api import Page, expect
from stub_agent import StubAgent, refusal
from stub_procedure import BIRTH, CODE

pytestmark = pytest.mark.browser

LOST = re.compile(r"(404|503) .*/api/(procedures|checklist)")


@pytest.fixture
def known(agent: StubAgent) -> StubAgent:
    """An agent that knows one procedure well."""
    agent.answers[f"GET /api/procedures/{CODE}"] = (BIRTH, 200)
    return agent


def at_procedure(
    pages: Pages, agent: StubAgent, size: tuple[int, int] = UPRIGHT, language: str = "vi"
) -> Page:
    """The page of the first procedure that people ask for."""
    page = at_home(pages, agent.url, size, language)
    to_search(page)
    page.locator(".result").first.click()
    page.locator(".facts").wait_for()
    settled(page)
    return page


def test_it_says_in_plain_words_what_counts(known: StubAgent, pages: Pages) -> None:
    page = at_procedure(pages, known)
    expect(page.locator(".fact dd")).to_have_text(
        ["5 ngày làm việc hoặc 30 ngày", "20.000 đồng", "Hộ tịch, quốc tịch – quầy 1, 2"]
    )
    papers = page.locator(".papers:visible li")
    expect(papers).to_have_text(
        ["Tờ khai đăng ký khai sinh1 bản chính", "Giấy chứng sinh1 bản chính và 2 bản sao"]
    )


def test_it_does_so_in_english(known: StubAgent, pages: Pages) -> None:
    page = at_procedure(pages, known, language="en")
    expect(page.locator(".fact dd")).to_have_text(
        ["5 working days or 30 days", "20,000 dong",
         "Civil status and nationality – counter 1, 2"]
    )  # fmt: skip
    expect(page.locator(".papers:visible li").last).to_contain_text("1 original and 2 copies")
    expect(page.locator(".procedure h1")).to_have_attribute("lang", "vi")


def test_the_case_that_fits_is_unfolded(known: StubAgent, pages: Pages) -> None:
    page = at_procedure(pages, known)
    fold = page.get_by_role("button", name="Trẻ bị bỏ rơi")
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_text("Biên bản xác nhận")).to_be_hidden()
    fold.click()
    expect(page.get_by_text("Biên bản xác nhận")).to_be_visible()
    known.set(online=False)  # news does not fold it again
    expect(page.locator("#line")).to_be_visible()
    expect(fold).to_have_attribute("aria-expanded", "true")
    fold.click()
    expect(page.get_by_text("Biên bản xác nhận")).to_be_hidden()


def test_i_have_everything_gives_a_number_for_this_procedure(
    known: StubAgent, pages: Pages
) -> None:
    page = at_procedure(pages, known)
    page.get_by_role("button", name="Tôi đã có đủ giấy tờ – lấy số").dblclick()
    expect(page.locator(".number")).to_be_visible()
    (press,) = known.bodies("POST /api/press")
    assert (press["service"], press["procedure"]) == ("ho-tich", CODE)


def test_the_list_is_printed_once_a_press_and_is_no_ticket(known: StubAgent, pages: Pages) -> None:
    known.answers["POST /api/checklist"] = lambda body: (
        {"print": {"state": "queued", "reason": None, "job": body["press"]}}, 201,
    )  # fmt: skip
    page = at_procedure(pages, known)
    button = page.get_by_role("button", name="In danh sách giấy tờ")
    button.dblclick()
    expect(page.locator(".print.waiting")).to_contain_text("Đang in danh sách")
    expect(button).to_be_disabled()
    (order,) = known.wait_for("POST /api/checklist")
    assert (order["procedure"], order["language"]) == (CODE, "vi")
    known.tell("print", press=order["press"], job=order["press"], state="printed", reason=None)
    expect(page.locator(".print.printed")).to_be_visible()
    button.click()
    again = known.wait_for("POST /api/checklist", times=2)[1]
    assert again["press"] != order["press"]
    known.tell("print", press=again["press"], job=again["press"], state="failed",
               reason="paper_out")  # fmt: skip
    expect(page.locator(".print.failed")).to_contain_text("Máy in hết giấy")
    assert known.bodies("POST /api/press") == []


def test_a_list_that_cannot_be_asked_for_says_why(known: StubAgent, pages: Pages) -> None:
    pages.forgive(LOST)
    known.answers["POST /api/checklist"] = (refusal("server_unreachable", "Mất liên lạc."), 503)
    page = at_procedure(pages, known)
    page.get_by_role("button", name="In danh sách giấy tờ").click()
    expect(page.locator(".print.failed")).to_contain_text("Mất liên lạc.")
    expect(page.get_by_role("button", name="In danh sách giấy tờ")).to_be_enabled()


def test_where_nothing_more_is_known_the_number_is_still_there(
    agent: StubAgent, pages: Pages
) -> None:
    pages.forgive(LOST)
    item = {
        "code": "2.1", "name": "Sao y", "field": "", "service": "chung-thuc",
        "processing_text": "1 Giờ",
    }  # fmt: skip
    agent.answers["GET /api/procedures"] = ({"items": [item]}, 200)
    page = at_home(pages, agent.url, UPRIGHT)
    to_search(page).fill("sao y")
    expect(page.locator(".result")).to_have_count(1)
    page.locator(".result").click()
    expect(page.locator(".procedure-none")).to_contain_text("chưa có danh sách")
    expect(page.locator(".fact dd")).to_have_text(
        ["1 giờ", "Xin hỏi cán bộ tại quầy", "Chứng thực, công chứng"]
    )
    expect(page.get_by_role("button", name="In danh sách")).to_have_count(0)
    page.get_by_role("button", name="Lấy số", exact=True).click()
    expect(page.locator(".number")).to_be_visible()


def test_what_is_not_taken_here_gives_no_number(known: StubAgent, pages: Pages) -> None:
    known.answers[f"GET /api/procedures/{CODE}"] = (BIRTH | {"service": None}, 200)
    page = at_procedure(pages, known)
    expect(page.get_by_role("button", name="Trung tâm này không tiếp nhận")).to_be_disabled()
    known.answers[f"GET /api/procedures/{CODE}"] = (BIRTH | {"service": "thue"}, 200)
    page.locator("#back").click()
    page.locator(".result").first.click()
    expect(page.get_by_role("button", name="Hôm nay đã đóng")).to_be_disabled()


@pytest.mark.parametrize("size", [UPRIGHT, SCREEN], ids=["upright", "lying"])
def test_a_long_list_is_read_with_two_large_buttons(
    known: StubAgent, pages: Pages, size: tuple[int, int]
) -> None:
    papers = [
        {"document": f"Giấy tờ số {place}: " + "bản khai theo mẫu quy định, " * 5,
         "originals": 1, "copies": 0}
        for place in range(1, 31)
    ]  # fmt: skip
    long = BIRTH | {"cases": [{"case": "", "documents": papers}]}
    known.answers[f"GET /api/procedures/{CODE}"] = (long, 200)
    page = at_procedure(pages, known, size)
    up, down = page.locator(".scroll-up"), page.locator(".scroll-down")
    expect(up).to_be_disabled()
    last = page.locator(".papers li").last
    seen = "node => node.getBoundingClientRect().bottom <= innerHeight"
    assert not last.evaluate(seen)
    for _ in range(40):
        if down.is_disabled():
            break
        down.click()
    assert last.evaluate(seen)
    expect(up).to_be_enabled()
    # By keyboard too: the text itself scrolls.
    page.locator(".scroller-view").focus()
    page.keyboard.press("Home")
    expect(up).to_be_disabled()


def test_going_back_keeps_what_was_typed(known: StubAgent, pages: Pages) -> None:
    known.answers["GET /api/procedures"] = ({"items": [BIRTH]}, 200)
    page = at_home(pages, known.url, UPRIGHT)
    to_search(page).fill("khai sinh")
    expect(page.locator(".result")).to_have_count(1)
    page.locator(".result").click()
    expect(page.locator(".facts")).to_be_visible()
    page.locator("#back").click()
    expect(page.locator(".search-field")).to_have_value("khai sinh")
    expect(page.locator(".result-name")).to_have_text([BIRTH["name"]])
