"""What a pad's keys mean. Keys count from 1, the best value first (satisfaction scales of the
centre: two, three, which is the legal one, or four keys)."""

from typing import Final

SCALES: Final[dict[int, tuple[str, ...]]] = {
    2: ("satisfied", "unsatisfied"),
    3: ("very_satisfied", "satisfied", "unsatisfied"),
    4: ("very_satisfied", "satisfied", "neutral", "unsatisfied"),
}


def value_of_key(scale: int, key: int) -> str | None:
    """The rating value of `key` on a scale of 2, 3 or 4 keys; None for a key it does not have."""
    values = SCALES[scale]
    return values[key - 1] if 1 <= key <= len(values) else None
