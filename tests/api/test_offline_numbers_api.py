"""Numbers for kiosks and the tickets issued from them, through the API."""

import time
import uuid
from datetime import datetime
from typing import Any

from private_desk import Office, PrivateDesk, created, error_of

from server.api.offline_models import MOST_TICKETS
from server.usecases.ids import to_code


def lease(desk: PrivateDesk, holder: str | None = None) -> dict[str, Any]:
    body = {"holder": holder or str(uuid.uuid4()), "services": desk.services}
    answer = desk.kiosk.post("/kiosk/blocks", body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def drawn(block: dict[str, Any], serial: int, **more: Any) -> dict[str, Any]:
    id = str(uuid.uuid4())
    return {
        "id": id,
        "press": f"press-{id}",
        "number": f"{block['prefix']}{serial}",
        "service": block["service"],
        "day": block["day"],
        "issued_at": now(),
    } | more


def now() -> int:
    return time.time_ns() // 1_000_000


def hand_in(desk: PrivateDesk, *tickets: dict[str, Any]) -> Any:
    return desk.kiosk.post("/kiosk/offline-tickets", {"now": now(), "tickets": list(tickets)})


def test_a_lease_tells_all_a_kiosk_needs_to_go_on_alone(desk: PrivateDesk) -> None:
    told = lease(desk)
    today, tomorrow = (b for b in told["blocks"] if b["service"] == desk.service)
    assert (today["first"], today["last"], today["next"]) == (901, 950, 901)
    assert today["day"] == told["day"] < tomorrow["day"]
    assert told["zone"] == "Asia/Ho_Chi_Minh"
    assert abs(datetime.fromisoformat(told["now"]).timestamp() * 1000 - now()) < 60_000
    ticket = desk.issue()
    assert told["status_url"].replace("{code}", to_code(ticket["id"])) == ticket["status_url"]


def test_offline_tickets_are_answered_one_by_one(desk: PrivateDesk) -> None:
    block = lease(desk)["blocks"][0]
    right, wrong = drawn(block, 901), drawn(block, 899)
    results = hand_in(desk, right, wrong).json()["results"]
    assert [(r["id"], r["status"], r["reason"]) for r in results] == [
        (right["id"], "stored", None),
        (wrong["id"], "rejected", "not_leased"),
    ]
    assert results[1]["message"]["vi"] != results[1]["message"]["en"]
    assert hand_in(desk, right).json()["results"][0]["status"] == "known"
    ticket = desk.kiosk.get(f"/tickets/{right['id']}").json()
    assert (ticket["number"], ticket["state"]) == (right["number"], "waiting")
    assert desk.call()["ticket"]["id"] == right["id"]


def test_a_kiosk_may_choose_the_id_and_an_answer_lost_is_renumbered(desk: PrivateDesk) -> None:
    block = lease(desk)["blocks"][0]
    offline = drawn(block, 901, priority="none", language="vi")
    body = {"service": desk.service, "language": "vi", "id": offline["id"]}
    made = created(desk.kiosk.post("/tickets", body, offline["press"]))
    assert made["id"] == offline["id"] and made["number"].endswith("001")
    assert hand_in(desk, offline).json()["results"][0]["status"] == "renumbered"
    again = desk.kiosk.post("/tickets", body, offline["press"])
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json()["number"] == offline["number"]
    history = desk.office.client("admin").get(f"/tickets/{made['id']}/history").json()
    assert [event["kind"] for event in history["events"]] == ["issued", "renumbered"]


def test_only_a_kiosk_chooses_ids_and_only_with_a_key(office: Office, desk: PrivateDesk) -> None:
    body = {"service": desk.service, "id": str(uuid.uuid4())}
    error_of(office.client("manager").post("/tickets", body, "k1"), 422, "invalid_field", "id")
    error_of(desk.kiosk.post("/tickets", body), 422, "invalid_field", "id")
    body["id"] = desk.issue()["id"]
    error_of(desk.kiosk.post("/tickets", body, str(uuid.uuid4())), 409, "already_exists", "id")
    for id in ("", "x", str(uuid.uuid4()).upper(), "../../etc"):
        answer = desk.kiosk.post("/tickets", {"service": desk.service, "id": id}, "k2")
        error_of(answer, 422, "invalid_field", "id")


def test_batches_are_bounded(desk: PrivateDesk) -> None:
    block = lease(desk)["blocks"][0]
    many = [drawn(block, 901 + n % 50) for n in range(MOST_TICKETS + 1)]
    error_of(hand_in(desk, *many), 422, "invalid_field", "tickets")
    error_of(hand_in(desk), 422, "invalid_field", "tickets")
    largest = [
        drawn(block, 901 + n % 50) | {"press": "p" * 200, "procedure": "x" * 64}
        for n in range(MOST_TICKETS)
    ]
    assert hand_in(desk, *largest).status_code == 200


def test_wrong_fields_are_named(desk: PrivateDesk) -> None:
    block = lease(desk)["blocks"][0]
    for field, value in (("now", -1), ("now", "1"), ("tickets", {}), ("extra", 1)):
        body = {"now": now(), "tickets": [drawn(block, 902)], field: value}
        error_of(desk.kiosk.post("/kiosk/offline-tickets", body), 422, "invalid_field", field)
    for body in ({}, {"holder": "bad holder"}, {"holder": "x", "services": ["khong co"]}):
        assert desk.kiosk.post("/kiosk/blocks", body).status_code == 422
    answer = desk.kiosk.post("/kiosk/blocks", {"holder": "x", "services": ["khong-co"]})
    error_of(answer, 422, "service_not_found", "services")
