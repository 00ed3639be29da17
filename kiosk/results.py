"""Whether a dossier's result can be collected, asked of the server for whoever stands here."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from kiosk.central import Central
from kiosk.press import dossier_code

DEADLINE_S = 3.0


class Results:
    """Safe to use from several threads."""

    def __init__(self, central: Central) -> None:
        self._central = central

    def ready(self, code: str) -> Any:
        """What the server says of a dossier. Raises KioskError, ServerRefused."""
        path = f"/api/v1/dossiers/{quote(dossier_code(code), safe='')}/ready"
        return self._central.ask("GET", path, DEADLINE_S)
