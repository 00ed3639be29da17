"""How long each kind of personal record is kept, in days after it has served its purpose."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RetentionRules:
    """Days, counted from the end of the record's day; 0 is the next night.

    ``identity_days``: keyed hashes of identity numbers on tickets. ``notes_days``: what officers
    wrote beside a ticket. ``comments_days``: citizens' words beside a rating. ``applicants_days``:
    names, phones and look-up hashes of dossiers, from the day of the result. ``phones_days``:
    phones that still wait to be told of a result, from when they asked. ``sessions_days``: ended
    sessions, sign-in failures, pairings. ``messages_days``: alerts and reminders that were sent.
    ``requests_days``: the keys by which a repeated command is known.
    """

    identity_days: int = 0
    notes_days: int = 90
    comments_days: int = 730
    applicants_days: int = 365
    phones_days: int = 365
    sessions_days: int = 90
    messages_days: int = 90
    requests_days: int = 3


BOUNDS: dict[str, tuple[int, int]] = {
    "identity_days": (0, 31),
    "notes_days": (0, 3_650),
    "comments_days": (1, 3_650),
    "applicants_days": (30, 7_300),
    "phones_days": (30, 1_095),
    "sessions_days": (1, 730),
    "messages_days": (1, 730),
    "requests_days": (3, 90),
}
"""The least and the most of each. A command may come again for two days (see the store)."""
