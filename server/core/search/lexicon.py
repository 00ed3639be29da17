"""The words of a catalogue: each spelling once, and which spellings a typed word may mean."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from .folding import Word, begins
from .keyboards import unwound
from .spelling import ALIKE, Neighbours

# How well a spelling answers for a typed word.
EXACT = 1.0
UNFINISHED = 0.95
"""The word lacks diacritics that are not yet written."""
OTHER_MARKS = 0.85
"""Other diacritics, where no word is spelt as typed: a slip of the tone key."""
ANOTHER_WORD = 0.5
"""Other diacritics, where the word as typed exists too: thuế is not thuê."""
RAW_KEYS = 0.96
COMPLETION = 0.85
PER_SLIP = 0.27
SECOND_THOUGHT = 0.8
"""A word that exists may still be a slip for another one, when nothing fits as it is."""
NEW_WORD = 3.5
"""What a word weighs that no procedure holds."""
COMPLETIONS = 40
CORRECTIONS = 8
REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Term:
    """One word asked for: the spellings (by number) that answer it, and what it weighs."""

    options: Mapping[int, float]
    mass: float
    known: bool = True


class Lexicon:
    """Spellings by number; ``count`` procedures contain them as often as ``frequency`` says."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._numbers: dict[str, int] = {}
        self._spellings: list[str] = []
        self._frequency: list[int] = []
        self._by_plain: dict[str, list[int]] = defaultdict(list)
        self._beside: set[tuple[str, str]] = set()
        self._sorted: list[str] = []
        self._extra: frozenset[str] = frozenset()
        self._neighbours = Neighbours(())
        self._corrected: dict[tuple[str, bool], dict[str, float]] = {}

    def number(self, word: Word) -> int:
        """The number of a spelling, new or not."""
        found = self._numbers.get(word.typed)
        if found is None:
            found = self._numbers[word.typed] = len(self._spellings)
            self._spellings.append(word.typed)
            self._frequency.append(0)
            self._by_plain[word.plain].append(found)
        return found

    def count_once(self, numbers: Iterable[int]) -> None:
        """Note the spellings of one procedure."""
        for number in set(numbers):
            self._frequency[number] += 1

    def note_beside(self, first: str, second: str) -> None:
        """Note that two plain words stand side by side somewhere."""
        self._beside.add((first, second))

    def close(self, extra: Iterable[str], beside: Iterable[tuple[str, str]]) -> None:
        """All words are in; ``extra`` are plain words that everyday phrases use, ``beside`` those
        that stand side by side there."""
        self._extra = frozenset(extra)
        self._beside.update(beside)
        everything = set(self._by_plain) | self._extra
        self._sorted = sorted(everything)
        self._neighbours = Neighbours(w for w in everything if not w.isdigit())

    def knows(self, plain: str) -> bool:
        return plain in self._by_plain or plain in self._extra

    def side_by_side(self, first: str, second: str) -> bool:
        return (first, second) in self._beside

    def plain_frequency(self, plain: str) -> int:
        return sum(self._frequency[n] for n in self._by_plain.get(plain, ()))

    def mass(self, options: Mapping[int, float]) -> float:
        """How much a word tells: its rarity among the procedures (natural logarithm)."""
        if not options:
            return 0.0
        best = max(options.values())
        holding = sum(self._frequency[n] for n, w in options.items() if w >= 0.8 * best)
        return math.log(1 + self._count / max(1, min(holding, self._count)))

    def term(
        self, word: Word, *, last: bool = False, loose: bool = False, sure: bool = False
    ) -> Term:
        """The spellings that may be meant. ``last``: still being typed; ``loose``: guess freely;
        ``sure``: no slip, at most a sound that is written otherwise."""
        options = self._spelt(word, EXACT)
        known = self.knows(word.plain)
        if last:
            self._add_completions(options, word)
        if not known or (loose and not sure):
            few = CORRECTIONS // 2 if known else CORRECTIONS
            for plain, weight in islice(self.corrections(word.plain, known, sure).items(), few):
                for number in self._by_plain.get(plain, ()):
                    options[number] = max(options.get(number, 0.0), weight)
        return Term(options, self.mass(options) if options else NEW_WORD, known)

    def corrections(self, plain: str, known: bool = False, sure: bool = False) -> dict[str, float]:
        """Words that ``plain`` may be a slip for, with weights, the likeliest first. ``sure``: only
        those that sound alike."""
        found = self._corrected.get((plain, known))
        if found is None:
            if len(self._corrected) >= REMEMBERED:
                self._corrected.clear()
            found = self._corrected[plain, known] = self._correct(plain, known)
        if sure:
            return {w: weight for w, weight in found.items() if weight >= 1 - PER_SLIP * ALIKE}
        return found

    def _correct(self, plain: str, known: bool) -> dict[str, float]:
        scale = SECOND_THOUGHT if known else 1.0
        found = {w: RAW_KEYS * scale for w in unwound(plain) if self.knows(w)}
        if found and not known:
            return found
        if len(plain) >= 2 and not plain.isdigit():
            for word, far in self._neighbours.near(plain).items():
                if known and far > ALIKE and len(plain) < 3:
                    continue
                found[word] = max(found.get(word, 0.0), (1 - PER_SLIP * far) * scale)
        ranked = sorted(found.items(), key=lambda item: (-item[1], -self.plain_frequency(item[0])))
        return dict(ranked)

    def completions(self, plain: str) -> list[str]:
        """Longer words that begin with ``plain``, the commonest first."""
        found: list[str] = []
        for place in range(bisect_left(self._sorted, plain), len(self._sorted)):
            word = self._sorted[place]
            if not word.startswith(plain):
                break
            if word != plain:
                found.append(word)
        found.sort(key=lambda w: -self.plain_frequency(w))
        return found[:COMPLETIONS]

    def _spelt(self, word: Word, weight: float) -> dict[int, float]:
        numbers = self._by_plain.get(word.plain, ())
        if not word.marked:
            return dict.fromkeys(numbers, weight)
        exists = word.typed in self._numbers
        return {n: weight * self._likeness(word.typed, n, exists) for n in numbers}

    def _likeness(self, typed: str, number: int, exists: bool) -> float:
        spelling = self._spellings[number]
        if spelling == typed:
            return EXACT
        if exists:
            return ANOTHER_WORD
        return UNFINISHED if begins(typed, spelling) else OTHER_MARKS

    def _add_completions(self, options: dict[int, float], word: Word) -> None:
        for plain in self.completions(word.plain):
            for number in self._by_plain.get(plain, ()):
                if not word.marked or begins(word.typed, self._spellings[number]):
                    options.setdefault(number, COMPLETION)
