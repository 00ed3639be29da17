"""The line protocol: every frame survives the trip, nothing else gets through."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.crc import crc16_modbus
from hardware.line_protocol import (
    MAX_LINE,
    Ack,
    Frame,
    FrameRefused,
    Hello,
    Light,
    LineParser,
    Press,
    build,
    parse_line,
)

tokens = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}", fullmatch=True)
u32 = st.integers(0, 0xFFFFFFFF)


@st.composite
def presses(draw: st.DrawFn) -> Press:
    base = draw(u32)
    seq = draw(st.integers(base, min(0xFFFFFFFF, base + 63)))
    return Press(draw(tokens), draw(tokens), seq, base, draw(st.integers(0, 255)), draw(u32))


versions = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,31}", fullmatch=True)
frames: st.SearchStrategy[Frame] = st.one_of(
    presses(),
    st.builds(Hello, tokens, tokens, versions),
    st.builds(Ack, tokens, u32),
    st.builds(Light, st.booleans(), st.none() | st.integers(1, 16)),
)

PRESS = Press("pad-1", "9f3a01c2", 7, 5, 2, 120)
LINE = b"$K pad-1 9f3a01c2 7 5 2 120*%04X\n" % crc16_modbus(b"K pad-1 9f3a01c2 7 5 2 120")


def spoilt(line: bytes, random: Random) -> bytes:
    """`line` with one to four bytes changed, put in or taken out."""
    changed = bytearray(line)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(changed))
        changed[at : at + random.randint(0, 1)] = random.randbytes(random.randint(0, 2))
        changed = changed or bytearray(b"$")
    return bytes(changed)


def any_frame(random: Random) -> Press:
    base = random.randrange(1000)
    return Press("pad-1", f"{random.getrandbits(32):08x}", base + random.randrange(64), base,
                 random.randint(1, 4), random.randrange(100_000))  # fmt: skip


def test_the_checksum_is_crc_16_modbus() -> None:
    assert crc16_modbus(b"123456789") == 0x4B37


def test_a_press_looks_as_the_hardware_page_says() -> None:
    assert build(PRESS) == LINE
    assert build(Ack("9f3a01c2", 7)).startswith(b"$A 9f3a01c2 7*")
    assert build(Light(on=False)).startswith(b"$L off*")
    assert build(Light(on=True, keys=3)).startswith(b"$L on 3*")


@given(frames)
def test_every_frame_comes_back_as_it_was_sent(frame: Frame) -> None:
    line = build(frame)
    assert parse_line(line[:-1]) == frame
    assert len(line) - 1 <= MAX_LINE


@given(st.lists(frames, max_size=6), st.data())
def test_frames_arrive_whole_however_the_bytes_are_cut(
    sent: list[Frame], data: st.DataObject
) -> None:
    stream = b"".join(build(frame) for frame in sent)
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=8).map(sorted))
    parser, got = LineParser(), []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        got += parser.feed(stream[start:end])
    assert got == sent
    assert not parser.rejects


@given(st.lists(st.binary(max_size=400), max_size=8))
@settings(max_examples=300)
def test_no_bytes_break_the_parser_and_the_next_frame_is_read(pieces: list[bytes]) -> None:
    parser = LineParser()
    for piece in pieces:
        parser.feed(piece)
    assert parser.feed(b"\n" + LINE)[-1] == PRESS


def test_ten_thousand_random_strings_make_no_press() -> None:
    random, parser = Random(2), LineParser()
    alphabet = b"$*KHAL 0123456789abcdefABCDEF.-\r\n"
    for number in range(10_000):
        size = random.randrange(80)
        junk = random.randbytes(size) if number % 2 else bytes(random.choices(alphabet, k=size))
        assert parser.feed(junk) == []
    assert sum(parser.rejects.values()) > 5_000


def test_of_ten_thousand_spoilt_frames_only_unchanged_ones_are_accepted() -> None:
    random, parser, refused = Random(3), LineParser(), 0
    for _ in range(10_000):
        frame = any_frame(random)
        got = parser.feed(b"\n" + spoilt(build(frame), random) + b"\n")
        assert got in ([], [frame])
        refused += not got
    assert refused > 9_000


def test_a_frame_cut_short_does_not_take_the_next_one_with_it() -> None:
    parser = LineParser()
    for length in range(len(LINE) - 1):
        assert parser.feed(LINE[:length] + LINE) == [PRESS]
    assert parser.rejects["cut"] == len(LINE) - 2


def test_crlf_small_crc_letters_and_noise_before_a_frame_are_tolerated() -> None:
    assert LineParser().feed(LINE[:-1] + b"\r\n") == [PRESS]
    text, crc = LINE[:-1].split(b"*")
    assert LineParser().feed(text + b"*" + crc.lower() + b"\n") == [PRESS]
    parser = LineParser()
    assert parser.feed(b"\x00\xff" + LINE) == [PRESS]
    assert parser.rejects == {"noise": 1}


def test_an_endless_line_is_dropped_and_held_bytes_stay_few() -> None:
    parser = LineParser()
    for _ in range(1000):
        assert parser.feed(b"$" + b"x" * 300) == []
        assert len(parser._held) <= MAX_LINE
    assert parser.rejects["too_long"] == 1000
    assert parser.feed(b"\n" + LINE) == [PRESS]


def line(text: bytes) -> bytes:
    return b"$%b*%04X" % (text, crc16_modbus(text))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"K pad-1 b 7 8 2 0", "bad_field"),
        (b"K pad-1 b 70 5 2 0", "bad_field"),
        (b"K pad-1 b 07 5 2 0", "bad_field"),
        (b"K pad-1 b 4294967296 4294967296 2 0", "bad_field"),
        (b"K pad-1 b 7 5 256 0", "bad_field"),
        (b"K pad-1 b 7 5 2", "bad_field"),
        (b"K  pad-1 b 7 5 2 0", "bad_field"),
        (b"K pad-1 b 7 5 -2 0", "bad_field"),
        ("K quầy b 7 5 2 0".encode(), "bad_field"),
        (b"K " + b"p" * 33 + b" b 7 5 2 0", "bad_field"),
        (b"L maybe", "bad_field"),
        (b"L on 17", "bad_field"),
        (b"Z pad-1", "unknown_type"),
        (b"", "unknown_type"),
    ],
)
def test_a_line_outside_the_grammar_is_refused_with_its_reason(text: bytes, reason: str) -> None:
    with pytest.raises(FrameRefused) as refused:
        parse_line(line(text))
    assert refused.value.reason == reason


def test_a_wrong_checksum_is_refused() -> None:
    with pytest.raises(FrameRefused, match="bad_crc"):
        parse_line(LINE[:-5] + b"0000")


def test_no_frame_can_be_built_outside_the_grammar() -> None:
    for fields in [("", "b", 1, 1, 1, 0), ("p", "b c", 1, 1, 1, 0), ("p", "b", 1, 2, 1, 0)]:
        with pytest.raises(FrameRefused):
            Press(*fields)
