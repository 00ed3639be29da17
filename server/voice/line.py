"""What the server and its voice process say to each other over a socket.

A message is four bytes of length (big end first) and so many bytes: a JSON object one way, a WAV
or, where none can be made, nothing the other way.
"""

import struct
from typing import Protocol

LENGTH = struct.Struct(">I")
MOST_BYTES = 16 * 1024 * 1024


class Stream(Protocol):
    """The two methods of a socket that are used."""

    def recv(self, bufsize: int, /) -> bytes: ...

    def sendall(self, data: bytes, /) -> None: ...


def send(stream: Stream, message: bytes) -> None:
    stream.sendall(LENGTH.pack(len(message)) + message)


def receive(stream: Stream) -> bytes:
    """The next message. Raises ``EOFError`` at the end, ``OSError``."""
    (length,) = LENGTH.unpack(_exactly(stream, LENGTH.size))
    if length > MOST_BYTES:
        raise OSError(f"a message of {length} bytes")
    return _exactly(stream, length)


def _exactly(stream: Stream, length: int) -> bytes:
    parts, left = [], length
    while left > 0:
        part = stream.recv(min(left, 1024 * 1024))
        if not part:
            raise EOFError
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
