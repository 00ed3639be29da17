"""Counted days and months: what reports over a period are added up from."""

from collections.abc import Iterable, Sequence

from ..core.durations import loads
from ..core.history import COUNTS, Cell, Cells, Dimension
from .base import Row, Session

DAY, MONTH = "day", "month"
_VALUES = ("wait_ms", "waits", "service_ms", "services")
_COLUMNS = ("centre", "level", "dimension", "span", "key", *COUNTS, *_VALUES)
_INSERT = (
    f"INSERT INTO rollup ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{c}' for c in _COLUMNS)})"
)
_DURATIONS = {"wait": ("waits", "wait_ms"), "service": ("services", "service_ms")}
BOTH = tuple(_DURATIONS)
"""The kinds of durations that were counted."""


def mark(session: Session, centre: str, day: str) -> None:
    """Tickets of ``day`` have changed: what was counted of it, and of its month, is stale."""
    session.put(
        "UPDATE rollup_span SET marks = marks + 1, stale = 1 WHERE centre = :centre"
        " AND ((level = 'day' AND span = :day) OR (level = 'month' AND span = :month))",
        centre=centre,
        day=day,
        month=day[:7],
    )


def spans(session: Session, centre: str, level: str, first: str, last: str) -> dict[str, Row]:
    """(marks, stale, counted_at) of the known spans from ``first`` to ``last``, by span."""
    rows = session.all(
        "SELECT span, marks, stale, counted_at FROM rollup_span WHERE centre = :centre"
        " AND level = :level AND span >= :first AND span <= :last ORDER BY span",
        centre=centre,
        level=level,
        first=first,
        last=last,
    )
    return {row["span"]: row for row in rows}


def claim(session: Session, centre: str, level: str, spans: Iterable[str]) -> None:
    """From now on, changes of these spans are noticed."""
    session.many(
        "INSERT INTO rollup_span (centre, level, span, marks, stale, counted_at)"
        " VALUES (:centre, :level, :span, 0, 1, 0)"
        " ON CONFLICT (centre, level, span) DO NOTHING",
        [{"centre": centre, "level": level, "span": span} for span in spans],
    )


def keep(
    session: Session, centre: str, level: str, span: str, marks: int, cells: Cells, now: int
) -> bool:
    """Keep what was counted of a span; False, and nothing is kept, if it has changed since."""
    counted = session.run(
        "UPDATE rollup_span SET stale = 0, counted_at = :now WHERE centre = :centre"
        " AND level = :level AND span = :span AND marks = :marks AND stale = 1",
        centre=centre,
        level=level,
        span=span,
        marks=marks,
        now=now,
    )
    if not counted:
        return False
    # Named one by one: the key begins with the dimension, and nothing else is looked through.
    for dimension in Dimension:
        session.put(
            "DELETE FROM rollup WHERE centre = :centre AND level = :level"
            " AND dimension = :dimension AND span = :span",
            centre=centre,
            level=level,
            dimension=dimension.value,
            span=span,
        )
    rows = [
        {"centre": centre, "level": level, "span": span, **_row(dimension, key, cell)}
        for (dimension, key), cell in sorted(cells.items())
    ]
    if rows:
        session.many(_INSERT, rows)
    return True


def read(
    session: Session,
    centre: str,
    level: str,
    dimension: Dimension,
    first: str,
    last: str,
    durations: Sequence[str] = BOTH,
) -> list[Row]:
    """What was counted of the spans from ``first`` to ``last``, by span; of the durations, which
    are most of it, only those named."""
    columns = [*COUNTS, *(column for name in durations for column in _DURATIONS[name])]
    return session.all(
        f"SELECT span, key, {', '.join(columns)} FROM rollup WHERE centre = :centre"
        " AND level = :level AND dimension = :dimension"
        " AND span >= :first AND span <= :last ORDER BY span",
        centre=centre,
        level=level,
        dimension=dimension.value,
        first=first,
        last=last,
    )


def add_to(cell: Cell, row: Row, durations: Sequence[str] = BOTH) -> None:
    """Count a row of ``read`` into a cell."""
    counts = cell.counts
    for name in COUNTS:
        if row[name]:
            counts[name] += row[name]
    for name in durations:
        packed, total_ms = (row[column] for column in _DURATIONS[name])
        (cell.waits if name == "wait" else cell.services).merge(loads(packed), total_ms)


def _row(dimension: Dimension, key: str, cell: Cell) -> dict[str, object]:
    return {
        "dimension": dimension.value,
        "key": key,
        **{name: cell.counts[name] for name in COUNTS},
        "wait_ms": cell.waits.total_ms,
        "waits": cell.waits.dumps(),
        "service_ms": cell.services.total_ms,
        "services": cell.services.dumps(),
    }
