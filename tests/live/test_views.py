"""Views: at once, after every change, whole, and in order."""

import threading
import time
from typing import Any

from floor_client import FloorClient
from private_desk import Office, PrivateDesk


def ordered(seqs: list[int]) -> bool:
    return seqs == sorted(seqs)


def test_a_view_comes_at_once_and_after_each_change(watch, desk: PrivateDesk) -> None:
    room = f"counter/{desk.id}"
    display = watch(None, room)
    assert display.latest(room)["ticket"] is None
    ticket = desk.called()
    shown = display.wait(room, lambda v: v["ticket"])
    assert shown["ticket"]["number"] == ticket["number"]
    assert (shown["ticket"]["state"], shown["counter"]["state"]) == ("called", "open")
    assert isinstance(shown["call"], int)
    desk.staff.act(ticket["id"], "serve")
    display.wait(room, lambda v: v["ticket"]["state"] == "serving")
    desk.staff.act(ticket["id"], "finish")
    display.wait(room, lambda v: v["ticket"] is None)
    for action, state in (("pause", "paused"), ("close", "closed"), ("open", "open")):
        desk.staff.post(f"/counters/{desk.id}/{action}")
        display.wait(room, lambda v, s=state: v["counter"]["state"] == s)
    assert ordered(display.seqs(room))


def test_a_phone_sees_its_place_move_and_its_call(watch, desk: PrivateDesk) -> None:
    first, mine = desk.issue(), desk.issue()
    room = f"ticket/{mine['id']}"
    phone = watch(None, room)
    shown = phone.latest(room)["ticket"]
    assert (shown["people_ahead"], shown["counter_open"]) == (1, False)
    desk.call()
    moved = phone.wait(room, lambda v: v["ticket"]["people_ahead"] == 0)
    assert moved["ticket"]["counter_open"] is not False
    called = desk.call()["ticket"]
    assert (called["id"], first["id"] != mine["id"]) == (mine["id"], True)
    shown = phone.wait(room, lambda v: v["ticket"]["state"] == "called")
    assert shown["ticket"]["counter"] == desk.id
    assert shown["ticket"]["counter_name"] == f"Quầy {desk.id}"
    desk.staff.act(mine["id"], "finish")
    phone.wait(room, lambda v: v["ticket"]["state"] == "finished" and v["rateable"])
    assert ordered(phone.seqs(room))


def test_a_phone_is_told_nothing_about_anybody_else(watch, desk: PrivateDesk) -> None:
    other, mine = desk.issue(), desk.issue()
    phone = watch(None, f"ticket/{mine['id']}")
    text = str(phone.views)
    assert other["number"] not in text
    assert other["id"] not in text
    for field in ("priority", "officer", "procedure"):
        assert field not in phone.latest(f"ticket/{mine['id']}")["ticket"]


def test_a_priority_ticket_moves_the_place_of_those_behind(watch, desk: PrivateDesk) -> None:
    mine = desk.issue()
    room = f"ticket/{mine['id']}"
    phone = watch(None, room)
    assert phone.latest(room)["ticket"]["people_ahead"] == 0
    desk.issue(priority="elderly")
    phone.wait(room, lambda v: v["ticket"]["people_ahead"] == 1)


def test_a_phone_follows_its_ticket_into_another_line(watch, office: Office) -> None:
    desk = office.desk(lines=2)
    first, then = desk.services
    other, mine = desk.issue(), desk.kiosk.issue(first)
    room = f"ticket/{mine['id']}"
    phone = watch(None, room)
    assert desk.call()["ticket"]["id"] == other["id"]
    phone.wait(room, lambda v: v["ticket"]["people_ahead"] == 0)
    called = desk.call()["ticket"]
    before = desk.kiosk.issue(then)
    desk.staff.post(f"/tickets/{called['id']}/transfer", {"service": then})
    # Its wait goes on from before: it goes first, until somebody with priority comes.
    phone.wait(room, lambda v: v["ticket"]["people_ahead"] == 0 and v["ticket"]["calls"] == 0)
    desk.kiosk.issue(then, priority="elderly")
    shown = phone.wait(room, lambda v: v["ticket"]["people_ahead"] == 1)
    assert shown["ticket"]["service_name"] == f"Dịch vụ {then.removeprefix('line-')}"
    assert before["id"] not in str(phone.views)


def test_phones_of_one_line_are_told_the_places_the_store_knows(watch, desk: PrivateDesk) -> None:
    tickets = [desk.issue(priority="child" if n % 4 == 0 else "none") for n in range(9)]
    phones = {t["id"]: watch(None, f"ticket/{t['id']}") for t in tickets}
    called = {desk.call()["ticket"]["id"] for _ in range(3)}
    for ticket in tickets:
        room = f"ticket/{ticket['id']}"
        now = desk.staff.get(f"/tickets/{ticket['id']}").json()
        shown = phones[ticket["id"]].wait(
            room,
            lambda v, now=now: (
                (v["ticket"]["state"], v["ticket"]["people_ahead"])
                == (now["state"], now["people_ahead"])
            ),
        )
        assert (shown["ticket"]["state"] != "waiting") == (ticket["id"] in called)
        assert ordered(phones[ticket["id"]].seqs(room))


