"""The QR code of Vietnam's chip identity card, as a scanner reads it. Pure: bytes in, a card out.

UTF-8 text, fields split by ``|``::

    12-digit number | old 9-digit number or empty | name | birth ddMMyyyy | Nam/Nữ | residence |
    issued ddMMyyyy | up to four more on the cards of 2024

The payload carries no signature: good for prefilling and for offering the priority by age, never
to prove who somebody is. Sources: Circular 06/2021/TT-BCA and Decree 137/2015/NĐ-CP (the personal
number: province 3 digits, century and sex 1, birth year 2, serial 6). Nothing here logs, and no
error carries what was read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

LONGEST = 1024
"""Bytes. The longest real code has some 250."""
LEAST_FIELDS = 7
_NUMBER = re.compile("[0-9]{12}")
_OLD_NUMBER = re.compile("[0-9]{9}")
_DATE = re.compile("[0-9]{8}")
_ONLY_YEAR = re.compile("(?:0000)?([0-9]{4})")
_MISREAD = re.compile("[\u0080-\u00ff]")
_SEXES: dict[str, Literal["male", "female"]] = {"nam": "male", "nữ": "female", "nu": "female"}

CardProblem = Literal["unreadable", "fields", "number", "birth", "inconsistent"]


class NotACard(ValueError):
    """What was read is no identity card; ``problem`` says why, without what was read."""

    def __init__(self, problem: CardProblem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True, repr=False)
class IdentityCard:
    """What a card says of its holder. It has no repr that could end in a log.

    ``birth`` is None where only the year is known, as with some of the oldest.
    """

    number: str
    old_number: str | None
    name: str
    birth: date | None
    sex: Literal["male", "female"] | None
    residence: str
    issued: date | None

    def age_on(self, day: date) -> int:
        """Whole years lived for certain at ``day``; 29 February is kept on 1 March."""
        if self.birth is None:
            return least_age(self.number, day)
        before = (day.month, day.day) < (self.birth.month, self.birth.day)
        return day.year - self.birth.year - before


def parse_card(data: bytes) -> IdentityCard:
    """The card behind a scanned code. Raises NotACard."""
    fields = [field.strip() for field in _decoded(data).split("|")]
    if len(fields) < LEAST_FIELDS:
        raise NotACard("fields")
    number, old, name, born, sex, residence, issued = fields[:LEAST_FIELDS]
    if not is_number(number):
        raise NotACard("number")
    birth, year = _birth(born)
    card = IdentityCard(
        number=number,
        old_number=old if _OLD_NUMBER.fullmatch(old) else None,
        name=name,
        birth=birth,
        sex=_SEXES.get(sex.casefold()),
        residence=residence,
        issued=_date(issued),
    )
    if born_in(number) != year or card.sex not in (None, sex_of(number)):
        raise NotACard("inconsistent")
    return card


def is_number(text: str) -> bool:
    """Whether this is a personal number: 12 ASCII digits."""
    return _NUMBER.fullmatch(text) is not None


def born_in(number: str) -> int:
    """The birth year inside a 12-digit number: digit 4 the century, digits 5 and 6 the year."""
    return 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])


def sex_of(number: str) -> Literal["male", "female"]:
    """The sex inside a 12-digit number: digit 4 is even for men and odd for women."""
    return "female" if int(number[3]) % 2 else "male"


def least_age(number: str, day: date) -> int:
    """Years that the holder of a 12-digit number has lived for certain: only its year is known."""
    return max(0, day.year - born_in(number) - 1)


def _decoded(data: bytes) -> str:
    if len(data) > LONGEST:
        raise NotACard("unreadable")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotACard("unreadable") from None
    return unicodedata.normalize("NFC", _repaired(text))


def _repaired(text: str) -> str:
    """Undo a scanner that took the code's UTF-8 for Latin-1 and encoded it once more."""
    if not _MISREAD.search(text):
        return text
    for charset in ("latin-1", "cp1252"):
        try:
            return text.encode(charset).decode("utf-8")
        except UnicodeError:
            continue
    return text


def _birth(text: str) -> tuple[date | None, int]:
    birth = _date(text)
    if birth is not None:
        return birth, birth.year
    only_year = _ONLY_YEAR.fullmatch(text)
    if only_year is None:
        raise NotACard("birth")
    return None, int(only_year[1])


def _date(text: str) -> date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None
