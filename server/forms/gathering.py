"""Reading what forms are filled with: sheets as they were issued, previews before that, and how
things stand for the control sheet (06) and the register (07)."""

import json
from collections.abc import Mapping
from typing import Any

from ..core.calendar import Unit, verdict
from ..core.errors import Invalid, NotFound
from ..core.forms import COMMON, FORMS, ISSUED, REGISTER, TEMPLATE
from ..queries.snapshot import Json, Snapshot, when
from ..store import (
    apologies,
    dossier_book,
    dossier_messages,
    dossier_procedures,
    dossiers,
    forms,
    people,
)
from ..usecases.dossiers.form_facts import form_facts
from .filling import Page

MOST_ENTRIES = 3_000
"""Dossiers in one register."""
_STEP_OF_STATE = {
    "received": "process",
    "processing": "process",
    "supplement": "supplement",
    "resolved": "resolve",
    "returned": "return",
    "refused": "refuse",
    "stopped": "stop",
}
_PARTIES = {
    "received": ("citizen", "centre"),
    "process": ("centre", "department"),
    "supplement": ("centre", "citizen"),
    "resume": ("citizen", "centre"),
    "resolve": ("department", "centre"),
    "refuse": ("centre", "citizen"),
    "stop": ("centre", "citizen"),
    "return": ("centre", "citizen"),
}
_ANSWERS = frozenset({"resolve", "refuse", "stop"})


def form_page(look: Snapshot, code: str, form: str, nth: int | None = None) -> tuple[Page, int]:
    """A form of a dossier and the version of its template: the sheet that was issued (the latest,
    or the ``nth``), else how one issued now would look. Raises ``NotFound``, ``Invalid`` (form)."""
    if form not in FORMS:
        raise Invalid(field="form")
    session, centre = look.session, look.centre.id
    row = dossiers.get(session, centre, code)
    if row is None:
        raise NotFound(field="code")
    kept = forms.get(session, centre, code, form, nth) if form in ISSUED else None
    if kept is None and nth is not None:
        raise NotFound(field="nth")
    return (_fresh(look, row, form), TEMPLATE) if kept is None else _as_issued(look, kept)


def sheets_list(look: Snapshot, code: str) -> Json:
    """The sheets a dossier has been given. Raises ``NotFound``."""
    if dossiers.get(look.session, look.centre.id, code) is None:
        raise NotFound(field="code")
    rows = forms.of_dossier(look.session, look.centre.id, code)
    items = [
        {name: row[name] for name in ("form", "nth", "label", "template")}
        | {"issued_at": when(row["issued_at"])}
        for row in rows
    ]
    return {"items": items}


def register_page(
    look: Snapshot, days: tuple[str, str], bounds: tuple[int, int], department: str | None
) -> Page:
    """The register of the dossiers received on these days (the same as ms, the end excluded).

    Raises ``Invalid``: an unknown department, or more than ``MOST_ENTRIES`` (from)."""
    session, centre = look.session, look.centre
    known = dossier_procedures.departments(session, centre.id)
    if department is not None and department not in known:
        raise Invalid(field="department")
    rows = dossier_book.entries(session, centre.id, *days, department, MOST_ENTRIES + 1)
    if len(rows) > MOST_ENTRIES:
        raise Invalid(field="from")
    names = dossier_procedures.procedure_names(
        session, centre.id, sorted({row["procedure"] for row in rows})
    )
    entries = [
        {
            **row,
            "procedure": names.get(row["procedure"]) or row["procedure"],
            "department": _named(known, row["department"]),
        }
        for row in rows
    ]
    facts = {
        "zone": centre.zone,
        "centre": {"vi": centre.name, "en": centre.name_en},
        "at": look.now,
        "first": bounds[0],
        "last": bounds[1] - 1,
        "department": None if department is None else _named(known, department),
        "rows": entries,
    }
    wording, common = _latest(look, REGISTER), _latest(look, COMMON)
    return Page(REGISTER, facts, wording=wording, common=common)