def test_who_is_late_is_shown_the_new_place(watch, office: Office, desk: PrivateDesk) -> None:
    mine, _, _ = (desk.issue() for _ in range(3))
    room = f"ticket/{mine['id']}"
    phone = watch(None, room)
    assert phone.latest(room)["ticket"]["late_places"] == 3
    code = mine["status_url"].rpartition("/")[2]
    assert office.client().post(f"/public/tickets/{code}/late").status_code == 204
    shown = phone.wait(room, lambda v: v["ticket"]["people_ahead"] == 2)
    assert (shown["ticket"]["late_places"], shown["ticket"]["expected_before"]) == (0, None)


def test_a_service_room_follows_its_line(watch, office: Office, desk: PrivateDesk) -> None:
    room = f"service/{desk.service}"
    display = watch(None, room)
    assert display.latest(room)["waiting"] == 0
    ticket = desk.issue()
    shown = display.wait(room, lambda v: v["waiting"] == 1)
    assert shown["oldest_issued_at"] == ticket["issued_at"]
    desk.call()
    shown = display.wait(room, lambda v: v["waiting"] == 0)
    assert (shown["last_called"], shown["oldest_issued_at"]) == (ticket["number"], None)
    office.client("manager").post(f"/services/{desk.service}/close")
    display.wait(room, lambda v: v["service"]["open"] is False)


def test_an_officer_sees_who_waits_who_is_next_and_why(watch, desk: PrivateDesk) -> None:
    room = f"desk/{desk.id}"
    console = watch(None, room, token=desk.staff_token)
    assert console.latest(room)["next"] is None
    first = desk.issue()
    urgent = desk.issue(priority="child")
    shown = console.wait(room, lambda v: v["waiting_total"] == 2)
    assert [t["number"] for t in shown["waiting"]] == [urgent["number"], first["number"]]
    assert (shown["next"]["number"], shown["next"]["reason"]["code"]) == (
        urgent["number"],
        "priority_first",
    )
    assert desk.call()["ticket"]["number"] == urgent["number"]
    shown = console.wait(room, lambda v: v["current"])
    assert shown["current"]["number"] == urgent["number"]
    assert shown["next"]["number"] == first["number"]


def test_a_kiosk_hears_of_closed_and_new_services(watch, office: Office, desk: PrivateDesk) -> None:
    kiosk = watch("kiosk", "kiosk")

    def mine(view: Any) -> Any:
        return next(s for s in view["services"] if s["id"] == desk.service)

    assert mine(kiosk.latest("kiosk"))["open"] is True
    office.client("manager").post(f"/services/{desk.service}/close")
    kiosk.wait("kiosk", lambda v: mine(v)["open"] is False)
    new = office.desk().service
    kiosk.wait("kiosk", lambda v: new in [s["id"] for s in v["services"]])


def test_the_manager_sees_the_whole_floor_move(watch, desk: PrivateDesk) -> None:
    manager = watch("manager", "manager")
    before = manager.latest("manager")["today"]
    ticket = desk.finished()
    desk.terminal.post("/ratings", {"value": "unsatisfied"})
    shown = manager.wait("manager", lambda v: v["today"]["ratings"] > before["ratings"])
    today = shown["today"]
    for count in ("issued", "called", "served", "ratings", "unsatisfied"):
        assert today[count] == before[count] + 1
    assert today["satisfied"] == before["satisfied"]
    assert shown["calls"][0]["ticket"] == ticket["number"]
    assert shown["ratings"][0]["value"] == "unsatisfied"
    mine = next(c for c in shown["counters"] if c["id"] == desk.id)
    assert (mine["served"], mine["ticket"], mine["state"]) == (1, None, "open")


def test_nothing_is_sent_after_unwatching(watch, desk: PrivateDesk) -> None:
    room = f"counter/{desk.id}"
    display, other = watch(None, room), watch(None, room)
    assert display.unwatch(room) == {"ok": True}
    desk.called()
    other.wait(room, lambda v: v["ticket"])
    assert display.watch(f"service/{desk.service}") == {"ok": True}  # a round trip later
    assert len(display.views[room]) == 1


