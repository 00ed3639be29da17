"""The keypad agent between a keypad on a pty and the real server."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fixture_types import RunServer
from losing_proxy import LosingProxy
from ports import wait_until
from private_desk import Office, PrivateDesk

from hardware.line_protocol import Press, build
from hardware.virtual.pad import VirtualPad
from hardware.virtual.pad_noise import LineNoise
from server.staff.keypad.agent import KeypadAgent
from server.staff.keypad.journal import JournalInUse

ROOT = Path(__file__).resolve().parents[2]
DEADLINE_S = 30.0
PAUSE_S = 0.9  # longer than a double press
NEXT, RECALL, SKIP, FINISH, START = 1, 2, 3, 4, 5


@contextmanager
def running(url: str, token: str, port: str, data: Path) -> Iterator[KeypadAgent]:
    agent = KeypadAgent(url, token, port, data)
    agent.start()
    try:
        assert agent.wait_ready(DEADLINE_S)
        yield agent
    finally:
        agent.close()


@pytest.fixture
def pad() -> Iterator[VirtualPad]:
    with VirtualPad("keypad-1", resend_s=0.05) as pad:
        yield pad


@pytest.fixture
def agent(desk: PrivateDesk, pad: VirtualPad, tmp_path: Path) -> Iterator[KeypadAgent]:
    with running(desk.office.url, desk.staff_token, pad.url, tmp_path) as agent:
        yield agent


def press(pad: VirtualPad, agent: KeypadAgent, key: int) -> str | None:
    """Press, wait for what becomes of it, and let the time of a double press pass."""
    before = len(agent.outcomes())
    pad.press(key)
    wait_until(lambda: len(agent.outcomes()) > before, DEADLINE_S, "the press was not heard")
    wait_until(lambda: None not in agent.outcomes(), DEADLINE_S, "the press has no outcome")
    assert pad.wait_acknowledged(DEADLINE_S)
    time.sleep(PAUSE_S)
    return agent.outcomes()[-1]


def told(desk: PrivateDesk, ticket: Any) -> list[str]:
    """The kinds of the events of a ticket."""
    answer = desk.staff.get(f"/tickets/{ticket['id']}/history")
    return [event["kind"] for event in answer.json()["events"]]


def test_a_visit_from_call_to_end_by_four_keys(
    desk: PrivateDesk, pad: VirtualPad, agent: KeypadAgent
) -> None:
    ticket = desk.issue()
    for key in (NEXT, RECALL, START, FINISH):
        assert press(pad, agent, key) == "done"
    assert told(desk, ticket) == ["issued", "called", "recalled", "started", "finished"]


def test_a_citizen_who_does_not_come_is_skipped(
    desk: PrivateDesk, pad: VirtualPad, agent: KeypadAgent
) -> None:
    ticket = desk.issue()
    assert [press(pad, agent, key) for key in (NEXT, SKIP)] == ["done", "done"]
    assert told(desk, ticket) == ["issued", "called", "no_show"]


def test_a_double_press_calls_one(desk: PrivateDesk, pad: VirtualPad, agent: KeypadAgent) -> None:
    first, second = desk.issue(), desk.issue()
    pad.press(NEXT)
    pad.press(NEXT)
    wait_until(lambda: len(agent.outcomes()) == 2, DEADLINE_S, "two presses are heard")
    wait_until(lambda: None not in agent.outcomes(), DEADLINE_S, "both are decided")
    assert agent.outcomes()[0] == "done" and agent.outcomes()[1] in ("busy", "double")
    assert told(desk, first) == ["issued", "called"]
    assert told(desk, second) == ["issued"]


def test_a_refusal_is_kept_and_told_by_flashes(
    desk: PrivateDesk, pad: VirtualPad, agent: KeypadAgent
) -> None:
    desk.issue()
    assert [press(pad, agent, k) for k in (NEXT, RECALL, RECALL)] == ["done"] * 3
    pad.press(RECALL)
    assert pad.wait_dark(DEADLINE_S)  # a citizen is there: only a flash darkens the keys
    wait_until(lambda: agent.outcomes()[-1] == "recall_limit", DEADLINE_S, "it is refused")
    assert pad.wait_lit(DEADLINE_S)


def test_nothing_to_act_on_is_no_command(
    desk: PrivateDesk, pad: VirtualPad, agent: KeypadAgent
) -> None:
    assert [press(pad, agent, key) for key in (FINISH, 9, NEXT)] == [
        "no_ticket", "no_such_key", "nobody"
    ]  # fmt: skip


def test_an_old_press_is_acknowledged_and_not_carried_out(
    desk: PrivateDesk, pad: VirtualPad, agent: KeypadAgent
) -> None:
    ticket = desk.issue()
    pad.send_raw(build(Press("keypad-2", "b00t", 1, 1, NEXT, 10_500)))
    wait_until(lambda: agent.outcomes() == ["too_old"], DEADLINE_S, "the old press is kept")
    assert told(desk, ticket) == ["issued"]


def test_the_lamps_follow_the_floor(desk: PrivateDesk, pad: VirtualPad, agent: KeypadAgent) -> None:
    assert pad.wait_dark(DEADLINE_S)
    desk.issue()
    wait_until(lambda: pad.lit and pad.lit_keys == 1, DEADLINE_S, "the first key is lit")
    desk.call()
    wait_until(lambda: pad.lit and pad.lit_keys is None, DEADLINE_S, "every key is lit")


def test_a_lost_answer_is_asked_for_again_and_nobody_else_is_called(
    desk: PrivateDesk, pad: VirtualPad, tmp_path: Path
) -> None:
    first, second = desk.issue(), desk.issue()
    with (
        LosingProxy(desk.office.server.port) as line,
        running(line.url, desk.staff_token, pad.url, tmp_path) as agent,
    ):
        line.lose("call-next", 3)
        assert press(pad, agent, NEXT) == "done"
        assert line.lost == 3
    assert told(desk, first) == ["issued", "called"]
    assert told(desk, second) == ["issued"]


def test_a_noisy_line_sends_again_and_every_press_counts_once(
    desk: PrivateDesk, tmp_path: Path
) -> None:
    noise = LineNoise(spoilt=0.2, cut=0.1, lost_acks=0.5, seed=7)
    tickets = [desk.issue() for _ in range(4)]
    with (
        VirtualPad("keypad-1", resend_s=0.02, noise=noise) as pad,
        running(desk.office.url, desk.staff_token, pad.url, tmp_path) as agent,
    ):
        assert [press(pad, agent, NEXT) for _ in range(4)] == ["done"] * 4
    kinds = [told(desk, ticket) for ticket in tickets]
    assert kinds == [["issued", "called", "finished"]] * 3 + [["issued", "called"]]


def test_a_press_while_the_server_is_away_is_carried_out_once_when_it_is_back(
    run_server: RunServer, pad: VirtualPad, tmp_path: Path
) -> None:
    server = run_server()
    desk = Office.of(server).desk()
    first, second = desk.issue(), desk.issue()
    with running(server.url, desk.staff_token, pad.url, tmp_path) as agent:
        server.kill()
        pad.press(NEXT)
        assert pad.wait_acknowledged(DEADLINE_S)
        assert agent.outcomes() == [None]
        server.start()
        wait_until(lambda: None not in agent.outcomes(), 15, "the press has an outcome")
        outcome = agent.outcomes()
    kinds = [told(desk, ticket) for ticket in (first, second)]
    assert (outcome, kinds) in (
        (["done"], [["issued", "called"], ["issued"]]),
        (["given_up"], [["issued"], ["issued"]]),  # a server that took more than 10 s to start
    )


def test_what_was_journalled_before_the_agent_ended_is_asked_for_with_the_same_key(
    desk: PrivateDesk, pad: VirtualPad, tmp_path: Path
) -> None:
    """The agent ends after its request arrived and before its answer: the next one asks again."""
    first, second = desk.issue(), desk.issue()
    order = Press("keypad-2", "boot", 1, 1, NEXT, 0)
    with (
        LosingProxy(desk.office.server.port) as line,
        running(line.url, desk.staff_token, pad.url, tmp_path) as agent,
    ):
        line.lose("call-next", 99)
        agent.pressed([order])
        wait_until(lambda: line.lost > 0, DEADLINE_S, "an answer is lost")
        assert agent.outcomes() == [None]
    with running(desk.office.url, desk.staff_token, pad.url, tmp_path) as agent:
        wait_until(lambda: agent.outcomes() == ["done"], DEADLINE_S, "it is answered")
        agent.pressed([order])
        assert agent.outcomes() == ["done"]
    assert told(desk, first) == ["issued", "called"]
    assert told(desk, second) == ["issued"]


def test_a_press_before_the_counter_is_known_is_told_and_not_done(
    pad: VirtualPad, tmp_path: Path
) -> None:
    agent = KeypadAgent("http://127.0.0.1:9", "t", pad.url, tmp_path)
    agent.pressed([Press("keypad-1", "boot", 1, 1, NEXT, 0)])
    assert agent.outcomes() == ["no_line"]
    agent.close()


def test_two_agents_never_share_a_folder(
    desk: PrivateDesk, pad: VirtualPad, agent: KeypadAgent, tmp_path: Path
) -> None:
    with pytest.raises(JournalInUse):
        KeypadAgent(desk.office.url, desk.staff_token, pad.url, tmp_path)


def test_the_agent_loads_nothing_of_the_server_but_itself() -> None:
    code = "import sys, server.staff.keypad.command; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    ours = {m for m in done.stdout.split() if m.split(".")[0] in ("server", "kiosk", "display")}
    assert {m for m in ours if not m.startswith("server.staff.keypad")} == {
        "server", "server.staff"
    }  # fmt: skip