def _as_issued(look: Snapshot, kept: Mapping[str, Any]) -> tuple[Page, int]:
    page = Page(
        kept["form"],
        json.loads(kept["facts"]),
        label=kept["label"],
        applicant=kept["applicant"],
        phone=kept["phone"],
        wording=_version(look, kept["form"], kept["wording"]),
        common=_version(look, COMMON, kept["common"]),
    )
    return page, int(kept["template"])


def _fresh(look: Snapshot, row: Mapping[str, Any], form: str) -> Page:
    return Page(
        form,
        form_facts(
            look.session, look.centre, row, now=look.now, **_proposed(look, row["code"], form)
        ),
        label=None if form in ISSUED else "",
        applicant=row["applicant"],
        phone=row["phone"],
        wording=_latest(look, form),
        common=_latest(look, COMMON),
        steps=tuple(_steps(look, row)) if form not in ISSUED else (),
    )


def _proposed(look: Snapshot, code: str, form: str) -> dict[str, Any]:
    """What an apology that was drafted would say."""
    drafts = apologies.of_dossier(look.session, look.centre.id, code) if form == "04" else ()
    for draft in drafts:
        if draft["state"] == "drafted":
            return {"reason": draft["reason"], "new_due": draft["proposed"]}
    return {}


def _version(look: Snapshot, form: str, version: int) -> Any:
    """A wording as it was; version 0 is the template's usual text."""
    row = forms.wording(look.session, look.centre.id, form, version) if version else None
    return None if row is None else json.loads(row["texts"])


def _latest(look: Snapshot, form: str) -> Any:
    row = forms.wording(look.session, look.centre.id, form)
    return None if row is None else json.loads(row["texts"])


def _steps(look: Snapshot, row: Mapping[str, Any]) -> list[Json]:
    """Every handover of a dossier in the order of time, told at the counter or by its
    department."""
    first = _step(look, row, "received", row["received_at"], row["created_at"], row["officer"])
    told = dossiers.history(look.session, look.centre.id, row["code"])
    steps = [step for event in told if (step := _of_event(look, row, event)) is not None]
    messages = dossier_messages.of_dossier(look.session, look.centre.id, row["code"])
    steps += [_of_message(look, row, message) for message in messages]
    return [first, *sorted(steps, key=lambda step: int(step["at"]))]


def _of_event(look: Snapshot, row: Mapping[str, Any], event: Mapping[str, Any]) -> Json | None:
    kind, data = event["kind"], json.loads(event["data"])
    if kind == "imported" and data.get("resolved_at") is not None:
        return _step(look, row, "resolve", data["resolved_at"], event["recorded_at"], None)
    if kind == "received" or kind not in _PARTIES:
        return None
    person = event["actor"].removeprefix("person:") if ":" in event["actor"] else None
    step = _step(look, row, kind, event["at"], event["recorded_at"], person)
    return step | {"note": data.get("reason", "")}


def _of_message(look: Snapshot, row: Mapping[str, Any], message: Mapping[str, Any]) -> Json:
    at = message["at"] if message["resolved_at"] is None else message["resolved_at"]
    kind = _STEP_OF_STATE[message["state"]]
    step = _step(look, row, kind, at, message["recorded_at"], None)
    return step | {"note": message["note"]}


def _step(
    look: Snapshot,
    row: Mapping[str, Any],
    kind: str,
    at: int,
    recorded_at: int,
    person: str | None,
) -> Json:
    result = None
    if kind in _ANSWERS and row["due_at"] is not None:
        result = verdict(row["due_at"], at, look.centre.zone, Unit(row["unit"])).value
    giver, taker = _PARTIES[kind]
    found = None if person is None else people.get(look.session, person)
    return {
        "kind": kind,
        "at": at,
        "recorded_at": recorded_at,
        "from": giver,
        "to": taker,
        "person": "" if found is None else found["name"],
        "verdict": result,
        "note": "",
    }


def _named(known: Mapping[str, tuple[str, str]], id: str) -> dict[str, str]:
    vi, en = known.get(id, (id, id))
    return {"vi": vi, "en": en}