def test_watching_twice_gives_each_change_once(watch, desk: PrivateDesk) -> None:
    room = f"counter/{desk.id}"
    display = watch(None, room, room)
    desk.called()
    display.wait(room, lambda v: v["ticket"])
    desk.staff.post(f"/counters/{desk.id}/pause")
    display.wait(room, lambda v: v["counter"]["state"] == "paused")
    changes = [view for _, view in display.views[room][2:]]
    assert [(v["ticket"] is not None, v["counter"]["state"]) for v in changes] == [
        (True, "open"),
        (True, "paused"),
    ]


def test_a_display_that_comes_while_the_room_is_quiet_is_not_left_behind(
    watch, desk: PrivateDesk
) -> None:
    """The kiosks' room shows views half a second apart; who comes in between sees the latest."""

    def waiting(view: Any) -> int:
        return next(int(s["waiting"]) for s in view["services"] if s["id"] == desk.service)

    desk.issue()
    first = watch("kiosk", "kiosk")
    desk.issue()
    first.wait("kiosk", lambda v: waiting(v) == 2)
    desk.issue()  # told later …
    late = watch("kiosk", "kiosk")
    assert waiting(late.latest("kiosk")) == 3  # … but seen by who comes now
    desk.call()  # and undone before it was told
    late.wait("kiosk", lambda v: waiting(v) == 2)
    first.wait("kiosk", lambda v: waiting(v) == 2)


def test_who_is_in_no_hurry_goes_with_who_is(watch, desk: PrivateDesk) -> None:
    """How many wait may reach the hall some seconds later; but when the centre is looked at for
    others anyhow, it goes with them."""

    room = f"service/{desk.service}"
    display = watch(None, "hall", room)
    before = display.latest("hall")["waiting"]
    desk.issue()
    display.wait(room, lambda v: v["waiting"] == 1)
    assert display.watch(f"counter/{desk.id}") == {"ok": True}  # a round trip, so all has come
    assert display.latest("hall")["waiting"] == before + 1
    desk.issue()
    display.wait("hall", lambda v: v["waiting"] == before + 2)


def test_every_call_of_a_burst_appears_in_the_hall_newest_first(watch, office: Office) -> None:
    desks = [office.desk() for _ in range(12)]
    for desk in desks:
        desk.issue()
    hall = watch(None, "hall")
    made: list[dict[str, Any]] = []

    def call(desk: PrivateDesk) -> None:
        client = FloorClient(office.url, desk.staff_token)
        called = client.call_next(desk.id)
        made.append(called["call"])
        client.act(called["ticket"]["id"], "recall")

    threads = [threading.Thread(target=call, args=(desk,)) for desk in desks[:8]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    call(desks[8])
    last = max(c["id"] for c in made)
    hall.wait("hall", lambda v: v["calls"] and v["calls"][0]["call"] > last)
    seen: dict[int, Any] = {}
    for _, view in hall.views["hall"]:
        ids = [c["call"] for c in view["calls"]]
        assert ids == sorted(ids, reverse=True)
        assert len(ids) <= 200
        seen |= {c["call"]: c for c in view["calls"]}
    assert {c["id"] for c in made} <= set(seen)
    mine = [c for c in seen.values() if c["counter"] in {d.id for d in desks[:9]}]
    assert sorted(c["attempt"] for c in mine) == [1] * 9 + [2] * 9
    assert ordered(hall.seqs("hall"))


def test_the_hall_names_nobody_and_shows_every_counter(watch, desk: PrivateDesk) -> None:
    hall = watch(None, "hall")
    ticket = desk.called()
    shown = hall.wait("hall", lambda v: v["calls"] and v["calls"][0]["ticket"] == ticket["number"])
    call = shown["calls"][0]
    assert set(call) == {
        "call", "ticket", "counter", "counter_number", "counter_name", "counter_name_en",
        "service", "service_name", "service_name_en", "attempt", "called_at",
    }  # fmt: skip
    mine = next(c for c in shown["counters"] if c["id"] == desk.id)
    assert mine["ticket"] == ticket["number"]
    assert ticket["id"] not in str(hall.views)
    assert "officer" not in str(hall.views)


def test_many_changes_make_few_views_and_the_last_one_is_right(watch, desk: PrivateDesk) -> None:
    room = f"service/{desk.service}"
    display = watch(None, room)
    began = time.monotonic()
    for _ in range(30):
        desk.issue()
    display.wait(room, lambda v: v["waiting"] == 30)
    took = time.monotonic() - began
    assert len(display.views[room]) <= 4 + took / 0.25
    assert ordered(display.seqs(room))


def test_all_displays_of_a_room_are_sent_the_same(watch, desk: PrivateDesk) -> None:
    room = f"counter/{desk.id}"
    displays = [watch(None, room) for _ in range(4)]
    ticket = desk.called()
    shown = [d.wait(room, lambda v: v["ticket"]) for d in displays]
    assert all(view == shown[0] for view in shown)
    assert shown[0]["ticket"]["number"] == ticket["number"]
