"""What a form is filled with, taken from the register and the catalogue as they stand now."""

import json
from collections.abc import Mapping
from typing import Any

from ...core.model import Centre
from ...store import catalogue, dossier_procedures, dossiers, people, procedures
from ...store.base import Session

Facts = dict[str, Any]
"""JSON-ready. Moments are epoch ms; names in two languages are {"vi", "en"}; documents are
[name, originals, copies]. The person's name and telephone are never among them."""


def form_facts(
    session: Session,
    centre: Centre,
    row: Mapping[str, Any],
    *,
    now: int,
    issuer: str = "",
    reason: str = "",
    new_due: int | None = None,
) -> Facts:
    """The facts of the dossier in ``row``. ``issuer`` is the name of who gives the form."""
    procedure = dict(procedures.get(session, centre.id, row["procedure"]) or {})
    given, missing = _documents(session, centre.id, row)
    return {
        "code": row["code"],
        "zone": centre.zone,
        "centre": {"vi": centre.name, "en": centre.name_en},
        "department": _department(session, centre.id, row["department"]),
        "procedure": {
            "code": row["procedure"],
            "name": procedure.get("name") or "",
            "field": row["field"],
            "fee": procedure.get("fee_text") or "",
            "time": procedure.get("processing_text") or "",
        },
        **{name: row[name] for name in ("channel", "state", "received_at", "due_at", "term")},
        "unit": row["unit"],
        "documents": given,
        "missing": missing,
        "officer": _officer(session, row["officer"]),
        "issuer": issuer,
        "reason": reason,
        "new_due": new_due,
        "at": now,
    }


def _documents(
    session: Session, centre: str, row: Mapping[str, Any]
) -> tuple[list[list[Any]], list[list[Any]]]:
    """The documents handed in; those of everybody's list or of the same case that were not."""
    listed = catalogue.documents_of(session, centre, row["procedure"])
    case = _case(session, centre, row["code"])
    counts = {name: [originals, copies] for _, name, originals, copies in listed}
    counts |= {
        name: [originals, copies] for of, name, originals, copies in listed if of in ("", case)
    }
    given: list[str] = json.loads(row["documents"])
    handed = [[name, *counts.get(name, (0, 0))] for name in given]
    wanted = [name for of, name, _, _ in listed if of in ("", case)]
    return handed, [[name, *counts[name]] for name in wanted if name not in set(given)]


def _case(session: Session, centre: str, code: str) -> str:
    """Which of the procedure's cases the dossier is, as told when it was received."""
    for event in dossiers.history(session, centre, code):
        if event["kind"] == "received":
            return str(json.loads(event["data"]).get("case", ""))
    return ""


def _department(session: Session, centre: str, id: str) -> dict[str, str]:
    vi, en = dossier_procedures.departments(session, centre).get(id, (id, id))
    return {"vi": vi, "en": en}


def _officer(session: Session, id: str | None) -> str:
    """The officer's name; files may name one nobody here knows."""
    row = None if id is None else people.get(session, id)
    return (id or "") if row is None else str(row["name"])
