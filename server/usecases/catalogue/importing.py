"""Keeping a checked upload, and applying it: the whole of it in one transaction."""

import json
from dataclasses import dataclass
from typing import Any, cast

from ...core.catalogue import Facts, Kind
from ...core.errors import ImportStale, NotFound
from ...store import catalogue, catalogue_version, procedures
from ...store.base import Session
from .. import audit, centre_events, rooms
from ..change import Change
from ..folding import fold
from .planning import Planned, plan_import
from .reading import FileRead, unpack

KEPT_MS = 24 * 3_600_000
KEPT_UPLOADS = 4


@dataclass(frozen=True, slots=True)
class Upload:
    """A kept upload; ``result`` is what applying it has done, None before. Times are ms."""

    id: str
    kind: Kind
    plan: dict[str, int]
    rows: list[Facts]
    applied_at: int | None
    result: dict[str, Any] | None


def stage(change: Change, file: FileRead, plan: dict[str, int]) -> None:
    """Keep a checked file for a day, with the plan its preview has shown."""
    centre = change.centre.id
    catalogue.keep_upload(
        change.session,
        centre,
        file.id,
        file.kind,
        len(file.rows),
        file.content,
        json.dumps(plan),
        change.now,
    )
    catalogue.drop_uploads(change.session, centre, change.now - KEPT_MS, KEPT_UPLOADS)


def find_upload(session: Session, centre: str, id: str, now: int) -> Upload:
    """A kept upload. Raises ``NotFound`` where there is none, or it is older than a day."""
    row = catalogue.upload(session, centre, id)
    if row is None or row["uploaded_at"] < now - KEPT_MS:
        raise NotFound(field="id")
    content = catalogue.upload_content(session, centre, id)
    return Upload(
        id=id,
        kind=cast(Kind, row["kind"]),
        plan=json.loads(row["plan"]),
        rows=unpack(content) if content else [],
        applied_at=row["applied_at"],
        result=None if row["result"] is None else json.loads(row["result"]),
    )


def apply_import(change: Change, upload: Upload, remove_gone: bool) -> dict[str, Any]:
    """Bring the catalogue to what the upload says; what was done.

    Raises ``ImportStale`` when that would not be what the preview has shown, ``NotFound`` when
    the upload is kept no more. Applied again, it answers what it did the first time.
    """
    row = catalogue.upload(change.session, change.centre.id, upload.id)
    if row is None:
        raise NotFound(field="id")
    if row["result"] is not None:
        done: dict[str, Any] = json.loads(row["result"])
        return done
    planned = plan_import(change.session, change.centre.id, upload.kind, upload.rows)
    if planned.plan.counts != upload.plan:
        raise ImportStale()
    removed = planned.plan.gone if remove_gone else ()
    _write(change, upload.kind, planned, removed)
    done = {**planned.plan.counts, "removed": len(removed)}
    catalogue.applied(change.session, change.centre.id, upload.id, json.dumps(done), change.now)
    _tell(change, {"kind": upload.kind, "upload": upload.id, **done})
    return done


def _write(change: Change, kind: Kind, planned: Planned, removed: tuple[str, ...]) -> None:
    session, centre = change.session, change.centre.id
    written = (*planned.plan.new, *planned.plan.changed)
    wanted: dict[str, Any] = dict(planned.wanted)
    if kind == "documents":
        lists = {code: wanted[code] for code in written} | dict.fromkeys(removed, ())
        catalogue.set_documents(session, centre, lists)
        return
    procedures.put(session, centre, [with_search(wanted[code]) for code in written])
    catalogue.remove(session, centre, removed)


def with_search(facts: Facts) -> Facts:
    """The row of a procedure as the store keeps it."""
    return {**facts, "search": fold(f"{facts['code']} {facts['name']}")}


def _tell(change: Change, data: dict[str, object]) -> None:
    catalogue_version.raise_(change.session, change.centre.id)
    centre_events.append(change, "catalogue_imported", data)
    audit.record(change, "catalogue_imported", data=data)
    change.touch(rooms.KIOSK)
