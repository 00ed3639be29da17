"""The kiosk's search: large keys or a real keyboard, results as one types, never a stale one."""

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from browser_pages import SCREEN, UPRIGHT, Pages
from kiosk_screens import at_home, to_search
from playwright.sync_api import Page, expect
from stub_agent import StubAgent, refusal

pytestmark = pytest.mark.browser

FAILED = re.compile(r"(503|502) .*/api/procedures")


def found(*names: str) -> tuple[Any, int]:
    items = [
        {"code": name, "name": name, "field": "Hộ tịch", "service": "ho-tich"} for name in names
    ]
    return {"items": items}, 200


def by_words(agent: StubAgent, answer: Callable[[str], tuple[Any, int]]) -> None:
    agent.answers["GET /api/procedures"] = lambda query: answer(str(query["q"]))


def touch(page: Page, word: str) -> None:
    keys = page.locator(".keyboard")
    for letter in word:
        name = "Dấu cách" if letter == " " else letter
        keys.get_by_role("button", name=name, exact=True).click()


def test_results_follow_every_key(agent: StubAgent, pages: Pages) -> None:
    by_words(agent, lambda words: found(f"Kết quả cho {words}"))
    page = at_home(pages, agent.url, UPRIGHT)
    to_search(page)
    touch(page, "k")
    expect(page.locator(".search-note")).to_have_text("Nhiều người tìm:")
    assert agent.bodies("GET /api/procedures") == []
    touch(page, "hai s")
    expect(page.locator(".result-name")).to_have_text(["Kết quả cho khai s"])
    asked = [query["q"] for query in agent.bodies("GET /api/procedures")]
    assert asked == ["kh", "kha", "khai", "khai s"]
    page.get_by_role("button", name="Xoá chữ").click()
    page.get_by_role("button", name="Xoá chữ").click()
    expect(page.locator(".result-name")).to_have_text(["Kết quả cho khai"])
    page.get_by_role("button", name="Xoá hết").click()
    expect(page.locator(".search-note")).to_have_text("Nhiều người tìm:")


def test_what_most_people_ask_for_stands_there_before_a_key(agent: StubAgent, pages: Pages) -> None:
    page = at_home(pages, agent.url, UPRIGHT)
    to_search(page)
    names = [one["name"] for one in agent.state["popular_procedures"]]
    expect(page.locator(".result-name")).to_have_text(names)
    agent.set(popular_procedures=[])
    expect(page.locator(".search-note")).to_contain_text("Ví dụ")
    expect(page.locator(".result")).to_have_count(0)


def test_a_late_answer_to_earlier_words_is_dropped(agent: StubAgent, pages: Pages) -> None:
    let_go, overtaken = threading.Event(), threading.Event()

    def answer(words: str) -> tuple[Any, int]:
        if words == "dat":
            let_go.wait(10)
            overtaken.set()
        return found(f"Kết quả cho {words}")

    by_words(agent, answer)
    page = at_home(pages, agent.url, SCREEN)
    to_search(page).press_sequentially("da")
    expect(page.locator(".result-name")).to_have_text(["Kết quả cho da"])
    page.keyboard.type("t")
    page.keyboard.type(" dai")
    expect(page.locator(".result-name")).to_have_text(["Kết quả cho dat dai"])
    with page.expect_response(lambda one: one.url.endswith("q=dat&limit=12")):
        let_go.set()
    assert overtaken.is_set()
    expect(page.locator(".result-name")).to_have_text(["Kết quả cho dat dai"])


def test_a_slow_server_is_asked_two_questions_at_a_time(agent: StubAgent, pages: Pages) -> None:
    two, let_go, now, most = threading.Event(), threading.Event(), 0, 0
    lock = threading.Lock()

    def answer(words: str) -> tuple[Any, int]:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
            if now == 2:
                two.set()
        let_go.wait(10)
        with lock:
            now -= 1
        return found(words)

    by_words(agent, answer)
    page = at_home(pages, agent.url, SCREEN)
    to_search(page)
    page.keyboard.type("khai sinh cho con")
    assert two.wait(10)
    let_go.set()
    expect(page.locator(".result-name")).to_have_text(["khai sinh cho con"])
    assert most == 2 and len(agent.bodies("GET /api/procedures")) <= 4


