"""The inverted index of a catalogue, in memory."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from .entries import FIELD, Document, Entry, Parts, document, parts_of
from .everyday import Phrasebook
from .folding import Word, words
from .idle import WEAKNESS, is_weak
from .lexicon import Lexicon, Term

Hits = dict[int, tuple[float, int]]
"""By number of document: how well it answers (0..1), and the places that do, as bits."""

LEAST_COVER = 0.72
"""The part of an official phrase (by mass) that a name must hold to be meant by it."""
LEAST_COVER_AT_ALL = 0.42
FARTHEST = 0.6
"""What the nearest name must be worth to count as what the phrase means."""
BESIDE, NEAR, APART = 1.0, 0.65, 0.2
REACH = 5


class Index:
    """Documents, who holds which word, and the initials of all names in one string."""

    def __init__(
        self,
        entries: Iterable[Entry],
        common: Mapping[str, float],
        full: Mapping[str, Sequence[Word]],
        phrases: Phrasebook,
    ) -> None:
        """``common``: how common a procedure is (0..1) by code; ``full``: abbreviations written
        out; ``phrases``: what people say, for words that names do not use."""
        listed = list(entries)
        cut = [parts_of(entry.name) for entry in listed]
        self.lexicon = Lexicon(len(listed))
        made = [
            document(entry, parts, self.lexicon, common.get(entry.code, 0.0), full)
            for entry, parts in zip(listed, cut, strict=True)
        ]
        for doc in made:
            self.lexicon.count_once(doc.places)
        self._note_neighbours(cut)
        self.lexicon.close(phrases.vocabulary, phrases.neighbours)
        self.documents = [self._weighed(d, p) for d, p in zip(made, cut, strict=True)]
        self.by_code = {doc.code: number for number, doc in enumerate(self.documents)}
        self._postings = self._post()
        self._initials = "|".join(doc.initials for doc in self.documents)
        self._starts: list[int] = []
        place = 0
        for doc in self.documents:
            self._starts.append(place)
            place += len(doc.initials) + 1
        self._phrases: dict[str, tuple[list[Term], Hits]] = {}

    def holders(self, option: int) -> Mapping[int, float]:
        """The documents that hold a spelling, and what it counts for in each."""
        return self._postings.get(option, {})

    def phrase(self, text: str) -> tuple[list[Term], Hits]:
        """The terms of an official phrase, and the documents that mean it. Kept once found."""
        found = self._phrases.get(text)
        if found is None:
            found = self._phrases[text] = self._find_phrase(text)
        return found

    def initials(self, letters: str) -> Hits:
        """The documents in whose name words stand side by side that begin with ``letters``."""
        found: Hits = {}
        at = self._initials.find(letters)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            place = at - self._starts[number]
            doc = self.documents[number]
            worth = doc.zones[place] * (1.0 if place == 0 else 0.97)
            if worth > found.get(number, (0.0, 0))[0]:
                found[number] = (worth, ((1 << len(letters)) - 1) << place)
            at = self._initials.find(letters, at + 1)
        return found

    def term(
        self, word: Word, *, last: bool = False, loose: bool = False, sure: bool = False
    ) -> Term:
        """A word asked for, weighed."""
        term = self.lexicon.term(word, last=last, loose=loose, sure=sure)
        return replace(term, mass=term.mass * WEAKNESS) if is_weak(word) else term

    def _note_neighbours(self, cut: Iterable[Parts]) -> None:
        for parts in cut:
            for first, second in pairwise(parts.words):
                self.lexicon.note_beside(first.plain, second.plain)

    def _weighed(self, doc: Document, parts: Parts) -> Document:
        masses = tuple(
            self.lexicon.mass({self.lexicon.number(w): 1.0}) * (WEAKNESS if is_weak(w) else 1.0)
            for w in parts.words[: parts.head]
        )
        return replace(doc, masses=masses, head_mass=sum(masses) or 1.0)

    def _post(self) -> dict[int, dict[int, float]]:
        postings: dict[int, dict[int, float]] = defaultdict(dict)
        for number, doc in enumerate(self.documents):
            for option in doc.in_field:
                postings[option][number] = FIELD
            for option, places in doc.places.items():
                postings[option][number] = max(doc.zones[p] for p in places)
        return dict(postings)

    def _find_phrase(self, text: str) -> tuple[list[Term], Hits]:
        # What no procedure here is called cannot tell any from another.
        terms = [t for t in (self.term(word) for word in words(text)) if t.options]
        total = sum(t.mass for t in terms)
        held: dict[int, float] = {}
        seen = 0.0
        for term in sorted(terms, key=lambda t: -t.mass):
            # What lacks all the words so far cannot hold enough by the rest.
            late = seen > (1 - LEAST_COVER_AT_ALL) * total
            for number, worth in best_holders(self, term).items():
                if not late or number in held:
                    held[number] = held.get(number, 0.0) + term.mass * min(1.0, worth * 2.3)
            seen += term.mass
        hits = self._meant(held, terms, total, LEAST_COVER)
        if not hits:
            # Another catalogue may say it in fewer words.
            hits = self._meant(held, terms, total, LEAST_COVER_AT_ALL)
        # The name that comes nearest is what the phrase means.
        most = max((worth for worth, _ in hits.values()), default=1.0)
        scale = 1 / max(most, FARTHEST)
        return terms, {n: (worth * scale, places) for n, (worth, places) in hits.items()}

    def _meant(
        self, held: Mapping[int, float], terms: Sequence[Term], total: float, least: float
    ) -> Hits:
        """The documents that hold at least that part of a phrase's mass."""
        hits: Hits = {}
        for number, mass in held.items():
            if mass >= least * total:
                found = answer(self.documents[number], terms, total)
                if found.worth > 0.3:
                    hits[number] = (found.worth, found.bits)
        return hits


