"""A slow line gets everything in order, and nobody waits for it."""

import gevent
import pytest
from gevent import socket

from server.live import wire as wire_module
from server.live.wire import Wire


def test_what_a_slow_line_does_not_take_at_once_follows_in_order() -> None:
    ours, theirs = socket.socketpair()
    wire, parts = Wire(ours), [bytes([n]) * 300_000 for n in range(1, 9)]
    for part in parts:
        # Returns though nobody reads.
        assert wire.send(part) == len(part)
    wire.send(b"end")
    read = b""
    with gevent.Timeout(20):
        while not read.endswith(b"end"):
            read += theirs.recv(100_000)
    assert read == b"".join(parts) + b"end"
    ours.close()
    theirs.close()


def test_a_line_too_far_behind_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire_module, "MAX_BEHIND", 1_000_000)
    ours, theirs = socket.socketpair()
    wire = Wire(ours)
    with pytest.raises(OSError):
        for _ in range(20):
            wire.send(b"x" * 300_000)
    with gevent.Timeout(20):
        assert ours.recv(1) == b""
    ours.close()
    theirs.close()
