"""Texts and moments of the page in the reader's language."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ..queries.snapshot import Json

DEFAULT_ZONE = "Asia/Ho_Chi_Minh"
OPEN = ("received", "processing")


class Words:
    """Called with a key and its parameters, gives the text."""

    def __init__(self, folder: Path, language: str, zone: str) -> None:
        self.language = language
        self._zone = ZoneInfo(zone or DEFAULT_ZONE)
        self._texts: dict[str, str] = json.loads((folder / f"{language}.json").read_text("utf-8"))

    def __call__(self, key: str, **params: object) -> str:
        return self._texts[key].format_map(params)

    def name(self, thing: Json) -> str:
        """What a thing with names in both languages is called."""
        english = thing.get("name_en") if self.language == "en" else None
        return str(english or thing["name"])

    def moment(self, iso: str) -> str:
        """``Thứ Ba 08/12/2026, 17:00`` on the centre's clock."""
        at = self._local(iso)
        return f"{self._texts[f'day.{at.weekday()}']} {at:%d/%m/%Y, %H:%M}"

    def overdue(self, dossier: Json) -> bool:
        """Whether the moment promised last has passed without an answer."""
        due = dossier["new_due_at"] or dossier["due_at"]
        if due is None or dossier["state"] not in OPEN:
            return False
        return self._local(due) < datetime.now(self._zone)

    def _local(self, iso: str) -> datetime:
        return datetime.fromisoformat(iso).astimezone(self._zone)
