"""Phones in pockets, on a real server: told when it is soon and when it is called, once each."""

import time
from collections.abc import Iterator

import pytest
from floor_client import FloorClient
from private_desk import Office, PrivateDesk
from push_service import Phone, PushService, signed_claims
from running import RunningServer


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with PushService() as running:
        yield running


@pytest.fixture(scope="module")
def place(run_server: object, service: PushService) -> Office:
    server: RunningServer = run_server(MOTCUA_PUSH_HOSTS=service.host)  # type: ignore[operator]
    return Office.of(server)


@pytest.fixture
def queue(place: Office) -> PrivateDesk:
    return place.desk()


@pytest.fixture(autouse=True)
def quiet(service: PushService) -> None:
    service.answers.clear()
    service.received.clear()


def code(ticket: dict[str, str]) -> str:
    return ticket["status_url"].rpartition("/")[2]


def subscribe(
    place: Office, service: PushService, ticket: dict[str, str], language: str = "vi"
) -> Phone:
    phone = Phone(service, ticket["id"])
    body = phone.subscription | {"language": language}
    answer = FloorClient(place.url, None).post(f"/public/tickets/{code(ticket)}/push", body)
    assert answer.status_code == 204, answer.text
    return phone


def rows(place: Office, ticket: dict[str, str]) -> int:
    store = place.server.store()
    found = store.read(
        lambda s: s.all("SELECT 1 FROM push_subscription WHERE ticket = :t", t=ticket["id"])
    )
    store.close()
    return len(found)


def test_a_phone_is_told_when_two_are_ahead_and_when_called(
    place: Office, service: PushService, queue: PrivateDesk
) -> None:
    line = [queue.issue() for _ in range(5)]
    phone = subscribe(place, service, line[4])
    queue.call()  # 3 ahead: not yet
    queue.call()  # 2 ahead
    (soon,) = service.wait(1)
    assert phone.read(soon.body)["ahead"] == 2
    queue.call()
    queue.call()
    called = queue.call()["ticket"]
    assert called["id"] == line[4]["id"]
    _, told = service.wait(2)
    said = phone.read(told.body)
    assert (said["kind"], said["number"]) == ("called", called["number"])
    assert said["counter"] == called["counter_number"]
    key = FloorClient(place.url, None).get("/public/push-key").json()["key"]
    assert signed_claims(told.headers, key)["aud"] == service.url
    queue.staff.act(called["id"], "recall")
    again = service.wait(3)[2]
    assert phone.read(again.body)["kind"] == "called"
    queue.staff.act(called["id"], "finish")
    deadline = time.monotonic() + 10
    while rows(place, line[4]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert rows(place, line[4]) == 0
    assert len(service.received) == 3


def test_a_service_that_is_busy_is_asked_again_and_a_phone_that_left_is_forgotten(
    place: Office, service: PushService, queue: PrivateDesk
) -> None:
    first, second = queue.issue(), queue.issue()
    phone = subscribe(place, service, first)
    service.answers = [503]
    queue.call()
    attempts = service.wait(2)
    assert [phone.read(one.body)["kind"] for one in attempts] == ["called", "called"]
    subscribe(place, service, second)
    service.answers = [410]
    queue.call()
    service.wait(3)
    deadline = time.monotonic() + 10
    while rows(place, second) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert rows(place, second) == 0


def test_only_few_phones_of_a_ticket_are_kept_and_one_can_be_forgotten(
    place: Office, service: PushService, queue: PrivateDesk
) -> None:
    queue.issue()
    ticket = queue.issue()
    anybody = FloorClient(place.url, None)
    path = f"/public/tickets/{code(ticket)}/push"
    phones = [Phone(service, f"{ticket['id']}-{n}") for n in range(5)]
    for phone in phones:
        assert anybody.post(path, phone.subscription).status_code == 204
    assert rows(place, ticket) == 3
    for _ in range(2):
        gone = anybody.post(f"{path}/forget", {"endpoint": phones[-1].endpoint})
        assert gone.status_code == 204
    assert rows(place, ticket) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("endpoint", "https://127.0.0.1/x"),
        ("endpoint", "http://169.254.169.254/latest/meta-data"),
        ("endpoint", "https://localhost/x"),
        ("p256dh", "AAAAAAAAAAAA"),
        ("auth", "AAAAAAAAAAAA"),
    ],
)
def test_addresses_and_keys_that_are_none_are_refused(
    place: Office, service: PushService, queue: PrivateDesk, field: str, value: str
) -> None:
    ticket = queue.issue()
    body = Phone(service, "x").subscription | {field: value}
    answer = FloorClient(place.url, None).post(f"/public/tickets/{code(ticket)}/push", body)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert rows(place, ticket) == 0


def test_a_link_that_is_wrong_or_over_subscribes_nobody(
    place: Office, service: PushService, queue: PrivateDesk
) -> None:
    anybody, phone = FloorClient(place.url, None), Phone(service, "x")
    wrong = anybody.post(f"/public/tickets/{'A' * 22}/push", phone.subscription)
    assert wrong.status_code == 404
    ticket = queue.called()
    queue.staff.act(ticket["id"], "finish")
    over = anybody.post(f"/public/tickets/{code(ticket)}/push", phone.subscription)
    assert over.status_code == 409


def test_the_holder_is_late_once(place: Office, queue: PrivateDesk) -> None:
    first, second = queue.issue(), queue.issue()
    anybody = FloorClient(place.url, None)
    path = f"/public/tickets/{code(first)}/late"
    assert anybody.post(path).status_code == 204
    again = anybody.post(path)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "late_twice")
    assert queue.call()["ticket"]["id"] == second["id"]


def test_a_push_service_that_hangs_holds_up_no_call(
    place: Office, service: PushService, queue: PrivateDesk
) -> None:
    # The last one: what was held is sent again later, between the pushes of others.
    service.answers = [0] * 8
    line = [queue.issue() for _ in range(4)]
    for ticket in line[:3]:
        subscribe(place, service, ticket)
    for ticket in line[:3]:
        assert queue.call()["ticket"]["id"] == ticket["id"]
    service.wait(3)  # all three lines are held …
    assert queue.call()["ticket"]["id"] == line[3]["id"]  # … and calls go on
