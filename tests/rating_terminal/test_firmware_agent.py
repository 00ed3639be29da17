"""The firmware's box, running on this machine, at a real pad agent over a pty."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from firmware_box import FirmwareBox, build_box
from pad_rig import DEADLINE_S, running_agent
from pad_server import PadServer, running_pad_server
from postgres import Missing, required

from hardware.virtual.pad_noise import LineNoise

VALUES = ("very_satisfied", "satisfied", "neutral", "unsatisfied", "very_unsatisfied")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        return build_box(tmp_path_factory.mktemp("box"))
    except Missing as missing:
        if required():
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture
def server() -> Iterator[PadServer]:
    with running_pad_server() as server:
        yield server


def test_a_box_of_five_keys_is_lit_and_each_key_means_its_answer(
    program: Path, server: PadServer, tmp_path: Path
) -> None:
    with (
        FirmwareBox(program, "box-1", keys=5) as box,
        running_agent(server.url, box.url, tmp_path, scale=5) as agent,
    ):
        assert agent.wait_ready(DEADLINE_S)
        server.wake("t1")
        assert box.wait_lit(5, DEADLINE_S)
        for key in (5, 4, 3, 2, 1):
            box.press(key)
        assert server.wait_ratings(5, DEADLINE_S)
        server.sleep()
        assert box.wait_lit(0, DEADLINE_S)
    assert [rating["value"] for rating in server.ratings] == list(reversed(VALUES))
    assert {(r["device"], r["boot"], r["ticket"]) for r in server.ratings} == {
        ("box-1", box.boot, "t1")
    }


@pytest.mark.faults
def test_eighty_presses_on_a_bad_line_arrive_once_and_in_order(
    program: Path, server: PadServer, tmp_path: Path
) -> None:
    """5 % noise and truncation on both ways, 5 % lost acknowledgements, unplugs, agent lives."""
    noise, random = LineNoise(spoilt=0.05, cut=0.05, lost_acks=0.05, seed=5), Random(6)
    with FirmwareBox(program, "box-1", keys=3, noise=noise) as box:
        for _ in range(4):
            with running_agent(server.url, box.url, tmp_path):
                for number in range(20):
                    box.press(random.randint(1, 3))
                    if number == 10:
                        box.unplug()
                        box.press(random.randint(1, 3))
                        box.replug()
        with running_agent(server.url, box.url, tmp_path):
            assert server.wait_ratings(len(box.pressed), 3 * DEADLINE_S)
        assert box.alive
    assert [rating["seq"] for rating in server.ratings] == list(range(1, 85))
    values = ("very_satisfied", "satisfied", "unsatisfied")
    assert [rating["value"] for rating in server.ratings] == [values[k - 1] for k in box.pressed]
