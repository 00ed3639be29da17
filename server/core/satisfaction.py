"""What a press on the rating terminal means, and when one counts.

The scales are those found on Vietnamese terminals: two, three (the legal one), four or five
keys. The mapping to satisfied or not is explicit; ``neutral`` is neither.
"""

from dataclasses import dataclass

SCALES: dict[int, tuple[str, ...]] = {
    2: ("satisfied", "unsatisfied"),
    3: ("very_satisfied", "satisfied", "unsatisfied"),
    4: ("very_satisfied", "satisfied", "neutral", "unsatisfied"),
    5: ("very_satisfied", "satisfied", "neutral", "unsatisfied", "very_unsatisfied"),
}
SATISFIED = frozenset({"very_satisfied", "satisfied"})
UNSATISFIED = frozenset({"unsatisfied", "very_unsatisfied"})
REASONS: tuple[str, ...] = (
    "noise",
    "unclear_information",
    "waited_too_long",
    "late_result",
    "attitude",
    "extra_papers",
    "other",
)


@dataclass(frozen=True, slots=True)
class RatingRules:
    """How long a finished ticket may be rated at the desk, and a press be changed (seconds)."""

    open_s: int = 120
    change_s: int = 10


def is_rateable(ended_at: int | None, pressed_at: int, rules: RatingRules) -> bool:
    """Whether a press at ``pressed_at`` (ms) falls in the time the terminal is awake.

    A press made before the officer finished, or after the terminal went back to sleep, is none.
    """
    if ended_at is None:
        return False
    return ended_at <= pressed_at <= ended_at + rules.open_s * 1000


def replaces(first_pressed_at: int, pressed_at: int, rules: RatingRules) -> bool:
    """Whether a later press still changes the rating (the last press within ``change_s`` wins)."""
    return first_pressed_at <= pressed_at <= first_pressed_at + rules.change_s * 1000
