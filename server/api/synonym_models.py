"""Everyday words for official ones: what comes in and what goes out."""

from typing import Annotated

from pydantic import Field, StringConstraints

from .answers import Out
from .bodies import In

Said = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=8_000, pattern=r"^[^\x00-\x1f\x7f]*$"
    ),
]
Meaning = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=400, pattern=r"^[^\x00-\x1f\x7f]*$"
    ),
]
MAX_SYNONYMS = 5_000


class SynonymBody(In):
    said: Said
    means: Annotated[list[Meaning], Field(min_length=1, max_length=12)]


class SynonymsBody(In):
    """The whole list. Several ways of saying the same thing stand in one row, split by ``;``."""

    items: Annotated[list[SynonymBody], Field(max_length=MAX_SYNONYMS)]


class SynonymOut(Out):
    said: str
    means: list[str]


class SynonymList(Out):
    """``shipped``: whether this is the list that comes with the program."""

    items: list[SynonymOut]
    next: str | None
    shipped: bool


class SynonymsKept(Out):
    rows: int
    shipped: bool
