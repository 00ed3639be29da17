"""The line protocol between a rating pad and its host: frames, parser, builder. No I/O.

One ASCII line is one frame::

    line  = "$" text "*" crc end
    crc   = 4 hex digits, most significant first, of CRC-16/Modbus over `text`
            (sent in capitals; small letters are read too)
    end   = LF sent; CR LF read too
    text  = press / hello / ack / light        fields parted by exactly one space

    press = "K" dev boot seq base key age      pad -> host
    hello = "H" dev boot fw                    pad -> host, at power-up, then as heartbeat
    ack   = "A" boot seq                       host -> pad
    light = "L" ("on" / "off") [keys]          host -> pad

    dev, boot     = a letter or digit, then up to 31 of A-Z a-z 0-9 . _ -
    fw            = likewise, and also +
    seq, base     = 0..4294967295, decimal without leading zeros; base <= seq <= base + 63
    key           = 0..255 (a pad's keys count from 1; what a key means is the host's business)
    age           = 0..4294967295, milliseconds since the key went down, at the time of sending
    keys          = 1..16, how many keys to light, from the first; absent: all

- `dev` names the pad, `boot` is random for each power-up, `seq` counts its presses, without gaps.
- The pad keeps the last 64 presses and sends each one again, oldest first, until acknowledged;
  `base` is the oldest it still holds. After more than 64 unacknowledged presses the oldest are
  gone, and so is the whole ring with the pad's power.
- `A` acknowledges every press of that boot up to and including `seq`.
- `H` is repeated every 5 s. A pad that hears no `L` for 15 s goes dark.
- A line without its end is at most `MAX_LINE` bytes. A "$" always begins a new frame, so a frame
  that lost its tail never takes the following one with it.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from hardware.crc import crc16_modbus

MAX_LINE: Final = 160
"""Longest line read, in bytes without the line end (the longest valid frame has 137)."""
RING_SIZE: Final = 64
"""Presses a pad holds until they are acknowledged."""
HEARTBEAT_S: Final = 5.0
"""Seconds between two hellos of a pad."""
SILENCE_S: Final = 15.0
"""Seconds after which either side takes the other for gone."""

_U32 = 0xFFFFFFFF
_TOKEN = rb"[A-Za-z0-9][A-Za-z0-9._-]{0,31}"
_VERSION = rb"[A-Za-z0-9][A-Za-z0-9._+-]{0,31}"
_NUMBER = rb"(?:0|[1-9][0-9]{0,9})"
_ENVELOPE = re.compile(rb"\$([^$*]*)\*([0-9A-Fa-f]{4})")
_PRESS = re.compile(
    rb"K (%b) (%b) (%b) (%b) (%b) (%b)" % (_TOKEN, _TOKEN, _NUMBER, _NUMBER, _NUMBER, _NUMBER)
)
_HELLO = re.compile(rb"H (%b) (%b) (%b)" % (_TOKEN, _TOKEN, _VERSION))
_ACK = re.compile(rb"A (%b) (%b)" % (_TOKEN, _NUMBER))
_LIGHT = re.compile(rb"L (on|off)(?: (%b))?" % _NUMBER)


class FrameRefused(ValueError):
    """A line or a field outside the grammar; `reason` is one of the parser's reject reasons."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _check(holds: bool) -> None:
    if not holds:
        raise FrameRefused("bad_field")


def _check_token(token: str, grammar: bytes = _TOKEN) -> None:
    _check(re.fullmatch(grammar.decode("ascii"), token) is not None)


@dataclass(frozen=True)
class Press:
    """A key went down `age_ms` milliseconds before this frame was sent."""

    dev: str
    boot: str
    seq: int
    base: int
    key: int
    age_ms: int

    def __post_init__(self) -> None:
        _check_token(self.dev)
        _check_token(self.boot)
        _check(0 <= self.base <= self.seq <= min(_U32, self.base + RING_SIZE - 1))
        _check(0 <= self.key <= 255 and 0 <= self.age_ms <= _U32)

    def text(self) -> str:
        return f"K {self.dev} {self.boot} {self.seq} {self.base} {self.key} {self.age_ms}"


