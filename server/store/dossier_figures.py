"""Sums over the register, for reports. A period is of local days, both ends included."""

from collections.abc import Sequence

from .base import Row, Session
from .dossier_source import Source

KEYS = {
    "all": "''",
    "department": "department",
    "field": "field",
    "procedure": "procedure",
    "channel": "channel",
    "officer": "COALESCE(officer, '')",
    "month": "SUBSTR(received_day, 1, 7)",
    "day": "received_day",
}
_RECEIVED = "received_day BETWEEN :first AND :last"
_MANY = ("procedure", "day")
_PERIOD = f"centre = :centre AND {_RECEIVED}"
_DAY_MS = 86_400_000
# By the days of the centre's clock, as verdicts are; terms in hours by the moment.
_TOLD_TOO_LATE = (
    "(CASE WHEN unit = 'working_hours' AND recorded_at > due_at THEN 1"
    f" WHEN (recorded_at + :offset) / {_DAY_MS} > (due_at + :offset) / {_DAY_MS} THEN 1"
    " ELSE 0 END) = 1"
)
# Recorded before it was done is a clock that is wrong, not a gain of time.
_LAG = "(CASE WHEN recorded_at > resolved_at THEN (recorded_at - resolved_at) / 60000 ELSE 0 END)"
_OPEN_AT_END = "(resolved_day IS NULL OR resolved_day > :last)"
_ANSWERED = "resolved_day BETWEEN :first AND :last"
_MOVED = "(received_day >= :first OR resolved_day IS NULL OR resolved_day >= :first)"

KINDS = {
    "received": "1 = 1",
    "resolved": "resolved_at IS NOT NULL",
    "early": "verdict = 'early'",
    "on_time": "verdict = 'on_time'",
    "late": "verdict = 'late'",
    "undated": "resolved_at IS NOT NULL AND verdict IS NULL",
    "pending": "resolved_at IS NULL",
    "overdue": "resolved_at IS NULL AND due_at < :now AND state <> 'supplement'",
    "late_only_in_books": f"verdict IN ('early', 'on_time') AND {_TOLD_TOO_LATE}",
    "unrecorded": "resolved_at IS NOT NULL AND recorded_at - resolved_at > 86400000",
}
"""What a report counts of the dossiers received in a period. ``overdue`` are open ones past their
due date (not those awaiting a supplement), ``late_only_in_books`` those resolved in time and
recorded after they were due, ``unrecorded`` those recorded more than a day after the result."""

MOVEMENTS = {
    "carried_over": "received_day < :first",
    "online": "received_day >= :first AND channel = 'online'",
    "direct": "received_day >= :first AND channel <> 'online'",
    "form_early": f"{_ANSWERED} AND verdict = 'early'",
    "form_on_time": f"{_ANSWERED} AND (verdict = 'on_time' OR verdict IS NULL)",
    "form_overdue": f"{_ANSWERED} AND verdict = 'late'",
    "open_in_time": f"{_OPEN_AT_END} AND (due_at IS NULL OR due_at >= :ends)",
    "open_overdue": f"{_OPEN_AT_END} AND due_at < :ends",
}
"""What form II.06a counts: the parts of what was received, of what was resolved in the period, and
of what was open at its end. Each is counted by itself, so that the identities say something."""

COUNTED = (
    "resolved", "early", "on_time", "late", "overdue", "late_only_in_books", "unrecorded",
)  # fmt: skip


def sums(
    session: Session,
    source: Source,
    first: str,
    last: str,
    by: str,
    now: int,
    offset: int,
    phases: Sequence[str] = (),
) -> list[Row]:
    """By key: how many dossiers were received in the period, and ``COUNTED`` of them. ``now`` (ms)
    judges what is overdue, ``offset`` is that of the centre's clock to UTC (ms). By "phase" the
    key is the first day of the latest of ``phases`` (first days, in order) that had begun."""
    counts = ", ".join(f"{_count(KINDS[name])} AS {name}" for name in COUNTED)
    return session.all(
        f"SELECT {_key(by, phases)} AS key, COUNT(*) AS received, {counts}"
        f" FROM {source.table} WHERE {source.where} AND {_RECEIVED} GROUP BY 1 ORDER BY 1",
        **source.params,
        first=first,
        last=last,
        now=now,
        offset=offset,
        **_begun(phases),
    )


def lags(
    session: Session, source: Source, first: str, last: str, by: str, phases: Sequence[str] = ()
) -> list[Row]:
    """By key (see ``sums``) and time from the result to its being recorded: how many dossiers
    (``n``), the sum of their exact minutes (``total``) and the longest (``most``). The time is in
    minutes, rounded down: below two hours to the minute, below two days to ten minutes, else to
    the hour; by procedure and day, which are many, to the hour and to the day."""
    near, fine, coarse = (60, 60, 1440) if by in _MANY else (1, 10, 60)
    return session.all(
        f"SELECT {_key(by, phases)} AS key, CASE WHEN {_LAG} < 120 THEN {_LAG} / {near} * {near}"
        f" WHEN {_LAG} < 2880 THEN {_LAG} / {fine} * {fine}"
        f" ELSE {_LAG} / {coarse} * {coarse} END AS minutes,"
        f" COUNT(*) AS n, SUM({_LAG}) AS total, MAX({_LAG}) AS most"
        f" FROM {source.table} WHERE {source.where} AND {_RECEIVED}"
        " AND resolved_at IS NOT NULL AND recorded_at IS NOT NULL GROUP BY 1, 2",
        **source.params,
        first=first,
        last=last,
        **_begun(phases),
    )


