"""USB numpads: the kernel's records, and a pipe in place of the device."""

import os
import queue
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.numpad import (
    EV_KEY,
    EV_LED,
    EVENT,
    EventParser,
    KeyDown,
    NumpadLink,
    is_input_url,
    parse_input_url,
)
from hardware.serial_link import PortState, PortUrlError, Reconnect

DEADLINE_S = 30.0
KEY_KP1, KEY_KPENTER = 79, 96


def record(code: int, value: int = 1, kind: int = EV_KEY, at: float = 12.5) -> bytes:
    return EVENT.pack(int(at), int(at % 1 * 1e6), kind, code, value)


def test_only_keys_that_go_down_count() -> None:
    data = record(KEY_KP1) + record(KEY_KP1, 2) + record(KEY_KP1, 0) + record(0, 0, 0)
    assert EventParser().feed(data) == [KeyDown(KEY_KP1, 12_500)]
    assert EventParser().feed(record(0, 1, EV_LED)) == []


@given(st.lists(st.integers(1, 255), max_size=20), st.lists(st.integers(0, 500), max_size=20))
def test_records_may_be_cut_anywhere(codes: list[int], cuts: list[int]) -> None:
    data, parser, found = b"".join(map(record, codes)), EventParser(), []
    for begin, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(data)], strict=True):
        found += parser.feed(data[begin:end])
    assert [key.code for key in found] == codes


@given(st.binary(max_size=200))
def test_no_bytes_are_too_strange(data: bytes) -> None:
    parser = EventParser()
    parser.feed(data)
    parser.reset()
    assert parser.feed(record(KEY_KP1)) == [KeyDown(KEY_KP1, 12_500)]


def test_the_url_names_a_device() -> None:
    assert parse_input_url("input:///dev/input/event3") == "/dev/input/event3"
    assert is_input_url("input:///x") and not is_input_url("serial:///dev/x")
    for wrong in ("input://", "input:///", "input://host/dev", "/dev/input/event3", "input:///x?a"):
        with pytest.raises(PortUrlError):
            parse_input_url(wrong)


class Heard:
    """A link on a pipe, and what it says."""

    def __init__(self, path: Path) -> None:
        self.keys: queue.Queue[KeyDown] = queue.Queue()
        self.opened: queue.Queue[None] = queue.Queue()
        self.lost: queue.Queue[str] = queue.Queue()
        self.link = NumpadLink(
            f"input://{path}",
            self.keys.put,
            lambda: self.opened.put(None),
            self.lost.put,
            Reconnect(first_s=0.02, longest_s=0.05, steady_s=0.0),
        )


def test_keys_of_a_pipe_are_heard_and_a_lost_one_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "event0"
    os.mkfifo(path)
    heard = Heard(path)
    heard.link.start()
    try:
        for code in (KEY_KP1, KEY_KPENTER):  # the writer goes and another one comes
            with path.open("wb", buffering=0) as keys:
                keys.write(record(code))
                assert heard.keys.get(timeout=DEADLINE_S).code == code
            assert heard.lost.get(timeout=DEADLINE_S)
        assert heard.link.light(True) is False  # a pipe has no lamp
    finally:
        heard.link.close()
    assert heard.link.state is PortState.STOPPED


def test_a_device_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "event0"
    heard = Heard(path)
    heard.link.start()
    try:
        assert "event0" in heard.lost.get(timeout=DEADLINE_S)
        os.mkfifo(path)
        with path.open("wb", buffering=0) as keys:
            heard.opened.get(timeout=DEADLINE_S)
            keys.write(record(KEY_KP1))
            assert heard.keys.get(timeout=DEADLINE_S).code == KEY_KP1
    finally:
        heard.link.close()
