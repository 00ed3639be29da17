"""The kiosk's first screen: six large choices, the ways to the rest, and a fresh start for each."""

import re

import pytest
from browser_pages import SCREEN, UPRIGHT, Pages
from kiosk_screens import WATCH_SHIFTS, at_home, settled, to_group
from playwright.sync_api import Page, expect
from stub_agent import SERVICES, StubAgent, issued, services

pytestmark = pytest.mark.browser


def keys(page: Page) -> list[str]:
    found: list[str] = page.locator(".tile").evaluate_all("nodes => nodes.map(n => n.dataset.key)")
    return found


def test_the_six_services_asked_for_most_come_first(agent: StubAgent, pages: Pages) -> None:
    page = at_home(pages, agent.url, UPRIGHT)
    assert keys(page) == [f"service-{one}" for one in agent.state["popular"]]
    first = keys(page)
    agent.set(popular=["giao-thong", "gone"], services=[one | {"waiting": 9} for one in services()])
    expect(page.locator(".tile-people").first).to_contain_text("9")
    assert keys(page) == first  # nothing moves under a finger
    page.locator("[data-key=service-dat-dai]").click()
    page.locator(".ticket-actions .primary").click()
    expect(page.locator(".tile").first).to_have_attribute("data-key", "service-giao-thong")
    others = [one for one in SERVICES if one != "giao-thong"][:5]
    assert keys(page) == [f"service-{one}" for one in ("giao-thong", *others)]


def test_a_small_centre_shows_all_it_has(agent: StubAgent, pages: Pages) -> None:
    agent.set(services=services()[:4])
    page = at_home(pages, agent.url, UPRIGHT)
    assert len(keys(page)) == 4
    expect(page.locator("#fields")).to_be_hidden()
    expect(page.locator("#search")).to_be_visible()


def test_fields_lead_to_their_services_and_back(agent: StubAgent, pages: Pages) -> None:
    page = at_home(pages, agent.url, UPRIGHT)
    to_group(page, "tu-phap")
    assert keys(page) == ["service-ho-tich", "service-chung-thuc"]
    page.locator("#back").click()
    expect(page.locator("[data-key=group-tu-phap]")).to_be_visible()
    # A field of one service is that service.
    expect(page.locator("[data-key=service-can-cuoc]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#search")).to_be_visible()


def test_a_priority_is_shown_on_the_screens_behind_too(agent: StubAgent, pages: Pages) -> None:
    page = at_home(pages, agent.url, UPRIGHT)
    to_group(page, "tu-phap")
    page.locator("#priority").click()
    page.get_by_role("button", name="Phụ nữ mang thai").click()
    chip = page.locator(".chip:visible")
    for _ in range(3):  # the group, the fields, the first screen
        expect(chip).to_contain_text("Phụ nữ mang thai")
        settled(page)
        page.keyboard.press("Escape")
    chip.get_by_role("button").click()
    expect(chip).to_have_count(0)


def test_one_press_takes_a_number_with_the_priority_chosen(agent: StubAgent, pages: Pages) -> None:
    page = at_home(pages, agent.url, UPRIGHT)
    page.locator("#priority").click()
    expect(page.locator(".note")).to_contain_text("Cán bộ")
    page.get_by_role("button", name="Người từ 75 tuổi").click()
    expect(page.locator(".chip")).to_contain_text("Người từ 75 tuổi")
    page.locator("[data-key=service-dat-dai]").click()
    expect(page.locator(".number")).to_have_text("A012")
    (press,) = agent.bodies("POST /api/press")
    assert (press["service"], press["priority"], press["language"]) == ("dat-dai", "elderly", "vi")
    assert "scan" not in press


def test_the_next_person_finds_nothing_of_the_last(agent: StubAgent, pages: Pages) -> None:
    page = at_home(pages, agent.url, UPRIGHT)
    html = page.locator("html")
    for button in ("#sight-large", "#sight-contrast", "#lang-en"):
        page.locator(button).click()
        expect(page.locator(button)).to_have_attribute("aria-pressed", "true")
    expect(html).to_have_class("large contrast")
    expect(html).to_have_attribute("lang", "en")
    page.locator("#priority").click()
    page.locator(".tile").first.click()
    page.locator("[data-key=service-dat-dai]").click()
    page.locator(".ticket-actions .primary").click()
    expect(page.locator("#search")).to_be_visible()
    expect(html).to_have_class("")
    expect(html).to_have_attribute("lang", "vi")
    expect(page.locator(".chip")).to_have_count(0)


