"""A device whose token is revoked is hung up on at once, and does not come in again."""

import threading
from typing import Any

import socketio
from private_desk import Office, created

WAIT_S = 30.0


def test_a_revoked_device_is_hung_up_on_and_others_are_not(office: Office, watch: Any) -> None:
    admin, other = office.client("admin"), watch("kiosk", "kiosk")
    made = created(admin.post("/tokens", {"role": "kiosk"}))
    gone, refused = threading.Event(), threading.Event()
    device = socketio.Client(reconnection_delay=0.1, reconnection_delay_max=0.2)
    device.on("disconnect", lambda *_: gone.set())
    device.on("connect_error", lambda *_: refused.set())
    device.connect(office.url, auth={"token": made["token"]}, transports=["websocket"])
    assert device.call("watch", "kiosk", timeout=WAIT_S) == {"ok": True}
    assert admin.send("DELETE", f"/tokens/{made['id']}").status_code == 204
    assert gone.wait(WAIT_S)
    device.disconnect()
    try:
        device.connect(office.url, auth={"token": made["token"]}, transports=["websocket"])
    except socketio.exceptions.ConnectionError:
        refused.set()
    assert refused.wait(WAIT_S)
    device.shutdown()
    assert other.connections == 1 and other.watch("kiosk") == {"ok": True}
