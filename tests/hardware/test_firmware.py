"""The button box's protocol part, compiled for this machine and held against the host's."""

import ctypes
import itertools
import re
import subprocess
from pathlib import Path

import pytest
from firmware_box import FIRMWARE, PROTOCOL, build_library, compiler
from hypothesis import given, settings
from hypothesis import strategies as st
from postgres import Missing, required

from hardware.crc import crc16_modbus
from hardware.line_protocol import Ack, Frame, Hello, Light, LineParser, Press, build

PAD_BYTES = 1024
"""More than a pad takes, and still half of what the smallest board has."""
LONGEST_COMMAND = 64
SILENCE_MS, RESEND_MS, LONGEST_MS, DEBOUNCE_MS = 15_000, 200, 5_000, 30


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    try:
        path = build_library(tmp_path_factory.mktemp("firmware"))
    except Missing as missing:
        if required():
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    library = ctypes.CDLL(str(path))
    library.pad_crc.restype = ctypes.c_uint16
    library.pad_lost.restype = ctypes.c_uint32
    library.pad_begin.restype = library.pad_button_pressed.restype = ctypes.c_bool
    library.pad_lit.restype = library.pad_held.restype = ctypes.c_uint8
    return library


class Box:
    """A box with the clock in the test's hands; ``now`` wraps at 2^32 as millis() does."""

    def __init__(self, library: ctypes.CDLL, now: int = 0, keys: int = 3) -> None:
        self._library, self.now = library, now
        self._pad = ctypes.create_string_buffer(PAD_BYTES)
        self._names = [ctypes.c_char_p(name) for name in (b"pad-1", b"b00t", b"fw-1+x")]
        assert library.pad_begin(self._pad, *self._names, keys, self._clock)

    @property
    def _clock(self) -> ctypes.c_uint32:
        return ctypes.c_uint32(self.now)

    def press(self, key: int) -> None:
        self._library.pad_press(self._pad, key, self._clock)

    def hear(self, data: bytes) -> None:
        for byte in data:
            self._library.pad_receive(self._pad, byte, self._clock)

    def say(self) -> list[Frame]:
        """All that the box has to say now."""
        parser, said = LineParser(), bytearray()
        while (byte := self._library.pad_next_byte(self._pad, self._clock)) >= 0:
            said.append(byte)
        frames = parser.feed(bytes(said))
        assert not parser.rejects
        return frames

    def presses(self) -> list[Press]:
        return [frame for frame in self.say() if isinstance(frame, Press)]

    @property
    def lit(self) -> int:
        return int(self._library.pad_lit(self._pad, self._clock))

    @property
    def held(self) -> int:
        return int(self._library.pad_held(self._pad))

    @property
    def lost(self) -> int:
        return int(self._library.pad_lost(self._pad))


@pytest.fixture
def box(library: ctypes.CDLL) -> Box:
    return Box(library)


