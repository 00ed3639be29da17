"""Numbers, letters and call sentences in words: Northern and Southern Vietnamese, and English.

Whole numbers, as counters are read:

==============  =====================================  ======================================
after           rule                                   example
==============  =====================================  ======================================
mười            5 is lăm; 1 and 4 stay một, bốn        14 mười bốn, 15 mười lăm
mươi            1 mốt, 4 tư, 5 lăm                     21 hai mươi mốt, 24 hai mươi tư
trăm, no tens   linh (North) or lẻ (South), no change  105 một trăm linh năm, 104 … linh bốn
nghìn (ngàn)    hundreds are always said               2001 hai nghìn không trăm linh một
==============  =====================================  ======================================

After linh and lẻ both "bốn" and (in the North) "tư" are heard; Unicode's CLDR, whose Vietnamese
spell-out rules these are apart from the two accents' own words, says "bốn", and so do we.
English is British: "one hundred and four".

Tickets are read digit by digit, so never with mốt, tư or lăm.
"""

from __future__ import annotations

import re
from typing import Final

from hardware.catalogue import text

ACCENTS: Final = ("north", "south", "en")
HIGHEST: Final = 9_999
_TICKET = re.compile("([A-ZĐĂÂÊÔƠƯ]{0,3})([0-9]{1,6})")

_VI_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_AND = {"north": "linh", "south": "lẻ"}
_THOUSAND = {"north": "nghìn", "south": "ngàn"}

# A letter that is its own name (A, E, I, O, U …) keeps its capital: "số thứ tự A".
_VI_LETTERS = {
    **{letter: letter for letter in "AEIOUÊÔƠƯ"},
    **{"Ă": "á", "Â": "ớ", "B": "bê", "C": "xê", "D": "dê", "Đ": "đê", "F": "ép", "G": "giê"},
    **{"H": "hát", "J": "gi", "K": "ca", "L": "e-lờ", "M": "em-mờ", "N": "en-nờ", "P": "pê"},
    **{"Q": "quy", "R": "e-rờ", "S": "ét-sì", "T": "tê", "V": "vê", "W": "vê kép"},
    **{"X": "ích-xì", "Y": "i dài", "Z": "dét"},
}
LETTERS: Final = tuple(sorted(_VI_LETTERS))

_EN_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_EN_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


class WordsError(ValueError):
    """A number, ticket or accent that cannot be put into words; the text says which."""


def number_words(n: int, accent: str) -> str:
    """A whole number from 0 to 9,999 in words. Raises WordsError."""
    _check_accent(accent)
    if isinstance(n, bool) or not isinstance(n, int) or not 0 <= n <= HIGHEST:
        raise WordsError(f"not a whole number from 0 to {HIGHEST}: {n!r}")
    return _english(n) if accent == "en" else " ".join(_vietnamese(n, accent))


def letter_words(letter: str, accent: str) -> str:
    """What a letter of a ticket is called: ``letter_words("B", "north") == "bê"``.

    Raises WordsError for what is not one capital letter.
    """
    _check_accent(accent)
    if letter not in _VI_LETTERS:
        raise WordsError(f"not a capital letter of a ticket: {letter!r}")
    return letter if accent == "en" else _VI_LETTERS[letter]


def split_ticket(ticket: str) -> tuple[str, ...]:
    """The signs of a ticket's number in reading order: "A012" is A, 0, 1, 2.

    Up to three capital letters, then one to six digits. Raises WordsError.
    """
    if not isinstance(ticket, str) or not _TICKET.fullmatch(ticket):
        raise WordsError(f"not a ticket's number: {ticket!r}")
    return tuple(ticket)


def ticket_words(ticket: str, accent: str) -> tuple[str, ...]:
    """A ticket sign by sign: ("A", "không", "một", "hai"). Raises WordsError."""
    _check_accent(accent)
    return tuple(
        number_words(int(sign), accent) if sign.isdigit() else letter_words(sign, accent)
        for sign in split_ticket(ticket)
    )


def call_sentence(ticket: str, counter: int, accent: str) -> str:
    """The call of a ticket to a counter (1 to 9,999), as it is spoken. Raises WordsError.

    >>> call_sentence("A012", 3, "north")
    'Xin mời công dân có số thứ tự A, không, một, hai, đến quầy số ba'
    """
    spoken, place = ", ".join(ticket_words(ticket, accent)), _counter(counter, accent)
    return text(__package__, language(accent), "call", ticket=spoken, counter=place)


def number_sentence(ticket: str, accent: str) -> str:
    """What the kiosk says when a ticket has been drawn. Raises WordsError.

    >>> number_sentence("A012", "north")
    'Số của ông bà là A, không, một, hai'
    """
    spoken = ", ".join(ticket_words(ticket, accent))
    return text(__package__, language(accent), "number", ticket=spoken)


def language(accent: str) -> str:
    """The language of an accent: "vi" or "en". Raises WordsError."""
    _check_accent(accent)
    return "en" if accent == "en" else "vi"


def _check_accent(accent: str) -> None:
    if accent not in ACCENTS:
        raise WordsError(f"unknown accent: {accent!r}")


def _counter(counter: int, accent: str) -> str:
    words = number_words(counter, accent)
    if counter == 0:
        raise WordsError("counters are numbered from 1")
    return words


def _vietnamese(n: int, accent: str) -> list[str]:
    thousands, rest = divmod(n, 1000)
    if not thousands:
        return _below_thousand(n, accent)
    head = [_VI_DIGITS[thousands], _THOUSAND[accent]]
    if not rest:
        return head
    return [*head, *_hundreds(rest, accent)]


def _below_thousand(n: int, accent: str) -> list[str]:
    return _hundreds(n, accent) if n >= 100 else _below_hundred(n)


def _hundreds(n: int, accent: str) -> list[str]:
    """Three places, the hundreds said even when they are zero: "không trăm linh một"."""
    hundreds, rest = divmod(n, 100)
    head = [_VI_DIGITS[hundreds], "trăm"]
    if not rest:
        return head
    return [*head, _AND[accent], _VI_DIGITS[rest]] if rest < 10 else [*head, *_below_hundred(rest)]


def _below_hundred(n: int) -> list[str]:
    tens, unit = divmod(n, 10)
    if not tens:
        return [_VI_DIGITS[unit]]
    if tens == 1:
        return ["mười", *([] if not unit else ["lăm" if unit == 5 else _VI_DIGITS[unit]])]
    head = [_VI_DIGITS[tens], "mươi"]
    return [*head, _AFTER_TENS.get(unit, _VI_DIGITS[unit])] if unit else head


def _english(n: int) -> str:
    if n < 20:
        return _EN_SMALL[n]
    if n < 100:
        tens, unit = divmod(n, 10)
        return _EN_TENS[tens - 2] + (f"-{_EN_SMALL[unit]}" if unit else "")
    size, name = (1000, "thousand") if n >= 1000 else (100, "hundred")
    head, rest = divmod(n, size)
    words = f"{_EN_SMALL[head]} {name}"
    if not rest:
        return words
    return f"{words} and {_english(rest)}" if rest < 100 else f"{words} {_english(rest)}"
