"""A device that falls silent changes nothing, and the manager is told all the same."""

from typing import Any

from private_desk import Office, created

from server.core.devices import SILENT_S

WELL = {"kind": "kiosk", "printer": "ok", "paper_left_pct": 50, "paper_left_tickets": 250}


def report(office: Office, token: str, **more: Any) -> None:
    from floor_client import FloorClient

    answer = FloorClient(office.url, token).post("/devices/me/report", {**WELL, **more})
    assert answer.status_code == 204


def kiosk(office: Office, label: str) -> dict[str, str]:
    made: dict[str, str] = created(
        office.client("admin").post("/tokens", {"role": "kiosk", "label": label})
    )
    return made


def state(view: Any, id: str) -> Any:
    return next((one["state"] for one in view["devices"] if one["id"] == id), None)


def age(office: Office, id: str, seconds: float) -> None:
    """Let a device's last word be so many seconds older."""
    store = office.server.store()
    store.write(
        lambda s: s.run(
            "UPDATE device_report SET reported_at = reported_at - :ms WHERE device = :id",
            ms=int(seconds * 1000),
            id=id,
        )
    )
    store.close()


def test_trouble_and_its_end_are_pushed_at_once(watch: Any, office: Office) -> None:
    made = kiosk(office, "Ki-ốt A")
    manager = watch("manager", "manager")
    report(office, made["token"])
    manager.wait("manager", lambda v: state(v, made["id"]) == "ok", 3)
    report(office, made["token"], printer="paper_out")
    view = manager.wait("manager", lambda v: state(v, made["id"]) == "trouble", 3)
    device = next(one for one in view["devices"] if one["id"] == made["id"])
    assert (device["label"], device["trouble"]) == ("Ki-ốt A", ["paper_out"])
    report(office, made["token"])
    manager.wait("manager", lambda v: state(v, made["id"]) == "ok", 3)


def test_silence_is_told_though_nothing_happens(watch: Any, office: Office) -> None:
    made = kiosk(office, "Ki-ốt B")
    report(office, made["token"])
    age(office, made["id"], SILENT_S - 3)
    manager = watch("manager", "manager")
    assert state(manager.latest("manager"), made["id"]) == "ok"
    manager.wait("manager", lambda v: state(v, made["id"]) == "silent", 8)
    report(office, made["token"])
    manager.wait("manager", lambda v: state(v, made["id"]) == "ok", 3)


def test_a_heartbeat_in_time_is_no_silence_and_no_push(watch: Any, office: Office) -> None:
    made = kiosk(office, "Ki-ốt C")
    report(office, made["token"])
    age(office, made["id"], SILENT_S - 3)
    manager = watch("manager", "manager")
    report(office, made["token"])
    # The moment at which it would have been silent passes; another device's news come after it.
    other = kiosk(office, "Ki-ốt D")
    report(office, other["token"])
    age(office, other["id"], SILENT_S - 5)
    watch("manager", "manager")
    manager.wait("manager", lambda v: state(v, other["id"]) == "silent", 10)
    seen = [state(data, made["id"]) for _, data in manager.views["manager"]]
    assert set(seen) == {"ok"}
