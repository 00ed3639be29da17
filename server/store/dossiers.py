"""The register: one row a dossier, what happened to each, and the serials of the codes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from .base import Row, Session

COLUMNS = (
    "code", "procedure", "field", "department", "channel", "officer", "ticket", "applicant",
    "phone", "consent_at", "lookup", "received_at", "received_day", "due_at", "term", "unit",
    "rule", "pauses", "told_pauses", "documents", "state", "resolved_at", "resolved_day",
    "recorded_at", "verdict", "heard", "answer_rank", "answered_at", "told_at", "created_at",
)  # fmt: skip
PROGRESS = (
    "state", "resolved_at", "resolved_day", "recorded_at", "verdict", "heard", "answer_rank",
    "answered_at", "told_at",
)  # fmt: skip
CLOCK = ("due_at", "pauses", "told_pauses", *PROGRESS)
_LIST = ", ".join(COLUMNS)
_INSERT = (
    f"INSERT INTO dossier (centre, {_LIST}) VALUES (:centre, "
    + ", ".join(f":{name}" for name in COLUMNS)
    + ")"
)
_UPSERT = f"{_INSERT} ON CONFLICT (centre, code) DO UPDATE SET " + ", ".join(
    f"{name} = excluded.{name}" for name in COLUMNS if name not in ("code", "created_at")
)


def put(session: Session, centre: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Insert dossiers, or replace them but for when they were first kept; every column each."""
    session.many(_UPSERT, [{**row, "centre": centre} for row in rows])


def get(session: Session, centre: str, code: str) -> Row | None:
    return session.one(
        f"SELECT {_LIST} FROM dossier WHERE centre = :centre AND code = :code",
        centre=centre,
        code=code,
    )


def centres_of(session: Session, code: str) -> list[str]:
    """The centres that have a dossier of this code: one, but for codes given twice."""
    rows = session.all("SELECT centre FROM dossier WHERE code = :code ORDER BY centre", code=code)
    return [row["centre"] for row in rows]


def several(
    session: Session, centre: str, codes: Sequence[str], columns: str = _LIST
) -> dict[str, Row]:
    """Dossiers by code, those there are."""
    rows = session.among(
        f"SELECT {columns} FROM dossier WHERE centre = :centre AND code IN :values",
        codes,
        centre=centre,
    )
    return {row["code"]: row for row in rows}


def progress(session: Session, centre: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Bring dossiers on: each row has ``code`` and the columns of ``PROGRESS``."""
    _update(session, centre, PROGRESS, rows)


def reckon(session: Session, centre: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Bring dossiers on whose due dates moved: rows with the columns of ``CLOCK``."""
    _update(session, centre, CLOCK, rows)


def _update(
    session: Session,
    centre: str,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, object]],
) -> None:
    values = itemgetter("code", *columns)
    session.renew("dossier", ("centre", "code"), columns, [(centre, *values(r)) for r in rows])


def next_serial(session: Session, centre: str, agency: str, day: str) -> int:
    """The next serial of an agency and day (``yymmdd``): 1, 2, 3 … without gaps, since it rises
    in the transaction that uses it."""
    row = session.one(
        "INSERT INTO dossier_serial (centre, agency, day, last) VALUES (:centre, :agency, :day, 1)"
        " ON CONFLICT (centre, agency, day) DO UPDATE SET last = dossier_serial.last + 1"
        " RETURNING last",
        centre=centre,
        agency=agency,
        day=day,
    )
    assert row is not None
    return int(row["last"])


def raise_serials(session: Session, centre: str, used: Mapping[tuple[str, str], int]) -> None:
    """Numbers that came with a file are not given again: the series goes on after them."""
    session.many(
        "INSERT INTO dossier_serial (centre, agency, day, last)"
        " VALUES (:centre, :agency, :day, :last)"
        " ON CONFLICT (centre, agency, day) DO UPDATE SET last = excluded.last"
        " WHERE excluded.last > dossier_serial.last",
        [
            {"centre": centre, "agency": agency, "day": day, "last": last}
            for (agency, day), last in used.items()
        ],
    )


def tell(
    session: Session,
    centre: str,
    code: str,
    *,
    at: int,
    now: int,
    kind: str,
    actor: str,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Append to a dossier's history what happened at ``at`` and is recorded ``now`` (ms)."""
    tell_many(session, centre, [(code, data or {})], at=at, now=now, kind=kind, actor=actor)


def tell_many(
    session: Session,
    centre: str,
    told: Iterable[tuple[str, Mapping[str, Any]]],
    *,
    at: int,
    now: int,
    kind: str,
    actor: str,
) -> None:
    """Append the same kind of event to the histories of several dossiers: (code, data)."""
    session.many(
        "INSERT INTO dossier_event (centre, code, at, recorded_at, kind, actor, data)"
        " VALUES (:centre, :code, :at, :now, :kind, :actor, :data)",
        [
            {
                "centre": centre,
                "code": code,
                "at": at,
                "now": now,
                "kind": kind,
                "actor": actor,
                "data": json.dumps(data, ensure_ascii=False),
            }
            for code, data in told
        ],
    )


def history(session: Session, centre: str, code: str) -> list[Row]:
    return session.all(
        "SELECT id, at, recorded_at, kind, actor, data FROM dossier_event"
        " WHERE centre = :centre AND code = :code ORDER BY id",
        centre=centre,
        code=code,
    )


def lookup_key(session: Session, centre: str) -> str | None:
    """The key of the hashes in ``lookup``; None before anybody has left a number."""
    row = session.one(
        "SELECT value FROM centre_secret WHERE centre = :centre AND name = 'identity'",
        centre=centre,
    )
    return None if row is None else str(row["value"])
