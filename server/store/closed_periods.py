"""Closed periods: their dossiers as they stood, and what the register says differently now."""

import json
from collections.abc import Mapping

from .base import Row, Session
from .dossier_source import COPIED, as_of, columns_as_of

_COLUMNS = "serial, first_day, last_day, closed_at, closed_by, figures, last_event, last_message"
_MOVED = "(received_day >= :first OR resolved_day IS NULL OR resolved_day >= :first)"
COMPARED = (
    "received_day", "department", "field", "procedure", "channel", "officer", "resolved_at",
    "recorded_at", "verdict",
)  # fmt: skip
"""What figures are made of: a change of any of these is a correction."""


def add(session: Session, centre: str, first: str, last: str, now: int, closed_by: str) -> int:
    """Keep a period's dossiers as they stand ``now`` (ms), with those carried over into it; its
    serial."""
    row = session.one(
        "INSERT INTO closed_period (centre, first_day, last_day, closed_at, closed_by, figures,"
        " last_event, last_message) VALUES (:centre, :first, :last, :now, :closed_by, '{}',"
        " (SELECT COALESCE(MAX(id), 0) FROM dossier_event),"
        " (SELECT COALESCE(MAX(serial), 0) FROM dossier_message)) RETURNING serial",
        centre=centre,
        first=first,
        last=last,
        now=now,
        closed_by=closed_by,
    )
    assert row is not None
    serial = int(row["serial"])
    session.run(
        f"INSERT INTO closed_dossier (centre, period, {', '.join(COPIED)})"
        f" SELECT centre, :period, {columns_as_of()} FROM dossier"
        f" WHERE centre = :centre AND received_day <= :last AND {_MOVED}",
        centre=centre,
        period=serial,
        first=first,
        last=last,
        as_of=now,
    )
    return serial


def note_figures(session: Session, serial: int, figures: Mapping[str, int]) -> None:
    """Write down the sums of a period that was just closed."""
    session.run(
        "UPDATE closed_period SET figures = :figures WHERE serial = :serial",
        serial=serial,
        figures=json.dumps(figures),
    )


def get(session: Session, centre: str, first: str, last: str) -> Row | None:
    return session.one(
        f"SELECT {_COLUMNS} FROM closed_period"
        " WHERE centre = :centre AND first_day = :first AND last_day = :last",
        centre=centre,
        first=first,
        last=last,
    )


def all_of(session: Session, centre: str, before: str, limit: int) -> list[Row]:
    """Closed periods, the latest first: those that sort before ``before`` ("last~first"), all
    where that is empty."""
    clause = " AND last_day || '~' || first_day < :before" if before else ""
    return session.all(
        f"SELECT {_COLUMNS} FROM closed_period WHERE centre = :centre{clause}"
        " ORDER BY last_day || '~' || first_day DESC LIMIT :limit",
        centre=centre,
        before=before,
        limit=limit,
    )


def crossing(session: Session, centre: str, first: str, last: str) -> Row | None:
    """A closed period that shares days with this one and neither holds the other."""
    return session.one(
        f"SELECT {_COLUMNS} FROM closed_period WHERE centre = :centre"
        " AND ((first_day < :first AND last_day >= :first AND last_day < :last)"
        "  OR (first_day > :first AND first_day <= :last AND last_day > :last))"
        " ORDER BY first_day LIMIT 1",
        centre=centre,
        first=first,
        last=last,
    )


def differing(session: Session, period: Row, centre: str, after: str, limit: int) -> list[str]:
    """Codes after ``after`` of which the register, as of the closing, says something else now."""
    rows = session.all(
        f"SELECT code FROM ({_differing()}) AS found WHERE code > :after"
        " ORDER BY code LIMIT :limit",
        **_asked(period, centre),
        after=after,
        limit=limit,
    )
    return [row["code"] for row in rows]


def differences(session: Session, period: Row, centre: str) -> int:
    """How many dossiers ``differing`` finds."""
    row = session.one(
        f"SELECT COUNT(*) AS n FROM ({_differing()}) AS found", **_asked(period, centre)
    )
    return 0 if row is None else int(row["n"])


def kept(session: Session, period: Row, centre: str, codes: list[str]) -> dict[str, Row]:
    """The dossiers of these codes as the period keeps them."""
    marks, names = _marks(codes)
    rows = session.all(
        f"SELECT {', '.join(COPIED)} FROM closed_dossier"
        f" WHERE centre = :centre AND period = :period AND code IN ({marks})",
        **_asked(period, centre),
        **names,
    )
    return {row["code"]: row for row in rows}


def seen(session: Session, period: Row, centre: str, codes: list[str]) -> dict[str, Row]:
    """The dossiers of these codes as the register, as of the closing, has them now."""
    marks, names = _marks(codes)
    rows = session.all(
        f"SELECT {columns_as_of()} FROM dossier WHERE centre = :centre AND code IN ({marks})",
        **_asked(period, centre),
        **names,
    )
    return {row["code"]: row for row in rows}


def told_since(session: Session, period: Row, centre: str, codes: list[str]) -> list[Row]:
    """What was told of these dossiers after the closing, in order: code, recorded_at, kind, and who
    (an actor's label, or a department where ``kind`` is "message")."""
    marks, names = _marks(codes)
    return session.all(
        "SELECT code, recorded_at, kind, actor AS who, id AS place FROM dossier_event"
        f" WHERE centre = :centre AND code IN ({marks}) AND id > :last_event"
        " UNION ALL SELECT code, recorded_at, 'message', department, serial FROM dossier_message"
        f" WHERE centre = :centre AND code IN ({marks}) AND serial > :last_message"
        " ORDER BY recorded_at, place",
        **_asked(period, centre),
        **names,
    )


def _differing() -> str:
    unlike = " OR ".join(
        f"closed_dossier.{name} IS DISTINCT FROM {as_of(name)}" for name in COMPARED
    )
    moved = _MOVED.replace("resolved_day", as_of("resolved_day"))
    return (
        "SELECT closed_dossier.code FROM closed_dossier LEFT JOIN dossier"
        " ON dossier.centre = closed_dossier.centre AND dossier.code = closed_dossier.code"
        " WHERE closed_dossier.centre = :centre AND closed_dossier.period = :period"
        f" AND (dossier.code IS NULL OR {unlike})"
        " UNION ALL SELECT dossier.code FROM dossier WHERE dossier.centre = :centre"
        f" AND dossier.received_day <= :last AND {moved} AND NOT EXISTS"
        " (SELECT 1 FROM closed_dossier WHERE closed_dossier.centre = :centre"
        "  AND closed_dossier.period = :period AND closed_dossier.code = dossier.code)"
    )


def _asked(period: Row, centre: str) -> dict[str, object]:
    return {
        "centre": centre,
        "period": period["serial"],
        "first": period["first_day"],
        "last": period["last_day"],
        "as_of": period["closed_at"],
        "last_event": period["last_event"],
        "last_message": period["last_message"],
    }


def _marks(codes: list[str]) -> tuple[str, dict[str, str]]:
    names = {f"c{n}": code for n, code in enumerate(codes)}
    return ", ".join(f":{name}" for name in names), names
