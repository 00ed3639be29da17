"""Situations and everyday phrases as what must be said in a query, ready to be looked for."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .everyday import Synonym
from .folding import Word, words
from .idle import idle_places, is_weak

APART = 6
"""Words that may stand among those of an everyday phrase."""
WIDEST = 4
"""Words of the longest way of saying one thing that phrases are widened by."""
HEAVIEST, LIGHTEST = 5.0, 0.7


class Slot(NamedTuple):
    """One thing that must be said: ways of saying it. ``near``: soon after the one before."""

    ways: tuple[str, ...]
    near: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """What must be said, what must not, and what is meant (best first)."""

    slots: tuple[Slot, ...]
    means: tuple[str, ...]
    without: tuple[str, ...] = ()


@dataclass(slots=True)
class Node:
    """A word of ways of saying something, in a tree of plain words."""

    next: dict[str, "Node"] = field(default_factory=dict)
    ends: list[tuple[tuple[Word, ...], int]] = field(default_factory=list)
    """Spellings that end here, with the numbers of their slots."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A situation or a phrase by the numbers of its slots."""

    slots: tuple[int, ...]
    near: tuple[bool, ...]
    means: tuple[str, ...]
    without: tuple[int, ...] = ()
    said: str = ""
    """The everyday phrase; empty for a situation."""
    room: int = 99
    """Other words that may stand among those of the slots."""


class Frames:
    """All situations and everyday phrases, with a tree of the ways to fill their slots."""

    def __init__(
        self,
        situations: Iterable[Situation],
        synonyms: Iterable[Synonym],
        alike: Iterable[Sequence[str]],
    ) -> None:
        """``alike``: rows of ways of saying one thing, by which everyday phrases are widened."""
        self._numbers: dict[tuple[str, ...], int] = {}
        self.root = Node()
        self._alike = _by_way(alike)
        frames = [self._frame(s) for s in situations]
        frames += [f for s in synonyms if (f := self._phrase(s))]
        # Of two that are told alike the first one counts.
        first = {(f.slots, f.near, f.without): f for f in reversed(frames)}
        self.all = list(first.values())
        self._using = self._usage()
        self.masses = self._weigh()
        self.by_slot = self._post()

    def _frame(self, situation: Situation) -> Frame:
        slots = tuple(self._slot(slot.ways) for slot in situation.slots)
        without = (self._slot(situation.without),) if situation.without else ()
        return Frame(slots, tuple(s.near for s in situation.slots), situation.means, without)

    def _phrase(self, synonym: Synonym) -> Frame | None:
        """An everyday phrase: its telling words, each widened by what is alike."""
        said = words(synonym.said)
        idle = idle_places(said)
        slots: list[int] = []
        left = False
        place = 0
        while place < len(said):
            size, ways = self._widest(said, place)
            weak = size == 1 and (place in idle or is_weak(said[place]))
            if not weak:
                slots.append(self._slot(ways))
            left = left or (weak and place not in idle)
            place += size
        unique = tuple(dict.fromkeys(slots))
        if not unique or (left and len(unique) == 1):
            return None
        room = APART if len(unique) > 1 else 0
        return Frame(unique, (False,) * len(unique), synonym.means, (), synonym.said, room)

    def _widest(self, said: Sequence[Word], place: int) -> tuple[int, tuple[str, ...]]:
        for size in range(min(WIDEST, len(said) - place), 0, -1):
            ways = self._alike.get(" ".join(w.typed for w in said[place : place + size]))
            if ways is not None:
                return size, ways
        return 1, (said[place].typed,)

    def _slot(self, ways: Sequence[str]) -> int:
        key = tuple(sorted(set(ways)))
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._numbers)
            for way in key:
                self._grow(tuple(words(way)), number)
        return number

    def _grow(self, spelt: tuple[Word, ...], number: int) -> None:
        node = self.root
        for word in spelt:
            node = node.next.setdefault(word.plain, Node())
        if spelt:
            node.ends.append((spelt, number))

    def _usage(self) -> Mapping[int, int]:
        """In how many each slot is."""
        using: dict[int, int] = defaultdict(int)
        for frame in self.all:
            for slot in frame.slots:
                using[slot] += 1
        return using

    def _weigh(self) -> dict[str, float]:
        """How much each plain word tells: its rarity among the situations."""
        often: dict[str, int] = defaultdict(int)
        for ways, slot in self._numbers.items():
            for plain in {w.plain for way in ways for w in words(way)}:
                often[plain] += self._using.get(slot, 0)
        count = len(self.all)
        return {
            plain: min(HEAVIEST, max(LIGHTEST, 0.8 * math.log(1 + count / max(1, n))))
            for plain, n in often.items()
        }

    def _post(self) -> dict[int, list[Frame]]:
        """Each by the slot that fewest others have."""
        posted: dict[int, list[Frame]] = defaultdict(list)
        for frame in self.all:
            posted[min(frame.slots, key=self._using.__getitem__)].append(frame)
        return dict(posted)


def _by_way(rows: Iterable[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        for way in row:
            key = " ".join(w.typed for w in words(way))
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *row)))
    return found