def test_larger_text_alone_is_forgotten_after_the_warning(agent: StubAgent, pages: Pages) -> None:
    page = at_home(pages, agent.url + "/?idle=2", UPRIGHT)
    page.locator("#sight-large").click()
    expect(page.locator("#warning")).to_be_visible()
    page.locator("#warning-stay").click()
    expect(page.locator("#warning")).to_be_hidden()
    expect(page.locator("html")).to_have_class("large")
    expect(page.locator("#warning")).to_be_visible()
    page.locator("#warning-leave").click()
    expect(page.locator("html")).to_have_class("")


def test_arrows_and_enter_are_enough(agent: StubAgent, pages: Pages) -> None:
    page = at_home(pages, agent.url, SCREEN)
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-key=service-chung-thuc]")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-key=service-dat-dai]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-key=service-can-cuoc]")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".way:focus")).to_have_count(1)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.locator("[data-key=service-can-cuoc]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".number")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#search")).to_be_visible()


@pytest.mark.parametrize("size", [UPRIGHT, SCREEN], ids=["upright", "lying"])
def test_news_moves_nothing(agent: StubAgent, pages: Pages, size: tuple[int, int]) -> None:
    page = at_home(pages, agent.url, size)
    page.evaluate("document.fonts.ready")
    page.evaluate(WATCH_SHIFTS)
    agent.set(online=False, printer={"state": "paper_out"})
    expect(page.locator("#line")).to_contain_text("vẫn lấy số được")
    expect(page.locator("#printer")).to_contain_text("hết giấy")
    crowd = [one | {"waiting": 137} for one in services()]
    agent.set(services=crowd, online=True, printer={"state": "paper_low"})
    expect(page.locator(".tile-people").first).to_contain_text("137")
    expect(page.locator("#printer")).to_contain_text("sắp hết")
    agent.set(printer={"state": "ok"})
    expect(page.locator("#printer")).to_be_hidden()
    for _ in range(3):  # what has moved is told with the next pictures
        page.evaluate("() => new Promise(requestAnimationFrame)")
    assert page.evaluate("window.shifts") == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("cover_open", "Nắp máy in mở"),
        ("offline", "Không in được phiếu"),
        ("unknown", "Máy in không trả lời"),
    ],
)
def test_a_fault_of_the_printer_is_named(
    agent: StubAgent, pages: Pages, state: str, words: str
) -> None:
    page = at_home(pages, agent.url, UPRIGHT)
    agent.set(printer={"state": state})
    expect(page.locator("#printer")).to_contain_text(words)


def test_without_line_and_numbers_of_its_own_it_says_so(agent: StubAgent, pages: Pages) -> None:
    page = at_home(pages, agent.url, UPRIGHT)
    agent.set(online=False, offline_able=False)
    expect(page.locator("#line")).to_contain_text("đang nối lại")


def test_the_page_gives_signs_of_life(agent: StubAgent, pages: Pages) -> None:
    at_home(pages, agent.url, UPRIGHT)
    agent.wait_for("POST /api/heartbeat", times=2, deadline_s=12)


def test_a_dead_agent_is_noticed_and_found_again(agent: StubAgent, pages: Pages) -> None:
    pages.forgive(re.compile(r"net::ERR_|EventSource"))
    page = at_home(pages, agent.url, UPRIGHT)
    agent.stop()
    expect(page.locator("#line")).to_contain_text("khởi động lại")
    expect(page.locator(".tile").first).to_be_visible()


def test_a_double_press_sends_one_press(agent: StubAgent, pages: Pages) -> None:
    agent.answers["POST /api/press"] = (issued(), 201)
    page = at_home(pages, agent.url, UPRIGHT)
    page.locator("[data-key=service-dat-dai]").dblclick()
    expect(page.locator(".number")).to_have_text("A012")
    settled(page)
    assert len(agent.bodies("POST /api/press")) == 1
