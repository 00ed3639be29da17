"""The nightly purge: what has served its purpose is removed or made anonymous, in small pieces."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from ..core.retention import RetentionRules
from ..store import outworn, personal
from . import audit
from .change import Change

PIECE = 100
"""Records of each kind a change; another piece follows, and the hall goes on in between."""
DAY_MS = 86_400_000

Step = Callable[[Change, RetentionRules], int]


def _day(change: Change, days: int) -> str:
    """The first day that is still kept."""
    return (date.fromisoformat(change.day) - timedelta(days=days)).isoformat()


def _at(change: Change, days: int) -> int:
    return change.now - days * DAY_MS


STEPS: Mapping[str, Step] = {
    "identity": lambda c, r: personal.identities(
        c.session, c.centre.id, _day(c, r.identity_days), PIECE
    ),
    "notes": lambda c, r: personal.notes(c.session, c.centre.id, _day(c, r.notes_days), PIECE),
    "event_notes": lambda c, r: personal.event_notes(
        c.session, c.centre.id, _at(c, r.notes_days), PIECE
    ),
    "comments": lambda c, r: personal.comments(
        c.session, c.centre.id, _day(c, r.comments_days), PIECE
    ),
    "applicants": lambda c, r: personal.applicants(
        c.session, c.centre.id, _day(c, r.applicants_days), PIECE
    ),
    "dossier_words": lambda c, r: personal.dossier_words(
        c.session, c.centre.id, _at(c, r.applicants_days), PIECE
    ),
    "message_notes": lambda c, r: personal.message_notes(
        c.session, c.centre.id, _at(c, r.applicants_days), PIECE
    ),
    "result_phones": lambda c, r: personal.result_phones(
        c.session, c.centre.id, _at(c, r.phones_days), PIECE
    ),
    "sessions": lambda c, r: outworn.sessions(
        c.session, c.centre.id, _at(c, r.sessions_days), PIECE
    ),
    "sign_in_tries": lambda c, r: outworn.sign_in_tries(c.session, _at(c, r.sessions_days), PIECE),
    "pairings": lambda c, r: outworn.pairings(c.session, _at(c, r.sessions_days), PIECE),
    "pairing_misses": lambda c, r: outworn.pairing_misses(
        c.session, c.centre.id, _at(c, r.sessions_days), PIECE
    ),
    "messages": lambda c, r: outworn.messages(
        c.session, c.centre.id, _at(c, r.messages_days), PIECE
    ),
    "requests": lambda c, r: outworn.requests(
        c.session, c.centre.id, _at(c, r.requests_days), PIECE
    ),
}
"""What is purged, by the name it has in the report."""


def purge(change: Change) -> dict[str, int]:
    """Purge a piece of every kind: how many of each. One that is full is not done yet.

    Phones that asked to be told of a call go with their day, whatever is set (``usecases.push``).
    """
    return {kind: step(change, change.settings.retention) for kind, step in STEPS.items()}


def report_purge(change: Change, counts: Mapping[str, int]) -> None:
    """Keep what a night's purge did, where it did anything."""
    found = {kind: n for kind, n in counts.items() if n}
    if found:
        audit.record(change, "purged", change.day, found)
