"""Who may watch which room."""

import threading
from typing import Any

import pytest
import requests
import socketio
import websocket
from live_watch import LiveWatch
from private_desk import ROLES, Office, PrivateDesk, created
from second_centre import second_centre_tokens

from server.live.sockets import MAX_ROOMS

PUBLIC = ("hall", "counter/1", "service/ho-tich")
MAY = {
    "kiosk": {"kiosk", "display", "staff", "manager", "admin", "auditor"},
    "desk/1": {"staff", "manager", "admin"},
    "terminal/1": {"terminal", "admin"},
    "manager": {"manager", "admin", "auditor"},
    "province": {"manager", "admin", "auditor"},
}


def refused(answer: Any, code: str) -> None:
    error = answer["error"]
    assert error["code"] == code
    assert all(error["message"].values()) and all(error["action"].values())


def test_public_rooms_need_no_sign_in(watch, desk: PrivateDesk) -> None:
    ticket = desk.issue()
    display = watch(None, *PUBLIC, f"ticket/{ticket['id']}")
    assert display.latest(f"ticket/{ticket['id']}")["ticket"]["number"] == ticket["number"]


def test_other_rooms_are_refused_to_strangers(watch) -> None:
    display = watch()
    for room in MAY:
        refused(display.watch(room), "unauthorized")
    assert not display.views


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_its_rooms_and_no_others(watch, role: str) -> None:
    display = watch(role)
    for room, roles in MAY.items():
        answer = display.watch(room)
        if role in roles:
            assert answer == {"ok": True}, room
            display.wait(room, bool)
        else:
            refused(answer, "forbidden")
            assert room not in display.views
    for room in PUBLIC:
        assert display.watch(room) == {"ok": True}


def test_staff_and_terminals_see_their_own_counter_only(watch) -> None:
    refused(watch("staff").watch("desk/2"), "forbidden")
    refused(watch("terminal").watch("terminal/2"), "forbidden")
    assert watch("manager").watch("desk/2") == {"ok": True}


def test_another_centre_sees_nothing_of_this_one(
    office: Office, watch: Any, desk: PrivateDesk
) -> None:
    """The same rooms by name are that centre's own, and empty; its desks are its own only."""
    store = office.server.store()
    tokens = second_centre_tokens(store)
    store.close()
    for role in ROLES:
        stranger = LiveWatch(office.url, tokens[role]).connect()
        for room, roles in MAY.items():
            answer = stranger.watch(room)
            assert role not in roles or answer == {"ok": True} or answer["error"], room
        desk.issue()
        assert stranger.watch("hall") == {"ok": True}
        stranger.wait("hall", bool)
        told = str(stranger.views)
        assert not any(word in told for word in ("Hộ tịch", "Nguyễn Thị An", desk.service))
        stranger.close()


def test_another_sites_page_opens_no_line(office: Office) -> None:
    line = f"{office.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket"
    websocket.create_connection(line, origin=office.url, timeout=20).close()
    for origin in ("https://evil.example", "null", office.url.replace("http", "https")):
        with pytest.raises(websocket.WebSocketBadStatusException):
            websocket.create_connection(line, origin=origin, timeout=20)


def test_whoever_is_shut_out_is_hung_up_on(office: Office) -> None:
    """A person's connection ends with the session."""
    admin = office.client("admin")
    person = {"username": "bi-khoa", "name": "Bị Khóa", "role": "manager",
              "password": "mat-khau-dai"}  # fmt: skip
    id = created(admin.post("/users", person))["id"]
    with requests.Session() as browser:
        sign_in = {"username": "bi-khoa", "password": "mat-khau-dai"}
        browser.post(f"{office.url}/api/v1/session", json=sign_in, timeout=20)
        own = {"old": "mat-khau-dai", "password": "mat-khau-rieng"}
        browser.put(f"{office.url}/api/v1/session/password", json=own, timeout=20,
                    headers={"X-Motcua": "1"})  # fmt: skip
        gone = threading.Event()
        client = socketio.Client(reconnection=False)
        client.on("disconnect", lambda *_: gone.set())
        cookie = {"Cookie": f"motcua_session={browser.cookies['motcua_session']}"}
        client.connect(office.url, headers=cookie, transports=["websocket"])
        assert client.call("watch", "manager", timeout=20) == {"ok": True}
        body = {"name": "Bị Khóa", "role": "manager", "active": False}
        assert admin.send("PUT", f"/users/{id}", body).status_code == 200
        assert gone.wait(20)
        client.shutdown()


