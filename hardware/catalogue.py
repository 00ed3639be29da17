"""Texts for people, from ``<package>/messages/vi.json`` and ``en.json``: flat dotted keys."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from importlib import resources

LANGUAGES = ("vi", "en")


@cache
def catalogue(package: str, language: str) -> Mapping[str, str]:
    """All texts of ``package`` in ``language`` ("vi" for a language that is not there)."""
    name = language if language in LANGUAGES else LANGUAGES[0]
    text = resources.files(package).joinpath("messages", f"{name}.json").read_text("utf-8")
    texts: Mapping[str, str] = json.loads(text)
    return texts


def text(package: str, language: str, key: str, **values: object) -> str:
    """One text, its ``{name}`` placeholders filled in. Raises KeyError for an unknown key."""
    return catalogue(package, language)[key].format(**values)


def terminal_language() -> str:
    """The language for messages on the terminal: MOTCUA_LANG, else Vietnamese."""
    wanted = os.environ.get("MOTCUA_LANG", "")
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def both(package: str, key: str, **values: object) -> dict[str, str]:
    """One text in every language: ``{"vi": …, "en": …}``."""
    return {language: text(package, language, key, **values) for language in LANGUAGES}