def test_it_compiles_as_cplusplus_11_too(library: ctypes.CDLL) -> None:
    options = ("-x", "c++", "-std=c++11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only")
    stub = Path(__file__).parents[1] / "support" / "arduino"
    sketch = ("-include", "Arduino.h", f"-I{stub}", FIRMWARE / "button_box" / "button_box.ino")
    try:
        plus = compiler("g++")
    except Missing as missing:
        if required():
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    for source in ([PROTOCOL], sketch, ["-D__AVR__", *sketch]):
        done = subprocess.run([plus, *options, *map(str, source)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_it_uses_no_dynamic_memory_and_no_floating_point() -> None:
    text = PROTOCOL.read_text("utf-8") + PROTOCOL.with_suffix(".h").read_text("utf-8")
    code = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    assert not re.search(r"\b(malloc|calloc|realloc|free|float|double|s?n?printf|new)\b", code)


@given(st.binary(max_size=200))
def test_its_checksum_is_the_hosts(library: ctypes.CDLL, data: bytes) -> None:
    assert library.pad_crc(data, len(data)) == crc16_modbus(data)


def test_it_says_hello_at_once_and_every_five_seconds(box: Box) -> None:
    assert box.say() == [Hello("pad-1", "b00t", "fw-1+x")]
    box.now = 4_999
    assert box.say() == []
    box.now = 5_000
    assert box.say() == [Hello("pad-1", "b00t", "fw-1+x")]


def test_a_name_outside_the_grammar_makes_a_box_that_says_nothing(library: ctypes.CDLL) -> None:
    for dev, boot, keys in ((b"", b"b", 3), (b"a b", b"b", 3), (b"p", b"-", 3), (b"p", b"b", 0),
                            (b"p" * 33, b"b", 3), (b"p", b"b", 17)):  # fmt: skip
        pad = ctypes.create_string_buffer(PAD_BYTES)
        assert not library.pad_begin(pad, dev, boot, b"fw", keys, 0)
        library.pad_receive(pad, ord("$"), 0)
        library.pad_press(pad, 1, 0)
        assert library.pad_next_byte(pad, 0) == -1


def test_a_press_is_sent_again_with_its_age_and_a_growing_pause_until_acknowledged(
    box: Box,
) -> None:
    box.say()
    box.press(2)
    at, pause = [], RESEND_MS
    while box.now < 40_000:
        at += [box.now for press in box.presses() if press.age_ms == box.now]
        box.now += 10
    gaps = [b - a for a, b in itertools.pairwise(at)]
    for gap in gaps:
        assert gap == min(pause, LONGEST_MS)
        pause *= 2
    box.hear(build(Ack("b00t", 1)))
    box.now += 60_000
    assert box.presses() == [] and box.held == 0


def test_a_host_that_comes_back_is_answered_at_once(box: Box) -> None:
    box.press(1)
    box.say()
    for box.now in range(0, 20_000, 10):
        box.say()
    box.hear(build(Light(on=True)))
    assert [press.seq for press in box.presses()] == [1]


def test_eight_go_out_ahead_and_an_acknowledgement_lets_the_next_ones_out(box: Box) -> None:
    for _ in range(20):
        box.press(1)
    assert [press.seq for press in box.presses()] == list(range(1, 9))
    box.hear(build(Ack("b00t", 5)))
    sent = box.presses()
    assert [press.seq for press in sent] == list(range(9, 14))
    assert {press.base for press in sent} == {6}


def test_a_full_ring_loses_the_oldest_and_says_so_by_its_base(box: Box) -> None:
    for _ in range(70):
        box.press(3)
    assert (box.held, box.lost) == (64, 6)
    assert (box.presses()[0].seq, box.held) == (7, 64)
    box.hear(build(Ack("b00t", 70)))
    box.press(1)
    (press,) = box.presses()
    assert (press.seq, press.base, box.held) == (71, 71, 1)


def test_only_its_own_acknowledgements_count(box: Box) -> None:
    for _ in range(3):
        box.press(1)
    for ack in (Ack("other", 3), Ack("b00", 3), Ack("b00tt", 3), Ack("b00t", 0), Ack("b00t", 4)):
        box.hear(build(ack))
        assert box.held == 3
    box.hear(build(Ack("b00t", 2)))
    assert box.held == 1


def test_the_lamps_follow_the_host_and_go_dark_in_its_silence(box: Box) -> None:
    for light, lit in ((Light(True), 3), (Light(True, 2), 2), (Light(True, 16), 3)):
        box.hear(build(light))
        assert box.lit == lit
    box.now += SILENCE_MS - 1
    assert box.lit == 3
    box.now += 1
    assert box.lit == 0
    box.hear(build(Light(True)) + build(Light(False)))
    assert box.lit == 0


def test_all_works_across_the_wrap_of_the_clock(library: ctypes.CDLL) -> None:
    box = Box(library, now=2**32 - 100)
    box.press(1)
    box.hear(build(Light(True)))
    assert [press.age_ms for press in box.presses()] == [0]
    box.now = 2**32 + 100
    assert [press.age_ms for press in box.presses()] == [200]
    assert box.lit == 3
    box.now = 2**32 + SILENCE_MS
    assert box.lit == 0


def test_keys_are_debounced(library: ctypes.CDLL) -> None:
    button = ctypes.create_string_buffer(32)
    library.pad_button_begin(button, False, 0)

    def pressed(now: int, contact: bool) -> bool:
        return bool(library.pad_button_pressed(button, ctypes.c_bool(contact), now))

    bouncing = [pressed(now, now % 3 == 0) for now in range(100, 120)]
    held = [now for now in range(120, 400) if pressed(now, True)]
    let_go = [pressed(now, now % 2 == 0) for now in range(400, 420)]
    let_go += [pressed(now, False) for now in range(420, 500)]
    assert not any(bouncing + let_go)
    assert held == [120 + DEBOUNCE_MS]
    assert 20 <= DEBOUNCE_MS <= 50


def test_a_key_that_is_stuck_at_power_up_is_no_press(library: ctypes.CDLL) -> None:
    button = ctypes.create_string_buffer(32)
    library.pad_button_begin(button, True, 0)
    told = [library.pad_button_pressed(button, True, now) for now in range(0, 500, 5)]
    assert not any(told)


commands = st.one_of(
    st.builds(
        Ack, st.sampled_from(["b00t", "other"]), st.integers(0, 5) | st.integers(0, 2**32 - 1)
    ),
    st.builds(Light, st.booleans(), st.none() | st.integers(1, 16)),
)


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    """A command's line: whole, spoilt, or with a right checksum over spoilt text."""
    line = bytearray(build(draw(commands)))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(line) - 1))
        line[at : at + draw(st.integers(0, 1))] = draw(st.binary(max_size=2))
        line = line or bytearray(b"$")
    if draw(st.booleans()):
        text = bytes(line).strip(b"\r\n").removeprefix(b"$").rpartition(b"*")[0]
        return b"$%b*%04X\n" % (text, crc16_modbus(text))
    return bytes(line)


