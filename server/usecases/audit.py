"""Noting who changed what about an installation, in the same transaction as the change itself."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..core.audit_chain import BEGINNING, Entry, Verdict, follow, link
from ..store import audit
from ..store.base import Row, Session
from .change import Change

LONGEST = 4_000
"""Characters of an entry's data: of what is longer only the names of its parts are kept."""
PIECE = 1_000


def record(
    change: Change, what: str, subject: str = "", data: Mapping[str, object] | None = None
) -> None:
    """Add an entry: ``what`` was done to ``subject`` (an id) by the change's actor.

    ``data`` holds nothing personal of citizens and no secret: an entry is never removed.
    """
    before = audit.last(change.session, change.centre.id)
    entry = Entry(
        centre=change.centre.id,
        seq=1 if before is None else before["seq"] + 1,
        at=change.now,
        actor=change.actor.label,
        what=what,
        subject=subject,
        data=_text(data or {}),
    )
    previous = BEGINNING if before is None else before["hash"]
    audit.add(change.session, entry, previous, link(previous, entry))


def verify(session: Session, centre: str) -> Verdict:
    """Follow a centre's whole chain; where it breaks."""
    verdict = Verdict(0, BEGINNING)
    while verdict.broken_at is None:
        rows = audit.after(session, centre, verdict.length, PIECE)
        if not rows:
            break
        verdict = follow(((entry_of(row), row["hash"]) for row in rows), verdict)
    return verdict


def entry_of(row: Row) -> Entry:
    return Entry(**{name: row[name] for name in Entry.__dataclass_fields__})


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What differs between two nested mappings: ``{"calling.ratio": [2, 3]}``."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    return {
        name: [old.get(name), new.get(name)]
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    }


def _leaves(part: Mapping[str, Any], at: str = "") -> Iterable[tuple[str, Any]]:
    for name, value in part.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{at}{name}.")
        else:
            yield f"{at}{name}", value


def _text(data: Mapping[str, object]) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    if len(text) > LONGEST:
        text = json.dumps({"parts": sorted(data), "too_long": len(text)})
    return text


def knows(session: Session, centre: str, hash: str) -> bool:
    """Whether an entry with this hash, noted elsewhere before, is still in the chain."""
    return audit.has_hash(session, centre, hash)
