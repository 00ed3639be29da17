"""Texts for people, from catalogues beside the code: Vietnamese first, English second."""

import json
from functools import cache
from importlib import resources

LANGUAGES = ("vi", "en")


class Catalogue:
    """One package's texts by language and key, with ``{name}`` placeholders."""

    def __init__(self, texts: dict[str, dict[str, str]]) -> None:
        self._texts = texts

    def text(self, key: str, language: str = "vi", /, **params: object) -> str:
        """The text for ``key``. Raises ``KeyError`` when the catalogue lacks it."""
        return self._texts[language][key].format_map(params)

    def keys(self, language: str) -> set[str]:
        return set(self._texts[language])

    def has(self, key: str) -> bool:
        return key in self._texts["vi"]


@cache
def catalogue(package: str) -> Catalogue:
    """The catalogue in a package's ``messages`` folder."""
    folder = resources.files(package) / "messages"
    return Catalogue(
        {lang: json.loads((folder / f"{lang}.json").read_text("utf-8")) for lang in LANGUAGES}
    )
