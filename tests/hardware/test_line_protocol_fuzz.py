"""Tens of thousands of strings at the parser: none makes it fail, none becomes a false press."""

import importlib.util
import platform
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from postgres import required
from sealed_frames import check, plain_crc

from hardware.line_protocol import Ack, Hello, Light, Press, build

FUZZER = Path(__file__).parents[1] / "support" / "fuzz_line_protocol.py"
RUNS = 10_000
EXAMPLES = 5_000
SEEDS = (
    Press("pad-1", "9f3a01c2", 7, 5, 2, 120),
    Hello("pad-1", "9f3a01c2", "box-1.0+3"),
    Ack("9f3a01c2", 4_294_967_295),
    Light(on=True, keys=3),
)
PIECES = [*(build(seed) for seed in SEEDS), b"$", b"*", b"\n", b"\r\n", b"K ", b" 0", b"4294967296"]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Frames cut, spoilt and run together; some of them with a right checksum over nonsense."""
    data = bytearray(b"".join(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6))))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    if draw(st.booleans()):
        data += b"$%b*%04X\n" % (bytes(data), plain_crc(bytes(data)))
    return bytes(data)


@given(st.binary(max_size=400))
@settings(max_examples=EXAMPLES)
def test_no_random_bytes_make_a_false_press(data: bytes) -> None:
    check(data)


@given(mutated())
@settings(max_examples=EXAMPLES)
def test_no_mutated_frame_makes_a_false_press(data: bytes) -> None:
    check(data)


def test_a_fuzzer_guided_by_coverage_finds_no_false_press(tmp_path: Path) -> None:
    if importlib.util.find_spec("atheris") is None:
        packaged = sys.platform == "linux" and platform.machine() == "x86_64"
        assert not (packaged and required()), "atheris is not installed"
        pytest.skip("no atheris here")
    for number, seed in enumerate(SEEDS):
        (tmp_path / str(number)).write_bytes(build(seed))
    command = [sys.executable, str(FUZZER), f"-runs={RUNS}", "-seed=1", "-max_len=400"]
    done = subprocess.run(
        [*command, str(tmp_path)], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert f"Done {RUNS} runs" in done.stderr
    kept = [path.read_bytes() for path in tmp_path.iterdir()]
    found = Counter(type(frame).__name__ for data in kept for frame in check(data))
    assert len(kept) > 3 * len(SEEDS), "the fuzzer was not guided"
    assert set(found) == {"Press", "Hello", "Ack", "Light"}
