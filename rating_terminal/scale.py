"""What a pad's keys mean. Keys count from 1, the best value first (satisfaction scales of the
centre: two, three, which is the legal one, four or five keys)."""

from typing import Final

SCALES: Final[dict[int, tuple[str, ...]]] = {
    2: ("satisfied", "unsatisfied"),
    3: ("very_satisfied", "satisfied", "unsatisfied"),
    4: ("very_satisfied", "satisfied", "neutral", "unsatisfied"),
    5: ("very_satisfied", "satisfied", "neutral", "unsatisfied", "very_unsatisfied"),
}

# Codes of linux/input-event-codes.h: the digits of a numpad, and those above the letters.
NUMPAD_KEYS: Final[dict[int, int]] = {
    **{79: 1, 80: 2, 81: 3, 75: 4, 76: 5},
    **{2: 1, 3: 2, 4: 3, 5: 4, 6: 5},
}


def value_of_key(scale: int, key: int) -> str | None:
    """The rating value of `key` on a scale of 2 to 5 keys; None for a key it does not have."""
    values = SCALES[scale]
    return values[key - 1] if 1 <= key <= len(values) else None
