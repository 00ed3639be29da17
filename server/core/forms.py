"""The paper forms of a dossier: which there are, when each is given, their numbers and texts.

Forms are those of Circular 03/2025/TT-VPCP. 01 to 05 are issued: each gets a number and is kept as
it was given. 06 (the control sheet) and 07 (the register) show how things stand whenever printed.
"""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from .dossiers import DONE, DossierState
from .errors import Invalid, WrongState

ISSUED = ("01", "02", "03", "04", "05")
FORMS = (*ISSUED, "06")
"""The forms of one dossier."""
REGISTER = "07"
COMMON = "common"
"""The texts that every form has."""
SIZES = ("A4", "A5")
TEMPLATE = 1
"""The version of the templates that forms issued now are printed with."""
NUMBERS = MappingProxyType(
    {"01": "{n}/TNHS", "02": "{n}/HDHS", "03": "{n}/TCHS", "04": "{n}/PXL", "05": "{n}/TBD"}
)
"""The usual pattern of each form's numbers."""
AFTER = MappingProxyType({"supplement": "02", "refuse": "03", "stop": "05"})
"""The form that goes with an action."""

_OPEN = frozenset(DossierState) - DONE
_FITS: Mapping[str, frozenset[DossierState]] = {
    "01": frozenset(DossierState) - {DossierState.REFUSED},
    "02": _OPEN,
    "03": frozenset({DossierState.REFUSED}),
    "04": _OPEN,
    "05": frozenset({DossierState.STOPPED}),
}

LONGEST_LINE = 200
LONGEST_BLOCK = 1_500
LONGEST_NUMBER = 40
LINES = frozenset({"agency", "place", "contact", "legal", "signer", "number"})
"""Blocks of one line; the others may have paragraphs."""
_SHEET = ("opening", "notes", "signer", "legal")
BLOCKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        COMMON: ("agency", "place", "contact"),
        **dict.fromkeys(ISSUED, (*_SHEET, "number")),
        "06": ("notes", "legal"),
        REGISTER: ("notes", "legal"),
    }
)
"""What an administrator may word: by form, the names of its blocks. ``number`` is the pattern of
its numbers, the same in all languages."""
WORDS = frozenset({"centre", "department", "code", "procedure", "received", "due", "new_due"})
"""What a text may hold in braces, to be filled in from the dossier."""
_WORD = re.compile(r"\{([^{}]*)\}")


def check_fits(form: str, state: DossierState) -> None:
    """Raises ``Invalid`` (form) for one that is not issued, ``WrongState`` where it would not be
    true of a dossier in ``state``."""
    if form not in _FITS:
        raise Invalid(field="form")
    if state not in _FITS[form]:
        raise WrongState(state=state.value)


def number_label(pattern: str, number: int, year: int) -> str:
    """A form's number as it is written: ``number_label("{n}/TNHS", 12, 2026) == "012/TNHS"``."""
    return pattern.replace("{n}", f"{number:03d}").replace("{year}", str(year))


def check_text(form: str, block: str, text: str) -> str:
    """A block's text, trimmed and composed (NFC); "" stands for the usual one.

    Raises ``Invalid`` naming the block: too long, a control character, more than a line where one
    is due, braces around anything but ``WORDS``, or a pattern of numbers without ``{n}``.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if block not in BLOCKS[form] or not _is_sound(block, text):
        raise Invalid(field=block)
    if text and block == "number" and text.count("{n}") != 1:
        raise Invalid(field=block)
    return text


def filled(text: str, words: Mapping[str, str]) -> str:
    """A text with its words in braces filled in; those not known stay as they are."""
    return _WORD.sub(lambda found: words.get(found[1], found[0]), text)


def _is_sound(block: str, text: str) -> bool:
    one_line = block in LINES
    longest = LONGEST_NUMBER if block == "number" else LONGEST_LINE if one_line else LONGEST_BLOCK
    if len(text) > longest or not all(line.isprintable() for line in text.split("\n")):
        return False
    if one_line and "\n" in text:
        return False
    known = {"n", "year"} if block == "number" else WORDS
    return set(_WORD.findall(text)) <= known and not set("{}") & set(_WORD.sub("", text))
