"""The catalogue of administrative procedures."""

from collections.abc import Iterable, Mapping

from .base import Row, Session


def put(session: Session, centre: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Insert or replace procedures; each row has every column but ``centre``, and may leave
    ``audience`` out."""
    session.many(
        "INSERT INTO procedure (centre, code, name, field, agency, level, processing_days,"
        " processing_text, fee_text, audience, service, search) VALUES (:centre, :code, :name,"
        " :field, :agency, :level, :processing_days, :processing_text, :fee_text, :audience,"
        " :service, :search)"
        " ON CONFLICT (centre, code) DO UPDATE SET name = excluded.name, field = excluded.field,"
        " agency = excluded.agency, level = excluded.level,"
        " processing_days = excluded.processing_days,"
        " processing_text = excluded.processing_text, fee_text = excluded.fee_text,"
        " audience = excluded.audience,"
        " service = excluded.service, search = excluded.search",
        [{"audience": "", **row, "centre": centre} for row in rows],
    )


def exists(session: Session, centre: str, code: str) -> bool:
    row = session.one(
        "SELECT 1 AS one FROM procedure WHERE centre = :centre AND code = :code",
        centre=centre,
        code=code,
    )
    return row is not None


def get(session: Session, centre: str, code: str) -> Row | None:
    """The facts of a procedure."""
    return session.one(
        "SELECT code, name, field, agency, processing_text, fee_text FROM procedure"
        " WHERE centre = :centre AND code = :code",
        centre=centre,
        code=code,
    )


def search(
    session: Session, centre: str, words: list[str], field: str | None, after: str, limit: int
) -> list[Row]:
    """Procedures whose folded name holds every word, by code, those after ``after``."""
    clauses = [f"search LIKE :w{i}" for i in range(len(words))]
    if field is not None:
        clauses.append("field = :field")
    where = "".join(f" AND {clause}" for clause in clauses)
    return session.all(
        "SELECT code, name, field, agency, level, processing_days, processing_text, fee_text,"
        f" service FROM procedure WHERE centre = :centre AND code > :after{where}"
        " ORDER BY code LIMIT :limit",
        centre=centre,
        after=after,
        limit=limit,
        **{f"w{i}": f"%{word}%" for i, word in enumerate(words)},
        **({"field": field} if field is not None else {}),
    )


def count(session: Session, centre: str) -> int:
    row = session.one("SELECT COUNT(*) AS n FROM procedure WHERE centre = :centre", centre=centre)
    return int(row["n"]) if row else 0
