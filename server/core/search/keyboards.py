"""What is left of a word when the input method was off: ``ddaats`` and ``d9a61t`` are đất."""

import re

_TELEX_DOUBLED = (("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"))
_TELEX_HORNS = re.compile(r"([aou])w")
_TONE = "sfrxjz"
_VNI = re.compile(r"[0-9]")


def unwound(word: str) -> list[str]:
    """What ``word`` may stand for, if it is the raw keys of Telex or VNI; likeliest first.

    ``word`` is folded: letters a to z and digits. Nothing is returned for a word that has no such
    keys in it.
    """
    found: list[str] = []
    if any(c.isdigit() for c in word) and not word.isdigit():
        found.append(_VNI.sub("", word))
    for base in (word, *_without_tone(word)):
        plain = _plain_telex(base)
        if plain != word:
            found.append(plain)
    return list(dict.fromkeys(w for w in found if w))


def _plain_telex(word: str) -> str:
    for doubled, single in _TELEX_DOUBLED:
        word = word.replace(doubled, single)
    word = _TELEX_HORNS.sub(r"\1", word)
    return word.replace("w", "u")


def _without_tone(word: str) -> list[str]:
    """Without the key of a tone: typed at the end of the word, or right after its vowel."""
    places = [i for i in range(len(word) - 1, 0, -1) if word[i] in _TONE]
    return [word[:i] + word[i + 1 :] for i in places]
