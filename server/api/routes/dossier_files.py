"""What comes in many at once: departments' messages, and files of dossiers."""

from collections.abc import Sequence
from typing import Any

from ...core.errors import Invalid
from ...queries.dossiers import conflicts_list
from ...queries.snapshot import Snapshot
from ...usecases.catalogue.tables import MAX_BYTES
from ...usecases.change import Change
from ...usecases.dossiers.importing import bring_in, compare
from ...usecases.dossiers.reading import read_dossiers, read_told
from ...usecases.dossiers.syncing import Synced, check_department, sync
from ...usecases.dossiers.texts import message_text, problem_text
from ...usecases.rehearsal import Rehearsed
from ..dossier_models import (
    ConflictList,
    DossierImportOut,
    SyncBody,
    SyncedOut,
    SyncPreviewOut,
)
from ..endpoint import PAGE, Answer, Json, Parameter, Request
from ..pacing import Pace
from .registry import endpoint

REPORTED = {"manager", "admin"}
TELLERS = {"department", "admin"}
SHOWN_UNKNOWN = 200
DELIVERIES = Pace(240, 60)
"""Deliveries a minute of one key; each may hold ten thousand messages."""
APPLY = Parameter("apply", {"type": "string", "enum": ["0", "1"], "default": "0"})
DEPARTMENT = Parameter("department", {"type": "string", "maxLength": 64})


@endpoint(
    "POST",
    "/dossiers/sync",
    summary="What a department's software tells of its dossiers. May be repeated, late and in any"
    " order; bad messages are reported and do not hold up the others. An administrator names the"
    " department.",
    roles=TELLERS,
    body=SyncBody,
    answers={200: SyncedOut},
    problems=(413, 422, 429),
    roomy=MAX_BYTES,
)
def tell(request: Request) -> Answer:
    body: SyncBody = request.body
    DELIVERIES.step(request.who.id)
    done = _sync(request, body.messages, _department(request, body.department))
    return 200, _synced(done)


@endpoint(
    "POST",
    "/dossiers/sync/file",
    summary="The same from a table (CSV or XLSX) with the columns code, state, at, resolved_at,"
    " recorded_at, expected_at, seq, id, note, or from JSON. Without apply=1 nothing changes: it"
    " says what would.",
    roles=TELLERS,
    answers={200: SyncPreviewOut},
    parameters=(APPLY, DEPARTMENT),
    problems=(413, 422, 429),
    upload=MAX_BYTES,
)
def tell_by_file(request: Request) -> Answer:
    DELIVERIES.step(request.who.id)
    department = _department(request, request.query.get("department"))
    data = request.body
    rows = request.engine.work(lambda: read_told(data))
    applied = request.query.get("apply") == "1"
    done = _sync(request, [raw for _, raw in rows], department, keeps=applied)
    numbers = [number for number, _ in rows]
    done.problems = [(numbers[p], code, field, what) for p, code, field, what in done.problems]
    return 200, {"applied": applied, **_synced(done)}


@endpoint(
    "GET",
    "/dossiers/conflicts",
    summary="Dossiers of which messages say different things about one moment or one result.",
    roles=REPORTED,
    answers={200: ConflictList},
    parameters=PAGE,
)
def conflicts(request: Request) -> Answer:
    cursor, limit = request.page()
    return 200, request.engine.look(
        request.centre, lambda look: conflicts_list(look, cursor, limit)
    )


@endpoint(
    "POST",
    "/dossiers/import",
    summary="A file of dossiers (CSV or XLSX). Without apply=1 nothing changes: it says what would."
    " With errors nothing is brought in; the same file again changes nothing.",
    roles=REPORTED,
    answers={200: DossierImportOut},
    parameters=(APPLY,),
    problems=(413, 422),
    upload=MAX_BYTES,
)
def bring(request: Request) -> Answer:
    engine, data = request.engine, request.body
    zone = engine.look(request.centre, lambda look: look.centre.zone)
    checked, ignored = engine.work(lambda: read_dossiers(data, zone))

    def plan(look: Snapshot) -> Json:
        return compare(look.session, look.centre.id, checked.rows).counts

    found = engine.look(request.centre, plan)
    applied = request.query.get("apply") == "1" and not checked.problems_total
    if applied:
        found |= engine.change(request.who, lambda change: bring_in(change, checked.rows))
    return 200, {
        "applied": applied,
        "rows": len(checked.rows),
        **found,
        "ignored": ignored,
        "errors": [
            {"row": p.row, "field": p.field or None, "problem": problem_text(p)}
            for p in checked.problems
        ],
        "errors_total": checked.problems_total,
    }


def _department(request: Request, named: str | None) -> str:
    """Whose dossiers the caller may tell of. Raises ``Invalid`` (department)."""
    own = request.who.department
    if own is not None and named not in (None, own):
        raise Invalid(field="department")
    department = own or named
    if department is None:
        raise Invalid(field="department")
    return department


def _sync(request: Request, messages: Sequence[Any], department: str, keeps: bool = True) -> Synced:
    def usecase(change: Change) -> Synced:
        check_department(change, department)
        done = sync(change, messages, department)
        if not keeps:
            raise Rehearsed(done)
        return done

    try:
        return request.engine.change(request.who, usecase)
    except Rehearsed as rehearsed:
        seen: Synced = rehearsed.value
        return seen


def _synced(done: Synced) -> Json:
    return {
        "received": done.received,
        "accepted": done.accepted,
        "malformed": len(done.problems),
        "changed": done.changed,
        "unknown": done.unknown[:SHOWN_UNKNOWN],
        "unknown_total": len(done.unknown),
        "problems": [
            {"place": place, "code": code, "field": field or None, "problem": message_text(what)}
            for place, code, field, what in done.problems
        ],
    }
