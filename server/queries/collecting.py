"""Whether a result can be collected."""

import re

from ..core.dossiers import DossierState
from ..core.errors import NotFound
from ..store import dossiers
from ..usecases.dossiers.rules import rules_of
from .snapshot import Json, Snapshot, when

DAY_AND_SERIAL = re.compile(r"[0-9]{10,13}", re.ASCII)


def readiness(look: Snapshot, code: str) -> Json:
    """Whether a dossier has an answer to be fetched, and when it is promised for. Says nothing
    about the person. Of one of the centre's own codes the digits of its day and serial will do.
    Raises ``NotFound``."""
    code = _whole(look, code)
    row = dossiers.get(look.session, look.centre.id, code)
    if row is None:
        raise NotFound(field="code")
    state = row["state"]
    return {
        "code": code,
        "ready": state in (DossierState.RESOLVED, DossierState.REFUSED, DossierState.STOPPED),
        "collected": state == DossierState.RETURNED,
        "due_at": when(row["due_at"]),
    }


def _whole(look: Snapshot, code: str) -> str:
    if not DAY_AND_SERIAL.fullmatch(code):
        return code
    ruled = rules_of(look.session, look.centre.id, look.centre.zone, look.day)
    return f"{ruled.rules.agency}-{code[:6]}-{code[6:]}"