def test_an_officer_watches_her_desk_with_her_session(office: Office, desk: PrivateDesk) -> None:
    with requests.Session() as browser:
        browser.headers["X-Motcua"] = "1"
        sign_in = {"username": "quay3", "password": "quay3-demo"}
        browser.post(f"{office.url}/api/v1/session", json=sign_in, timeout=20)
        display_cookie = browser.cookies["motcua_session"]
        display = LiveWatch(office.url, cookie=display_cookie).connect()
        room = f"desk/{desk.id}"
        refused(display.watch(room), "forbidden")
        seat = {"counter": desk.id}
        browser.put(f"{office.url}/api/v1/session/counter", json=seat, timeout=20)
        assert display.watch(room) == {"ok": True}
        display.wait(room, lambda view: view["counter"]["state"] == "open")
        browser.delete(f"{office.url}/api/v1/session", timeout=20)
        display.close()
        # Signing out hangs up; the page comes back as a stranger.
        stranger = LiveWatch(office.url, cookie=display_cookie).connect()
        refused(stranger.watch("manager"), "unauthorized")
        stranger.close()


@pytest.mark.parametrize("token", ["mc_" + "A" * 43, "x", "mc_ê", "A" * 5_000, "' OR 1=1"])
def test_a_forged_token_cannot_even_connect(office: Office, token: str) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        LiveWatch(office.url, token).connect()


def test_a_revoked_token_cannot_connect_again(office: Office, watch) -> None:
    admin = office.client("admin")
    made = admin.post("/tokens", {"role": "manager"}).json()
    watch(token=made["token"])
    admin.send("DELETE", f"/tokens/{made['id']}")
    with pytest.raises(socketio.exceptions.ConnectionError):
        LiveWatch(office.url, made["token"]).connect()


NO_ROOM: tuple[Any, ...] = (
    None, 7, "", "hall/", "counter", "counter/", "nonsense", "line/ho-tich", "hall\x00", "HALL",
    "counter/" + "x" * 200, ["hall"], {"room": "hall"}, "ticket/", "../hall", "c1|hall/",
)  # fmt: skip
NOBODY_THERE = (
    "hall/khong-co",
    "counter/99",
    "service/none",
    "ticket/khong-co",
    "desk/99",
    "terminal/99",
)


@pytest.mark.parametrize("room", NO_ROOM, ids=lambda room: repr(room)[:20])
def test_there_is_no_such_room(watch, room: Any) -> None:
    display = watch("admin")
    refused(display.watch(room), "not_found")
    refused(display.unwatch(room), "not_found")
    assert display.watch("hall") == {"ok": True}


@pytest.mark.parametrize("room", NOBODY_THERE)
def test_there_is_nothing_of_that_id(watch, room: str) -> None:
    display = watch("admin")
    refused(display.watch(room), "not_found")
    assert display.unwatch(room) == {"ok": True}
    assert not display.views


def test_one_connection_watches_so_many_rooms_and_no_more(watch, desk: PrivateDesk) -> None:
    rooms = [f"ticket/{desk.issue()['id']}" for _ in range(MAX_ROOMS + 2)]
    display = watch()
    for room in rooms[:MAX_ROOMS]:
        assert display.watch(room) == {"ok": True}
    for room in rooms[MAX_ROOMS:]:
        refused(display.watch(room), "too_many_requests")
    assert display.unwatch(rooms[0]) == {"ok": True}
    assert display.watch(rooms[-1]) == {"ok": True}


def test_strange_messages_do_no_harm(watch, office: Office) -> None:
    display = watch(None, "hall")
    display.emit("watch")
    display.emit("watch", "hall", "kiosk", 3)
    display.emit("nonsense", {"a": [1, 2, None]})
    display.emit("unwatch", None)
    display.emit("view", {"room": "hall"})
    assert display.watch("service/ho-tich") == {"ok": True}
    assert requests.get(f"{office.url}/healthz", timeout=10).status_code == 200


def test_an_oversized_message_ends_that_line_only(watch, office: Office) -> None:
    other = watch(None, "hall")
    loud = watch()
    loud.emit("watch", "x" * 100_000)
    loud.wait_connections(2)  # it was thrown out, and may come back
    assert other.watch("service/ho-tich") == {"ok": True}
    assert other.connections == 1


def test_long_polling_is_not_served(office: Office) -> None:
    answer = requests.get(f"{office.url}/socket.io/?EIO=4&transport=polling", timeout=20)
    assert answer.status_code == 400
