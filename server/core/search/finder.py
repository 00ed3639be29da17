"""Procedures for a query, best first."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .entries import MAX_COST, Document, Entry
from .everyday import Phrasebook, Synonym
from .folding import Word, words
from .index import Answer, Index, best_holders, bit_places, hold, judge
from .lexicon import Term
from .reading import PER_RANK, Concept, Reader, Reading, code_in
from .senses import Senses
from .situations import Situation

LOOKED_AT, LED_TO = 40, 24
"""Candidates that are compared closely: those that hold the words, and those a situation means."""
SURE = 0.88
"""When the best answers less of the query than this, words are guessed more freely."""
BETTER = 0.1
LEAST = 0.3
TELLING = 0.3
"""Words lighter than this part of the heaviest do not choose candidates, only compare them."""
OF_NAME = 0.2
"""How much it counts that a name says nothing beyond what was asked for."""
POPULAR = 0.08
"""What being the procedure asked for most at the centre adds."""
IN_A_ROW = 0.92
"""How much the words as they stand count where everyday phrases were found among them."""
AS_WELL = 0.15
"""What the lesser of the two counts: the words as they stand, and the situation told."""
LEAST_SENSE = 0.15
PER_TWIN = 0.93
"""What each further procedure of the same name counts for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A procedure found: its code, how well it answers (about 0..1), and the everyday phrase that
    led to it, if one did."""

    code: str
    score: float
    why: str | None = None


class _Scored(NamedTuple):
    number: int
    cover: float
    """How much of the query is answered at all, wherever in the name."""
    score: float
    why: str | None


class _Meant(NamedTuple):
    """How sure a situation leads to a document (0..1), the places that say so, and its words."""

    worth: float
    bits: int
    why: str


class Finder:
    """A catalogue in memory, ready for queries. Never changes: a new catalogue is a new finder."""

    def __init__(
        self,
        entries: Iterable[Entry],
        synonyms: Iterable[Synonym],
        common: Mapping[str, float] | None = None,
        situations: Iterable[Situation] = (),
        alike: Iterable[Sequence[str]] = (),
    ) -> None:
        """``common``: how common a procedure is (0..1) by code; ``situations`` and ``alike``: see
        ``senses``."""
        listed = list(synonyms)
        phrases = Phrasebook(listed)
        self._senses = Senses(situations, listed, alike)
        self._index = Index(entries, common or {}, _written_out(listed), phrases)
        self._reader = Reader(self._index, phrases)
        self._standing = [d.standing for d in self._index.documents]
        self._digits = [(d.code.replace(".", ""), d.code) for d in self._index.documents]

    def __len__(self) -> int:
        return len(self._index.documents)

    def find(
        self,
        query: str,
        limit: int,
        field: str | None = None,
        popular: Mapping[str, float] | None = None,
    ) -> list[Found]:
        """The procedures that answer ``query`` best; none when nothing in it is known.

        ``popular``: how often procedures are asked for here (0..1, by code).
        """
        coded = self._by_code(query, limit, field)
        if coded:
            return coded
        found = self._ranked(query, field, loose=False)
        if not found or found[0].cover < SURE:
            again = self._ranked(query, field, loose=True)
            if again and (not found or again[0].cover > found[0].cover + BETTER):
                found = again
        return self._chosen(found, limit, popular or {})

    def _by_code(self, query: str, limit: int, field: str | None) -> list[Found]:
        digits = code_in(query)
        if digits is None:
            return []
        same = sorted(code for plain, code in self._digits if plain.startswith(digits))
        of_field = (c for c in same if field is None or self._document(c).field == field)
        return [Found(code, 1.0) for code in of_field][:limit]

    def _document(self, code: str) -> Document:
        return self._index.documents[self._index.by_code[code]]

    def _ranked(self, query: str, field: str | None, *, loose: bool) -> list["_Scored"]:
        """The candidates, best first."""
        reading = self._reader.read(query, loose=loose)
        if not reading.mass:
            return []
        meant = self._meant(reading)
        numbers = dict.fromkeys(self._candidates(reading.concepts, field))
        numbers.update(dict.fromkeys(n for n in meant if self._of_field(n, field)))
        scored = (self._score(n, reading, meant.get(n)) for n in numbers)
        kept = [s for s in scored if s.cover >= LEAST]
        kept.sort(key=lambda s: (-s.score, self._index.documents[s.number].code))
        return kept

    def _of_field(self, number: int, field: str | None) -> bool:
        return field is None or self._index.documents[number].field == field

    def _meant(self, reading: Reading) -> dict[int, "_Meant"]:
        """The documents that the situations told in a query lead to."""
        meant: dict[int, _Meant] = {}
        for sense in self._senses.read(reading.asked):
            for rank, official in enumerate(sense.means):
                scale = sense.sure * max(0.8, 1 - PER_RANK * rank)
                for number, (worth, bits) in self._index.phrase(official)[1].items():
                    value = worth * scale
                    if value > LEAST_SENSE and (number not in meant or value > meant[number].worth):
                        meant[number] = _Meant(value, bits, sense.why)
        # Few of the many that a vague situation leads to can be the best.
        best = heapq.nlargest(
            LED_TO, meant, key=lambda n: meant[n].worth * self._index.documents[n].standing
        )
        return {number: meant[number] for number in best}

    def _candidates(self, concepts: Sequence[Concept], field: str | None) -> list[int]:
        documents = self._index.documents
        sums = [0.0] * len(documents)
        heaviest = max((t.mass for c in concepts for t in c.terms), default=0.0)
        for concept in concepts:
            # Words in every other name choose no candidates where others do.
            telling = [t for t in concept.terms if t.mass >= TELLING * heaviest]
            if concept.hits:
                self._add_best(sums, concept, telling)
            else:
                for term in telling:
                    _add(sums, self._index, term, term.mass)
        rough = [s * standing for s, standing in zip(sums, self._standing, strict=True)]
        if field is not None:
            rough = [r if d.field == field else 0.0 for r, d in zip(rough, documents, strict=True)]
        best = heapq.nlargest(LOOKED_AT, range(len(rough)), key=rough.__getitem__)
        return [n for n in best if rough[n] > 0.0]

    def _add_best(self, sums: list[float], concept: Concept, telling: Sequence[Term]) -> None:
        share = min(1.0, concept.mass / concept.literal_mass) if concept.literal_mass else 1.0
        best = {n: worth * concept.mass for n, (worth, _) in concept.hits.items()}
        own: dict[int, float] = {}
        for term in telling:
            weight = term.mass * share
            for number, worth in best_holders(self._index, term).items():
                own[number] = own.get(number, 0.0) + worth * weight
        for number, value in own.items():
            if value > best.get(number, 0.0):
                best[number] = value
        for number, value in best.items():
            sums[number] += value

    def _score(self, number: int, reading: Reading, meant: "_Meant | None") -> "_Scored":
        doc = self._index.documents[number]
        rows = [hold(doc, term) for term in reading.terms]
        worth, held, bits, why, place = 0.0, 0.0, 0, None, 0
        for concept in reading.concepts:
            end = place + len(concept.terms)
            own = judge(concept.terms, rows[place:end], concept.literal_mass)
            place = end
            hit = concept.hits.get(number)
            if hit is not None and hit[0] >= own.worth:
                own, why = Answer(hit[0], 1.0, hit[1]), why or concept.said
            worth += concept.mass * own.worth
            held += concept.mass * own.held
            bits |= own.bits
        best = Answer(worth / reading.mass, held / reading.mass, bits)
        if len(reading.concepts) > 1:
            # A name typed as it stands holds its words in a row, whatever else some of them mean.
            whole = judge(reading.terms, rows, reading.literal_mass)
            if whole.worth * IN_A_ROW > best.worth:
                best, why = whole, None
        score = self._fit(doc, best)
        if meant is None:
            return _Scored(number, best.held, score, why)
        sense = Answer(meant.worth, max(best.held, meant.worth), best.bits | meant.bits)
        both = self._fit(doc, sense)
        if both < score:
            return _Scored(number, best.held, score + AS_WELL * both * max(0.0, 1 - score), why)
        return _Scored(number, sense.held, both + AS_WELL * score * max(0.0, 1 - both), meant.why)

    def _fit(self, doc: Document, found: Answer) -> float:
        head = len(doc.masses)
        said = sum(doc.masses[p] for p in bit_places(found.bits) if p < head) / doc.head_mass
        cost = sum(cost for place, cost in doc.variants if not found.bits >> place & 1)
        fit = found.worth * (1 - OF_NAME + OF_NAME * said)
        return fit * (1 - min(cost, MAX_COST)) * doc.standing

    def _chosen(
        self, ranked: Sequence["_Scored"], limit: int, popular: Mapping[str, float]
    ) -> list[Found]:
        """The best, procedures of one name spread so that they do not hide the others."""
        twins: dict[str, int] = {}
        spread = []
        for one in ranked:
            doc = self._index.documents[one.number]
            earlier = twins.get(doc.family, 0)
            twins[doc.family] = earlier + 1
            score = one.score * PER_TWIN**earlier * (1 + POPULAR * popular.get(doc.code, 0.0))
            spread.append(Found(doc.code, score, one.why))
        spread.sort(key=lambda f: -f.score)
        return spread[:limit]


def _add(sums: list[float], index: Index, term: Term, mass: float) -> None:
    for number, worth in best_holders(index, term).items():
        sums[number] += worth * mass


def _written_out(synonyms: Iterable[Synonym]) -> dict[str, Sequence[Word]]:
    """Abbreviations that names use, written out: the synonyms of one word without vowels."""
    full: dict[str, Sequence[Word]] = {}
    for synonym in synonyms:
        said = words(synonym.said)
        if len(said) == 1 and len(said[0].plain) >= 3 and not said[0].marked:
            meant = words(synonym.means[0])
            if "".join(w.plain[0] for w in meant) == said[0].plain:
                full[said[0].plain] = meant
    return full