def best_holders(index: Index, term: Term) -> Mapping[int, float]:
    """Each document that answers a term, with the best any of its spellings counts for."""
    if len(term.options) == 1:
        ((option, weight),) = term.options.items()
        if weight == 1.0:
            return index.holders(option)
    best: dict[int, float] = {}
    for option, weight in term.options.items():
        for number, worth in index.holders(option).items():
            value = worth * weight
            if value > best.get(number, 0.0):
                best[number] = value
    return best


class Answer(NamedTuple):
    """How well a document answers words in a row: 0..1, how much of them it holds wherever they
    stand (0..1), and the places that do, as bits."""

    worth: float
    held: float
    bits: int


NOTHING = Answer(0.0, 0.0, 0)


class Held(NamedTuple):
    """What a document holds of one term: worth with and without regard to the place, places."""

    worth: float
    likeness: float
    places: Sequence[int]


def answer(doc: Document, terms: Sequence[Term], total: float) -> Answer:
    """How a document answers terms of ``total`` mass."""
    return judge(terms, [hold(doc, term) for term in terms], total)


def judge(terms: Sequence[Term], rows: Sequence[Held], total: float) -> Answer:
    """Words that stand side by side as they were asked for count for more than scattered ones."""
    worth = held = 0.0
    for term, row in zip(terms, rows, strict=True):
        worth += term.mass * row.worth
        held += term.mass * row.likeness
    if not worth:
        return NOTHING
    beside = pairs = 0.0
    for number in range(len(rows) - 1):
        shared = min(terms[number].mass, terms[number + 1].mass)
        pairs += shared
        beside += shared * _closeness(rows[number].places, rows[number + 1].places)
    order = beside / pairs if pairs else 1.0
    places = _bits([row.places for row in rows])
    return Answer(worth / total * (0.72 + 0.28 * order), held / total, places)


def _bits(rows: Sequence[Sequence[int]]) -> int:
    """The places meant: of a word that stands in several, the one beside its neighbours."""
    bits = 0
    for number, places in enumerate(rows):
        if len(places) > 1:
            near = {p + 1 for p in rows[number - 1]} if number else set()
            if number + 1 < len(rows):
                near |= {p - 1 for p in rows[number + 1]}
            places = [p for p in places if p in near] or places
        for place in places:
            bits |= 1 << place
    return bits


MISSING = Held(0.0, 0.0, ())


def hold(doc: Document, term: Term) -> Held:
    """What a document holds of a term, by the best of its spellings."""
    held = [(o, w) for o, w in term.options.items() if o in doc.places]
    if not held and doc.in_field.isdisjoint(term.options):
        return MISSING
    worth = likeness = 0.0
    found: list[int] = []
    for option, weight in held:
        places = doc.places[option]
        likeness = max(likeness, weight)
        worth = max(worth, weight * max([doc.zones[p] for p in places]))
        if weight >= 0.5:
            found += places
    if worth < FIELD and not doc.in_field.isdisjoint(term.options):
        weight = max(term.options[o] for o in doc.in_field if o in term.options)
        worth, likeness = max(worth, FIELD * weight), max(likeness, weight)
    return Held(worth, likeness, found)


def _closeness(before: Sequence[int], places: Sequence[int]) -> float:
    if not before or not places:
        return 0.0
    best = APART
    for a in before:
        for b in places:
            if 0 < b - a <= REACH:
                best = max(best, BESIDE if b - a == 1 else NEAR)
    return best


def bit_places(bits: int) -> Iterable[int]:
    """The places that are set."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
