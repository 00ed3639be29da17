"""The dossiers behind a figure of the register: what was counted, one line each, nothing
personal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..core.errors import Invalid
from ..queries.snapshot import Json, Snapshot, when
from ..store import dossier_figures, dossier_pages, dossier_procedures, people
from ..store.base import Row
from .dossier_standing import standing
from .dossiers import BY, phases_of
from .period import Period

KINDS = (*dossier_figures.KINDS, *dossier_figures.MOVEMENTS)
_EARLIEST, _LATEST = "0000-00-00", "9999-12-31"
_TIMES = ("received_at", "due_at", "resolved_at", "recorded_at")
_PLAIN = ("code", "procedure", "field", "department", "channel", "officer", "state", "verdict")


@dataclass(frozen=True, slots=True)
class Behind:
    """Which dossiers: those counted as ``kind`` (of ``KINDS``), of one group ``key`` of ``by``."""

    kind: str
    by: str = ""
    key: str = ""


def behind(query: Mapping[str, str]) -> Behind:
    """What a request asks for. Raises ``Invalid`` naming the parameter that cannot be."""
    kind, by = query.get("kind", "received"), query.get("by", "")
    if kind not in KINDS:
        raise Invalid(field="kind")
    if by and by not in BY:
        raise Invalid(field="by")
    return Behind(kind, by, query.get("key", ""))


def dossiers_behind(
    look: Snapshot, period: Period, asked: Behind, cursor: str, limit: int
) -> tuple[list[Json], str | None]:
    """A page of dossiers in the order they were received, and the next cursor, None at the end.
    Of a closed period, as they stood then."""
    stands = standing(look, period)
    rows = dossier_pages.page(
        look.session,
        stands.source,
        asked.kind,
        first=period.first,
        last=period.last,
        ends=period.bounds(look.centre.zone)[1],
        now=stands.now,
        offset=stands.offset,
        key=(asked.by, asked.key) if asked.by and asked.by != "phase" else None,
        days=_days(look, asked),
        after=_after(cursor),
        limit=limit + 1,
    )
    shown = rows[:limit]
    more = f"{shown[-1]['received_day']}~{shown[-1]['code']}" if len(rows) > limit else None
    return _lines(look, shown), more


def _days(look: Snapshot, asked: Behind) -> tuple[str, str]:
    """The days of a phase; of anything else all days."""
    if asked.by != "phase":
        return _EARLIEST, _LATEST
    begins = [phase.begins for phase in phases_of(look)]
    later = [date.fromisoformat(day) for day in begins if day > asked.key]
    until = (min(later) - timedelta(days=1)).isoformat() if later else _LATEST
    return asked.key or _EARLIEST, until


def _after(cursor: str) -> tuple[str, str]:
    day, _, code = cursor.partition("~")
    return (day, code) if day else (_EARLIEST, "")


def _lines(look: Snapshot, rows: list[Row]) -> list[Json]:
    session, centre = look.session, look.centre.id
    departments = dossier_procedures.departments(session, centre)
    officers = people.names(session, centre)
    codes = sorted({row["procedure"] for row in rows})
    procedures = dossier_procedures.procedure_names(session, centre, codes)
    lines = []
    for row in rows:
        vi, en = departments.get(row["department"], (row["department"], row["department"]))
        lines.append(
            {
                **{name: row[name] for name in _PLAIN},
                **{name: when(row[name]) for name in _TIMES},
                "procedure_name": procedures.get(row["procedure"]),
                "department_name": vi or None,
                "department_name_en": en or None,
                "officer_name": officers.get(row["officer"] or ""),
            }
        )
    return lines
