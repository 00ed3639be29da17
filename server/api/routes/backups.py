"""The installation's backups: their rules, the files, one made now. Putting one back is a command,
since it needs the servers to be down."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from ...backup.shelf import Step
from ...clock import now_ms
from ...core.keeping import BackupRules
from ...queries.backups import backups
from ...usecases import audit
from ...usecases.change import Change
from ...usecases.change_settings import keep_settings
from ...usecases.installation import check_oversees
from ..backup_models import BackupCheckOut, BackupsOut
from ..bodies import BackupBody
from ..endpoint import Answer, Request, Stream
from .registry import endpoint

ADMINS = {"admin"}
STEPS_MEDIA = "application/x-ndjson"


@endpoint(
    "GET",
    "/backups",
    summary="The installation's backups: rules, folder, files. For whoever oversees all of it.",
    roles=ADMINS,
    answers={200: BackupsOut},
)
def listing(request: Request) -> Answer:
    _check(request)
    shelf = request.engine.backups
    lying = shelf.listing()
    told = request.engine.look(request.centre, lambda look: backups(look, lying))
    place = {"folder": str(shelf.folder), "data": str(shelf.data), "free": shelf.free}
    return 200, {**told, **place}


@endpoint(
    "PUT",
    "/backups/rules",
    summary="Set when the daily backup is made, and how many are kept.",
    roles=ADMINS,
    body=BackupBody,
    answers={200: BackupsOut},
)
def set_rules(request: Request) -> Answer:
    _check(request)
    rules = BackupRules(**request.body.model_dump())
    request.configure(
        "backup", lambda change: keep_settings(change, replace(change.settings, backup=rules))
    )
    return listing(request)


@endpoint(
    "POST",
    "/backups",
    summary="Make a backup now; its steps come as lines of JSON while it is made.",
    roles=ADMINS,
    answers={200: None},
    problems=(409,),
    produces=STEPS_MEDIA,
)
def make(request: Request) -> Answer:
    _check(request)
    name, steps = request.engine.backups.make(now_ms())
    _note(request, "backup_asked", name)
    return 200, Stream(STEPS_MEDIA, _lines(name, steps), "")


@endpoint(
    "POST",
    "/backups/{name}/check",
    summary="Read a backup again and compare it with what it says of itself.",
    roles=ADMINS,
    answers={200: BackupCheckOut},
    problems=(404,),
)
def check(request: Request) -> Answer:
    _check(request)
    name = request.path["name"]
    wrong = request.engine.backups.check(name)
    _note(request, "backup_checked" if wrong is None else "backup_broken", name)
    return 200, {"whole": wrong is None, "reason": wrong}


@endpoint(
    "GET",
    "/backups/{name}",
    summary="A backup's file. It holds personal data and the installation's keys.",
    roles=ADMINS,
    answers={200: None},
    problems=(404,),
    produces="application/octet-stream",
)
def download(request: Request) -> Answer:
    _check(request)
    name = request.path["name"]
    pieces = request.engine.backups.read(name)
    _note(request, "backup_downloaded", name)
    return 200, Stream("application/octet-stream", pieces, name)


def _check(request: Request) -> None:
    """Auditors may not: a backup can be read outside of every rule."""
    who = request.who
    request.engine.read(lambda session: check_oversees(session, who))


def _note(request: Request, what: str, name: str) -> None:
    def noted(change: Change) -> None:
        audit.record(change, what, name)

    request.engine.change(request.who, noted)


def _lines(name: str, steps: Iterator[Step]) -> Iterator[str]:
    for step in steps:
        line: dict[str, Any] = {"name": name, **asdict(step)}
        yield json.dumps(line, ensure_ascii=False) + "\n"
