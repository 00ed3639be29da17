"""A bad line, pulled plugs, a killed agent and floods of junk: each press arrives once."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from pad_rig import DEADLINE_S, running_agent
from pad_server import PadServer, running_pad_server

from hardware.line_protocol import Press, build
from hardware.virtual.pad import VirtualPad
from hardware.virtual.pad_noise import LineNoise
from rating_terminal.outbox import Outbox

pytestmark = pytest.mark.faults
PRESSES = 300
ROUND = 50


@pytest.fixture
def server() -> Iterator[PadServer]:
    with running_pad_server() as server:
        yield server


def press_round(pad: VirtualPad, random: Random) -> list[str]:
    """ROUND presses, never more than the ring holds; returns the values pressed."""
    values = []
    for number in range(ROUND):
        key = random.randint(1, 3)
        values.append(("very_satisfied", "satisfied", "unsatisfied")[key - 1])
        pad.press(key)
        if number % 20 == 10:
            pad.unplug()
            pad.replug()
    return values


def test_three_hundred_presses_on_a_bad_line_arrive_once_and_in_order(
    server: PadServer, tmp_path: Path
) -> None:
    """5 % noise, 5 % truncation, 5 % lost acks, 18 unplugs, 6 agent lives, 1 server restart."""
    noise = LineNoise(spoilt=0.05, cut=0.05, lost_acks=0.05, seed=11)
    random, pressed = Random(12), list[str]()
    with VirtualPad("pad-1", noise=noise, resend_s=0.02) as pad:
        while len(pressed) < PRESSES:
            with running_agent(server.url, pad.url, tmp_path):
                pressed += press_round(pad, random)
                assert pad.wait_acknowledged(DEADLINE_S)
            if len(pressed) == PRESSES // 2:
                server.stop()
                server.start()
        with running_agent(server.url, pad.url, tmp_path):
            assert server.wait_ratings(PRESSES, DEADLINE_S)
    outbox = Outbox(tmp_path)
    assert (pad.lost, outbox.count("waiting"), outbox.count("done")) == (0, 0, PRESSES)
    outbox.close()
    assert [rating["seq"] for rating in server.ratings] == list(range(1, PRESSES + 1))
    assert [rating["value"] for rating in server.ratings] == pressed


def random_pad_frames(random: Random, count: int) -> Iterator[bytes]:
    """Frames as pads send them: a third whole (of other pads), a third spoilt, a third junk."""
    spoil = LineNoise(spoilt=1.0, cut=0.3, seed=random.randrange(1 << 30))
    for number in range(count):
        base = random.randrange(1 << 32)
        seq = min((1 << 32) - 1, base + random.choice([0, 0, 1, 63]))
        dev, boot = f"pad-{random.randint(1, 3)}", f"{random.getrandbits(16):04x}"
        whole = build(Press(dev, boot, seq, base, random.randrange(256), random.getrandbits(32)))
        yield (whole, spoil.on_line(whole), random.randbytes(random.randint(1, 200)))[number % 3]


def test_ten_thousand_random_frames_lose_no_real_press(server: PadServer, tmp_path: Path) -> None:
    random = Random(21)
    frames = list(random_pad_frames(random, 10_000))
    with (
        VirtualPad("pad-9", resend_s=0.05) as pad,
        running_agent(server.url, pad.url, tmp_path, scale=2) as agent,
    ):
        assert agent.wait_ready(DEADLINE_S)
        for start in range(0, len(frames), 500):
            pad.send_raw(b"".join(frames[start : start + 500]))
            pad.press(1)
        pad.send_raw(b"\n")
        assert pad.wait_acknowledged(DEADLINE_S)
        assert server.wait_ratings_of("pad-9", 20, DEADLINE_S)
        assert sum(agent.rejects.values()) > 4_000
        server.wake("t1")
        assert pad.wait_lit(DEADLINE_S)
    own = [rating["seq"] for rating in server.ratings if rating["device"] == "pad-9"]
    assert own == list(range(1, 21))
