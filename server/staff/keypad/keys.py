"""What the keys of an officer's keypad mean. Keys of the line protocol count from 1."""

from enum import StrEnum
from typing import Final


class Command(StrEnum):
    """What an officer asks for; the value is the last part of the server's path."""

    NEXT = "call-next"
    RECALL = "recall"
    SKIP = "no-show"
    FINISH = "finish"
    START = "serve"


LINE_KEYS: Final[dict[int, Command]] = {
    1: Command.NEXT,
    2: Command.RECALL,
    3: Command.SKIP,
    4: Command.FINISH,
    5: Command.START,
}

# Codes of linux/input-event-codes.h. A numpad's digits mean what a keypad's keys mean; the outer
# keys are the same commands without looking: Enter, +, −, 0 and the point.
NUMPAD_KEYS: Final[dict[int, int]] = {
    79: 1,  # KEY_KP1
    80: 2,  # KEY_KP2
    81: 3,  # KEY_KP3
    75: 4,  # KEY_KP4
    76: 5,  # KEY_KP5
    96: 1,  # KEY_KPENTER
    78: 2,  # KEY_KPPLUS
    74: 3,  # KEY_KPMINUS
    82: 4,  # KEY_KP0
    83: 5,  # KEY_KPDOT
}
