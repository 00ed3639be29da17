"""Tickets over HTTP."""

import re
import threading
from typing import Any

import pytest
import requests
from floor_client import FloorClient
from private_desk import Office, PrivateDesk, error_of

from server.usecases.ids import from_code

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def test_a_ticket_is_issued_with_all_its_holder_needs(desk: PrivateDesk) -> None:
    answer = desk.kiosk.post("/tickets", {"service": desk.service, "priority": "elderly"})
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    ticket = answer.json()
    assert ticket["number"] == desk.service.removeprefix("line-") + "001"
    assert (ticket["state"], ticket["people_ahead"]) == ("waiting", 0)
    assert TIME.fullmatch(ticket["issued_at"])
    code = ticket["status_url"].removeprefix(f"{desk.office.url}/t/")
    assert from_code(code) == ticket["id"]
    assert desk.kiosk.get(f"/tickets/{ticket['id']}").json() == ticket


def test_people_ahead_fall_as_others_are_called(desk: PrivateDesk) -> None:
    tickets = [desk.issue() for _ in range(3)]
    assert [t["people_ahead"] for t in tickets] == [0, 1, 2]
    desk.call()
    assert desk.kiosk.get(f"/tickets/{tickets[2]['id']}").json()["people_ahead"] == 1
    assert desk.kiosk.get(f"/tickets/{tickets[0]['id']}").json()["people_ahead"] is None


def test_a_whole_visit(desk: PrivateDesk) -> None:
    issued = desk.issue(procedure=None, language="en")
    called = desk.call()
    assert called["ticket"]["id"] == issued["id"]
    assert called["ticket"]["state"] == "called"
    assert called["ticket"]["counter"] == desk.id
    assert called["ticket"]["counter_name"] == f"Quầy {desk.id}"
    assert called["call"]["attempt"] == 1
    assert called["reason"]["code"] == "longest_waiting"
    assert all(called["reason"]["text"].values())
    assert "{" not in "".join(called["reason"]["text"].values())
    assert desk.staff.act(issued["id"], "recall")["calls"] == 2
    assert desk.staff.act(issued["id"], "serve")["state"] == "serving"
    done = desk.staff.act(issued["id"], "finish")
    assert done["state"] == "finished"
    times = [done[t] for t in ("issued_at", "called_at", "started_at", "ended_at")]
    assert times == sorted(times)


def test_actions_may_be_repeated_and_forbidden_ones_say_why(desk: PrivateDesk) -> None:
    id = desk.called()["id"]
    assert desk.staff.act(id, "serve") == desk.staff.act(id, "serve")
    error_of(desk.staff.post(f"/tickets/{id}/no-show"), 409, "wrong_state")
    error_of(desk.staff.post(f"/tickets/{id}/recall"), 409, "wrong_state")
    assert desk.staff.act(id, "finish") == desk.staff.act(id, "finish")
    error_of(desk.staff.post(f"/tickets/{id}/serve"), 409, "wrong_state")
    waiting = desk.issue()
    error_of(desk.staff.post(f"/tickets/{waiting['id']}/finish"), 409, "wrong_state")


def test_nobody_waits_nobody_is_called(desk: PrivateDesk) -> None:
    answer = desk.staff.post(f"/counters/{desk.id}/call-next")
    assert (answer.status_code, answer.content) == (204, b"")


def test_an_officer_acts_at_her_own_counter_only(office: Office, desk: PrivateDesk) -> None:
    id = desk.called()["id"]
    stranger = office.client("staff")
    error_of(stranger.post(f"/counters/{desk.id}/call-next"), 403, "wrong_counter")
    error_of(stranger.post(f"/counters/{desk.id}/pause"), 403, "wrong_counter")
    for action in ("recall", "serve", "finish", "no-show"):
        error_of(stranger.post(f"/tickets/{id}/{action}"), 403, "wrong_counter")
    assert office.client("manager").act(id, "finish")["state"] == "finished"


def test_unknown_things_are_named(office: Office, desk: PrivateDesk) -> None:
    admin = office.client("admin")
    error_of(desk.kiosk.post("/tickets", {"service": "khong-co"}), 422, "service_not_found",
             "service")  # fmt: skip
    error_of(
        desk.kiosk.post("/tickets", {"service": desk.service, "procedure": "9.99"}),
        422,
        "invalid_field",
        "procedure",
    )
    error_of(admin.get("/tickets/khong-co"), 404, "ticket_not_found")
    error_of(admin.post("/tickets/khong-co/finish"), 404, "ticket_not_found")
    error_of(admin.post("/counters/khong-co/call-next"), 404, "counter_not_found")
    error_of(admin.post("/counters/khong-co/open"), 404, "counter_not_found")
    error_of(admin.post("/services/khong-co/open"), 404, "not_found", "id")
    error_of(admin.get("/khong-co"), 404, "not_found")


def test_a_closed_service_gives_no_ticket_and_says_which(office: Office, desk: PrivateDesk) -> None:
    manager = office.client("manager")
    closed = manager.post(f"/services/{desk.service}/close")
    assert (closed.status_code, closed.json()["open"]) == (200, False)
    error = error_of(
        desk.kiosk.post("/tickets", {"service": desk.service}), 409, "service_closed", "service"
    )
    assert "Dịch vụ" in error["message"]["vi"]
    assert desk.service.removeprefix("line-") in error["message"]["en"]
    assert manager.post(f"/services/{desk.service}/open").json()["open"] is True
    assert desk.issue()["number"].endswith("001")


