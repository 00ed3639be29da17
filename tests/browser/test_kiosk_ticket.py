"""The number on the kiosk's screen: what comes next, and what became of the paper."""

import re
import struct
from typing import Any

import pytest
from browser_pages import SCREEN, UPRIGHT, Pages
from kiosk_screens import at_home
from playwright.sync_api import Page, expect
from stub_agent import StubAgent, issued, refusal

pytestmark = pytest.mark.browser

REPRINT = "POST /api/reprint"
LOST = re.compile(r"(404|409|503) .*/api/(reprint|speech|press)")
COUNT_PLAYS = """
() => {
  window.heard = 0;
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    window.heard += 1;
    return play.call(this);
  };
}
"""


def silence(seconds: float = 0.1) -> bytes:
    """A WAV file, 8 kHz mono."""
    data = bytes(2 * int(8000 * seconds))
    head = struct.pack("<4sI8sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVEfmt ", 16, 1, 1,
                       8000, 16000, 2, 16, b"data", len(data))  # fmt: skip
    return head + data


def with_ticket(
    pages: Pages, agent: StubAgent, answer: Any, size: tuple[int, int] = UPRIGHT, query: str = ""
) -> Page:
    agent.answers["POST /api/press"] = (answer, 201)
    page = at_home(pages, agent.url + query, size)
    page.locator("[data-key=service-dat-dai]").click()
    expect(page.locator(".number")).to_have_text(answer["ticket"]["number"])
    return page


def test_it_says_how_long_and_what_to_do(agent: StubAgent, pages: Pages) -> None:
    page = with_ticket(pages, agent, issued())
    expect(page.locator(".ahead")).to_have_text("Còn 4 người phía trước")
    expect(page.locator(".wait")).to_have_text("Dự kiến chờ 15–30 phút")
    expect(page.locator(".expected")).to_have_text("Dự kiến được gọi trước 16:10")
    expect(page.locator(".ticket-next")).to_contain_text("Xin ngồi chờ")
    expect(page.locator(".print.printed")).to_be_visible()
    expect(page.locator(".reprint")).to_be_hidden()
    height = page.locator(".number").bounding_box()
    assert height is not None and height["height"] >= 300


def test_a_number_given_without_the_line_is_as_good(agent: StubAgent, pages: Pages) -> None:
    agent.set(online=False)
    answer = issued(offline=True, people_ahead=None, wait=None, expected_before=None)
    page = with_ticket(pages, agent, answer)
    expect(page.locator(".ahead")).to_have_text("Mất kết nối – số của ông/bà vẫn có giá trị")
    expect(page.locator(".wait")).to_have_text("Máy chưa biết phải chờ bao lâu")
    expect(page.locator(".expected")).to_be_hidden()


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [
        ("failed", "paper_out", "Máy in hết giấy. Không in được phiếu"),
        ("failed", "cover_open", "Nắp máy in đang mở. Không in được phiếu"),
        ("failed", "refused", "Máy in mất kết nối. Không in được phiếu"),
        ("failed", "queue_full", "Máy in đang bận. Không in được phiếu"),
        ("failed", "drawing_failed", "Máy không vẽ được phiếu. Không in được phiếu"),
        ("unconfirmed", "no_answer", "Máy in không trả lời. Chưa chắc phiếu đã in được"),
        ("unconfirmed", "restarted", "Máy vừa khởi động lại. Chưa chắc phiếu đã in được"),
        ("unconfirmed", "something new", "Chưa chắc phiếu đã in được"),
        ("none", None, "Máy này không in phiếu"),
    ],
)
def test_what_became_of_the_paper_is_said_in_plain_words(
    agent: StubAgent, pages: Pages, state: str, reason: str | None, words: str
) -> None:
    page = with_ticket(pages, agent, issued(state, reason))
    expect(page.locator(".print")).to_contain_text(words)
    expect(page.locator(".qr img")).to_be_visible()
    missing = state in ("failed", "unconfirmed")
    expect(page.locator(".reprint")).to_be_visible(visible=missing)
    # Without paper in hand no countdown takes the number away.
    expect(page.locator(".leaving")).to_have_text("" if missing else re.compile("giây"))


def test_a_printer_that_is_known_to_be_broken_is_named_at_once(
    agent: StubAgent, pages: Pages
) -> None:
    agent.set(printer={"state": "cover_open"})
    page = with_ticket(pages, agent, issued("queued"))
    expect(page.locator(".print")).to_contain_text("Nắp máy in đang mở.")
    expect(page.locator(".reprint")).to_be_hidden()  # it may still come
    agent.tell("print", press="?", job="job-0", state="printed", reason=None)
    expect(page.locator(".print")).to_contain_text("Nắp máy in đang mở.")


