"""A result is ready: the phone of whoever asked hears of it once, on a real server."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from floor_client import FloorClient
from private_desk import Office, created, error_of
from push_service import Phone, PushService
from running import RunningServer

DIGITS = "0007"


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with PushService() as running:
        yield running


@pytest.fixture(scope="module")
def place(run_server: object, service: PushService) -> Office:
    server: RunningServer = run_server(MOTCUA_PUSH_HOSTS=service.host)  # type: ignore[operator]
    return Office.of(server)


def received(place: Office) -> str:
    person = {"name": "Lê Thị Cúc", "phone": f"091234{DIGITS}", "consent": True}
    body = {"procedure": "1.001193", "department": "tu-phap", "applicant": person}
    code: str = created(place.client("staff").post("/dossiers", body, uuid.uuid4().hex))["code"]
    return code


def subscription(code: str, phone: Phone, **more: Any) -> dict[str, Any]:
    return {"code": code, "digits": DIGITS, **phone.subscription, **more}


def test_a_phone_hears_once_that_the_result_is_ready(place: Office, service: PushService) -> None:
    public, staff = FloorClient(place.url, None), place.client("staff")
    code, other = received(place), received(place)
    phone = Phone(service, "mine")
    wrong = subscription(code, phone, digits="1111")
    error_of(public.post("/public/dossiers/push", wrong), 404, "not_found", "code")
    bad = subscription(code, phone, endpoint="https://127.0.0.1/x")
    error_of(public.post("/public/dossiers/push", bad), 422, "invalid_field", "endpoint")
    for one in (code, other):
        asked = public.post("/public/dossiers/push", subscription(one, phone, language="en"))
        assert asked.status_code == 204, asked.text
    left = {"code": other, "digits": DIGITS, "endpoint": phone.endpoint}
    assert public.post("/public/dossiers/push/forget", left).status_code == 204
    for one in (other, code):
        assert staff.post(f"/dossiers/{one}/resolve").status_code == 200
    (told,) = service.wait(1)
    said = phone.read(told.body)
    assert (said["kind"], said["lang"], said["tag"]) == ("result", "en", code)
    assert code in said["body"] and "Cúc" not in said["title"] + said["body"]
    late = public.post("/public/dossiers/push", subscription(code, phone))
    error_of(late, 409, "wrong_state")
    # The next change of the register looks again, and finds nobody to tell.
    assert staff.post(f"/dossiers/{code}/return").status_code == 200
    third = received(place)
    last = Phone(service, "last")
    public.post("/public/dossiers/push", subscription(third, last)).raise_for_status()
    refused = staff.post(f"/dossiers/{third}/refuse", {"reason": "Không đúng thẩm quyền"})
    assert refused.status_code == 200
    assert [one.phone for one in service.wait(2)] == ["mine", "last"]
    assert last.read(service.received[1].body)["kind"] == "answer"
