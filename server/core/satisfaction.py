"""What a press on the rating terminal means, and when one counts.

The scales are those found on Vietnamese terminals: two, three (the legal one), four or five
keys. The mapping to satisfied or not is explicit; ``neutral`` is neither.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

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


ON_THE_WAY_MS = 500
"""Two presses of one page may take so much longer or shorter to the server: a change that was
made and shown in time is not lost to the network."""


DESK = "desk"
PHONE = "phone"
SOURCES = (DESK, PHONE)
"""Where a rating was given."""


@dataclass(frozen=True, slots=True)
class RatingRules:
    """How long a finished ticket may be rated at the desk, and a press be changed (seconds), and
    how many days after its own it may be rated from the phone (until midnight)."""

    open_s: int = 120
    change_s: int = 3
    later_days: int = 1


def is_rateable(ended_at: int | None, pressed_at: int, rules: RatingRules) -> bool:
    """Whether a press at ``pressed_at`` (ms) falls in the time the terminal is awake.

    A press made before the officer finished, or after the terminal went back to sleep, is none.
    """
    if ended_at is None:
        return False
    return ended_at <= pressed_at <= ended_at + rules.open_s * 1000


def later_until(ended_at: int, zone: str, rules: RatingRules) -> int:
    """When a visit that ended at ``ended_at`` (ms) may no longer be rated from the phone (ms):
    the midnight, by the clock of ``zone``, that ends the last of ``later_days`` days after it."""
    ended = datetime.fromtimestamp(ended_at / 1000, UTC).astimezone(ZoneInfo(zone))
    last = ended.date() + timedelta(days=rules.later_days + 1)
    return int(datetime.combine(last, time.min, ZoneInfo(zone)).timestamp() * 1000)


def replaces(first_pressed_at: int, pressed_at: int, rules: RatingRules) -> bool:
    """Whether a later press still changes the rating (the last press within ``change_s`` wins)."""
    latest = first_pressed_at + rules.change_s * 1000 + ON_THE_WAY_MS
    return first_pressed_at <= pressed_at <= latest
