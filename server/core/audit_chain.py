"""The chain of the audit trail: each entry's hash covers the entry and the hash before it.

Who edits, removes or puts in an entry breaks the chain there; who cuts its end off is found by a
head that was noted elsewhere (in a backup, in a report).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

BEGINNING = ""
"""What stands before the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``seq`` counts from 1 in each centre, ``at`` is epoch ms, ``data`` JSON text."""

    centre: str
    seq: int
    at: int
    actor: str
    what: str
    subject: str
    data: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far a chain holds: ``length`` entries up to ``head``; ``broken_at`` is the seq of the
    first entry that does not fit, None where all do."""

    length: int
    head: str
    broken_at: int | None = None


def link(previous: str, entry: Entry) -> str:
    """The hash (SHA-256, hexadecimal) of an entry that follows ``previous``."""
    parts = [
        previous, entry.centre, entry.seq, entry.at, entry.actor, entry.what, entry.subject,
        entry.data,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()


def follow(kept: Iterable[tuple[Entry, str]], so_far: Verdict) -> Verdict:
    """Go on from ``so_far`` through entries with the hashes that were kept with them."""
    length, head = so_far.length, so_far.head
    for entry, kept_hash in kept:
        if entry.seq != length + 1 or link(head, entry) != kept_hash:
            return Verdict(length, head, length + 1)
        length, head = entry.seq, kept_hash
    return Verdict(length, head)
