"""Presses of many pads while lines, plugs, agents and the server fail: each is stored once, in
order, and bound to the ticket it was made for.

MOTCUA_PRESSES=5000 runs the whole measure (about four minutes); fewer by default.
"""

import os
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from pad_floor import PadFloor

from hardware.virtual.pad_noise import LineNoise

pytestmark = pytest.mark.faults

PRESSES = int(os.environ.get("MOTCUA_PRESSES", "120"))
WHOLE = PRESSES >= 1_000
LINES = {
    "1": "ho-tich", "3": "chung-thuc", "4": "can-cuoc", "6": "dat-dai", "8": "xay-dung",
    "5": "can-cuoc", "7": "dat-dai", "9": "giao-thong", "10": "doanh-nghiep", "11": "thue",
}  # fmt: skip
COUNTERS = list(LINES.items())[: 10 if WHOLE else 4]
UNPLUGS, AGENT_KILLS, SERVER_KILLS = (20, 5, 5) if WHOLE else (8, 2, 2)
EACH = PRESSES // len(COUNTERS)
WRONG = 0.05


def bad_line(at: int) -> LineNoise:
    return LineNoise(spoilt=WRONG, cut=WRONG, lost_acks=WRONG, seed=at)


@pytest.fixture
def pads(tmp_path: Path) -> Iterator[PadFloor]:
    floor = PadFloor(tmp_path, COUNTERS, bad_line)
    yield floor
    floor.close()


def faults(choice: random.Random) -> list[tuple[int, str]]:
    """When each fault happens, in presses made."""
    kinds = ["unplug"] * UNPLUGS + ["agent"] * AGENT_KILLS + ["server"] * SERVER_KILLS
    total = EACH * len(COUNTERS)
    return sorted((choice.randrange(total // 20, total - total // 20), kind) for kind in kinds)


def strike(pads: PadFloor, kind: str, choice: random.Random) -> None:
    one = choice.choice(pads.counters)
    if kind == "unplug":
        one.pad.unplug()
        one.pad.replug()
    elif kind == "agent":
        one.agent.kill()
        one.agent.start()
    else:
        pads.floor.server.kill()
        pads.floor.server.start()


@pytest.mark.timeout(3_600 if WHOLE else 240)
def test_every_press_is_stored_once_in_order_and_bound_to_its_ticket(pads: PadFloor) -> None:
    choice, total = random.Random(7), EACH * len(COUNTERS)
    threads = pads.serve(EACH)
    for at, kind in faults(choice):
        pads.await_pressed(at)
        strike(pads, kind, choice)
    pads.await_pressed(total)
    for thread in threads:
        thread.join(60)
    pads.await_stored(total)
    check_once_and_bound(pads, total)
    check_order(pads)
    check_outboxes(pads, total)


def check_once_and_bound(pads: PadFloor, total: int) -> None:
    stored = pads.ask("SELECT device, boot, seq, value, ticket, status FROM press")
    meant = {press: told for one in pads.counters for press, told in one.pressed.items()}
    assert len(stored) == len(meant) == total
    wrong = [
        row
        for row in stored
        if (told := meant[row["device"], row["boot"], row["seq"]])
        and (row["ticket"], row["value"], row["status"]) != (told.ticket, told.value, "counted")
    ]
    assert not wrong, f"{len(wrong)} presses are not bound as they were meant: {wrong[:3]}"
    rated = {row["ticket"]: row["value"] for row in pads.ask("SELECT ticket, value FROM rating")}
    assert rated == {told.ticket: told.value for told in meant.values()}
    counted = pads.ask("SELECT SUM(n) AS n FROM tally WHERE kind = 'rated'")
    assert counted[0]["n"] == total


def check_order(pads: PadFloor) -> None:
    """The store took the presses of each device in the order they were made in."""
    seq_of = {told.ticket: press[2] for one in pads.counters for press, told in one.pressed.items()}
    taken = defaultdict(list)
    for row in pads.ask("SELECT ticket, counter FROM event WHERE kind = 'rated' ORDER BY id"):
        taken[row["counter"]].append(seq_of[row["ticket"]])
    assert len(taken) == len(pads.counters)
    for seqs in taken.values():
        assert seqs == list(range(1, EACH + 1))


def check_outboxes(pads: PadFloor, total: int) -> None:
    kept = 0
    for one in pads.counters:
        one.agent.stop()
        states = one.agent.kept()
        assert set(states) == {"done"}, states
        kept += states["done"]
        assert one.pad.lost == 0
    assert kept == total
