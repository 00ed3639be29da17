"""Alerts in words: what is wrong, and what to do."""

from collections.abc import Mapping

from ..texts import LANGUAGES, catalogue
from .snapshot import Json

_TEXTS = catalogue("server.alerting")
UNKNOWN = "?"
GROWING = "{minutes}"


def words(code: str, facts: Mapping[str, object], minutes: object = GROWING) -> Json:
    """``text`` and ``todo`` in each language. ``minutes`` stays a placeholder where it is not
    given: whoever shows it counts on."""
    return {part: _each(f"{code}.{part}", facts, minutes) for part in ("text", "todo")}


def said(key: str, language: str, **params: object) -> str:
    """Any other text of the catalogue."""
    return _TEXTS.text(key, language, **params)


def minutes_since(since: object, at: int) -> object:
    """Whole minutes from ``since`` (epoch ms or None) to ``at``."""
    return max(0, at - since) // 60_000 if isinstance(since, int) else UNKNOWN


def _each(key: str, facts: Mapping[str, object], minutes: object) -> Json:
    return {language: _one(key, language, facts, minutes) for language in LANGUAGES}


def _one(key: str, language: str, facts: Mapping[str, object], minutes: object) -> str:
    known = {name: UNKNOWN if value is None else value for name, value in facts.items()}
    if language == "en" and known.get("name_en"):
        known["name"] = known["name_en"]
    return _TEXTS.text(key, language, **{"name": UNKNOWN, **known, "minutes": minutes})
