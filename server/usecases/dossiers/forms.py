"""Issuing a dossier's forms: each gets the next number of its year and is kept as it was given."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...core.calendar import local_day
from ...core.dossiers import DossierState
from ...core.errors import Invalid, NotFound
from ...core.forms import AFTER, COMMON, NUMBERS, TEMPLATE, check_fits, number_label
from ...store import dossiers, forms
from ..change import Change
from .form_facts import form_facts

LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Issued:
    """A sheet: which of the dossier's of this form (from 1), its number as written, when (ms)."""

    form: str
    nth: int
    label: str
    at: int


def issue_form(
    change: Change, code: str, form: str, *, reason: str = "", new_due: int | None = None
) -> Issued:
    """Issue one of the forms 01 to 05 for a dossier, with the next number of its year.

    Form 04 needs ``new_due`` (epoch ms, not before now); the dossier's own due date stays what was
    promised. Raises ``NotFound`` (code), ``Invalid`` (form, reason, new_due) and ``WrongState``
    where the form would not be true of the dossier.
    """
    row = dossiers.get(change.session, change.centre.id, code)
    if row is None:
        raise NotFound(field="code")
    check_fits(form, DossierState(row["state"]))
    if len(reason) > LONGEST_REASON:
        raise Invalid(field="reason")
    if form != "04":
        new_due = None
    elif new_due is None or new_due < change.now:
        raise Invalid(field="new_due")
    return _keep(change, row, form, reason, new_due)


def issue_at_intake(change: Change, code: str, complete: bool) -> Issued:
    """The receipt (01) where nothing is missing, else what to bring (02). What the department has
    told of the dossier already does not hinder it."""
    row = dossiers.get(change.session, change.centre.id, code)
    assert row is not None
    return _keep(change, row, "01" if complete else "02")


def issue_after(change: Change, code: str, action: str, reason: str) -> Issued | None:
    """The form that goes with an action, if one does; the receipt once what was missing at intake
    has been brought. A request that was made at intake is not made twice."""
    row = dossiers.get(change.session, change.centre.id, code)
    assert row is not None
    form = AFTER.get(action)
    if action == "resume" and not forms.count(change.session, change.centre.id, code, "01"):
        form = "01"
    if form is None or (form == "02" and not reason and _asked(change, row)):
        return None
    return _keep(change, row, form, reason)


def _asked(change: Change, row: Mapping[str, Any]) -> bool:
    """Whether a request to supplement was given since the one before was answered."""
    latest = forms.get(change.session, change.centre.id, row["code"], "02", None)
    brought = max((b for _, b in json.loads(row["pauses"]) if b is not None), default=-1)
    return latest is not None and latest["issued_at"] > brought


def _keep(
    change: Change,
    row: Mapping[str, Any],
    form: str,
    reason: str = "",
    new_due: int | None = None,
) -> Issued:
    session, centre = change.session, change.centre.id
    year = local_day(change.now, change.centre.zone).year
    wording = forms.wording(session, centre, form)
    common = forms.wording(session, centre, COMMON)
    pattern = json.loads(wording["texts"])["vi"].get("number") if wording else None
    number = forms.next_number(session, centre, form, year)
    label = number_label(pattern or NUMBERS[form], number, year)
    nth = forms.count(session, centre, row["code"], form) + 1
    facts = form_facts(
        session,
        change.centre,
        row,
        now=change.now,
        issuer=change.actor.name,
        reason=reason,
        new_due=new_due,
    )
    sheet = {
        **{"code": row["code"], "form": form, "nth": nth, "year": year, "number": number},
        "label": label,
        "template": TEMPLATE,
        "wording": wording["version"] if wording else 0,
        "common": common["version"] if common else 0,
        "issued_at": change.now,
        "actor": change.actor.label,
        "applicant": row["applicant"],
        "phone": row["phone"],
        "facts": json.dumps(facts, ensure_ascii=False),
    }
    forms.add(session, centre, sheet)
    return Issued(form, nth, label, change.now)
