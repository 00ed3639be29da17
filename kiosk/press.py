"""One press on the kiosk's page: what it asks for, checked before anything is done."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from hardware.catalogue import LANGUAGES
from kiosk.errors import KioskError

LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Press:
    """``id`` is the page's UUID for this press; the same one again means the same press."""

    id: str
    service: str
    language: str
    priority: str | None = None
    procedure: str | None = None

    def order(self) -> dict[str, str]:
        """The body for POST /api/v1/tickets."""
        order = {"service": self.service, "language": self.language}
        if self.priority is not None:
            order["priority"] = self.priority
        if self.procedure is not None:
            order["procedure"] = self.procedure
        return order


def parse_press(body: Any) -> Press:
    """Check a decoded JSON body. Raises KioskError naming the first field that is wrong."""
    if not isinstance(body, dict):
        raise KioskError("bad_json")
    return Press(
        id=_uuid(body.get("press")),
        service=_identifier(body, "service"),
        language=_language(body.get("language", LANGUAGES[0])),
        priority=None if body.get("priority") is None else _identifier(body, "priority"),
        procedure=None if body.get("procedure") is None else _identifier(body, "procedure"),
    )


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


def _language(value: Any) -> str:
    if value in LANGUAGES:
        return str(value)
    raise KioskError("invalid_field", "language")
