"""One person's data: told whole, or erased so that every figure stays true.

A person is found by what only the person (or the papers in hand) can name: a dossier's code, a
phone number, an identity number, or a ticket's own code. Nothing of it is written down: the audit
trail gets counts and the kind of search.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from ..core.errors import Invalid
from ..store import identities, person_data, personal
from ..store.base import Session
from . import audit
from .change import Change
from .identity import NUMBER, keyed_hash

Json = dict[str, Any]
KINDS = ("dossier", "phone", "identity", "ticket")
_SEPARATORS = re.compile(r"[ .\-]")


@dataclass(frozen=True, slots=True)
class Sought:
    """``kind`` is one of ``KINDS``."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Found:
    """Codes of dossiers and ids of tickets."""

    dossiers: tuple[str, ...]
    tickets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Erased:
    """``left`` are dossiers still open, whose people are needed until the result is handed over."""

    dossiers: int
    tickets: int
    left: tuple[str, ...]


def find(session: Session, centre: str, sought: Sought) -> Found:
    """What belongs to the person. Raises ``Invalid`` (naming the kind)."""
    codes, ids = _seeds(session, centre, sought)
    for id in list(ids):
        codes |= dict.fromkeys(person_data.dossiers_of_ticket(session, centre, id))
    for code in codes:
        ids |= dict.fromkeys(person_data.tickets_of_dossier(session, centre, code))
    return Found(tuple(codes), tuple(ids))


def _seeds(
    session: Session, centre: str, sought: Sought
) -> tuple[dict[str, None], dict[str, None]]:
    if sought.kind == "dossier":
        known = person_data.dossier(session, centre, sought.value) is not None
        return dict.fromkeys([sought.value] if known else []), {}
    if sought.kind == "ticket":
        known = person_data.ticket(session, centre, sought.value) is not None
        return {}, dict.fromkeys([sought.value] if known else [])
    if sought.kind == "phone":
        digits = _SEPARATORS.sub("", sought.value)
        if len(digits) < 8:
            raise Invalid(field="phone")
        return dict.fromkeys(person_data.dossiers_of_phone(session, centre, digits)), {}
    if sought.kind != "identity" or not NUMBER.fullmatch(sought.value):
        raise Invalid(field="identity" if sought.kind == "identity" else "kind")
    key = identities.key(session, centre)
    if key is None:
        return {}, {}
    hashed = keyed_hash(key, sought.value)
    return {}, dict.fromkeys(person_data.tickets_of_identity(session, centre, hashed))


def export(change: Change, sought: Sought) -> Json:
    """Everything kept about the person; that it was asked for is noted."""
    session, centre = change.session, change.centre.id
    found = find(session, centre, sought)
    told = {
        "dossiers": [_dossier(session, centre, code) for code in found.dossiers],
        "tickets": [_ticket(session, centre, id) for id in found.tickets],
        "phones": person_data.phones(session, found.tickets, found.dossiers, centre),
    }
    _note(change, "person_data_exported", sought, found)
    return told


def erase(change: Change, sought: Sought, *, open_too: bool = False) -> Erased:
    """Take the person out of every record found; numbers, times and verdicts stay as they are.

    Dossiers still open are left alone unless ``open_too``.
    """
    session, centre = change.session, change.centre.id
    found = find(session, centre, sought)
    left = () if open_too else tuple(c for c in found.dossiers if _is_open(session, centre, c))
    done = [code for code in found.dossiers if code not in left]
    personal.of_dossiers(session, centre, done)
    for code in done:
        person_data.erase_beside(session, centre, code)
        for row in person_data.step_data(session, centre, code):
            person_data.set_step_data(session, row["id"], _without_words(row["data"]))
    for id in found.tickets:
        person_data.erase_ticket(session, centre, id)
        for row in person_data.event_data(session, id):
            person_data.set_event_data(session, row["id"], _without_words(row["data"]))
    _note(change, "person_data_erased", sought, Found(tuple(done), found.tickets))
    return Erased(len(done), len(found.tickets), left)


def _is_open(session: Session, centre: str, code: str) -> bool:
    row = person_data.dossier(session, centre, code)
    return row is not None and row["resolved_at"] is None


def _without_words(data: str) -> str:
    kept = {k: v for k, v in json.loads(data).items() if k not in personal.WORDS}
    return json.dumps(kept, ensure_ascii=False)


def _note(change: Change, what: str, sought: Sought, found: Found) -> None:
    counts = {"dossiers": len(found.dossiers), "tickets": len(found.tickets)}
    audit.record(change, what, data={"by": sought.kind, **counts})


def _dossier(session: Session, centre: str, code: str) -> Json:
    row = person_data.dossier(session, centre, code)
    assert row is not None
    return {
        **dict(row),
        "findable": bool(row["findable"]),
        "documents": json.loads(row["documents"]),
        "steps": [_parsed(step) for step in person_data.steps(session, centre, code)],
        "messages": [dict(one) for one in person_data.messages(session, centre, code)],
        "sheets": [dict(one) for one in person_data.sheets(session, centre, code)],
    }


def _ticket(session: Session, centre: str, id: str) -> Json:
    row = person_data.ticket(session, centre, id)
    rating = person_data.rating(session, id)
    return {
        **({} if row is None else {**dict(row), "identified": bool(row["identified"])}),
        "rating": None if rating is None else dict(rating),
        "events": [json.loads(event["data"]) for event in person_data.event_data(session, id)],
    }


def _parsed(step: Any) -> Json:
    return {"at": step["at"], "kind": step["kind"], "data": json.loads(step["data"])}
