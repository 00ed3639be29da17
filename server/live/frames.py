"""Frames of the websocket protocol (RFC 6455, section 5.2), as far as they matter here."""

_TEXT, _BINARY, _FINAL, _MASKED = 0x1, 0x2, 0x80, 0x80
_MASK_BYTES = 4

BEAT = b"\x81\x012"
"""Engine.IO's ping, framed."""
WHOLE = 0
"""Nothing of a frame is still to come."""

_ANSWER_BYTES = 7
_ANSWER = ord("3")
"""Engine.IO's pong."""


def frame(message: str | bytes) -> bytes:
    """A message as one unmasked frame."""
    payload = message.encode() if isinstance(message, str) else message
    size = len(payload)
    first = _FINAL | (_TEXT if isinstance(message, str) else _BINARY)
    if size < 126:
        return bytes((first, size)) + payload
    if size < 65_536:
        return bytes((first, 126)) + size.to_bytes(2, "big") + payload
    return bytes((first, 127)) + size.to_bytes(8, "big") + payload


def is_answer(data: bytes) -> bool:
    """Whether ``data``, which begins with a frame, is the answer to a beat and nothing else."""
    return (
        len(data) == _ANSWER_BYTES
        and data[0] == _FINAL | _TEXT
        and data[1] == _MASKED | 1
        and data[6] ^ data[2] == _ANSWER
    )


def left_open(missing: int | None, data: bytes) -> int | None:
    """How many bytes of the last frame are still to come after ``data``.

    ``missing``: the answer of the piece before. None when it cannot be told, or when a message in
    several frames has begun; it stays None for ever.
    """
    if missing is None:
        return None
    at = missing
    while at < len(data):
        end = _end(data, at)
        if end is None or not data[at] & _FINAL:
            return None
        at = end
    return at - len(data)


def _end(data: bytes, at: int) -> int | None:
    """Where the frame that begins at ``at`` ends; None when not all of its head is there."""
    head = data[at : at + 10]
    if len(head) < 2:
        return None
    size, long = head[1] & 0x7F, {126: 2, 127: 8}.get(head[1] & 0x7F, 0)
    if len(head) < 2 + long:
        return None
    size = int.from_bytes(head[2 : 2 + long], "big") if long else size
    return at + 2 + long + (_MASK_BYTES if head[1] & _MASKED else 0) + size
