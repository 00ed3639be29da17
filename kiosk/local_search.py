"""Finding a procedure in the copy of the catalogue, by simple means: the server knows synonyms and
forgives slips, this only compares words without their diacritics."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

MOST_WORDS = 10


def fold(text: str) -> str:
    """Lower case, without diacritics, đ as d; what is no letter or digit parts words."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    kept = (c for c in plain if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())


class LocalSearch:
    """The whole catalogue in memory: a few thousand short texts."""

    def __init__(self, items: Iterable[Mapping[str, Any]]) -> None:
        self._items = [
            (f" {fold(item['name'])} ", f" {fold(item['code'])} ", item) for item in items
        ]

    def __len__(self) -> int:
        return len(self._items)

    def find(self, query: str, limit: int) -> list[Mapping[str, Any]]:
        """Procedures that hold every word of ``query`` as the beginning of one of theirs, the words
        next to each other first, then short names."""
        words = fold(query).split()[:MOST_WORDS]
        phrase = f" {' '.join(words)}"
        found = [
            (phrase not in name, len(name), item["code"], item)
            for name, code, item in self._items
            if all(f" {word}" in name or f" {word}" in code for word in words)
        ]
        found.sort(key=lambda one: one[:3])
        return [one[3] for one in found[:limit]]
