"""What the program ships to search by: everyday words for official ones, and which procedures are
asked for most while a centre has no history of its own.

``words.txt`` and ``common.csv`` are data to edit; their first lines say how.
"""

import csv
from functools import cache
from importlib import resources
from typing import TypedDict


class SynonymRow(TypedDict):
    """One row of the list: ways of saying it (split by ``;``), and official names, best first."""

    said: str
    means: list[str]


@cache
def shipped_words() -> tuple[SynonymRow, ...]:
    """The shipped list, in its order."""
    lines = (line.strip() for line in _text("words.txt").splitlines())
    return tuple(_row(line) for line in lines if line and not line.startswith("#"))


@cache
def shipped_common() -> dict[str, float]:
    """How common a procedure is (0..1) by code; those not named are uncommon."""
    rows = csv.DictReader(_text("common.csv").splitlines())
    return {code: float(row["weight"]) for row in rows for code in row["codes"].split()}


def _row(line: str) -> SynonymRow:
    said, _, means = line.partition("=>")
    return {
        "said": "; ".join(part.strip() for part in said.split(";") if part.strip()),
        "means": [part.strip() for part in means.split("|") if part.strip()],
    }


def _text(name: str) -> str:
    return resources.files("server.usecases.everyday").joinpath(name).read_text("utf-8")
