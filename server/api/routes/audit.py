"""Who changed what: the audit trail, and whether anybody has tampered with it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from ...core.errors import Invalid
from ...queries.audit import choices, entries
from ...queries.snapshot import Snapshot
from ...reports.files import BOM, CSV_MEDIA, csv_text
from ...reports.period import Period, period
from ...store.audit import NEVER, Asked
from ...usecases.audit import verify
from ..endpoint import PAGE, Answer, Json, Parameter, Request, Stream
from ..privacy_models import AuditCheckOut, AuditChoicesOut, AuditList
from .registry import endpoint
from .reports import PERIOD

AUDITORS = {"admin"}
"""And auditors, who may read whatever an administrator may."""
SOUGHT = (
    Parameter("what", {"type": "string", "maxLength": 64}),
    Parameter("actor", {"type": "string", "maxLength": 100}),
    *PERIOD,
)
STREAM_ROWS = 1_000
COLUMNS = ("seq", "at", "actor", "name", "what", "subject", "data", "hash")


@endpoint(
    "GET",
    "/audit",
    summary="Who changed what about the centre, newest first; of a kind, of a person, of days.",
    roles=AUDITORS,
    answers={200: AuditList},
    parameters=(*SOUGHT, *PAGE),
)
def listing(request: Request) -> Answer:
    cursor, limit = request.page()
    if cursor and not (cursor.isdecimal() and cursor.isascii() and len(cursor) < 16):
        raise Invalid(field="cursor")
    return 200, _page(request, int(cursor) if cursor else None, limit)


@endpoint(
    "GET",
    "/audit/entries.csv",
    summary="The same entries as CSV (UTF-8), all of them, with their hashes, as they are read.",
    roles=AUDITORS,
    answers={200: None},
    parameters=SOUGHT,
    produces="text/csv",
)
def entries_csv(request: Request) -> Answer:
    first = _page(request, None, STREAM_ROWS)

    def chunks() -> Iterator[str]:
        page = first
        yield BOM + csv_text([COLUMNS])
        while True:
            yield csv_text(_cells(item) for item in page["items"])
            if page["next"] is None:
                return
            page = _page(request, int(page["next"]), STREAM_ROWS)

    return 200, Stream(CSV_MEDIA, chunks(), "audit.csv")


@endpoint(
    "GET",
    "/audit/choices",
    summary="By what entries of the audit trail can be sought.",
    roles=AUDITORS,
    answers={200: AuditChoicesOut},
)
def kinds_and_actors(request: Request) -> Answer:
    return 200, request.engine.look(request.centre, choices)


@endpoint(
    "GET",
    "/audit/check",
    summary="Whether every entry of the audit trail is as it was written.",
    roles=AUDITORS,
    answers={200: AuditCheckOut},
)
def check(request: Request) -> Answer:
    verdict = request.engine.read(lambda session: verify(session, request.centre))
    return 200, asdict(verdict)


def _page(request: Request, before: int | None, limit: int) -> Json:
    def query(look: Snapshot) -> Json:
        return entries(look, before, limit, _asked(request, look))

    return request.engine.look(request.centre, query)


def _asked(request: Request, look: Snapshot) -> Asked:
    """What is sought; days by the centre's clock. Raises ``Invalid`` (from, to)."""
    seek = request.query
    since, until = (
        Period(day, day).bounds(look.centre.zone) if day else None
        for day in (_day(seek, "from"), _day(seek, "to"))
    )
    return Asked(
        seek.get("what", ""),
        seek.get("actor", ""),
        0 if since is None else since[0],
        NEVER if until is None else until[1],
    )


def _day(seek: Mapping[str, str], name: str) -> str:
    day = seek.get(name, "")
    if day:
        try:
            period(day, day, day)
        except Invalid:
            raise Invalid(field=name) from None
    return day


def _cells(item: Json) -> list[str | int]:
    return [
        json.dumps(item[name], ensure_ascii=False, sort_keys=True)
        if name == "data"
        else item[name] or ""
        for name in COLUMNS
    ]
