"""The catalogue's other tables: documents to bring, which service takes which field, uploads."""

from collections.abc import Iterable, Mapping, Sequence

from .base import Row, Session

Document = tuple[str, str, int, int]
"""(case, document, originals, copies)"""


def procedures(session: Session, centre: str) -> list[Row]:
    """Every procedure with all its facts, by code."""
    return session.all(
        "SELECT code, name, field, agency, level, processing_days, processing_text, fee_text,"
        " audience, service FROM procedure WHERE centre = :centre ORDER BY code",
        centre=centre,
    )


def procedure(session: Session, centre: str, code: str) -> Row | None:
    """One procedure with all its facts and the names of the service that takes it."""
    return session.one(
        "SELECT p.code, p.name, p.field, p.agency, p.level, p.processing_days, p.processing_text,"
        " p.fee_text, p.audience, p.service, s.name AS service_name, s.name_en AS service_name_en"
        " FROM procedure p LEFT JOIN service s ON s.centre = p.centre AND s.id = p.service"
        " WHERE p.centre = :centre AND p.code = :code",
        centre=centre,
        code=code,
    )


def counters_of(session: Session, centre: str, service: str) -> list[Row]:
    """Number and names of the counters that handle a service."""
    return session.all(
        "SELECT c.number, c.name, c.name_en FROM counter_service cs"
        " JOIN counter c ON c.centre = cs.centre AND c.id = cs.counter"
        " WHERE cs.centre = :centre AND cs.service = :service ORDER BY c.number",
        centre=centre,
        service=service,
    )


def remove(session: Session, centre: str, codes: Iterable[str]) -> None:
    """Take procedures and their documents out of the catalogue."""
    rows = [{"centre": centre, "code": code} for code in codes]
    for table in ("procedure_document", "procedure"):
        session.many(f"DELETE FROM {table} WHERE centre = :centre AND code = :code", rows)


def documents(session: Session, centre: str) -> dict[str, list[Document]]:
    """Every procedure's documents in the order of its list."""
    rows = session.all(
        "SELECT code, case_name, document, originals, copies FROM procedure_document"
        " WHERE centre = :centre ORDER BY code, position",
        centre=centre,
    )
    lists: dict[str, list[Document]] = {}
    for row in rows:
        entry = (row["case_name"], row["document"], row["originals"], row["copies"])
        lists.setdefault(row["code"], []).append(entry)
    return lists


def documents_of(session: Session, centre: str, code: str) -> list[Document]:
    """One procedure's documents in the order of its list."""
    rows = session.all(
        "SELECT case_name, document, originals, copies FROM procedure_document"
        " WHERE centre = :centre AND code = :code ORDER BY position",
        centre=centre,
        code=code,
    )
    return [(r["case_name"], r["document"], r["originals"], r["copies"]) for r in rows]


def set_documents(session: Session, centre: str, lists: Mapping[str, Sequence[Document]]) -> None:
    """Give procedures new lists of documents; an empty one takes the list away."""
    session.many(
        "DELETE FROM procedure_document WHERE centre = :centre AND code = :code",
        [{"centre": centre, "code": code} for code in lists],
    )
    session.many(
        "INSERT INTO procedure_document (centre, code, position, case_name, document, originals,"
        " copies) VALUES (:centre, :code, :position, :case_name, :document, :originals, :copies)",
        [
            {
                "centre": centre,
                "code": code,
                "position": position,
                "case_name": case,
                "document": document,
                "originals": originals,
                "copies": copies,
            }
            for code, entries in lists.items()
            for position, (case, document, originals, copies) in enumerate(entries)
        ],
    )


def field_services(session: Session, centre: str) -> dict[str, str]:
    """The service of each mapped field."""
    rows = session.all(
        "SELECT field, service FROM field_service WHERE centre = :centre", centre=centre
    )
    return {row["field"]: row["service"] for row in rows}


def fields(session: Session, centre: str) -> list[Row]:
    """Every field of the catalogue: (field, service or None, procedures, unserved)."""
    return session.all(
        "SELECT p.field, f.service, COUNT(*) AS procedures,"
        " SUM(CASE WHEN p.service IS NULL THEN 1 ELSE 0 END) AS unserved"
        " FROM procedure p LEFT JOIN field_service f ON f.centre = p.centre AND f.field = p.field"
        " WHERE p.centre = :centre GROUP BY p.field, f.service ORDER BY p.field",
        centre=centre,
    )


def map_field(session: Session, centre: str, field: str, service: str | None) -> None:
    """Give a field's procedures to a service.

    Those that followed the field's service before, or had none, follow; a procedure that was
    given to a service of its own keeps it.
    """
    before = field_services(session, centre).get(field)
    session.run(
        "UPDATE procedure SET service = :service WHERE centre = :centre AND field = :field"
        " AND (service IS NULL OR service = :before)",
        centre=centre,
        field=field,
        service=service,
        before=before,
    )
    if service is None:
        session.run(
            "DELETE FROM field_service WHERE centre = :centre AND field = :field",
            centre=centre,
            field=field,
        )
    else:
        put_field_services(session, centre, {field: service})


def put_field_services(session: Session, centre: str, services: Mapping[str, str]) -> None:
    """Remember the services of fields; procedures are left as they are."""
    session.many(
        "INSERT INTO field_service (centre, field, service) VALUES (:centre, :field, :service)"
        " ON CONFLICT (centre, field) DO UPDATE SET service = excluded.service",
        [{"centre": centre, "field": f, "service": s} for f, s in services.items()],
    )


def keep_upload(
    session: Session, centre: str, id: str, kind: str, rows: int, content: str, plan: str, now: int
) -> None:
    """Keep a checked upload; the same one again is as if it had never been applied."""
    session.run(
        "INSERT INTO catalogue_import (centre, id, kind, rows, content, plan, uploaded_at)"
        " VALUES (:centre, :id, :kind, :rows, :content, :plan, :now)"
        " ON CONFLICT (centre, id) DO UPDATE SET plan = excluded.plan,"
        " content = excluded.content, uploaded_at = excluded.uploaded_at, applied_at = NULL,"
        " result = NULL",
        centre=centre,
        id=id,
        kind=kind,
        rows=rows,
        content=content,
        plan=plan,
        now=now,
    )


def drop_uploads(session: Session, centre: str, before: int, keep: int) -> None:
    """Drop uploads from before ``before`` (ms), and all but the newest ``keep``."""
    session.run(
        "DELETE FROM catalogue_import WHERE centre = :centre AND (uploaded_at < :before"
        " OR id NOT IN (SELECT id FROM catalogue_import WHERE centre = :centre"
        " ORDER BY uploaded_at DESC, id LIMIT :keep))",
        centre=centre,
        before=before,
        keep=keep,
    )


def upload(session: Session, centre: str, id: str) -> Row | None:
    return session.one(
        "SELECT kind, rows, plan, uploaded_at, applied_at, result FROM catalogue_import"
        " WHERE centre = :centre AND id = :id",
        centre=centre,
        id=id,
    )


def upload_content(session: Session, centre: str, id: str) -> str | None:
    row = session.one(
        "SELECT content FROM catalogue_import WHERE centre = :centre AND id = :id",
        centre=centre,
        id=id,
    )
    return None if row is None else str(row["content"])


def applied(session: Session, centre: str, id: str, result: str, now: int) -> None:
    """An upload has been applied; its content is needed no more."""
    session.run(
        "UPDATE catalogue_import SET applied_at = :now, result = :result, content = ''"
        " WHERE centre = :centre AND id = :id",
        centre=centre,
        id=id,
        result=result,
        now=now,
    )
