"""The pad agent between a virtual pad on a pty and a real HTTP and Socket.IO server."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pad_rig import DEADLINE_S, running_agent
from pad_server import PadServer, running_pad_server

from hardware.virtual.pad import VirtualPad
from rating_terminal.agent import PadAgent


@pytest.fixture
def server() -> Iterator[PadServer]:
    with running_pad_server() as server:
        yield server


@pytest.fixture
def pad() -> Iterator[VirtualPad]:
    with VirtualPad("pad-1", resend_s=0.05) as pad:
        yield pad


@pytest.fixture
def agent(server: PadServer, pad: VirtualPad, tmp_path: Path) -> Iterator[PadAgent]:
    with running_agent(server.url, pad.url, tmp_path) as agent:
        assert agent.wait_ready(DEADLINE_S)
        yield agent


def test_the_pad_is_lit_while_a_rating_is_asked_for(
    server: PadServer, pad: VirtualPad, agent: PadAgent
) -> None:
    assert agent.counter == "3" and not pad.lit
    server.wake("t1")
    assert pad.wait_lit(DEADLINE_S) and pad.lit_keys == 3
    server.sleep()
    assert pad.wait_dark(DEADLINE_S)


def test_a_press_becomes_a_rating_of_the_ticket_that_was_asked_about(
    server: PadServer, pad: VirtualPad, agent: PadAgent
) -> None:
    server.wake("t1")
    assert pad.wait_lit(DEADLINE_S)
    pad.press(3)
    assert server.wait_ratings(1, DEADLINE_S)
    rating = server.ratings[0]
    assert 0 <= rating.pop("age_ms") < 2000
    assert rating == {
        "value": "unsatisfied",
        "scale": 3,
        "device": "pad-1",
        "boot": pad.boot,
        "seq": 1,
        "ticket": "t1",
    }
    assert pad.wait_acknowledged(DEADLINE_S)


def test_a_press_on_a_dark_pad_is_delivered_without_a_ticket(
    server: PadServer, pad: VirtualPad, agent: PadAgent
) -> None:
    pad.press(1)
    assert server.wait_ratings(1, DEADLINE_S)
    assert "ticket" not in server.ratings[0]


def test_the_pad_goes_dark_by_itself_at_the_end_of_its_time(
    server: PadServer, pad: VirtualPad, agent: PadAgent
) -> None:
    server.clock_ahead = timedelta(hours=5)
    server.wake("t1", lasts_s=0.5)
    assert pad.wait_lit(DEADLINE_S)
    assert pad.wait_dark(DEADLINE_S)


def test_a_pad_plugged_in_again_is_lit_again(
    server: PadServer, pad: VirtualPad, agent: PadAgent
) -> None:
    server.wake("t1")
    assert pad.wait_lit(DEADLINE_S)
    pad.power_cycle()
    assert pad.wait_lit(DEADLINE_S)


def test_presses_made_while_the_server_is_away_arrive_in_order(
    server: PadServer, pad: VirtualPad, agent: PadAgent
) -> None:
    server.stop()
    for key in (1, 2, 3):
        pad.press(key)
    assert pad.wait_acknowledged(DEADLINE_S)
    assert agent.waiting() == 3
    server.start()
    assert server.wait_ratings(3, DEADLINE_S)
    values = [rating["value"] for rating in server.ratings]
    assert values == ["very_satisfied", "satisfied", "unsatisfied"]


def test_a_press_that_had_to_wait_is_delivered_with_its_age(
    server: PadServer, pad: VirtualPad, agent: PadAgent
) -> None:
    server.refuse(503, "store_unavailable", times=2)
    pad.press(1)
    assert server.wait_ratings(1, DEADLINE_S)
    shortest_pauses_ms = 0.7 * (250 + 500)
    assert shortest_pauses_ms <= server.ratings[0]["age_ms"] < DEADLINE_S * 1000


def test_the_light_works_again_after_the_server_was_away(
    server: PadServer, pad: VirtualPad, agent: PadAgent
) -> None:
    server.stop()
    server.start()
    server.wake("t2")
    assert pad.wait_lit(DEADLINE_S)


def test_a_lost_answer_is_asked_for_again_and_counted_once(
    server: PadServer, pad: VirtualPad, agent: PadAgent
) -> None:
    server.lose_answers = 1
    pad.press(1)
    pad.press(2)
    assert server.wait_ratings(2, DEADLINE_S)
    assert [rating["seq"] for rating in server.ratings] == [1, 2]
    assert server.repeats == 1


def test_presses_are_taken_before_the_server_was_ever_reached(
    pad: VirtualPad, tmp_path: Path
) -> None:
    with running_agent("http://127.0.0.1:9", pad.url, tmp_path) as agent:
        pad.press(2)
        assert pad.wait_acknowledged(DEADLINE_S)
        assert agent.waiting() == 1 and agent.counter is None
    with running_pad_server() as server, running_agent(server.url, pad.url, tmp_path):
        assert server.wait_ratings(1, DEADLINE_S)
        assert server.ratings[0]["age_ms"] >= 0


def test_a_forged_token_loses_no_press(server: PadServer, pad: VirtualPad, tmp_path: Path) -> None:
    with running_agent(server.url, pad.url, tmp_path, token="forged") as agent:
        server.refuse(401, "unauthorized", times=2)
        pad.press(2)
        assert pad.wait_acknowledged(DEADLINE_S)
        assert server.wait_answers_used(DEADLINE_S)
        assert agent.counter is None
        assert server.wait_ratings(1, DEADLINE_S)


def test_a_four_key_pad_uses_its_own_scale(
    server: PadServer, pad: VirtualPad, tmp_path: Path
) -> None:
    with running_agent(server.url, pad.url, tmp_path, scale=4) as agent:
        assert agent.wait_ready(DEADLINE_S)
        server.wake("t1")
        assert pad.wait_lit(DEADLINE_S) and pad.lit_keys == 4
        pad.press(3)
        assert server.wait_ratings(1, DEADLINE_S)
        assert (server.ratings[0]["value"], server.ratings[0]["scale"]) == ("neutral", 4)


def test_the_pad_goes_dark_when_the_agent_stops(
    server: PadServer, pad: VirtualPad, tmp_path: Path
) -> None:
    with running_agent(server.url, pad.url, tmp_path):
        server.wake("t1")
        assert pad.wait_lit(DEADLINE_S)
    assert pad.wait_dark(DEADLINE_S)
