"""Something to say, in both forms an engine may need: the sentence, and the recorded clips.

A clip has a plain ASCII id, the same in every accent where the word has the same place in a
number: "and" is linh in the North, lẻ in the South, "and" in English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from hardware.catalogue import text
from hardware.speech.words import (
    LETTERS,
    call_sentence,
    language,
    letter_words,
    number_sentence,
    number_words,
    split_ticket,
)

PAUSE: Final = ","
"""Stands between clips where the sentence has a comma."""
CHIME: Final = "chime"
RECOMMENDED_LETTERS: Final = "AHKMOQRSX"
"""Letters that no other sounds like; the prefixes a centre should take."""

_LETTER_IDS = {"Ă": "aw", "Â": "aa", "Đ": "dd", "Ê": "ee", "Ô": "oo", "Ơ": "ow", "Ư": "uw"}
_AFTER_TENS = {"mốt": "1-after-tens", "tư": "4-after-tens", "lăm": "5-after-tens"}
_VI_WORDS = {
    **{"mười": "10", "mươi": "tens", "trăm": "hundred", "nghìn": "thousand", "ngàn": "thousand"},
    **{"linh": "and", "lẻ": "and"},
    **_AFTER_TENS,
}
_EN_WORDS = {word: word for word in ("hundred", "thousand", "and")}


@dataclass(frozen=True, slots=True)
class Utterance:
    """``text`` to be spoken in ``accent``; ``clips`` say the same, with PAUSE where commas are."""

    accent: str
    text: str
    clips: tuple[str, ...]


def call_utterance(ticket: str, counter: int, accent: str) -> Utterance:
    """The call of a ticket to a counter. Raises WordsError."""
    sentence = call_sentence(ticket, counter, accent)
    clips = ("call", *_ticket(ticket), PAUSE, "to-counter", *_number(counter, accent))
    return Utterance(accent, sentence, clips)


def number_utterance(ticket: str, accent: str) -> Utterance:
    """The number of a ticket that was just drawn. Raises WordsError."""
    return Utterance(accent, number_sentence(ticket, accent), ("your-number", *_ticket(ticket)))


@cache
def clip_words(accent: str) -> dict[str, str]:
    """Every clip of an accent with what its speaker is to say, in the order to record them.

    Raises WordsError for an unknown accent.
    """
    words = {digit: number_words(int(digit), accent) for digit in "0123456789"}
    words |= {clip: word for word, clip in _words(accent).items() if not word.isdigit()}
    words |= {letter_clip(letter): letter_words(letter, accent) for letter in LETTERS}
    return words | _parts(accent)


def needed_clips(accent: str, letters: str = RECOMMENDED_LETTERS) -> tuple[str, ...]:
    """The clips without which some call in ``accent`` could not be made of clips, when tickets
    begin with ``letters``. The chime is never needed: it can be made."""
    asked = {letter_clip(letter) for letter in letters}
    optional = {letter_clip(letter) for letter in LETTERS} - asked
    return tuple(clip for clip in clip_words(accent) if clip not in optional)


def letter_clip(letter: str) -> str:
    """The id of a letter's clip: "letter-a", "letter-dd" for Đ (as Telex types it)."""
    return f"letter-{_LETTER_IDS.get(letter, letter.lower())}"


def _ticket(ticket: str) -> tuple[str, ...]:
    clips: list[str] = []
    for sign in split_ticket(ticket):
        clips += [PAUSE, sign if sign.isdigit() else letter_clip(sign)]
    return tuple(clips[1:])


def _number(n: int, accent: str) -> list[str]:
    return [_words(accent)[word] for word in re.split("[ -]", number_words(n, accent))]


@cache
def _words(accent: str) -> dict[str, str]:
    """The clip of each word that numbers are made of."""
    small = {number_words(n, accent): str(n) for n in (range(10) if accent != "en" else range(20))}
    if accent == "en":
        tens = {number_words(n, accent): str(n) for n in range(20, 100, 10)}
        return small | tens | _EN_WORDS
    other = {"south": ("linh", "nghìn"), "north": ("lẻ", "ngàn")}[accent]
    return small | {word: clip for word, clip in _VI_WORDS.items() if word not in other}


def _parts(accent: str) -> dict[str, str]:
    """The words around the numbers, taken from the sentences themselves."""
    spoken = language(accent)
    before, between = text(__package__, spoken, "call", ticket="|", counter="").split("|")
    own = text(__package__, spoken, "number", ticket="")
    parts = {"call": before, "to-counter": between, "your-number": own}
    return {clip: words.strip(" ,") for clip, words in parts.items()}
