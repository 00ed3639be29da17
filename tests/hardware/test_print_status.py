from __future__ import annotations

import pytest

from hardware.printing.status import PrinterState, is_status, state_from


def test_only_bytes_with_the_fixed_bits_count_as_status() -> None:
    assert sum(is_status(byte) for byte in range(256)) == 16
    assert not is_status(0x00) and not is_status(0xFF)
    assert not is_status(0x11) and not is_status(0x13), "XON and XOFF are no status"


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ((0x12, 0x12, 0x12), PrinterState.OK),
        ((0x12, 0x12, 0x1E), PrinterState.PAPER_LOW),
        ((0x1A, 0x32, 0x7E), PrinterState.PAPER_OUT),
        ((0x1A, 0x12, 0x72), PrinterState.PAPER_OUT),
        ((0x1A, 0x16, 0x12), PrinterState.COVER_OPEN),
        ((0x1A, 0x36, 0x7E), PrinterState.COVER_OPEN),
        ((0x1A, 0x12, 0x12), PrinterState.OFFLINE),
        ((0x1A, 0x52, 0x12), PrinterState.OFFLINE),
        ((0x12, 0x00, 0x12), PrinterState.UNKNOWN),
    ],
)
def test_the_worst_thing_reported_is_the_state(
    answers: tuple[int, int, int], state: PrinterState
) -> None:
    assert state_from(*answers) is state


def test_no_three_bytes_raise_and_a_bad_one_is_never_fine() -> None:
    for byte in range(256):
        for at in range(3):
            answers = [0x12, 0x12, 0x12]
            answers[at] = byte
            state = state_from(*answers)
            assert is_status(byte) or state is PrinterState.UNKNOWN
