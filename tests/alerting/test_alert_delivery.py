"""Alerts leave a real server: by mail, webhook and push, each at least once, with one id."""

from collections.abc import Iterator
from typing import Any

import pytest
from floor_client import FloorClient
from hook_receiver import KEY, HookReceiver
from mail_box import MailBox
from ports import wait_until
from private_desk import Office, PrivateDesk, error_of
from push_service import Phone, PushService
from running import RunningServer

PASSWORD = "mat-khau-rat-bi-mat"
AT_ONCE = {"on": True, "minutes": 0, "begins": "00:00", "ends": "24:00"}
OFF = {**AT_ONCE, "on": False}
RULES = {
    "rules": {"service_without_counter": AT_ONCE, "wait_growing": OFF, "device_silent": OFF},
    "target_minutes": 15,
}


@pytest.fixture(scope="module")
def hooks() -> Iterator[HookReceiver]:
    with HookReceiver() as running:
        yield running


@pytest.fixture(scope="module")
def pushes() -> Iterator[PushService]:
    with PushService() as running:
        yield running


@pytest.fixture(scope="module")
def server(run_server: Any, hooks: HookReceiver, pushes: PushService) -> RunningServer:
    running: RunningServer = run_server(
        MOTCUA_ALERT_HOSTS=hooks.host, MOTCUA_PUSH_HOSTS=pushes.host
    )
    return running


@pytest.fixture(scope="module")
def place(server: RunningServer) -> Office:
    office = Office.of(server)
    assert office.client("manager").send("PUT", "/alert-rules", RULES).status_code == 200
    return office


@pytest.fixture
def line(place: Office) -> PrivateDesk:
    """A line of the test's own; another counter is open, so that it is one line's trouble."""
    place.client("manager").post("/counters/1/open")
    return place.desk()


