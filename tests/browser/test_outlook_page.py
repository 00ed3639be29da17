"""Go now or later: the public page of waits."""

import re
from collections.abc import Iterator

import pytest
from browser_axe import violations
from browser_pages import PHONE, Pages, overflow
from lived_centre import DEADLINE_S, LivedCentre
from playwright.sync_api import expect
from ports import wait_until

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivedCentre]:
    made = LivedCentre.of(tmp_path_factory.mktemp("lived"))
    made.await_forecast()
    yield made
    made.server.kill()


def test_a_phone_shows_now_and_the_typical_week_and_stays_true(
    lived: LivedCentre, pages: Pages
) -> None:
    page = pages.open(f"{lived.server.url}/waits", PHONE)
    wait_until(lambda: page.reload() and page.locator("summary").count() > 0, DEADLINE_S, "a week")
    line = page.locator("[data-service=ho-tich]")
    expect(line.locator(".wait")).to_contain_text(re.compile("Chờ (khoảng|dưới)"))
    line.locator("summary").click()
    expect(line.locator("table")).to_be_visible()
    # One weekday is known, for all the hours people came in.
    assert line.locator("tbody tr").count() == line.locator("td").count() > 5
    assert not violations(page)
    assert overflow(page) <= 0
    waiting = int(line.locator(".waiting").inner_text())
    lived.issue()
    expect(line.locator(".waiting")).to_have_text(str(waiting + 1))
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Go now or later?")
