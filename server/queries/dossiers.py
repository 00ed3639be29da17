"""The register as people see it: one dossier with its history, lists, conflicts, what is due."""

import json
from collections.abc import Mapping
from typing import Any

from ..core.calendar import local_day
from ..core.dossier_messages import SLOT
from ..core.dossiers import DossierState
from ..core.errors import Invalid, NotFound
from ..store import (
    apologies,
    dossier_figures,
    dossier_messages,
    dossier_procedures,
    dossiers,
    forms,
)
from ..usecases.dossiers.rules import rules_of
from ..usecases.identity import keyed_hash
from .snapshot import Json, Snapshot, when

MOST_DUE = 500
EVERY_DAY = ("2000-01-01", "2999-12-31")


def dossier_page(look: Snapshot, code: str) -> Json:
    """One dossier in full. Raises ``NotFound``."""
    session, centre = look.session, look.centre.id
    row = dossiers.get(session, centre, code)
    if row is None:
        raise NotFound(field="code")
    waits = [*json.loads(row["pauses"]), *json.loads(row["told_pauses"])]
    plain = ("applicant", "phone", "officer", "ticket", "term", "unit", "rule")
    return {
        **_line(row),
        **{name: row[name] for name in plain},
        "supplements": [
            {"asked_at": when(asked), "brought_at": when(brought)} for asked, brought in waits
        ],
        "documents": json.loads(row["documents"]),
        "history": [_event(event) for event in dossiers.history(session, centre, code)],
        "messages": _messages(look, code),
    }


def dossier_list(
    look: Snapshot, department: str | None, state: str | None, cursor: str, limit: int
) -> Json:
    """Dossiers by code, a page of them."""
    first, last = EVERY_DAY
    rows = dossier_figures.listing(
        look.session,
        look.centre.id,
        first=first,
        last=last,
        department=department,
        state=state,
        after=cursor,
        limit=limit + 1,
    )
    shown = [_line(row) for row in rows[:limit]]
    return {"items": shown, "next": shown[-1]["code"] if len(rows) > limit else None}


def conflicts_list(look: Snapshot, cursor: str, limit: int) -> Json:
    """Dossiers of which departments' messages say different things, with all of those."""
    codes = dossier_messages.conflicts(look.session, look.centre.id, SLOT, cursor, limit + 1)
    shown = [{"code": code, "messages": _messages(look, code)} for code in codes[:limit]]
    return {"items": shown, "next": shown[-1]["code"] if len(codes) > limit else None}


def due_list(look: Snapshot, department: str | None, days: int | None) -> Json:
    """Open dossiers due within so many working days (the centre's rule where None), the most
    pressing first, those already due among them: what a department is reminded of."""
    ruled = rules_of(look.session, look.centre.id, look.centre.zone, look.day)
    calendar = ruled.calendar
    today = local_day(look.now, look.centre.zone)
    last = calendar.add(today, ruled.rules.remind_days if days is None else days)
    before = calendar.moment(last, "23:59") + 60_000
    rows = dossier_figures.due_before(look.session, look.centre.id, before, department, MOST_DUE)
    items = []
    for row in rows:
        due = local_day(row["due_at"], look.centre.zone)
        left = calendar.between(today, due) if due >= today else -calendar.between(due, today)
        items.append(
            {
                **row,
                "received_at": when(row["received_at"]),
                "due_at": when(row["due_at"]),
                "working_days": left,
            }
        )
    return {"items": items}


def look_up(look: Snapshot, code: str, digits: str) -> Json:
    """What a citizen may know of a dossier who knows its code and the last four digits of the
    number given with it. Raises ``NotFound``, the same whichever of the two is wrong."""
    session, centre = look.session, look.centre.id
    row = dossiers.get(session, centre, code)
    key = dossiers.lookup_key(session, centre)
    if row is None or key is None or row["lookup"] is None:
        raise NotFound(field="code")
    if keyed_hash(key, f"{code}:{digits}") not in row["lookup"].split():
        raise NotFound(field="code")
    names = dossier_procedures.procedure_names(session, centre, [row["procedure"]])
    asked = row["state"] == DossierState.SUPPLEMENT
    return {
        "code": code,
        "state": row["state"],
        "procedure_name": names.get(row["procedure"], ""),
        "received_at": when(row["received_at"]),
        "due_at": when(row["due_at"]),
        "new_due_at": when(apologies.promised(session, centre, code)),
        "resolved_at": when(row["resolved_at"]),
        "bring": _still_to_bring(look, code) if asked else [],
    }


def _still_to_bring(look: Snapshot, code: str) -> list[str]:
    """The documents that the latest request to supplement names."""
    sheet = forms.get(look.session, look.centre.id, code, "02", None)
    if sheet is None:
        return []
    return [str(entry[0]) for entry in json.loads(sheet["facts"])["missing"]]


def rules_page(look: Snapshot) -> Json:
    """The rules dossiers are taken in by, with the dates they come to."""
    ruled = rules_of(look.session, look.centre.id, look.centre.zone, look.day)
    rules, calendar = ruled.rules, ruled.calendar
    return {
        "version": ruled.version,
        "week": {day: [list(span) for span in spans] for day, spans in rules.week.items()},
        "cut_off": rules.cut_off,
        "days_off": list(rules.days_off),
        "make_up": list(rules.make_up),
        "agency": rules.agency,
        "digits": rules.digits,
        "remind_days": rules.remind_days,
        "phases": [
            {"name": phase.name, "name_en": phase.name_en, "begins": phase.begins}
            for phase in rules.phases
        ],
        "closed": sorted(map(str, calendar.closed)),
        "opened": sorted(map(str, calendar.opened)),
    }


def read_days(text: str | None) -> int | None:
    """A number of working days from a query. Raises ``Invalid`` (days)."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        raise Invalid(field="days")
    return int(text)


def _line(row: Mapping[str, Any]) -> Json:
    plain = ("code", "procedure", "field", "department", "channel", "state", "verdict")
    times = ("received_at", "due_at", "resolved_at", "recorded_at")
    return {
        **{name: row[name] for name in plain},
        **{name: when(row[name]) for name in times},
    }


def _event(row: Mapping[str, Any]) -> Json:
    return {
        "at": when(row["at"]),
        "recorded_at": when(row["recorded_at"]),
        "kind": row["kind"],
        "reason": json.loads(row["data"]).get("reason", ""),
    }


def _messages(look: Snapshot, code: str) -> list[Json]:
    rows = dossier_messages.of_dossier(look.session, look.centre.id, code)
    return [
        {
            "department": row["department"],
            "id": row["id"],
            "at": when(row["at"]),
            "state": row["state"],
            "resolved_at": when(row["resolved_at"]),
            "recorded_at": when(row["recorded_at"]),
            "note": row["note"],
        }
        for row in rows
    ]
