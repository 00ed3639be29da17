"""Frames seen at a glance: only what is certain is taken without the library's help."""

from hypothesis import given
from hypothesis import strategies as st
from load_displays import frame as masked
from wsproto.frame_protocol import FrameProtocol, Opcode

from server.live.frames import BEAT, WHOLE, frame, is_answer, left_open

MESSAGES = st.lists(st.binary(max_size=300) | st.just(b"3"), min_size=1, max_size=5)


def test_a_beat_is_what_engine_io_says() -> None:
    assert frame("2") == BEAT


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_the_library_reads_what_is_framed(message: str | bytes) -> None:
    protocol = FrameProtocol(client=True, extensions=[])
    protocol.receive_bytes(frame(message))
    (read,) = protocol.received_frames()
    assert read.payload == message
    assert read.opcode == (Opcode.TEXT if isinstance(message, str) else Opcode.BINARY)


@given(st.binary(min_size=1, max_size=8))
def test_nothing_but_an_answer_is_taken_for_one(payload: bytes) -> None:
    assert is_answer(masked(payload)) == (payload == b"3")
    assert not is_answer(payload)


@given(MESSAGES, st.data())
def test_the_end_of_a_frame_is_known_however_the_bytes_come(
    messages: list[bytes], data: st.DataObject
) -> None:
    sent = b"".join(masked(message) for message in messages)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=6)))
    missing: int | None = WHOLE
    at = 0
    for cut in [*cuts, len(sent)]:
        missing, at = left_open(missing, sent[at:cut]), cut
        ends = {sum(6 + 2 * (len(m) > 125) + len(m) for m in messages[:n]) for n in range(9)}
        # It may say that it does not know, and then never says anything else.
        assert missing is None or (missing == WHOLE) == (at in ends)
    assert cuts or missing == WHOLE


def test_a_message_in_several_frames_is_left_to_the_library() -> None:
    begun = bytes((masked(b"a")[0] & 0x7F,)) + masked(b"a")[1:]
    assert left_open(WHOLE, begun) is None
    assert left_open(None, masked(b"3")) is None