def deliver(place: Office, mail: Any = None, webhook: Any = None) -> Any:
    answer = place.client("admin").send(
        "PUT", "/alert-delivery", {"mail": mail, "webhook": webhook}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def latest(place: Office, channel: str) -> list[Any]:
    found = place.client("manager").get("/alert-delivery").json()["latest"]
    return [one for one in found if one["channel"] == channel]


def mail_to(box: MailBox, **more: Any) -> dict[str, Any]:
    told = {"host": "127.0.0.1", "port": box.port, "security": "none", "user": "",
            "sender": "motcua@example.com", "recipients": ["truong@example.com"]}  # fmt: skip
    return {**told, **more}


def open_line(line: PrivateDesk) -> None:
    line.office.client("manager").post(f"/counters/{line.id}/open")


def test_a_mail_says_what_is_wrong_and_what_to_do(place: Office, line: PrivateDesk) -> None:
    with MailBox(answers=[451]) as box:
        deliver(place, mail=mail_to(box))
        line.issue()
        (letter,) = box.wait(1)
        assert letter.receivers == ["truong@example.com"]
        name = f"Dịch vụ {line.service.removeprefix('line-')}"
        assert letter.subject == f"[Motcua] {name}: không có quầy mở, 1 người chờ"
        assert "Mở một quầy làm được dịch vụ này" in letter.mail.get_content()
        wait_until(lambda: latest(place, "mail")[0]["state"] == "sent", 20, "it is not noted")
        (sent,) = latest(place, "mail")
        assert letter.mail["Message-ID"] == f"<{sent['id']}@motcua>"
        assert sent["tries"] == 2  # the first was refused for the moment
    open_line(line)


def test_a_webhook_is_tried_until_it_arrives_with_one_id_and_its_signature(
    place: Office, hooks: HookReceiver, line: PrivateDesk
) -> None:
    hooks.answers = [500]
    deliver(place, webhook={"url": hooks.url, "key": KEY})
    line.issue()
    first, second = hooks.wait(2)
    assert (first.id, first.body) == (second.id, second.body)
    assert second.timestamp > first.timestamp
    told = second.told
    assert (told["type"], told["id"]) == ("alert.raised", first.id)
    assert (told["alert"]["kind"], told["alert"]["subject"]) == (
        "service_without_counter",
        line.service,
    )
    assert told["alert"]["text"]["en"].endswith("no open counter, 1 waiting")
    place.client("manager").post(f"/alerts/{told['alert']['id']}/seen")
    open_line(line)
    seen, cleared = hooks.wait(4)[2:]
    assert [seen.told["type"], cleared.told["type"]] == ["alert.seen", "alert.cleared"]
    assert cleared.told["alert"]["id"] == told["alert"]["id"]
    assert hooks.forged == 0
    assert len({hook.id for hook in hooks.hooks}) == 3


def test_a_restart_loses_nothing_that_is_on_its_way(
    place: Office, server: RunningServer, hooks: HookReceiver, line: PrivateDesk
) -> None:
    before = len(hooks.hooks)
    hooks.answers = [503, 503]
    deliver(place, webhook={"url": hooks.url, "key": None})
    line.issue()
    failed = hooks.wait(before + 1)[-1]
    wait_until(lambda: latest(place, "webhook")[0]["problem"] != "", 20, "no word of the failure")
    server.kill()
    server.start()
    hooks.wait(before + 2)
    again = hooks.hooks[before + 1 :]
    assert {hook.id for hook in again} == {failed.id}
    open_line(line)


def test_a_managers_browser_is_told_and_forgotten_once_it_is_gone(
    place: Office, pushes: PushService, line: PrivateDesk
) -> None:
    deliver(place)
    manager = FloorClient(place.url)
    account = {"username": "quanly", "password": "quanly-demo"}
    assert manager.post("/session", account).status_code == 200
    phone = Phone(pushes, "manager")
    body = {**phone.subscription, "language": "en"}
    assert manager.post("/alert-browsers", body, X_Motcua="1").status_code == 204
    line.issue()
    (received,) = pushes.wait(1)
    told = phone.read(received.body)
    assert (told["kind"], told["lang"], told["grave"]) == ("alert", "en", True)
    assert told["title"].endswith("no open counter, 1 waiting")
    assert received.headers["topic"] == f"alert-{told['tag'][-12:]}"
    assert latest(place, "browser")[0]["event"] == "raised"
    forget = {"endpoint": phone.endpoint}
    assert manager.post("/alert-browsers/forget", forget, X_Motcua="1").status_code == 204
    assert place.client("manager").get("/alert-delivery").json()["browsers"] == 0
    open_line(line)


def test_a_device_is_nobodys_browser(place: Office, pushes: PushService) -> None:
    body = {**Phone(pushes, "x").subscription, "language": "vi"}
    error_of(place.client("manager").post("/alert-browsers", body), 404, "not_found", "person")


def test_a_password_is_neither_told_nor_logged_though_the_server_refuses_it(
    place: Office, server: RunningServer
) -> None:
    with MailBox(password="another") as box:
        # Without TLS a user name is refused, and with it this box cannot talk.
        plain = mail_to(box, user="u", password=PASSWORD)
        refused = place.client("admin").send(
            "PUT", "/alert-delivery", {"mail": plain, "webhook": None}
        )
        error_of(refused, 422, "invalid_field", "mail.security")
        told = deliver(place, mail={**plain, "security": "starttls"})
        assert told["mail"]["has_password"] is True
        tested = place.client("manager").post("/alert-delivery/test")
        wait_until(lambda: latest(place, "mail")[0]["problem"] != "", 20, "no word of the failure")
        shown = place.client("manager").get("/alert-delivery")
    deliver(place)
    everything = f"{told} {refused.text} {tested.text} {shown.text} {server.text()} {box.said}"
    assert PASSWORD not in everything


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/x",
        "https://127.0.0.1/x",
        "https://10.1.2.3/x",
        "https://intranet/x",
        "https://user:pw@hooks.example.com/x",
        "https://hooks.example.com:8443/x",
        "ftp://hooks.example.com/",
    ],
)
def test_only_public_addresses_are_called(place: Office, url: str) -> None:
    body = {"mail": None, "webhook": {"url": url, "key": KEY}}
    answer = place.client("admin").send("PUT", "/alert-delivery", body)
    error_of(answer, 422, "invalid_field", "webhook.url")


def test_managers_set_rules_and_only_administrators_where_alerts_go(place: Office) -> None:
    manager = place.client("manager")
    nothing = {"mail": None, "webhook": None}
    error_of(manager.send("PUT", "/alert-delivery", nothing), 403, "forbidden")
    error_of(place.client("staff").get("/alerts"), 403, "forbidden")
    wrong = {"rules": {"wait_growing": {**AT_ONCE, "begins": "09:00", "ends": "09:00"}},
             "target_minutes": 15}  # fmt: skip
    error_of(manager.send("PUT", "/alert-rules", wrong), 422, "invalid_field", "wait_growing")
    listed = manager.get("/alerts", limit=1).json()
    assert len(listed["items"]) == 1
    assert manager.get("/alerts", limit=1, cursor=listed["next"]).json()["items"]
