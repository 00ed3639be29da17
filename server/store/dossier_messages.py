"""What departments told: each telling kept once, also those of dossiers nobody has entered yet."""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter

from .base import Row, Session

_NAMES = (
    "code", "rank", "department", "id", "at", "state", "resolved_at", "recorded_at",
    "expected_at", "note",
)  # fmt: skip
_COLUMNS = ", ".join(_NAMES)
_KEPT = ("digest", "centre", *_NAMES)
_row_of = itemgetter(*_KEPT)


def add(session: Session, rows: Iterable[Mapping[str, object]]) -> None:
    """Keep messages, each with every column, ``centre`` and ``digest``; one kept already changes
    nothing."""
    session.fill("dossier_message", _KEPT, list(map(_row_of, rows)))


def kept(session: Session, digests: Sequence[int]) -> set[int]:
    """Those of these digests whose messages are kept."""
    rows = session.among("SELECT digest FROM dossier_message WHERE digest IN :values", digests)
    return {row["digest"] for row in rows}


def of_dossier(session: Session, centre: str, code: str) -> list[Row]:
    """A dossier's messages in the order of their own times."""
    rows = session.all(
        f"SELECT {_COLUMNS} FROM dossier_message WHERE centre = :centre AND code = :code",
        centre=centre,
        code=code,
    )
    return sorted(rows, key=lambda row: str(row["rank"]))


def of_dossiers(session: Session, centre: str, codes: Sequence[str]) -> dict[str, list[Row]]:
    """The messages of several dossiers by code, of those that have any."""
    return _by_code(session, centre, codes, "")


def about_supplements(session: Session, centre: str, codes: Sequence[str]) -> dict[str, list[Row]]:
    """All messages of those dossiers of which at least one tells of a supplement."""
    concerned = _by_code(session, centre, codes, " AND state = 'supplement'")
    return _by_code(session, centre, list(concerned), "")


def _by_code(
    session: Session, centre: str, codes: Sequence[str], clause: str
) -> dict[str, list[Row]]:
    rows = session.among(
        f"SELECT {_COLUMNS} FROM dossier_message"
        f" WHERE centre = :centre{clause} AND code IN :values",
        codes,
        centre=centre,
    )
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["code"], []).append(row)
    return found


def conflicts(session: Session, centre: str, slot: int, after: str, limit: int) -> list[str]:
    """Codes of which two messages say different things: of one moment and sequence number (the
    first ``slot`` characters of the rank), under one id, or about when the result was there."""
    rows = session.all(
        "SELECT DISTINCT code FROM ("
        " SELECT code FROM dossier_message WHERE centre = :centre AND code > :after"
        "  GROUP BY code, SUBSTR(rank, 1, :slot) HAVING COUNT(DISTINCT rank) > 1"
        " UNION ALL SELECT code FROM dossier_message WHERE centre = :centre AND code > :after"
        "  AND id <> '' GROUP BY code, department, id HAVING COUNT(DISTINCT rank) > 1"
        " UNION ALL SELECT code FROM dossier_message WHERE centre = :centre AND code > :after"
        "  AND resolved_at IS NOT NULL GROUP BY code HAVING COUNT(DISTINCT resolved_at) > 1"
        ") AS found ORDER BY code LIMIT :limit",
        centre=centre,
        slot=slot,
        after=after,
        limit=limit,
    )
    return [row["code"] for row in rows]
