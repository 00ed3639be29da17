"""Forms of dossiers and their wording: what comes in and what goes out."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ..core.forms import LONGEST_BLOCK
from .answers import Out
from .bodies import In
from .dossier_models import Note
from .words import Time

Block = Annotated[str, StringConstraints(max_length=LONGEST_BLOCK)]
Blocks = Annotated[
    dict[Annotated[str, StringConstraints(pattern=r"^[a-z]{1,20}$")], Block], Field(max_length=10)
]


class TextsBody(In):
    """A form's texts by block; blank, or left out, is the usual text. ``number`` (the pattern of
    the numbers, such as ``{n}/TNHS``) is read in Vietnamese only."""

    vi: Blocks = Field(default_factory=dict)
    en: Blocks = Field(default_factory=dict)


class PreviewFormBody(TextsBody):
    """How the form would look with these texts."""

    language: Literal["vi", "en"] = "vi"
    size: Literal["A4", "A5"] = "A5"


class IssueFormBody(In):
    """``new_due``: the new date form 04 asks for."""

    reason: Note = ""
    new_due: Annotated[str, StringConstraints(max_length=40)] | None = None


class SheetOut(Out):
    """``nth``: which of the dossier's sheets of this form, from 1. ``label``: its number."""

    form: str
    nth: int
    label: str
    template: int
    issued_at: Time


class SheetList(Out):
    items: list[SheetOut]


class FormTextsOut(Out):
    """The texts by language and block; ``usual`` are those that hold where ``own`` has none.
    ``author`` and ``made_at`` tell of the latest change, null before any."""

    form: str
    version: int
    author: str | None
    made_at: Time | None
    title: dict[str, str]
    blocks: list[str]
    usual: dict[str, dict[str, str]]
    own: dict[str, dict[str, str]]


class FormTextsList(Out):
    """``words``: what texts may hold in braces."""

    items: list[FormTextsOut]
    words: list[str]
