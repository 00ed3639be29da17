"""Wordings as an administrator edits them, and a sheet of made-up facts to look at them with."""

import json
from typing import Any

from ..core.errors import NotFound
from ..core.forms import BLOCKS, COMMON, ISSUED, NUMBERS, REGISTER, TEMPLATE, number_label
from ..queries.snapshot import Json, Snapshot, when
from ..store import forms
from ..texts import LANGUAGES
from ..usecases.dossiers.form_facts import Facts
from ..usecases.dossiers.form_texts import Given, checked_texts
from .filling import Page, usual_texts
from .words import words_of

DAY_MS = 86_400_000


def texts_list(look: Snapshot) -> Json:
    """The wording of every form, that of all together first."""
    return {"items": [texts_of(look, form) for form in BLOCKS]}


def texts_of(look: Snapshot, form: str) -> Json:
    """A form's own texts and the usual ones. Raises ``NotFound`` (form)."""
    if form not in BLOCKS:
        raise NotFound(field="form")
    row = forms.wording(look.session, look.centre.id, form)
    return {
        "form": form,
        "version": 0 if row is None else row["version"],
        "author": None if row is None else row["author"],
        "made_at": None if row is None else when(row["made_at"]),
        "title": {lang: words_of(TEMPLATE, lang).raw(f"{form}.title") for lang in LANGUAGES},
        "blocks": list(BLOCKS[form]),
        "usual": {lang: _usual(form, lang) for lang in LANGUAGES},
        "own": {lang: {} for lang in LANGUAGES} if row is None else json.loads(row["texts"]),
    }


def preview_page(look: Snapshot, form: str, given: Given) -> Page:
    """A form with these texts, filled with made-up facts; the common texts are shown on a receipt.

    Raises as ``checked_texts`` does."""
    texts = checked_texts(form, given)
    shown = "01" if form == COMMON else form
    common = texts if form == COMMON else _own(look, COMMON)
    wording = _own(look, shown) if form == COMMON else texts
    facts = _register_facts(look) if form == REGISTER else _facts(look)
    pattern = (wording or {}).get("vi", {}).get("number") or NUMBERS.get(shown, "")
    label = number_label(pattern, 12, int(look.day[:4])) if shown in ISSUED else ""
    name, phone = _sample("applicant"), _sample("phone")
    steps = tuple(_steps(facts)) if form == "06" else ()
    return Page(shown, facts, label, name, phone, wording, common, steps)


def _own(look: Snapshot, form: str) -> Any:
    row = forms.wording(look.session, look.centre.id, form)
    return None if row is None else json.loads(row["texts"])


def _usual(form: str, language: str) -> dict[str, str]:
    usual = usual_texts(form, BLOCKS[form], words_of(TEMPLATE, language))
    return usual | ({"number": NUMBERS[form]} if form in NUMBERS else {})


def _sample(key: str) -> str:
    return words_of(TEMPLATE, "vi").text(f"sample.{key}")


def _facts(look: Snapshot) -> Facts:
    names = {lang: words_of(TEMPLATE, lang).text("sample.department") for lang in LANGUAGES}
    papers = [[_sample(f"paper.{n}"), 1, n - 1] for n in (1, 2, 3)]
    return {
        "code": f"H16.15-{look.day[2:4]}{look.day[5:7]}{look.day[8:10]}-0012",
        "zone": look.centre.zone,
        "centre": {"vi": look.centre.name, "en": look.centre.name_en},
        "department": names,
        "procedure": {
            "code": "1.000000",
            "name": _sample("procedure"),
            "field": "",
            "fee": _sample("fee"),
            "time": "",
        },
        **{"channel": "in_person", "state": "processing", "term": 3, "unit": "working_days"},
        "received_at": look.now - 3 * DAY_MS,
        "due_at": look.now,
        "documents": papers[:2],
        "missing": papers[2:],
        "officer": _sample("officer"),
        "issuer": _sample("officer"),
        "reason": _sample("reason"),
        "new_due": look.now + 2 * DAY_MS,
        "at": look.now,
    }


def _steps(facts: Facts) -> list[dict[str, Any]]:
    kinds = (
        ("received", "citizen", "centre", 0, None),
        ("process", "centre", "department", 0, None),
        ("resolve", "department", "centre", 2, "early"),
        ("return", "centre", "citizen", 3, None),
    )
    return [
        {
            **{"kind": kind, "from": giver, "to": taker, "verdict": verdict, "note": ""},
            "at": facts["received_at"] + days * DAY_MS,
            "recorded_at": facts["received_at"] + days * DAY_MS,
            "person": facts["officer"] if "centre" in (giver, taker) else "",
        }
        for kind, giver, taker, days, verdict in kinds
    ]


def _register_facts(look: Snapshot) -> Facts:
    facts = _facts(look)
    row = {
        **{name: facts[name] for name in ("code", "received_at", "due_at", "state", "department")},
        "procedure": facts["procedure"]["name"],
        "applicant": _sample("applicant"),
        "phone": _sample("phone"),
        "passed_at": facts["received_at"],
        "resolved_at": facts["due_at"] - DAY_MS,
        "returned_at": None,
        "verdict": "early",
    }
    period = {"first": look.now - 30 * DAY_MS, "last": look.now, "department": None}
    return {name: facts[name] for name in ("zone", "centre", "at")} | period | {"rows": [row]}