def test_nothing_found_leads_to_the_fields(agent: StubAgent, pages: Pages) -> None:
    page = at_home(pages, agent.url, UPRIGHT)
    to_search(page).fill("xyz")
    expect(page.locator(".search-note")).to_contain_text("“xyz”")
    expect(page.locator(".result")).to_have_count(0)
    page.locator(".search-ways").get_by_role("button", name="Xem theo lĩnh vực").click()
    expect(page.locator("[data-key=group-tu-phap]")).to_be_visible()
    page.locator("#back").click()
    expect(page.locator(".search-field")).to_have_value("xyz")


def test_a_search_that_failed_can_be_tried_again(agent: StubAgent, pages: Pages) -> None:
    pages.forgive(FAILED)
    lost = refusal("server_unreachable", "Ki-ốt chưa liên lạc được.", "Xin thử lại.")
    agent.answers["GET /api/procedures"] = (lost, 503)
    page = at_home(pages, agent.url, UPRIGHT)
    to_search(page).fill("khai sinh")
    expect(page.locator(".search-note")).to_have_text("Ki-ốt chưa liên lạc được. Xin thử lại.")
    by_words(agent, found)
    page.locator(".search-ways").get_by_role("button", name="Thử lại").click()
    expect(page.locator(".result-name")).to_have_text(["khai sinh"])
    expect(page.locator(".search-ways")).to_be_hidden()


@pytest.mark.parametrize(
    ("typed", "composed"),
    [
        ("ddaast ddai", "đất đai"),
        ("khai sinh", "khai sinh"),
        ("giaasy khai sinh", "giấy khai sinh"),
        ("gias quas", "giá quá"),
        ("cuar hoaf", "của hòa"),
        ("nguowif quyeenf", "người quyền"),
        ("kinh doanh hooj", "kinh doanh hộ"),
        ("dduwowngf bieenr", "đường biển"),
        ("tieengs vieetj", "tiếng việt"),
        ("chuyeenr nhuwowngj", "chuyển nhượng"),
    ],
)
def test_accents_are_composed_on_a_real_keyboard(
    agent: StubAgent, pages: Pages, typed: str, composed: str
) -> None:
    page = at_home(pages, agent.url, SCREEN)
    field = to_search(page)
    page.locator(".accents[aria-pressed=false]").click()
    field.focus()
    page.keyboard.type(typed)
    expect(field).to_have_value(composed)


def test_accents_have_keys_of_their_own(agent: StubAgent, pages: Pages) -> None:
    page = at_home(pages, agent.url, UPRIGHT)
    field = to_search(page)
    touch(page, "dd")
    expect(field).to_have_value("dd")  # letters stay plain until asked otherwise
    page.get_by_role("button", name="Xoá hết").click()
    page.locator(".accents[aria-pressed=false]").click()
    touch(page, "đât")
    page.get_by_role("button", name="Dấu sắc").click()
    expect(field).to_have_value("đất")
    page.get_by_role("button", name="Dấu nặng").click()
    expect(field).to_have_value("đật")


def test_typing_finds_the_field_wherever_the_focus_is(agent: StubAgent, pages: Pages) -> None:
    page = at_home(pages, agent.url, SCREEN)
    field = to_search(page)
    page.locator("#back").focus()
    page.keyboard.type("kh")
    expect(field).to_have_value("kh")
    # And from there by arrows to a result, and into it.
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.locator(".result").first.wait_for()
    page.keyboard.press("Tab")
    page.locator(".result").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".result").nth(1)).to_be_focused()