@dataclass(frozen=True)
class Hello:
    """A pad is there, running firmware `fw`; also its heartbeat."""

    dev: str
    boot: str
    fw: str

    def __post_init__(self) -> None:
        _check_token(self.dev)
        _check_token(self.boot)
        _check_token(self.fw, _VERSION)

    def text(self) -> str:
        return f"H {self.dev} {self.boot} {self.fw}"


@dataclass(frozen=True)
class Ack:
    """The host has committed every press of `boot` up to and including `seq`."""

    boot: str
    seq: int

    def __post_init__(self) -> None:
        _check_token(self.boot)
        _check(0 <= self.seq <= _U32)

    def text(self) -> str:
        return f"A {self.boot} {self.seq}"


@dataclass(frozen=True)
class Light:
    """Light the first `keys` keys (None: all), or go dark."""

    on: bool
    keys: int | None = None

    def __post_init__(self) -> None:
        _check(self.keys is None or 1 <= self.keys <= 16)

    def text(self) -> str:
        state = "on" if self.on else "off"
        return f"L {state}" if self.keys is None else f"L {state} {self.keys}"


Frame = Press | Hello | Ack | Light


def build(frame: Frame) -> bytes:
    """The line of `frame`, with checksum and line feed."""
    text = frame.text().encode("ascii")
    return b"$%b*%04X\n" % (text, crc16_modbus(text))


def parse_line(line: bytes) -> Frame:
    """The frame of one line given without its line end.

    Raises FrameRefused: `not_a_frame`, `bad_crc`, `unknown_type` or `bad_field`.
    """
    envelope = _ENVELOPE.fullmatch(line)
    if envelope is None:
        raise FrameRefused("not_a_frame")
    text, crc = envelope.groups()
    if crc16_modbus(text) != int(crc, 16):
        raise FrameRefused("bad_crc")
    return _parse_text(text)


def _parse_text(text: bytes) -> Frame:
    if text[:2] not in (b"K ", b"H ", b"A ", b"L "):
        raise FrameRefused("unknown_type")
    if match := _PRESS.fullmatch(text):
        dev, boot, *numbers = (field.decode("ascii") for field in match.groups())
        return Press(dev, boot, *map(int, numbers))
    if match := _HELLO.fullmatch(text):
        return Hello(*(field.decode("ascii") for field in match.groups()))
    if match := _ACK.fullmatch(text):
        return Ack(match[1].decode("ascii"), int(match[2]))
    if match := _LIGHT.fullmatch(text):
        return Light(match[1] == b"on", int(match[2]) if match[2] else None)
    raise FrameRefused("bad_field")


class LineParser:
    """Bytes in, frames out; holds at most MAX_LINE bytes and never raises on any input.

    `rejects` counts what was thrown away and why: the reasons of `parse_line`, and
    `noise` (bytes before a frame), `cut` (a frame broken off by the next "$"),
    `too_long` (no line end within MAX_LINE bytes).
    """

    def __init__(self) -> None:
        self._held = bytearray()
        self._skipping = False
        self.rejects: Counter[str] = Counter()

    def feed(self, data: bytes) -> list[Frame]:
        """The frames completed by `data`, in order."""
        *lines, rest = data.split(b"\n")
        frames = [frame for line in lines if (frame := self._end_line(line)) is not None]
        self._hold(rest)
        return frames

    def reset(self) -> None:
        """Forget a half line, as after the port was opened anew."""
        self._held.clear()
        self._skipping = False

    def _end_line(self, piece: bytes) -> Frame | None:
        self._hold(piece)
        line = bytes(self._held)
        self.reset()
        if not line:
            return None
        try:
            return parse_line(line.removesuffix(b"\r"))
        except FrameRefused as refused:
            self.rejects[refused.reason] += 1
            return None

    def _hold(self, piece: bytes) -> None:
        before, dollar, after = piece.rpartition(b"$")
        if dollar:
            self._drop_before_start(before)
            self._held[:] = dollar + after
            self._skipping = False
        elif self._held or self._skipping:
            self._held += b"" if self._skipping else after
        elif after.strip():
            self._skipping = True
            self.rejects["noise"] += 1
        if len(self._held) > MAX_LINE:
            self._held.clear()
            self._skipping = True
            self.rejects["too_long"] += 1

    def _drop_before_start(self, before: bytes) -> None:
        if self._held or b"$" in before:
            self.rejects["cut"] += 1
        elif before.strip() and not self._skipping:
            self.rejects["noise"] += 1
