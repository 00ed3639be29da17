"""An identity card at the kiosk: only with consent, never needed, and nothing of it stays."""

import re

import pytest
from browser_pages import UPRIGHT, Pages
from kiosk_screens import at_home, settled
from playwright.sync_api import Page, expect
from stub_agent import StubAgent, refusal

pytestmark = pytest.mark.browser

SCAN = "POST /api/scan"
WEDGE = "POST /api/scan/wedge"
REFUSED = re.compile(r"(409|503) .*/api/(press|scan)")
NUMBER = "040050012345"
PAYLOAD = f"{NUMBER}|123456789|Nguyễn Văn An|01021950|Nam|Xã Nâm Nung|10052021"


def at_consent(pages: Pages, agent: StubAgent) -> Page:
    page = at_home(pages, agent.url, UPRIGHT)
    page.locator("#card").click()
    settled(page)
    return page


def agree(page: Page, agent: StubAgent) -> None:
    page.get_by_role("button", name="Tôi đồng ý – đọc thẻ").click()
    agent.wait_for(SCAN)
    expect(page.locator(".card[data-stage=waiting]")).to_be_visible()


def read(agent: StubAgent, priority: str | None = None, known_live: bool = False) -> None:
    agent.tell("scan", state="read", scan="abc", priority=priority, known_live=known_live)


def test_nothing_is_read_before_consent(agent: StubAgent, pages: Pages) -> None:
    page = at_consent(pages, agent)
    for words in ("Máy đọc gì?", "Để làm gì?", "Có giữ lại không?", "Không bắt buộc"):
        expect(page.get_by_text(words)).to_be_visible()
    read(agent, "elderly")
    page.keyboard.type(NUMBER)
    page.get_by_role("button", name="Bỏ qua – không dùng thẻ").click()
    expect(page.locator("#search")).to_be_visible()
    expect(page.locator(".chip")).to_have_count(0)
    assert agent.bodies(SCAN) == agent.bodies(WEDGE) == []


def test_the_age_offers_a_priority_and_the_press_names_the_scan(
    agent: StubAgent, pages: Pages
) -> None:
    page = at_consent(pages, agent)
    agree(page, agent)
    read(agent, "elderly")
    expect(page.locator(".card-words")).to_contain_text("Người từ 75 tuổi")
    page.get_by_role("button", name="Dùng ưu tiên", exact=True).click()
    expect(page.locator(".chip")).to_have_count(2)
    page.locator("[data-key=service-dat-dai]").click()
    (press,) = agent.wait_for("POST /api/press")
    assert (press["scan"], press["priority"]) == ("abc", "elderly")
    page.locator(".ticket-actions .primary").click()
    expect(page.locator(".chip")).to_have_count(0)


def test_the_priority_can_be_declined(agent: StubAgent, pages: Pages) -> None:
    page = at_consent(pages, agent)
    agree(page, agent)
    read(agent, "elderly", known_live=True)
    expect(page.locator(".card-words")).to_contain_text("đang có một số chờ")
    page.get_by_role("button", name="Không dùng ưu tiên").click()
    page.locator("[data-key=service-dat-dai]").click()
    (press,) = agent.wait_for("POST /api/press")
    assert press["scan"] == "abc" and "priority" not in press


def test_who_already_has_a_number_is_told_which(agent: StubAgent, pages: Pages) -> None:
    pages.forgive(REFUSED)
    said = "Ông/bà đang có số A007 cho dịch vụ này."
    agent.answers["POST /api/press"] = (refusal("already_waiting", said, "Dùng số đang có."), 409)
    page = at_consent(pages, agent)
    agree(page, agent)
    read(agent)
    page.get_by_role("button", name="Tiếp tục").click()
    page.locator("[data-key=service-dat-dai]").click()
    expect(page.locator(".problem.calm h1")).to_have_text(said)
    page.get_by_role("button", name="Chọn việc khác").click()
    expect(page.locator("#search")).to_be_visible()


