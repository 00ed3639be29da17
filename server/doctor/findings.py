"""What an examination finds: each finding has a level, a code with words, and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ..texts import LANGUAGES, catalogue


class Level(StrEnum):
    """``WELL`` was looked at and is right; ``ADVICE`` could be better; ``WRONG`` must be mended."""

    WELL = "well"
    ADVICE = "advice"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` names the texts ``<code>`` and, unless all is well, ``<code>.do``."""

    level: Level
    code: str
    params: dict[str, object] = field(default_factory=dict)

    def text(self, language: str) -> str:
        return catalogue("server.doctor").text(self.code, language, **self.params)

    def advice(self, language: str) -> str:
        """What to do; empty where there is nothing to be done."""
        key = f"{self.code}.do"
        known = catalogue("server.doctor")
        return known.text(key, language, **self.params) if known.has(key) else ""

    def as_json(self) -> dict[str, Any]:
        return {
            "level": self.level.value,
            "code": self.code,
            "text": {language: self.text(language) for language in LANGUAGES},
            "do": {language: self.advice(language) for language in LANGUAGES},
        }


Findings = Iterator[Finding]


def well(code: str, **params: object) -> Finding:
    return Finding(Level.WELL, code, params)


def advice(code: str, **params: object) -> Finding:
    return Finding(Level.ADVICE, code, params)


def wrong(code: str, **params: object) -> Finding:
    return Finding(Level.WRONG, code, params)
