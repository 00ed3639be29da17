"""Everyday words for official ones: a centre's list, and changing it."""

import json
from collections.abc import Iterable, Sequence

from ..core.search.everyday import Synonym
from ..store import catalogue_version, synonyms
from ..store.base import Session
from . import audit
from .change import Change
from .everyday import SynonymRow, shipped_words


def list_of(session: Session, centre: str) -> tuple[Sequence[SynonymRow], bool]:
    """A centre's list, and whether it is the shipped one."""
    content = synonyms.get(session, centre)
    if content is None:
        return shipped_words(), True
    rows: list[SynonymRow] = json.loads(content)
    return rows, False


def replace_list(change: Change, rows: Sequence[SynonymRow]) -> None:
    """Set the whole list; none at all is a list too."""
    content = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    synonyms.put(change.session, change.centre.id, content, change.now, change.actor.label)
    catalogue_version.raise_(change.session, change.centre.id)
    audit.record(change, "synonyms_changed", data={"rows": len(rows)})


def restore_list(change: Change) -> None:
    """Let the shipped list hold again; harmless when it does."""
    synonyms.remove(change.session, change.centre.id)
    catalogue_version.raise_(change.session, change.centre.id)
    audit.record(change, "synonyms_restored")


def spread(rows: Iterable[SynonymRow]) -> list[Synonym]:
    """Each way of saying something as a synonym of its own."""
    return [
        Synonym(said.strip(), tuple(row["means"]))
        for row in rows
        for said in row["said"].split(";")
        if said.strip()
    ]