# Repeats.


def test_a_repeated_press_gets_the_same_answer_byte_for_byte(desk: PrivateDesk) -> None:
    body = {"service": desk.service}
    first = desk.kiosk.post("/tickets", body, key="press-1")
    desk.call()
    again = desk.kiosk.post("/tickets", body, key="press-1")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"


def test_a_repeated_call_gets_the_same_answer_byte_for_byte(desk: PrivateDesk) -> None:
    desk.issue(), desk.issue()
    path = f"/counters/{desk.id}/call-next"
    first = desk.staff.post(path, key=f"call-{desk.id}")
    desk.staff.act(first.json()["ticket"]["id"], "serve")
    desk.call()
    again = desk.staff.post(path, key=f"call-{desk.id}")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"


def test_a_repeated_recall_gets_the_same_answer_byte_for_byte(desk: PrivateDesk) -> None:
    id = desk.called()["id"]
    path = f"/tickets/{id}/recall"
    first = desk.staff.post(path, key=f"recall-{desk.id}")
    desk.staff.act(id, "finish")
    again = desk.staff.post(path, key=f"recall-{desk.id}")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"


def test_a_key_for_something_else_is_refused(desk: PrivateDesk) -> None:
    key = f"key-{desk.id}"
    desk.issue(key=key)
    answer = desk.kiosk.post("/tickets", {"service": desk.service, "language": "en"}, key=key)
    error_of(answer, 422, "idempotency_mismatch", "Idempotency-Key")
    answer = desk.staff.post(f"/counters/{desk.id}/call-next", key=key)
    error_of(answer, 422, "idempotency_mismatch", "Idempotency-Key")


@pytest.mark.parametrize("key", ["", "a b", "k" * 201, "khóa", "tab\tkey"])
def test_a_malformed_key_is_refused(desk: PrivateDesk, key: str) -> None:
    answer = requests.post(
        f"{desk.office.url}/api/v1/tickets",
        json={"service": desk.service},
        headers={
            "Authorization": f"Bearer {desk.office.tokens['kiosk']}",
            "Idempotency-Key": key.encode(),
        },
        timeout=20,
    )
    error_of(answer, 400, "invalid_header", "Idempotency-Key")


def test_a_press_sent_many_times_at_once_is_one_ticket(desk: PrivateDesk) -> None:
    answers: list[Any] = []

    def press() -> None:
        client = FloorClient(desk.office.url, desk.office.tokens["kiosk"])
        answers.append(client.post("/tickets", {"service": desk.service}, key=f"many-{desk.id}"))

    threads = [threading.Thread(target=press) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [a.status_code for a in answers] == [201] * 10
    assert len({a.content for a in answers}) == 1
    assert sorted(a.headers.get("Idempotency-Replayed", "") for a in answers) == [""] + ["true"] * 9
    assert desk.issue()["number"].endswith("002")


# Ratings.


def test_a_press_is_counted_once_and_may_be_changed(desk: PrivateDesk) -> None:
    number = desk.finished()["number"]
    press = {"value": "satisfied", "device": "pad", "boot": desk.id, "seq": 1}
    for status in ("counted", "repeated"):
        answer = desk.terminal.post("/ratings", press)
        assert answer.json() == {"status": status, "ticket": number, "value": "satisfied"}
    changed = desk.terminal.post("/ratings", {"value": "unsatisfied"}).json()
    assert changed == {"status": "changed", "ticket": number, "value": "unsatisfied"}


def test_a_press_for_nobody_is_kept_if_numbered_and_refused_otherwise(desk: PrivateDesk) -> None:
    error_of(desk.terminal.post("/ratings", {"value": "satisfied"}), 409, "not_rateable", "ticket")
    numbered = {"value": "satisfied", "device": "pad", "boot": desk.id, "seq": 0}
    assert desk.terminal.post("/ratings", numbered).json()["status"] == "unbound"
    assert desk.terminal.post("/ratings", numbered).json()["status"] == "repeated"


def test_a_terminal_rates_its_own_counter_only(office: Office, desk: PrivateDesk) -> None:
    done = desk.finished()
    press = {"value": "satisfied", "ticket": done["id"]}
    error_of(office.client("terminal").post("/ratings", press), 403, "wrong_counter")
    assert desk.terminal.post("/ratings", press).json()["status"] == "counted"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, "value"),
        ({"value": "great"}, "value"),
        ({"value": "neutral"}, "value"),
        ({"value": "satisfied", "scale": 6}, "scale"),
        ({"value": "satisfied", "scale": "3"}, "scale"),
        ({"value": "satisfied", "seq": -1}, "seq"),
        ({"value": "satisfied", "seq": 2**63}, "seq"),
        ({"value": "satisfied", "seq": 1.5}, "seq"),
        ({"value": "satisfied", "seq": 1}, "seq"),
        ({"value": "satisfied", "age_ms": -1}, "age_ms"),
        ({"value": "satisfied", "age_ms": 10**12}, "age_ms"),
        ({"value": "satisfied", "reasons": ["noise"] * 11}, "reasons"),
        ({"value": "satisfied", "reasons": ["boredom"]}, "reasons"),
        ({"value": "satisfied", "reasons": "noise"}, "reasons"),
        ({"value": "satisfied", "mood": "fine"}, "mood"),
    ],
)
def test_a_malformed_press_names_the_field(office: Office, wrong: Any, field: str) -> None:
    error_of(office.client("terminal").post("/ratings", wrong), 422, "invalid_field", field)