def test_a_silent_printer_is_named_within_five_seconds(agent: StubAgent, pages: Pages) -> None:
    agent.set(printer={"state": "unknown"})
    page = with_ticket(pages, agent, issued("sending"))
    expect(page.locator(".print.waiting")).to_contain_text("Đang in phiếu")
    expect(page.locator(".print.slow")).to_contain_text("Máy in không trả lời.", timeout=5000)
    press = agent.bodies("POST /api/press")[0]["press"]
    agent.tell("print", press=press, job="job-1", state="printed", reason=None)
    expect(page.locator(".print.printed")).to_be_visible()


def test_a_lost_ticket_is_printed_again_twice_at_most(agent: StubAgent, pages: Pages) -> None:
    jobs = iter(("again-1", "again-2", "again-3"))
    agent.answers[REPRINT] = lambda _: (
        {"print": {"state": "queued", "reason": None, "job": next(jobs)}}, 201,
    )  # fmt: skip
    page = with_ticket(pages, agent, issued("unconfirmed", "no_answer"))
    press = agent.bodies("POST /api/press")[0]["press"]
    button = page.locator(".reprint")
    expect(button).to_have_text("Phiếu chưa in được? In lại")
    button.dblclick()
    expect(page.locator(".print.waiting")).to_be_visible()
    agent.tell("print", press=press, job="job-1", state="printed", reason=None)  # old news
    agent.tell("print", press=press, job="again-1", state="failed", reason="paper_out")
    expect(page.locator(".print.failed")).to_contain_text("Máy in hết giấy.")
    expect(button).to_have_text("In lại phiếu")
    button.click()
    agent.tell("print", press=press, job="again-2", state="failed", reason="paper_out")
    expect(page.locator(".print.failed")).to_be_visible()
    expect(button).to_be_hidden()
    assert agent.bodies(REPRINT) == [{"press": press}] * 2


def test_a_reprint_that_is_refused_is_not_offered_again(agent: StubAgent, pages: Pages) -> None:
    pages.forgive(LOST)
    agent.answers[REPRINT] = (refusal("reprint_too_late", "Quá muộn."), 409)
    page = with_ticket(pages, agent, issued("failed", "paper_out"))
    page.locator(".reprint").click()
    expect(page.locator(".reprint")).to_be_hidden()
    expect(page.locator(".print.failed")).to_be_visible()


def test_the_number_is_spoken_once_and_again_on_demand(agent: StubAgent, pages: Pages) -> None:
    agent.set(speech=True)
    agent.answers["POST /api/press"] = (issued(), 201)
    page = at_home(pages, agent.url, SCREEN)
    page.evaluate(COUNT_PLAYS)
    press: list[str] = []

    def speak(route: Any) -> None:
        press.append(route.request.url)
        route.fulfill(status=200, content_type="audio/wav", body=silence())

    page.route("**/api/speech/**", speak)
    page.locator("[data-key=service-dat-dai]").click()
    expect(page.locator(".number")).to_be_visible()
    page.wait_for_function("window.heard >= 1")
    page.get_by_role("button", name="Nghe số").click()
    page.wait_for_function("window.heard >= 2")
    sent = agent.bodies("POST /api/press")[0]["press"]
    assert f"/api/speech/{sent}?language=vi" in press[0]


def test_without_a_voice_the_screen_goes_on_as_it_is(agent: StubAgent, pages: Pages) -> None:
    pages.forgive(LOST)
    agent.set(speech=True)  # and yet there is no sound
    page = with_ticket(pages, agent, issued())
    expect(page.get_by_role("button", name="Nghe số")).to_be_hidden()
    expect(page.locator(".print.printed")).to_be_visible()


def test_nothing_is_spoken_where_there_is_no_voice(agent: StubAgent, pages: Pages) -> None:
    page = with_ticket(pages, agent, issued())
    expect(page.locator(".ticket-next")).to_be_visible()
    expect(page.get_by_role("button", name="Nghe số")).to_be_hidden()
    assert not [asked for asked, _ in agent.asked if "speech" in asked]


def test_more_time_is_given(agent: StubAgent, pages: Pages) -> None:
    page = with_ticket(pages, agent, issued(), query="/?show=9&longer=40")
    expect(page.locator(".leaving")).to_contain_text(re.compile(r"[6-9] giây"))
    page.get_by_role("button", name="Thêm thời gian").click()
    expect(page.locator(".leaving")).to_contain_text(re.compile(r"(40|39|38|37) giây"))
