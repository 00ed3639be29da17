"""What a parser of the line protocol may accept at most: a second opinion that shares no code
with it, not even the checksum."""

import re

from hardware.line_protocol import Frame, LineParser

ENVELOPE = re.compile(rb"\$([^$*]*)\*([0-9A-Fa-f]{4})\r?\n")


def plain_crc(data: bytes) -> int:
    """CRC-16/Modbus bit by bit."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def sealed_texts(data: bytes) -> list[bytes]:
    """The text of every frame in ``data`` whose checksum is right, in order."""
    found = ENVELOPE.finditer(data)
    return [each[1] for each in found if plain_crc(each[1]) == int(each[2], 16)]


def check(data: bytes) -> list[Frame]:
    """The frames the parser finds in ``data``.

    Raises AssertionError when it takes a frame without a right checksum, or reads otherwise when
    the bytes come one by one.
    """
    frames = LineParser().feed(data)
    parser = LineParser()
    one_by_one = [frame for at in range(len(data)) for frame in parser.feed(data[at : at + 1])]
    assert one_by_one == frames
    sealed = iter(sealed_texts(data))
    for frame in frames:
        assert frame.text().encode("ascii") in sealed, f"accepted without a checksum: {frame}"
    return frames
