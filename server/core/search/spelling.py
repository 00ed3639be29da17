"""Words spelt nearly alike: slips of the finger, and letters that sound alike to many speakers."""

import re
from collections import defaultdict
from collections.abc import Iterable

# Cost of taking one for the other, in slips. Sounds that dialects do not tell apart come cheap.
ALIKE = 0.5
_SOUNDS = (
    ("x", "s"), ("ch", "tr"), ("gi", "d"), ("gi", "r"), ("r", "d"), ("l", "n"), ("c", "k"),
    ("v", "d"), ("g", "gh"), ("ng", "ngh"), ("ph", "f"), ("q", "k"), ("qu", "w"), ("z", "d"),
    ("j", "gi"), ("j", "d"), ("qu", "q"),
)  # fmt: skip
_ENDS = (("n", "ng"), ("t", "c"), ("ch", "t"), ("nh", "n"), ("nh", "ng"), ("i", "y"))
_STARTS: dict[str, list[str]] = defaultdict(list)
_FINALS: dict[str, list[str]] = defaultdict(list)
for _a, _b in _SOUNDS:
    _STARTS[_a].append(_b)
    _STARTS[_b].append(_a)
for _a, _b in _ENDS:
    _FINALS[_a].append(_b)
    _FINALS[_b].append(_a)


_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|n|gh|gi|g|kh|k|ch|c|ph|p|th|tr|t|qu|b|d|h|l|m|r|s|v|x)?(?:"
    "a(?:i|o|u|y|m|nh|ng|n|ch|c|p|t)?|e(?:o|u|m|nh|ng|n|ch|c|p|t)?|i(?:a|u|m|nh|n|ch|p|t)?"
    "|[iy]e(?:m|ng|n|p|t|c|u)|o(?:i|m|ng|n|c|p|t)?|oa(?:i|ng|nh|n|ch|c|t|o|y|m|p)?|oe(?:n|o|t)?"
    "|oong|u(?:a|i|u|m|ng|n|c|p|t|o)?|ue(?:nh|ch)?|uy(?:a|en|et|nh|ch|t|u|n)?"
    "|uo(?:i|u|m|ng|n|c|p|t)|ua(?:ng|nh|n|t|c|y)|uay|y)"
)


def is_syllable(plain: str) -> bool:
    """Whether a folded word can be a Vietnamese syllable, of whatever meaning."""
    return _SYLLABLE.fullmatch(plain) is not None


class Neighbours:
    """The words of a vocabulary near a given one.

    Each word is filed under itself and under itself with any one letter left out, so that words
    one insertion, deletion, replacement or transposition apart share a file.
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._words = frozenset(vocabulary)
        self._files: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            for key in {word, *_shorter(word)}:
                self._files[key].append(word)

    def near(self, word: str) -> dict[str, float]:
        """Words and how far they are: 0.5 (sounds alike) to 2 slips; not the word itself."""
        found = dict.fromkeys(self._alike(word), ALIKE)
        if len(word) < 2:
            return found
        for key in {word, *_shorter(word)}:
            for other in self._files.get(key, ()):
                found[other] = min(found.get(other, 9.0), slips(word, other))
        if len(word) >= 6:
            for key in {k for shorter in _shorter(word) for k in _shorter(shorter)}:
                for other in self._files.get(key, ()):
                    if other not in found:
                        found[other] = slips(word, other)
        found.pop(word, None)
        limit = 1.0 if len(word) < 6 else 2.0
        return {w: far for w, far in found.items() if far <= limit}

    def _alike(self, word: str) -> set[str]:
        return {
            ending for start in _swapped_start(word) for ending in _swapped_end(start)
        } & self._words


def slips(a: str, b: str) -> float:
    """Insertions, deletions, replacements and transpositions between two words."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            best = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            current.append(best)
        before, row = row, current
    return float(row[-1])


def _shorter(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))} if len(word) > 1 else set()


def _swapped_start(word: str) -> set[str]:
    swapped = {word}
    for size in (1, 2, 3):
        swapped |= {other + word[size:] for other in _STARTS.get(word[:size], ())}
    return swapped


def _swapped_end(word: str) -> set[str]:
    swapped = {word}
    for size in (1, 2):
        if len(word) > size:
            swapped |= {word[:-size] + other for other in _FINALS.get(word[-size:], ())}
    return swapped
