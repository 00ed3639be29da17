"""Adding centres to an installation, and the places they belong to."""

import re

from ..core.errors import Invalid, NotFound
from ..core.model import Centre
from ..store import centres, places
from ..store.base import Session
from . import settings
from .seed import DEFAULT_ZONE, CentreSample, fill_centre
from .setup import new_link

KINDS = ("province", "district", "centre")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
COPIED = (
    "department",
    "service",
    "counter",
    "counter_service",
    "procedure",
    "procedure_document",
    "field_service",
    "synonym_list",
    "ticket_template",
)
"""Tables of a centre's configuration: a new centre may begin as a copy of another."""
FRESH = {"state": "'closed'", "officer": "NULL", "ticket": "NULL"}
"""What a copied counter begins with."""


def add_place(
    session: Session, id: str, kind: str, name: str, name_en: str, parent: str | None, now: int
) -> None:
    """A province or a district. Raises ``Invalid`` (id, kind, parent)."""
    _check_id(id)
    if kind not in KINDS[:2]:
        raise Invalid(field="kind")
    if parent is not None and places.get(session, parent) is None:
        raise Invalid(field="parent")
    added = places.add(
        session,
        id=id,
        parent=parent,
        kind=kind,
        name=name,
        name_en=name_en,
        centre=None,
        host=None,
        now=now,
    )
    if not added:
        raise Invalid(field="id")


def add_centre(
    session: Session,
    centre: Centre,
    now: int,
    *,
    parent: str | None = None,
    host: str | None = None,
    like: str | None = None,
    sample: CentreSample | None = None,
) -> str:
    """A new centre with its place; the secret of its set-up link. It begins empty, as a ``sample``,
    or ``like`` another. Raises ``Invalid`` (id, parent, host), ``NotFound`` (like)."""
    _check_id(centre.id)
    if centres.get(session, centre.id) is not None:
        raise Invalid(field="id")
    if parent is not None and places.get(session, parent) is None:
        raise Invalid(field="parent")
    centres.add(session, centre, _settings(session, like), now)
    added = places.add(
        session,
        id=centre.id,
        parent=parent,
        kind="centre",
        name=centre.name,
        name_en=centre.name_en,
        centre=centre.id,
        host=host.lower() if host else None,
        now=now,
    )
    if not added:
        raise Invalid(field="host" if host else "id")
    if like is not None:
        _copy(session, like, centre.id)
    elif sample is not None:
        fill_centre(session, centre.id, sample, now)
    return new_link(session, centre.id, now)


def centre_of(id: str, name: str, name_en: str, zone: str = DEFAULT_ZONE) -> Centre:
    return Centre(id, name, name_en or name, zone)


def _check_id(id: str) -> None:
    if not _ID.fullmatch(id):
        raise Invalid(field="id")


def _settings(session: Session, like: str | None) -> str:
    if like is None:
        return settings.dump(settings.Settings())
    row = centres.get(session, like)
    if row is None:
        raise NotFound(field="like")
    return str(row["settings"])


def _copy(session: Session, like: str, centre: str) -> None:
    for table in COPIED:
        columns = _columns(session, table)
        if not columns:
            continue  # nobody has any: nothing to copy
        taken = [_taken(table, name) for name in columns]
        session.run(
            f"INSERT INTO {table} ({', '.join(columns)})"
            f" SELECT {', '.join(taken)} FROM {table} WHERE centre = :like",
            centre=centre,
            like=like,
        )


def _taken(table: str, column: str) -> str:
    if column == "centre":
        return ":centre"
    return FRESH.get(column, column) if table == "counter" else column


def _columns(session: Session, table: str) -> list[str]:
    """A table's columns, from any row of it: the same on both stores."""
    row = session.one(f"SELECT * FROM {table} LIMIT 1")
    return [] if row is None else list(row.keys())
