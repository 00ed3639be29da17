"""Beats of many lines from one greenlet, and what ends a line."""

import gevent
import pytest
from gevent.event import Event

from server.live import heartbeat
from server.live.heartbeat import PATIENCE_S, Heart
from server.live.line import Line


class _Reasons:
    PING_TIMEOUT = "ping timeout"
    SERVER_DISCONNECT = "server disconnect"


class _Server:
    """As much of Engine.IO's server as a line needs."""

    reason = _Reasons()

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def create_queue(self) -> None:
        return None

    def _trigger_event(self, *told: object, run_async: bool) -> None:
        self.told.append(told)


class _Websocket:
    def __init__(self, heard_at: float) -> None:
        self.heard_at = heard_at
        self.said: list[str | bytes] = []
        self.closed = False

    def send(self, message: str | bytes) -> None:
        self.said.append(message)

    def ask(self) -> None:
        self.said.append("2")

    def wait(self) -> None:
        return None

    def close(self) -> None:
        self.closed = True


def _line(heard_ago_s: float) -> tuple[Line, _Websocket]:
    line = Line(_Server(), "a")
    line._websocket = websocket = _Websocket(heartbeat.time.monotonic() - heard_ago_s)
    return line, websocket


def test_a_late_answer_does_not_end_a_line_and_none_does() -> None:
    line, websocket = _line(PATIENCE_S / 2)
    assert line.beat(PATIENCE_S) and not line.closed and websocket.said == ["2"]
    line, websocket = _line(PATIENCE_S * 2)
    assert not line.beat(PATIENCE_S) and line.closed and websocket.closed
    assert line.server.told == [("disconnect", "a", "ping timeout")]
    assert not line.beat(PATIENCE_S)


def test_what_is_said_before_the_websocket_stands_comes_first() -> None:
    from engineio.packet import MESSAGE, Packet

    line, websocket = Line(_Server(), "a"), _Websocket(0)
    line.send(Packet(MESSAGE, "open"))
    line._websocket_handler(websocket)
    line.send(Packet(MESSAGE, "more"))
    assert websocket.said == ["4open", "4more"]


def test_every_line_is_asked_in_each_turn_and_not_all_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(heartbeat, "PACE_S", 0.2)
    beats: list[int] = []
    done = Event()

    class Beats:
        def __init__(self, name: int) -> None:
            self.name = name

        def beat(self, patience_s: float) -> bool:
            beats.append(self.name)
            if beats.count(self.name) == 3:
                done.set()
            return not done.is_set()

    heart = Heart()
    for n in range(100):
        heart.add(Beats(n))
    assert sum(1 for slot in heart._slots if slot) > 20
    done.wait(20)
    # Whoever was asked for the third time came a turn later than everybody's second.
    assert min(beats.count(n) for n in range(100)) >= 2
    gevent.joinall([heart._loop], 20)
    assert not heart._loop


def test_a_process_that_was_held_up_hangs_up_on_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "PACE_S", 0.05)
    patience: list[float] = []

    class Held:
        def beat(self, patience_s: float) -> bool:
            patience.append(patience_s)
            if len(patience) == 1:
                # As when the machine stands still: nothing is read meanwhile.
                heartbeat.time.sleep(0.2)
            return len(patience) < 3

    heart = Heart()
    heart.add(Held())
    gevent.joinall([heart._loop], 20)
    assert patience[0] == PATIENCE_S and patience[-1] > PATIENCE_S
