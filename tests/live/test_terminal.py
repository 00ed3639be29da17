"""The rating terminal wakes when a visit ends and sleeps again by the clock."""

import json
import time

import pytest
from fixture_types import RunServer
from private_desk import Office

OPEN_S = 2


@pytest.fixture(scope="module")
def short_office(run_server: RunServer) -> Office:
    """A centre whose terminals sleep after two seconds."""
    server = run_server()
    store = server.store()
    settings = json.dumps({"rating": {"open_s": OPEN_S, "change_s": 1}, "scale": 4})
    store.write(lambda s: s.run("UPDATE centre SET settings = :s", s=settings))
    store.close()
    return Office.of(server)


def test_a_terminal_wakes_for_its_ticket_and_falls_asleep(watch, short_office: Office) -> None:
    desk = short_office.desk()
    room = f"terminal/{desk.id}"
    terminal = watch(None, room, url=short_office.url, token=desk.terminal_token)
    asleep = terminal.latest(room)
    assert (asleep["awake"], asleep["ticket"], asleep["until"]) == (False, None, None)
    assert asleep["scale"] == 4
    done = desk.finished()
    woken = terminal.wait(room, lambda v: v["awake"])
    began = time.monotonic()
    assert woken["ticket"]["number"] == done["number"]
    assert woken["rated"] is None
    terminal.wait(room, lambda v: not v["awake"])
    assert OPEN_S - 0.7 < time.monotonic() - began < OPEN_S + 3
    assert desk.terminal.post("/ratings", {"value": "satisfied"}).status_code == 409


def test_a_terminal_connected_late_still_falls_asleep(watch, short_office: Office) -> None:
    desk = short_office.desk()
    desk.finished()
    room = f"terminal/{desk.id}"
    terminal = watch(None, room, url=short_office.url, token=desk.terminal_token)
    assert terminal.latest(room)["awake"] is True
    terminal.wait(room, lambda v: not v["awake"])


def test_a_press_is_shown_and_a_call_puts_nothing_back_to_sleep(
    watch, short_office: Office
) -> None:
    desk = short_office.desk()
    room = f"terminal/{desk.id}"
    terminal = watch(None, room, url=short_office.url, token=desk.terminal_token)
    desk.finished()
    terminal.wait(room, lambda v: v["awake"])
    desk.terminal.post("/ratings", {"value": "neutral", "scale": 4})
    assert terminal.wait(room, lambda v: v["rated"])["rated"] == "neutral"
    second = desk.finished()
    fresh = terminal.wait(room, lambda v: v["awake"] and v["ticket"]["number"] == second["number"])
    assert fresh["rated"] is None


def test_a_terminal_sleeps_when_the_next_is_served(watch, office: Office) -> None:
    desk = office.desk()
    room = f"terminal/{desk.id}"
    terminal = watch(None, room, token=desk.terminal_token)
    desk.finished()
    terminal.wait(room, lambda v: v["awake"])
    desk.staff.act(desk.called()["id"], "serve")
    terminal.wait(room, lambda v: not v["awake"], seconds=5)
