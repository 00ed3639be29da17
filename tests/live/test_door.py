"""Newcomers come in a few at a time, and nobody waits for all of them."""

import time

import gevent
import pytest
from gevent.event import Event
from load_figures import quantile
from private_desk import Office, PrivateDesk
from province_screens import Screens

from server.core.errors import Overloaded
from server.live import door as door_module
from server.live.door import Door, Step

LINES = 300


def test_a_few_at_a_time_and_the_most_urgent_first() -> None:
    door, order, inside, most = Door(at_once=1), [], 0, 0
    go_on = Event()

    def come(step: Step, name: str) -> None:
        nonlocal inside, most
        with door.turn(step):
            inside += 1
            most = max(most, inside)
            order.append(name)
            go_on.wait(10)
            inside -= 1

    steps = [Step.GREETING, Step.GREETING, Step.OPENING, Step.WATCHING, Step.OPENING]
    newcomers = [gevent.spawn(come, step, f"{n} {step.name}") for n, step in enumerate(steps)]
    while not order:
        gevent.sleep(0)
    assert door.waiting == 4
    go_on.set()
    gevent.joinall(newcomers, 10, raise_error=True)
    assert order == ["0 GREETING", "3 WATCHING", "2 OPENING", "4 OPENING", "1 GREETING"]
    assert (most, door.waiting) == (1, 0)


def test_who_waits_too_long_is_told_and_takes_nobodys_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(door_module.DEADLINE_S, Step.OPENING, 0.02)
    door, go_on = Door(at_once=1), Event()

    def stay() -> None:
        with door.turn(Step.GREETING):
            go_on.wait(10)

    first, second = gevent.spawn(stay), gevent.spawn(stay)
    gevent.sleep(0)
    with pytest.raises(Overloaded), door.turn(Step.OPENING):
        pass
    # One who is killed while it waits, and one who fails inside, leave their turn to the next.
    second.kill()
    go_on.set()
    first.join(10)
    with pytest.raises(ZeroDivisionError), door.turn(Step.WATCHING):
        raise ZeroDivisionError
    with door.turn(Step.WATCHING):
        assert door.waiting == 0


def test_tickets_are_issued_while_a_crowd_of_lines_comes_back(
    office: Office, desk: PrivateDesk
) -> None:
    """All lines get in, and an issue takes a small part of the time that takes: it does not wait
    behind the crowd."""
    kiosk = office.client("kiosk")
    kiosk.issue(desk.service)
    crowd = Screens([(office.server.port, "", "", "hall")] * LINES, at_once=LINES)
    took: list[float] = []
    try:
        began = time.monotonic()
        while not crowd.is_ready():
            at = time.monotonic()
            kiosk.issue(desk.service)
            took.append(time.monotonic() - at)
            assert at - began < 60
        whole = time.monotonic() - began
        told = crowd.tell([])
    finally:
        crowd.close()
    assert told["views"] >= LINES and told["down"] == 0
    assert len(took) >= 5 and quantile(took, 0.9) < whole / 4