def obey(frames: list[Frame], held: int, lit: int) -> tuple[int, int]:
    """What frames do to a box of three keys that holds presses 1..3, of which ``held`` are left."""
    for frame in frames:
        match frame:
            case Ack("b00t", seq) if 3 - held < seq <= 3:
                held = 3 - seq
            case Light(on, keys):
                lit = min(keys or 3, 3) if on else 0
            case _:
                pass
    return held, lit


def heard_by_host(data: bytes) -> list[Frame]:
    """What the host's parser makes of it, less what is too long for the box."""
    parser, frames = LineParser(), []
    for line in data.splitlines(keepends=True):
        found = parser.feed(line)
        frames += found if len(line.rpartition(b"$")[2].rstrip(b"\n")) <= LONGEST_COMMAND else []
    return frames


def differ(library: ctypes.CDLL, data: bytes) -> None:
    """The box does by ``data`` exactly what the host's parser reads out of it."""
    box = Box(library)
    for _ in range(3):
        box.press(1)
    frames = heard_by_host(data)
    box.hear(data)
    assert (box.held, box.lit) == obey(frames, 3, 0)


@given(st.lists(lines(), min_size=1, max_size=4))
@settings(max_examples=2_000)
def test_the_box_reads_as_the_host_reads(library: ctypes.CDLL, sent: list[bytes]) -> None:
    differ(library, b"".join(sent) + b"\n")


@given(st.binary(max_size=300))
@settings(max_examples=1_000)
def test_no_bytes_move_the_box_or_break_it(library: ctypes.CDLL, data: bytes) -> None:
    differ(library, data.replace(b"\r", b"") + b"\n")
