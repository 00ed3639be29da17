"""Everyday words for official ones: phrases found in a query, longest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from .folding import Word, words
from .idle import idle_places

LONG_ENOUGH = 3
"""Letters of a word that may stand alone for a phrase whose other words are idle."""
SKIPS = 2
PER_SKIP = 0.93
SURE_ALONE = 0.68
"""A phrase of a single word is not guessed at from less."""


@dataclass(frozen=True, slots=True)
class Synonym:
    """What people say, and what the catalogue calls it (best first)."""

    said: str
    means: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a query that says something the catalogue calls otherwise."""

    begin: int
    end: int
    said: str
    means: tuple[str, ...]
    weight: float
    """1 for a phrase as it stands; less for a slip in it or one still being typed."""
    spelt: tuple[Word, ...] = ()
    skipped: tuple[int, ...] = ()
    """Places of words that say little and stand between those of the phrase."""


class Asked(NamedTuple):
    """A word of a query: what it may read as (plain, with weights), whether it says little, and
    whether it says nothing."""

    readings: Sequence[tuple[str, float]]
    weak: bool
    idle: bool


@dataclass(slots=True)
class _Node:
    next: dict[str, "_Node"]
    synonym: Synonym | None = None
    typed: tuple[Word, ...] = ()


class Phrasebook:
    """All synonyms, found by their folded words."""

    def __init__(self, synonyms: Iterable[Synonym]) -> None:
        self._root = _Node({})
        self._words: set[str] = set()
        self._beside: set[tuple[str, str]] = set()
        for synonym in synonyms:
            said = words(synonym.said)
            if not said:
                continue
            self._add(said, synonym)
            idle = idle_places(said)
            short = [w for p, w in enumerate(said) if p not in idle]
            if len(short) > 1 or len(short[0].plain) > LONG_ENOUGH:
                self._add(short, synonym)

    @property
    def vocabulary(self) -> frozenset[str]:
        """The plain words that phrases use."""
        return frozenset(self._words)

    @property
    def neighbours(self) -> frozenset[tuple[str, str]]:
        """Plain words that stand side by side in phrases."""
        return frozenset(self._beside)

    def spans(self, asked: Sequence[Asked], typing: bool) -> list[Span]:
        """Every phrase found. ``typing``: the last word may be the beginning of one."""
        found: list[Span] = []
        for begin in range(len(asked)):
            _Walk(asked, begin, typing, found).on(self._root, begin, 1.0, ())
        return found

    def _add(self, said: Sequence[Word], synonym: Synonym) -> None:
        node = self._root
        for word in said:
            self._words.add(word.plain)
            node = node.next.setdefault(word.plain, _Node({}))
        self._beside.update(pairwise(w.plain for w in said))
        if node.synonym is None:
            node.synonym, node.typed = synonym, tuple(said)


@dataclass(frozen=True, slots=True)
class _Walk:
    """The phrases that begin at one word of a query."""

    asked: Sequence[Asked]
    begin: int
    typing: bool
    found: list[Span]

    def on(self, node: _Node, at: int, weight: float, skipped: tuple[int, ...]) -> None:
        """Go on from ``node`` with the word at ``at``."""
        if node.synonym is not None and at > self.begin:
            self._note(node, at, weight, skipped)
        if at == len(self.asked):
            return
        word = self.asked[at]
        for plain, likely in word.readings:
            child = node.next.get(plain)
            if child is not None:
                self.on(child, at + 1, weight * likely, skipped)
        if self.typing and at == len(self.asked) - 1:
            self._complete(node, at, weight, skipped)
        if word.idle and at > self.begin:
            self.on(node, at + 1, weight, (*skipped, at))
        elif word.weak and at > self.begin and len(skipped) < SKIPS:
            self.on(node, at + 1, weight * PER_SKIP, (*skipped, at))

    def _complete(self, node: _Node, at: int, weight: float, skipped: tuple[int, ...]) -> None:
        """Phrases that end with the word that is only begun."""
        prefix = self.asked[at].readings[0][0]
        if at == self.begin and len(prefix) < 3:
            return
        near = 0.8 if at > self.begin else 0.7
        for plain, child in node.next.items():
            if child.synonym is not None and plain != prefix and plain.startswith(prefix):
                self._note(child, at + 1, weight * near, skipped)

    def _note(self, node: _Node, end: int, weight: float, skipped: tuple[int, ...]) -> None:
        if skipped and skipped[-1] == end - 1:
            return
        if weight < 1.0 and len(node.typed) == 1 and weight < SURE_ALONE:
            return
        assert node.synonym is not None
        said = node.synonym
        self.found.append(Span(self.begin, end, said.said, said.means, weight, node.typed, skipped))


def best_cover(spans: Iterable[Span], length: int) -> list[Span]:
    """The spans to read a query by: no overlaps, long phrases and sure ones first."""
    by_end: dict[int, list[Span]] = {}
    for span in spans:
        by_end.setdefault(span.end, []).append(span)
    best: list[tuple[float, list[Span]]] = [(0.0, [])]
    for end in range(1, length + 1):
        choice = best[end - 1]
        for span in by_end.get(end, ()):
            value = best[span.begin][0] + (span.end - span.begin) ** 2 * span.weight**2
            if value > choice[0]:
                choice = (value, [*best[span.begin][1], span])
        best.append(choice)
    return best[length][1]
