"""Texts, numbers and days of the page in the reader's language."""

import json
from datetime import date
from pathlib import Path

from ..queries.snapshot import Json


class Words:
    """Called with a key and its parameters, gives the text."""

    def __init__(self, folder: Path, language: str) -> None:
        self.language = language
        self._texts: dict[str, str] = json.loads((folder / f"{language}.json").read_text("utf-8"))

    def __call__(self, key: str, **params: object) -> str:
        return self._texts[key].format_map(params)

    def name(self, thing: Json) -> str:
        """What a thing with names in both languages is called."""
        return self.pick(thing, "name")

    def pick(self, thing: Json, field: str) -> str:
        """A field in the reader's language, in Vietnamese where there is no other."""
        english = thing.get(f"{field}_en") if self.language == "en" else None
        return str(english or thing.get(field) or "")

    def whole(self, number: int) -> str:
        text = f"{number:,}"
        return text.replace(",", ".") if self.language == "vi" else text

    def percent(self, share: float) -> str:
        text = f"{share:.1f}%"
        return text.replace(".", ",") if self.language == "vi" else text

    def day(self, day: str) -> str:
        return date.fromisoformat(day).strftime("%d/%m/%Y")
