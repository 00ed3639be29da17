"""What an officer looks after: dossiers of her counter's departments whose dates press.

Apologies that are owed come first, the latest promise before older ones; then what can still be
done in time, the nearest date first; then what is late and has had its apology.
"""

from collections.abc import Mapping
from typing import Any

from ..core.calendar import local_day
from ..store import dossier_procedures, pressing, services
from ..usecases.dossiers.rules import Ruled, rules_of
from .snapshot import Json, Snapshot, when

MOST = 200


def pressing_page(look: Snapshot, counter: str | None) -> Json:
    """The dossiers of the departments that a counter serves; of all of them where it is None or
    serves none."""
    session, centre = look.session, look.centre.id
    known = {row["id"]: row for row in services.departments(session, centre)}
    own = [] if counter is None else pressing.departments_of_counter(session, centre, counter)
    mine = [id for id in own if id in known] or list(known)
    ruled = rules_of(session, centre, look.centre.zone, look.day)
    last = ruled.calendar.add(local_day(look.now, look.centre.zone), ruled.rules.remind_days)
    before = ruled.calendar.moment(last, "23:59") + 60_000
    rows = _once(pressing.listing(session, centre, mine, before))
    owed = [row for row in rows if row["missed"] is not None]
    soon = [row for row in reversed(rows) if row["missed"] is None and row["promised"] >= look.now]
    late = [row for row in rows if row["missed"] is None and row["promised"] < look.now]
    return {
        "as_of": when(look.now),
        "days": ruled.rules.remind_days,
        "departments": [
            {name: known[id][name] for name in ("id", "name", "name_en")} for id in mine
        ],
        "owed": len(owed),
        "soon": len(soon),
        "late": len(late),
        "items": _lines(look, ruled, [*owed, *soon, *late][:MOST]),
    }


def _once(rows: list[Any]) -> list[Any]:
    """Each dossier once, with its latest draft."""
    found: dict[str, Any] = {}
    for row in rows:
        found.setdefault(row["code"], row)
    return list(found.values())


def _lines(look: Snapshot, ruled: Ruled, rows: list[Any]) -> list[Json]:
    codes = sorted({row["procedure"] for row in rows})
    names = dossier_procedures.procedure_names(look.session, look.centre.id, codes)
    today, calendar = local_day(look.now, look.centre.zone), ruled.calendar
    lines = []
    for row in rows:
        due = local_day(row["promised"], look.centre.zone)
        ahead = due >= today
        days = calendar.between(*((today, due) if ahead else (due, today)))
        lines.append(
            {
                **{name: row[name] for name in ("code", "procedure", "department", "state")},
                "procedure_name": names.get(row["procedure"]),
                "received_at": when(row["received_at"]),
                "due_at": when(row["due_at"]),
                "promised_at": when(row["promised"]),
                "overdue": row["promised"] < look.now,
                "working_days": days if ahead else -days,
                "apology": _draft(row),
            }
        )
    return lines


def _draft(row: Mapping[str, Any]) -> Json | None:
    """The draft: ``phones`` is how many asked to be told of this dossier."""
    if row["missed"] is None:
        return None
    return {
        "why": row["why"],
        "missed": when(row["missed"]),
        "proposed": when(row["proposed"]),
        "reason": row["reason"],
        "phones": row["phones"],
    }