def movements(session: Session, source: Source, first: str, last: str, ends: int) -> list[Row]:
    """By field, ``MOVEMENTS`` in a period that ends before the moment ``ends`` (ms)."""
    counts = ", ".join(f"{_count(what)} AS {name}" for name, what in MOVEMENTS.items())
    return session.all(
        f"SELECT field, {counts} FROM {source.table}"
        f" WHERE {source.where} AND received_day <= :last AND {_MOVED}"
        " GROUP BY field ORDER BY field",
        **source.params,
        first=first,
        last=last,
        ends=ends,
    )


def carried_over(session: Session, source: Source, first: str) -> int:
    """Dossiers received before a day and not resolved when it began."""
    row = session.one(
        f"SELECT COUNT(*) AS n FROM {source.table} WHERE {source.where}"
        " AND received_day < :first AND (resolved_day IS NULL OR resolved_day >= :first)",
        **source.params,
        first=first,
    )
    return 0 if row is None else int(row["n"])


def matching(kind: str) -> str:
    """The condition a dossier meets that is counted as ``kind`` (of ``KINDS`` or ``MOVEMENTS``)."""
    if kind in KINDS:
        return f"{_RECEIVED} AND ({KINDS[kind]})"
    return f"received_day <= :last AND {_MOVED} AND ({MOVEMENTS[kind]})"


def _key(by: str, phases: Sequence[str]) -> str:
    if by != "phase":
        return KEYS[by]
    latest = reversed(
        [f" WHEN received_day >= :phase{n} THEN :phase{n}" for n in range(len(phases))]
    )
    return f"CASE{''.join(latest)} ELSE '' END" if phases else "''"


def _begun(phases: Sequence[str]) -> dict[str, object]:
    return {f"phase{n}": day for n, day in enumerate(phases)}


def _count(condition: str) -> str:
    return f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)"


def listing(
    session: Session,
    centre: str,
    *,
    first: str,
    last: str,
    department: str | None,
    state: str | None,
    after: str,
    limit: int,
) -> list[Row]:
    """Dossiers received in a period by code, those after ``after``."""
    clauses = "".join(
        f" AND {name} = :{name}"
        for name, value in (("department", department), ("state", state))
        if value is not None
    )
    return session.all(
        "SELECT code, procedure, field, department, channel, state, received_at, due_at,"
        f" resolved_at, recorded_at, verdict FROM dossier WHERE {_PERIOD} AND code > :after"
        f"{clauses} ORDER BY code LIMIT :limit",
        centre=centre,
        first=first,
        last=last,
        department=department,
        state=state,
        after=after,
        limit=limit,
    )


def due_before(
    session: Session, centre: str, before: int, department: str | None, limit: int
) -> list[Row]:
    """Open dossiers due before a moment (ms), the most pressing first; not those that wait for a
    supplement."""
    clause = "" if department is None else " AND department = :department"
    return session.all(
        "SELECT code, procedure, department, received_at, due_at, state FROM dossier"
        " WHERE centre = :centre AND resolved_at IS NULL AND due_at < :before"
        f" AND state <> 'supplement'{clause} ORDER BY due_at, code LIMIT :limit",
        centre=centre,
        before=before,
        department=department,
        limit=limit,
    )


def open_due(
    session: Session, centre: str, since: int, before: int, *, latest: bool, limit: int
) -> list[Row]:
    """Open dossiers due from ``since`` until before ``before`` (ms), not those that wait for a
    supplement: the earliest due first, or the latest."""
    order = "DESC" if latest else "ASC"
    return session.all(
        "SELECT code, procedure, department, received_at, due_at, state FROM dossier"
        " WHERE centre = :centre AND resolved_at IS NULL AND due_at >= :since"
        " AND due_at < :before AND state <> 'supplement'"
        f" ORDER BY due_at {order}, code {order} LIMIT :limit",
        centre=centre,
        since=since,
        before=before,
        limit=limit,
    )


def open_due_count(session: Session, centre: str, since: int, before: int) -> int:
    """How many dossiers ``open_due`` could find."""
    row = session.one(
        "SELECT COUNT(*) AS n FROM dossier WHERE centre = :centre AND resolved_at IS NULL"
        " AND due_at >= :since AND due_at < :before AND state <> 'supplement'",
        centre=centre,
        since=since,
        before=before,
    )
    return 0 if row is None else int(row["n"])