@pytest.mark.parametrize("end", ["|", "Enter", ""])
def test_a_reader_that_types_gives_the_twelve_digits_only(
    agent: StubAgent, pages: Pages, end: str
) -> None:
    page = at_consent(pages, agent)
    agree(page, agent)
    page.locator(".card-choices button:visible").last.focus()
    if end == "|":
        page.keyboard.type(PAYLOAD)
        page.keyboard.press("Enter")
    else:
        page.keyboard.type(NUMBER)
        if end:
            page.keyboard.press(end)
    assert agent.wait_for(WEDGE) == [{"digits": NUMBER}]
    # What else it typed has pressed no button.
    expect(page.locator(".card[data-stage=waiting]")).to_be_visible()
    read(agent)
    expect(page.locator(".card[data-stage=read]")).to_be_visible()
    page.keyboard.type(NUMBER)
    page.get_by_role("button", name="Tiếp tục").click()
    page.keyboard.type(NUMBER)
    expect(page.locator("#search")).to_be_visible()
    assert len(agent.bodies(WEDGE)) == 1


def test_digits_typed_elsewhere_are_no_card(agent: StubAgent, pages: Pages) -> None:
    page = at_home(pages, agent.url, UPRIGHT)
    page.keyboard.type(NUMBER)
    page.keyboard.press("Enter")
    page.locator("#search").click()
    settled(page)
    page.keyboard.type(NUMBER)
    expect(page.locator(".search-field")).to_have_value(NUMBER)
    assert agent.bodies(WEDGE) == []


def test_a_person_at_the_keyboard_can_still_skip(agent: StubAgent, pages: Pages) -> None:
    page = at_consent(pages, agent)
    agree(page, agent)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#search")).to_be_visible()
    agent.wait_for("DELETE /api/scan")


def test_a_card_that_cannot_be_read_may_be_tried_again(agent: StubAgent, pages: Pages) -> None:
    page = at_consent(pages, agent)
    agree(page, agent)
    agent.tell("scan", state="failed", scan=None, priority=None, known_live=False)
    expect(page.get_by_role("heading", name="Chưa đọc được thẻ")).to_be_visible()
    page.get_by_role("button", name="Thử lại").click()
    agent.wait_for(SCAN, times=2)
    read(agent)
    expect(page.locator(".card[data-stage=read]")).to_be_visible()


def test_a_minute_later_the_card_is_forgotten(agent: StubAgent, pages: Pages) -> None:
    page = at_consent(pages, agent)
    agree(page, agent)
    agent.tell("scan", state="over", scan=None, priority=None, known_live=False)
    expect(page.get_by_role("heading", name="Đã hết thời gian đọc thẻ")).to_be_visible()
    page.get_by_role("button", name="Đọc lại").click()
    agent.wait_for(SCAN, times=2)
    read(agent)
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.locator(".chip")).to_be_visible()
    agent.tell("scan", state="over", scan=None, priority=None, known_live=False)
    expect(page.locator(".chip")).to_have_count(0)
    page.locator("[data-key=service-dat-dai]").click()
    assert "scan" not in agent.wait_for("POST /api/press")[0]


def test_a_reader_out_of_order_stands_in_nobodys_way(agent: StubAgent, pages: Pages) -> None:
    pages.forgive(REFUSED)
    agent.answers[SCAN] = (refusal("internal", "Máy đọc thẻ hỏng."), 503)
    page = at_consent(pages, agent)
    page.get_by_role("button", name="Tôi đồng ý – đọc thẻ").click()
    expect(page.locator(".card-words")).to_contain_text("Máy đọc thẻ hỏng.")
    page.get_by_role("button", name="Bỏ qua – không dùng thẻ").click()
    expect(page.locator("#search")).to_be_visible()


@pytest.mark.parametrize("scanner", ["none", "absent"])
def test_without_a_reader_nothing_is_offered(agent: StubAgent, pages: Pages, scanner: str) -> None:
    agent.set(scanner={"state": scanner})
    page = at_home(pages, agent.url, UPRIGHT)
    expect(page.locator("#card")).to_be_hidden()
    agent.set(scanner={"state": "ready"})
    expect(page.locator("#card")).to_be_visible()
