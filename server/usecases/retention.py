"""The nightly purge: what has served its purpose is removed or made anonymous, in small pieces."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from ..core.retention import RetentionRules
from ..store import due, outworn, personal
from ..store.base import Session
from . import audit
from .change import Change
from .change_settings import keep_settings

PIECE = 100
"""Records of each kind a change; another piece follows, and the hall goes on in between."""
DAY_MS = 86_400_000

Purge = Callable[[Session, str, Any, int], int]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: the rule it goes by, what finds it, and what purges a piece of it, given
    the bound that ``due`` names."""

    rule: str
    due: str
    purge: Purge


KINDS: Mapping[str, Kind] = {
    "identity": Kind("identity_days", due.IDENTITIES, personal.identities),
    "notes": Kind("notes_days", due.NOTES, personal.notes),
    "event_notes": Kind("notes_days", due.EVENT_NOTES, personal.event_notes),
    "comments": Kind("comments_days", due.COMMENTS, personal.comments),
    "applicants": Kind("applicants_days", due.APPLICANTS, personal.applicants),
    "dossier_words": Kind("applicants_days", due.DOSSIER_WORDS, personal.dossier_words),
    "message_notes": Kind("applicants_days", due.MESSAGE_NOTES, personal.message_notes),
    "result_phones": Kind("phones_days", due.RESULT_PHONES, personal.result_phones),
    "sessions": Kind("sessions_days", due.SESSIONS, outworn.sessions),
    "sign_in_tries": Kind(
        "sessions_days", due.SIGN_IN_TRIES, lambda s, _, at, n: outworn.sign_in_tries(s, at, n)
    ),
    "pairings": Kind("sessions_days", due.PAIRINGS, lambda s, _, at, n: outworn.pairings(s, at, n)),
    "pairing_misses": Kind("sessions_days", due.PAIRING_MISSES, outworn.pairing_misses),
    "messages": Kind("messages_days", due.MESSAGES, outworn.messages),
    "requests": Kind("requests_days", due.REQUESTS, outworn.requests),
}
"""What is purged, by the name it has in the report."""


def first_kept(rules: RetentionRules, rule: str, day: str, now: int) -> tuple[str, int]:
    """The first local day, and the first epoch ms, of which records are kept on a ``day``."""
    days: int = getattr(rules, rule)
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat(), now - days * DAY_MS


def purge(change: Change) -> dict[str, int]:
    """Purge a piece of every kind: how many of each. One that is full is not done yet.

    Phones that asked to be told of a call go with their day, whatever is set (``usecases.push``).
    """
    return {name: _purge(change, kind) for name, kind in KINDS.items()}


def _purge(change: Change, kind: Kind) -> int:
    day, at = first_kept(change.settings.retention, kind.rule, change.day, change.now)
    return kind.purge(change.session, change.centre.id, day if ":day" in kind.due else at, PIECE)


def set_retention(change: Change, rules: RetentionRules) -> None:
    """Set how long records are kept, from the next night on."""
    keep_settings(change, replace(change.settings, retention=rules))


def report_purge(change: Change, counts: Mapping[str, int]) -> None:
    """Keep what a night's purge did, where it did anything."""
    found = {kind: n for kind, n in counts.items() if n}
    if found:
        audit.record(change, "purged", change.day, found)
