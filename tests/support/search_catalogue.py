"""The catalogue that the tests of the search look through."""

import csv
import os
from functools import cache
from pathlib import Path

from server.core.search.entries import Entry
from server.core.search.finder import Finder
from server.demo.sample import sample_centre
from server.usecases.everyday import shipped_common, shipped_words
from server.usecases.everyday.situations import shipped_alike, shipped_situations
from server.usecases.synonyms import spread

ROOT = Path(__file__).resolve().parents[2]
# The national catalogue lies beside the repository on the machines of those who build it.
WHOLE = Path(os.environ.get("MOTCUA_CATALOGUE", ROOT.parent / "shared" / "data" / "procedures.csv"))


@cache
def entries() -> tuple[Entry, ...]:
    """The whole national catalogue where it is at hand, else that of the sample centre."""
    if not WHOLE.is_file():
        rows = sample_centre().procedures()
        return tuple(Entry(r["code"], r["name"], r["field"], r["level"]) for r in rows)
    with WHOLE.open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            Entry(r["code"], r["name"], r["field"], r["level"], r["audience"])
            for r in csv.DictReader(file)
        )


@cache
def names() -> dict[str, str]:
    return {entry.code: entry.name for entry in entries()}


@cache
def finder() -> Finder:
    """The search as it is shipped."""
    return Finder(
        entries(),
        spread(shipped_words()),
        shipped_common(),
        shipped_situations(),
        shipped_alike(),
    )


def codes(query: str, limit: int = 3) -> list[str]:
    return [found.code for found in finder().find(query, limit)]
