"""The dossiers behind a figure, in the order they were received, page after page."""

from .base import Row, Session
from .dossier_figures import KEYS, matching
from .dossier_source import COPIED, Source


def page(
    session: Session,
    source: Source,
    kind: str,
    *,
    first: str,
    last: str,
    ends: int,
    now: int,
    offset: int,
    key: tuple[str, str] | None,
    days: tuple[str, str],
    after: tuple[str, str],
    limit: int,
) -> list[Row]:
    """Dossiers counted as ``kind`` in a period, of one group (``key``: by what, which), received
    within ``days`` (both included), after ``after`` (the last page's last day and code)."""
    group = "" if key is None else f" AND {KEYS[key[0]]} = :key"
    return session.all(
        f"SELECT {', '.join(COPIED)} FROM {source.table}"
        f" WHERE {source.where} AND {matching(kind)}{group}"
        " AND received_day BETWEEN :from_day AND :to_day"
        " AND (received_day > :after_day OR (received_day = :after_day AND code > :after_code))"
        " ORDER BY received_day, code LIMIT :limit",
        **source.params,
        first=first,
        last=last,
        ends=ends,
        now=now,
        offset=offset,
        key=None if key is None else key[1],
        from_day=max(days[0], after[0]),
        to_day=days[1],
        after_day=after[0],
        after_code=after[1],
        limit=limit,
    )


def misdated(
    session: Session, source: Source, first: str, last: str, field: str, limit: int
) -> list[Row]:
    """Dossiers of a field received in a period of which the result is said to have been there
    before the period."""
    return session.all(
        f"SELECT code FROM {source.table} WHERE {source.where} AND field = :field"
        " AND received_day BETWEEN :first AND :last AND resolved_day < :first"
        " ORDER BY received_day, code LIMIT :limit",
        **source.params,
        first=first,
        last=last,
        field=field,
        limit=limit,
    )
