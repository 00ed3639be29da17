"""One press on the kiosk's page: what it asks for, checked before anything is done.

A new ticket and the ticket of an appointment differ only in what the server is asked.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from hardware.catalogue import LANGUAGES
from kiosk.errors import KioskError

LONGEST_ID = 64
CODE = re.compile("[0-9]{6}")
SCAN = re.compile("[0-9a-f]{32}")
DOSSIER = re.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)
TICKETS = "/api/v1/tickets"
CHECK_IN = "/api/v1/appointments/check-in"


@dataclass(frozen=True, slots=True)
class Press:
    """``id`` is the page's UUID for this press; the same one again means the same press.

    ``order`` is the body to POST to the server's ``path``; a ticket is the answer. ``scan`` names a
    card read with consent; whose it is never becomes part of a press.
    """

    id: str
    language: str
    path: str
    order: Mapping[str, str]
    scan: str | None = None


@dataclass(frozen=True, slots=True)
class ChecklistPress:
    """A wish for a procedure's checklist on paper; ``id`` as that of a Press."""

    id: str
    procedure: str
    language: str


def parse_press(body: Any) -> Press:
    """A press for a new ticket, from a decoded JSON body.

    Raises KioskError naming the first field that is wrong.
    """
    given = _object(body)
    asked = [f for f in ("priority", "procedure") if given.get(f) is not None]
    order = {field: _identifier(given, field) for field in ("service", *asked)}
    if given.get("dossier") is not None:
        order["dossier"] = dossier_code(given["dossier"])
    return replace(_press(given, TICKETS, order), scan=_scan(given.get("scan")))


def parse_check_in(body: Any) -> Press:
    """A press for the ticket of an appointment, from a decoded JSON body with its code.

    Raises KioskError naming the first field that is wrong.
    """
    given = _object(body)
    return _press(given, CHECK_IN, {"code": _code(given.get("code"))})


def dossier_code(value: Any) -> str:
    """What may be a dossier's code. Raises KioskError."""
    if isinstance(value, str) and DOSSIER.fullmatch(value):
        return value
    raise KioskError("invalid_field", "dossier")


def parse_reprint(body: Any) -> str:
    """The press whose ticket is to be printed again, from a decoded JSON body."""
    return _uuid(_object(body).get("press"))


def parse_checklist(body: Any) -> ChecklistPress:
    """A press for a procedure's checklist, from a decoded JSON body.

    Raises KioskError naming the first field that is wrong.
    """
    given = _object(body)
    procedure = _identifier(given, "procedure")
    language = _language(given.get("language", LANGUAGES[0]))
    return ChecklistPress(_uuid(given.get("press")), procedure, language)


def _press(given: dict[str, Any], path: str, order: dict[str, str]) -> Press:
    language = _language(given.get("language", LANGUAGES[0]))
    return Press(_uuid(given.get("press")), language, path, {**order, "language": language})


def _object(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise KioskError("bad_json")
    return body


def _uuid(value: Any) -> str:
    if isinstance(value, str) and len(value) <= LONGEST_ID:
        try:
            return str(uuid.UUID(value))
        except ValueError:
            pass
    raise KioskError("invalid_field", "press")


def _identifier(body: dict[str, Any], field: str) -> str:
    value = body.get(field)
    if isinstance(value, str) and 0 < len(value) <= LONGEST_ID and value.isprintable():
        return value
    raise KioskError("invalid_field", field)


def _code(value: Any) -> str:
    if isinstance(value, str) and CODE.fullmatch(value):
        return value
    raise KioskError("invalid_field", "code")


def _scan(value: Any) -> str | None:
    if value is None or (isinstance(value, str) and SCAN.fullmatch(value)):
        return value
    raise KioskError("invalid_field", "scan")


def _language(value: Any) -> str:
    if value in LANGUAGES:
        return str(value)
    raise KioskError("invalid_field", "language")
