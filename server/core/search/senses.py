"""What a sentence tells: situations whose words are said in it, in any order, and what they mean.

The words of a situation may stand apart; the more of what was said they explain, the surer the
situation is. Everyday phrases are looked for in the same way: all their telling words.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from .everyday import Synonym
from .folding import Word, begins
from .idle import idle_places, is_weak
from .situations import Frame, Frames, Node, Situation

CLOSE = 3
"""Words that may stand between two that belong together."""
PER_GAP, PER_TURN = 0.03, 0.08
"""What each word among those of a phrase costs, and each that comes before the one it follows."""
OTHER = 1.6
"""What a word weighs that no situation knows: a name, a place, a detail."""
LIGHT = 0.12
UNTOLD, UNTOLD_OF_STORY = 0.5, 0.35
"""What a word counts against a phrase that does not explain it, and against a situation of several
slots: a story has details."""
SLOT = 0.8
"""What a slot counts at least, said with however light words."""
ENOUGH, MISSING = 3, 0.7
"""A situation of so many slots may lack one, and is then less sure."""
DOUBT = 0.8
TOLD = 1.12
"""How much surer a situation is than an everyday phrase whose words stand apart."""
UNMARKED = 0.8
"""A word without diacritics, read as one with them where the others have theirs."""
MOST = 8
"""Situations of one query that are followed."""
CHOICES = 24
"""Ways to fill the slots of one situation that are compared."""
FEW = 4
"""Lists of words whose frames are kept in memory."""


class Reads(NamedTuple):
    """A word of a query, and what it may be read as (plain, with weights)."""

    word: Word
    readings: Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Sense:
    """What a query may mean, how sure that is (0..1), and the words that tell."""

    means: tuple[str, ...]
    sure: float
    why: str


class _Match(NamedTuple):
    begin: int
    end: int
    weight: float

    @property
    def bits(self) -> int:
        return ((1 << (self.end - self.begin)) - 1) << self.begin


_Found = Mapping[int, Sequence[_Match]]


class _Chosen(NamedTuple):
    matches: tuple[_Match, ...]
    bits: int


class Senses:
    """All situations, found by the words of a sentence."""

    def __init__(
        self,
        situations: Iterable[Situation],
        synonyms: Iterable[Synonym],
        alike: Iterable[Sequence[str]],
    ) -> None:
        """See ``Frames``."""
        self._frames = _frames(tuple(situations), tuple(synonyms), tuple(map(tuple, alike)))

    def read(self, asked: Sequence[Reads]) -> list[Sense]:
        """The situations that a query tells, the surest first."""
        found = self._matches(asked)
        masses = self._told([r.word for r in asked])
        senses: list[Sense] = []
        for slot in found:
            for frame in self._frames.by_slot.get(slot, ()):
                chosen = _chosen(frame, found)
                if chosen is not None:
                    sure = _sureness(frame, chosen, masses)
                    senses.append(Sense(frame.means, sure, frame.said or _why(asked, chosen)))
        senses.sort(key=lambda s: -s.sure)
        return senses[:MOST]

    def _matches(self, asked: Sequence[Reads]) -> _Found:
        """By slot: where it is said."""
        marked = written_with_marks([r.word for r in asked])
        found: dict[int, list[_Match]] = defaultdict(list)
        for begin in range(len(asked)):
            _walk(self._frames.root, asked, begin, begin, 1.0, marked, found)
        return found

    def _told(self, asked: Sequence[Word]) -> list[float]:
        """What each word tells."""
        idle = idle_places(asked)
        return [
            LIGHT if p in idle or is_weak(w) else self._frames.masses.get(w.plain, OTHER)
            for p, w in enumerate(asked)
        ]


@lru_cache(maxsize=FEW)
def _frames(
    situations: tuple[Situation, ...],
    synonyms: tuple[Synonym, ...],
    alike: tuple[tuple[str, ...], ...],
) -> Frames:
    """Made once for all catalogues with the same words: it takes the larger part of an index."""
    return Frames(situations, synonyms, alike)


def written_with_marks(asked: Sequence[Word]) -> bool:
    """Whether a query is written with diacritics: two words of five have some."""
    return sum(word.marked for word in asked) * 5 >= len(asked) * 2


def _walk(
    node: Node,
    asked: Sequence[Reads],
    begin: int,
    at: int,
    weight: float,
    marked: bool,
    found: dict[int, list[_Match]],
) -> None:
    for spelt, slot in node.ends:
        alike = _alike_marks(asked[begin:at], spelt, marked)
        if alike:
            found[slot].append(_Match(begin, at, weight * alike))
    if at == len(asked):
        return
    for plain, likely in asked[at].readings:
        child = node.next.get(plain)
        if child is not None:
            _walk(child, asked, begin, at + 1, weight * likely, marked, found)


def _alike_marks(asked: Sequence[Reads], spelt: Sequence[Word], marked: bool) -> float:
    """Whether the diacritics typed allow a spelling: 1, less, or 0 when they do not."""
    weight = 1.0
    for (word, _), said in zip(asked, spelt, strict=True):
        if word.plain != said.plain or word.typed == said.typed:
            continue
        if word.marked:
            if not said.marked or not begins(word.typed, said.typed):
                return 0.0
        elif marked:
            weight *= UNMARKED
    return weight


def _chosen(frame: Frame, found: _Found) -> _Chosen | None:
    """The words that fill the slots of a frame, or None when it is not told."""
    if any(s in found for s in frame.without):
        return None
    said = [s for s in frame.slots if s in found]
    missing = len(frame.slots) - len(said)
    if missing > (len(frame.slots) >= ENOUGH and not any(frame.near)):
        return None
    best = [_Chosen((), 0)]
    for slot, near in zip(said, frame.near, strict=False):
        best = [longer for one in best for longer in _longer(one, found[slot], near)][:CHOICES]
    whole = max(best, key=_quality, default=None)
    return whole if whole is not None and _gap(whole) <= frame.room else None


def _longer(one: _Chosen, matches: Sequence[_Match], near: bool) -> Iterable[_Chosen]:
    for match in matches:
        if one.bits & match.bits:
            continue
        if not near or 0 <= match.begin - one.matches[-1].end <= CLOSE:
            yield _Chosen((*one.matches, match), one.bits | match.bits)


def _gap(chosen: _Chosen) -> int:
    """How many other words stand among those chosen."""
    return chosen.bits.bit_length() - _first(chosen.bits) - chosen.bits.bit_count()


def _first(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def _quality(chosen: _Chosen) -> float:
    return math.prod(m.weight for m in chosen.matches) * (1 - 0.02 * _gap(chosen))


def _sureness(frame: Frame, chosen: _Chosen, masses: Sequence[float]) -> float:
    told = sum(max(SLOT, sum(masses[m.begin : m.end])) for m in chosen.matches)
    rest = sum(m for p, m in enumerate(masses) if not chosen.bits >> p & 1)
    story = not frame.said and len(chosen.matches) > 1
    sure = told / (told + (UNTOLD_OF_STORY if story else UNTOLD) * rest + DOUBT)
    sure *= math.prod(m.weight for m in chosen.matches)
    if frame.said:
        turned = sum(a.begin > b.begin for a, b in pairwise(chosen.matches))
        sure *= (1 - PER_GAP * _gap(chosen)) * (1 - PER_TURN * turned)
    else:
        sure *= TOLD
    if len(chosen.matches) < len(frame.slots):
        sure *= MISSING
    return min(1.0, sure)


def _why(asked: Sequence[Reads], chosen: _Chosen) -> str:
    told = (r.word.typed for p, r in enumerate(asked) if chosen.bits >> p & 1)
    return " ".join(told)
