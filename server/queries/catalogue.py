"""The catalogue of procedures: one in full, its fields, and what an upload would change."""

import hashlib
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from ..core.catalogue import Facts, Kind
from ..core.errors import NotFound
from ..store import catalogue, services
from ..usecases.catalogue.planning import Planned, plan_import
from ..usecases.catalogue.reading import FileRead
from ..usecases.catalogue.texts import problem_text
from ..usecases.folding import fold
from .snapshot import Json, Snapshot

SAMPLES = 20
SHOWN_TEXT = 200


def procedure_page(look: Snapshot, code: str) -> Json:
    """All a citizen wants to know before taking a ticket. Raises ``NotFound``."""
    row = catalogue.procedure(look.session, look.centre.id, code)
    if row is None:
        raise NotFound(field="code")
    counters = (
        catalogue.counters_of(look.session, look.centre.id, row["service"])
        if row["service"] is not None
        else []
    )
    listed = catalogue.documents_of(look.session, look.centre.id, code)
    return {
        **row,
        "counters": [dict(counter) for counter in counters],
        "cases": [
            {"case": case, "documents": [_document(entry) for entry in entries]}
            for case, entries in groupby(listed, key=lambda entry: entry[0])
        ],
    }


def _document(entry: catalogue.Document) -> Json:
    _, document, originals, copies = entry
    return {"document": document, "originals": originals, "copies": copies}


def service_ids(look: Snapshot) -> set[str]:
    return {row["id"] for row in services.listing(look.session, look.centre.id, look.day)}


def fields_list(look: Snapshot) -> list[Json]:
    """Every field of the catalogue with the service that takes it, those without one first.

    ``unserved``: how many of its procedures no service takes.
    """
    rows = catalogue.fields(look.session, look.centre.id)
    found = [
        {
            "id": hashlib.sha256(row["field"].encode()).hexdigest()[:16],
            "field": row["field"],
            "service": row["service"],
            "procedures": int(row["procedures"]),
            "unserved": int(row["unserved"]),
        }
        for row in rows
    ]
    return sorted(found, key=lambda one: (one["service"] is not None, fold(one["field"])))


def preview(look: Snapshot, file: FileRead) -> tuple[Json, dict[str, int]]:
    """What applying a file would do, and the counts of its plan, to be kept with the upload."""
    planned = plan_import(look.session, look.centre.id, file.kind, file.rows)
    counts = planned.plan.counts
    return {
        "id": file.id,
        "kind": file.kind,
        "rows": len(file.rows),
        **counts,
        "columns": list(file.columns),
        "ignored": list(file.ignored),
        "samples": _samples(planned, file.kind),
        "errors": [
            {"row": p.row, "field": p.field or None, "problem": problem_text(p)}
            for p in file.problems
        ],
        "errors_total": file.problems_total,
        "unmapped": _unmapped(look, planned, file.kind),
    }, counts


def _samples(planned: Planned, kind: Kind) -> Json:
    plan = planned.plan

    def some(codes: Sequence[str]) -> list[Json]:
        return [{"code": c, "name": planned.names.get(c, "")} for c in codes[:SAMPLES]]

    changed = some(plan.changed)
    for sample in changed:
        sample["changes"] = _changes(planned, kind, sample["code"])
    return {
        "new": some(plan.new),
        "changed": changed,
        "gone": some(plan.gone),
        "unknown": some(plan.unknown),
    }


def _changes(planned: Planned, kind: Kind, code: str) -> list[Json]:
    kept: Any = planned.kept[code]
    wanted: Any = planned.wanted[code]
    if kind == "documents":
        return _changed_documents(kept, wanted)
    return _changed_facts(kept, wanted)


def _changed_facts(kept: Facts, wanted: Facts) -> list[Json]:
    return [
        _change(name, kept[name], value) for name, value in wanted.items() if kept[name] != value
    ]


def _changed_documents(
    kept: Sequence[catalogue.Document], wanted: Sequence[catalogue.Document]
) -> list[Json]:
    """The first place where two lists part."""
    longer = max(len(kept), len(wanted))
    for place in range(longer):
        before = kept[place] if place < len(kept) else None
        after = wanted[place] if place < len(wanted) else None
        if before != after:
            return [_change("document", _said(before), _said(after))]
    return []


def _said(entry: catalogue.Document | None) -> str:
    if entry is None:
        return ""
    case, document, originals, copies = entry
    return (
        f"{case}: {document} ({originals} + {copies})"
        if case
        else (f"{document} ({originals} + {copies})")
    )


def _change(field: str, before: object, after: object) -> Json:
    def short(value: object) -> str:
        text = "" if value is None else str(value)
        return text if len(text) <= SHOWN_TEXT else f"{text[: SHOWN_TEXT - 1]}…"

    return {"field": field, "before": short(before), "after": short(after)}


def _unmapped(look: Snapshot, planned: Planned, kind: Kind) -> list[Json]:
    """Fields whose procedures no service takes once the file is applied, the largest first."""
    if kind != "procedures":
        return []
    wanted: Mapping[str, Any] = planned.wanted
    counts: dict[str, int] = {}
    for facts in wanted.values():
        if facts["service"] is None:
            counts[facts["field"]] = counts.get(facts["field"], 0) + 1
    return [
        {"field": field, "procedures": n}
        for field, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
