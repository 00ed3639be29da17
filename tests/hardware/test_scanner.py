"""A scanner on a real pty: whole codes however they end, and nothing that nobody asked for."""

from __future__ import annotations

import os
import queue
import tty
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scanner import LONGEST, CodeReader, Scanner

DEADLINE_S = 30.0
CODES = st.lists(st.binary(min_size=1, max_size=60).filter(lambda b: not set(b) & {10, 13}))


class Bench:
    """A scanner's line: what is scanned goes in at ``scan``, codes come out of ``codes``."""

    def __init__(self) -> None:
        self.codes: queue.Queue[bytes] = queue.Queue()
        self.states: queue.Queue[str] = queue.Queue()
        self.master, self._slave = os.openpty()
        tty.setraw(self._slave)
        url = f"serial://{os.ttyname(self._slave)}"
        self.scanner = Scanner(url, self.codes.put, self.states.put, gap_s=0.1)
        self.scanner.start()

    def scan(self, data: bytes) -> None:
        os.write(self.master, data)

    def close(self) -> None:
        self.scanner.close()
        os.close(self._slave)
        os.close(self.master)


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    assert bench.states.get(timeout=DEADLINE_S) == "ready"
    yield bench
    bench.close()


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b""])
def test_a_code_comes_out_whole_however_it_ends(bench: Bench, end: bytes) -> None:
    bench.scanner.listen(True)
    for code in (b"0671|A", b"0672|B"):
        bench.scan(code + end)
        assert bench.codes.get(timeout=DEADLINE_S) == code


def test_what_nobody_asked_for_is_thrown_away() -> None:
    codes: list[bytes] = []
    scanner = Scanner("loop://", codes.append)
    hear = scanner._take  # what the port's thread calls, here at moments the test chooses
    hear(b"before\nhalf")
    scanner.listen(True)
    hear(b" asked\nbegun")
    scanner.listen(False)
    hear(b" not asked\n")
    scanner.listen(True)
    hear(b"last\n")
    assert codes == [b" asked", b"last"]


def test_a_scanner_that_is_pulled_out_is_absent(bench: Bench) -> None:
    os.close(bench.master)
    assert bench.states.get(timeout=DEADLINE_S) == "absent"
    assert bench.scanner.state == "absent"
    bench.master = os.open(os.devnull, os.O_RDONLY)


def test_noise_without_end_stays_bounded() -> None:
    reader = CodeReader()
    for _ in range(100):
        assert reader.feed(b"x" * 4096) == []
    assert [len(code) for code in reader.feed(b"\n")] == [LONGEST + 1]
    assert reader.feed(b"next\n") == [b"next"]


@given(CODES, st.sampled_from([b"\r", b"\n", b"\r\n"]), st.integers(1, 7))
def test_codes_come_out_as_they_went_in_whatever_the_pieces(
    codes: list[bytes], end: bytes, size: int
) -> None:
    stream = b"".join(code + end for code in codes)
    reader = CodeReader()
    out = [
        code for at in range(0, len(stream), size) for code in reader.feed(stream[at : at + size])
    ]
    assert out == codes and not reader.begun
