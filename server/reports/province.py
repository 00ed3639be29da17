"""A period of every centre in one table: what was drawn, served, said and resolved."""

from collections.abc import Collection

from ..queries.snapshot import Json
from ..store import province_past
from ..store.base import Session
from .period import Period
from .sheets import Sheet, Words

COLUMNS = (
    *("issued", "served", "no_show", "rated", "satisfied", "satisfied_pct"),
    *("received", "resolved", "late"),
)


def province_report(session: Session, seen: Collection[str], of: Period) -> list[Json]:
    """A row for each of the centres ``seen``, in the order of their names."""
    rows = {
        row["id"]: {**dict(row), **dict.fromkeys(COLUMNS, 0)}
        for row in province_past.centres(session)
        if row["id"] in seen
    }
    counted = (
        *province_past.drawn(session, of.first, of.last),
        *province_past.tallied(session, of.first, of.last),
        *province_past.dossiers(session, of.first, of.last),
    )
    for row in counted:
        if row["centre"] in rows and row["kind"] in COLUMNS:
            rows[row["centre"]][row["kind"]] = int(row["n"])
    for one in rows.values():
        rated = one["rated"]
        one["satisfied_pct"] = round(100 * one["satisfied"] / rated, 1) if rated else None
    return list(rows.values())


def province_sheet(rows: list[Json], words: Words) -> Sheet:
    head = [words("col.centre"), words("col.district")]
    head += [words(f"province.{name}") for name in COLUMNS]
    return Sheet(
        words("province.sheet"),
        head,
        [
            [words.name(row), words.name(row, "district") if row["district"] else "", *_values(row)]
            for row in rows
        ],
    )


def _values(row: Json) -> list[int | float | None]:
    return [row[name] for name in COLUMNS]
