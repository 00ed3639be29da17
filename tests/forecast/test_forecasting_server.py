"""Waits that are told by a real server, from its own process's forecasts."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from live_watch import LiveWatch
from lived_centre import DEADLINE_S, LivedCentre
from ports import wait_until

from server.store.base import Row


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivedCentre]:
    made = LivedCentre.of(tmp_path_factory.mktemp("lived"))
    made.await_forecast()
    yield made
    made.server.kill()


def kept(lived: LivedCentre, ticket: str) -> list[Row]:
    store = lived.server.store()
    rows = store.read(
        lambda s: s.all("SELECT at_issue, p50 FROM estimate WHERE ticket = :id", id=ticket)
    )
    store.close()
    return rows


def test_a_ticket_comes_with_its_wait_which_is_kept_once(lived: LivedCentre) -> None:
    ticket = lived.issue()
    wait = ticket["wait"]
    assert 0 < wait["low"] <= wait["likely"] <= wait["high"]
    assert lived.ask("GET", f"/tickets/{ticket['id']}").json()["wait"]["high"] > 0
    assert [row["at_issue"] for row in kept(lived, ticket["id"])] == [1]
    page = requests.get(ticket["status_url"], timeout=30).text
    assert "Dự kiến chờ" in page and "Chưa ước tính" not in page


def test_a_repeated_press_is_told_the_same(lived: LivedCentre) -> None:
    def press() -> dict[str, object]:
        headers = {
            "Authorization": f"Bearer {lived.tokens['kiosk']}",
            "Idempotency-Key": "one-press",
        }
        url, body = f"{lived.server.url}/api/v1/tickets", {"service": "chung-thuc"}
        return dict(requests.post(url, json=body, headers=headers, timeout=30).json())

    first = press()
    lived.issue("chung-thuc")
    assert press()["wait"] == first["wait"] is not None


def test_a_phone_hears_of_its_wait_as_it_changes(lived: LivedCentre) -> None:
    ticket = lived.issue()
    phone = LiveWatch(lived.server.url).connect()
    kiosk = LiveWatch(lived.server.url, lived.tokens["kiosk"]).connect()
    try:
        room = f"ticket/{ticket['id']}"
        assert phone.watch(room) == {"ok": True}
        shown = phone.wait(room, lambda view: view["ticket"]["wait"], DEADLINE_S)
        before = shown["ticket"]["wait"]
        kiosk.watch("kiosk")
        services = {s["id"]: s for s in kiosk.wait("kiosk", lambda v: v["services"])["services"]}
        assert services["ho-tich"]["wait"]["high"] > 0
        for _ in range(8):
            lived.ask("POST", "/counters/1/call-next")

        def shorter(view: dict[str, Any]) -> bool:
            # One forecast may fall between the calls, and is then no shorter yet.
            wait = view["ticket"]["wait"]
            return bool(wait != before and wait["high"] <= before["high"])

        phone.wait(room, shorter, DEADLINE_S)
    finally:
        phone.close()
        kiosk.close()


def test_open_data_say_now_and_how_it_was(lived: LivedCentre) -> None:
    told = requests.get(f"{lived.server.url}/api/v1/public/waits", timeout=30)
    assert told.headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age" in told.headers["Cache-Control"]
    lines = {item["service"]: item for item in told.json()["items"]}
    line = lines["ho-tich"]
    assert 0 <= line["p10"] <= line["p50"] <= line["p90"]
    assert line["waiting"] > 0 and line["open_counters"] == 2 and line["last_called"]
    assert lines["dong-cua"]["wait"] is None
    schema = requests.get(f"{lived.server.url}/api/v1/public/waits/schema", timeout=30).json()
    assert set(schema["required"]) == set(told.json())
    today = datetime.now(UTC).date()
    period = {"from": str(today - timedelta(days=3)), "to": str(today + timedelta(days=1))}
    url = f"{lived.server.url}/api/v1/public/waits/history.csv"
    answer = requests.get(url, params=period, timeout=30)
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert [(r["service"], r["issued"], r["called"]) for r in rows[:2]] == [
        ("chung-thuc", "80", "80"),
        ("ho-tich", "80", "80"),
    ]
    assert float(rows[0]["p50_minutes"]) <= float(rows[0]["p90_minutes"])
    assert requests.get(url, params={"from": "x"}, timeout=30).status_code == 422


def test_what_has_not_changed_is_not_sent_again(lived: LivedCentre) -> None:
    url = f"{lived.server.url}/api/v1/public/waits/schema"
    tag = requests.get(url, timeout=30).headers["ETag"]
    assert requests.get(url, headers={"If-None-Match": tag}, timeout=30).status_code == 304


def test_what_one_more_counter_would_do(lived: LivedCentre) -> None:
    question = {"changes": [{"counter": "3", "action": "open", "services": ["ho-tich"]}]}
    answer = lived.ask("POST", "/waits/what-if", json=question)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["today"]["slots"] == told["changed"]["slots"]
    assert told["suggestion"] is None
    wrong = {"changes": [{"counter": "99", "action": "open"}]}
    assert lived.ask("POST", "/waits/what-if", json=wrong).status_code == 422
    assert lived.ask("POST", "/waits/what-if", "kiosk", json=question).status_code == 403


def test_the_page_says_now_and_the_week_without_javascript(lived: LivedCentre) -> None:
    page = requests.get(f"{lived.server.url}/waits", timeout=30)
    assert page.status_code == 200
    assert "Chờ khoảng" in page.text and "Tạm ngừng" in page.text
    wait_until(
        lambda: "<table>" in requests.get(f"{lived.server.url}/waits", timeout=30).text,
        DEADLINE_S,
        "there is no typical week",
    )
    assert "Go now or later?" in requests.get(f"{page.url}?lang=en", timeout=30).text


def test_it_goes_on_without_its_forecast_and_gets_it_back(lived: LivedCentre) -> None:
    ticket = lived.issue()
    lived.kill_forecast()
    lived.await_forecast(stale=True)
    assert lived.issue()["number"]
    lived.await_forecast()
    assert lived.ask("GET", f"/tickets/{ticket['id']}").json()["wait"]["high"] > 0
    lived.server.stop()
    lived.server.start()
    lived.await_forecast()
    assert lived.ask("GET", f"/tickets/{ticket['id']}").json()["wait"]["high"] > 0
