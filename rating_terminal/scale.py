"""What a pad's keys mean. Keys count from 1, the best value first (satisfaction scales of the
centre: two, three, which is the legal one, four or five keys)."""

from typing import Final

SCALES: Final[dict[int, tuple[str, ...]]] = {
    2: ("satisfied", "unsatisfied"),
    3: ("very_satisfied", "satisfied", "unsatisfied"),
    4: ("very_satisfied", "satisfied", "neutral", "unsatisfied"),
    5: ("very_satisfied", "satisfied", "neutral", "unsatisfied", "very_unsatisfied"),
}

MOST_CODE: Final = 0x2FF
# Codes of linux/input-event-codes.h: the digits of a numpad, and those above the letters.
NUMPAD_KEYS: Final[dict[int, int]] = {
    **{79: 1, 80: 2, 81: 3, 75: 4, 76: 5},
    **{2: 1, 3: 2, 4: 3, 5: 4, 6: 5},
}


def value_of_key(scale: int, key: int) -> str | None:
    """The rating value of `key` on a scale of 2 to 5 keys; None for a key it does not have."""
    values = SCALES[scale]
    return values[key - 1] if 1 <= key <= len(values) else None


def keys_told(text: str, scale: int) -> dict[int, int]:
    """The keys of ``79=very_satisfied,80=satisfied,81=unsatisfied``: a code of
    linux/input-event-codes.h, and the value it stands for. Several codes may have one value.

    Raises ValueError for a code out of range or twice, for a value the scale does not have, and
    when a value of the scale has no key.
    """
    values = SCALES[scale]
    keys: dict[int, int] = {}
    for part in text.split(","):
        code, _, value = part.strip().partition("=")
        if not code.isascii() or not code.isdigit() or not 0 < int(code) <= MOST_CODE:
            raise ValueError(part.strip())
        if int(code) in keys or value not in values:
            raise ValueError(part.strip())
        keys[int(code)] = values.index(value) + 1
    missing = [value for key, value in enumerate(values, 1) if key not in keys.values()]
    if missing:
        raise ValueError(", ".join(missing))
    return keys
