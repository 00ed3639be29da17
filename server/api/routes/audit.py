"""Who changed what: the audit trail, and whether anybody has tampered with it."""

from dataclasses import asdict

from ...core.errors import Invalid
from ...queries.audit import entries
from ...usecases.audit import verify
from ..endpoint import PAGE, Answer, Request
from ..privacy_models import AuditCheckOut, AuditList
from .registry import endpoint

AUDITORS = {"admin"}
"""And auditors, who may read whatever an administrator may."""


@endpoint(
    "GET",
    "/audit",
    summary="Who changed what about the centre, newest first.",
    roles=AUDITORS,
    answers={200: AuditList},
    parameters=PAGE,
)
def listing(request: Request) -> Answer:
    cursor, limit = request.page()
    if cursor and not (cursor.isdecimal() and cursor.isascii() and len(cursor) < 16):
        raise Invalid(field="cursor")
    before = int(cursor) if cursor else None
    return 200, request.engine.look(request.centre, lambda look: entries(look, before, limit))


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
