"""Beats of many lines from one greenlet."""

from collections import deque
from typing import Any

from server.live import heartbeat
from server.live.heartbeat import PATIENCE_S, Line


class _Server:
    """As much of Engine.IO's server as a line needs; beats are counted, time does not pass."""

    ping_interval = 0.0
    ping_timeout = 2.0

    def __init__(self) -> None:
        self.closed: list[str] = []

    def create_queue(self) -> Any:
        return _Queue()

    def __getattr__(self, name: str) -> Any:
        return _Anything()


class _Queue:
    def __init__(self) -> None:
        self.put_in: list[Any] = []

    def put(self, packet: Any) -> None:
        self.put_in.append(packet)


class _Anything:
    def __call__(self, *_args: Any, **_more: Any) -> Any:
        return None

    def __getattr__(self, _name: str) -> Any:
        return self


def test_a_client_that_answers_twice_is_asked_once(monkeypatch: Any) -> None:
    asked: deque[Any] = deque()
    monkeypatch.setattr(heartbeat._heart, "ask_later", lambda line, s: asked.append(line))
    line = Line(_Server(), "a")
    line.schedule_ping()
    line.schedule_ping()
    assert len(asked) == 1
    line.beat()
    line.schedule_ping()
    assert len(asked) == 2 and len(line.queue.put_in) == 1


def test_a_late_answer_does_not_end_a_line_and_none_does() -> None:
    line = Line(_Server(), "a")
    assert line.last_ping is not None
    line.last_ping -= PATIENCE_S / 2
    assert line.check_ping_timeout() and not line.closed
    line.last_ping -= PATIENCE_S
    assert not line.check_ping_timeout() and line.closed
