"""Vietnamese text folded for search: NFC, lower case, no diacritics, đ as d."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[0-9a-z]+")
# One sound, two spellings in common use: kỹ and kĩ, lý and lí, quý and quí.
_FINAL_Y = re.compile(r"(qu|[bcdghklmnprstvx]{1,3})y")
_OPEN_PAIR = re.compile(r"(?<!q)(?:o[ae]|uy)$")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_RUN = re.compile(r"([a-z])\1{2,}")
_VOWEL = re.compile(r"[aeiouy]")


def fold(text: str) -> str:
    """``fold("Đăng ký Hộ tịch") == "dang ky ho tich"``."""
    return " ".join(_bare(unicodedata.normalize("NFC", text).lower()).split())


class Word(NamedTuple):
    """One word: ``plain`` without diacritics, ``typed`` as it was written (lower case)."""

    plain: str
    typed: str

    @property
    def marked(self) -> bool:
        """Whether it was written with any diacritic."""
        return not self.typed.isascii()


def words(text: str) -> list[Word]:
    """The words of a text in order: runs of letters and digits."""
    lowered = unicodedata.normalize("NFC", text).lower()
    bare = lowered.translate(_PLAIN)
    return [make(bare[m.start() : m.end()], lowered[m.start() : m.end()])
            for m in _WORD.finditer(bare)]  # fmt: skip


@lru_cache(maxsize=16_384)
def make(plain: str, typed: str) -> Word:
    """A word in the one spelling that the index uses for it."""
    typed = _tone_first(typed)
    if _FINAL_Y.fullmatch(plain):
        return Word(plain[:-1] + "i", typed[:-1] + _final_i(typed[-1]))
    if _RUN.search(plain) and _VOWEL.search(plain):
        return Word(_RUN.sub(r"\1", plain), _RUN.sub(r"\1", plain))
    return Word(plain, typed)


def _tone_first(typed: str) -> str:
    """hoá as hóa, thuỷ as thủy: both places of the tone are in use."""
    if typed.isascii() or typed[-1].isascii() or not _OPEN_PAIR.search(_bare(typed)):
        return typed
    letters = unicodedata.normalize("NFD", typed[-1])
    tones = [c for c in letters[1:] if c in _TONES]
    if len(letters) != 2 or not tones or not typed[-2].isascii():
        return typed
    return typed[:-2] + unicodedata.normalize("NFC", typed[-2] + tones[0]) + letters[0]


def _final_i(letter: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter).replace("y", "i"))


class _Plain(dict[int, str]):
    """Letters without diacritics, found as they are met."""

    def __missing__(self, letter: int) -> str:
        # Exactly one character for one, so that places in the folded text are places in the text.
        bare = _bare(chr(letter))
        plain = bare if len(bare) == 1 else " "
        if len(self) < 4096:
            self[letter] = plain
        return plain


_PLAIN = _Plain()


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=16_384)
def marks(typed: str) -> tuple[frozenset[str], ...]:
    """The diacritics of each letter of a word (đ counts as a mark of d)."""
    found: list[set[str]] = []
    for character in unicodedata.normalize("NFD", typed):
        if unicodedata.combining(character):
            if found:
                found[-1].add(character)
        else:
            found.append({"đ"} if character == "đ" else set())
    return tuple(frozenset(letter) for letter in found)


def begins(typed: str, full: str) -> bool:
    """Whether ``typed`` may be ``full`` with some of its diacritics not yet written."""
    return all(a <= b for a, b in zip(marks(typed), marks(full), strict=False))
