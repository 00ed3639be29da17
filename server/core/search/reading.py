"""Reading a query: words mended, everyday phrases found, the rest taken as it stands."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .everyday import Asked, Phrasebook, Span, best_cover
from .folding import Word, begins, make, words
from .idle import idle_places, is_weak, without_phrases
from .index import Hits, Index
from .lexicon import Term
from .senses import Reads, written_with_marks
from .spelling import is_syllable

MAX_WORDS = 32
HEAVIEST = 10.0
PER_RANK = 0.035
"""What each further meaning of an everyday phrase counts less than the one before."""
_CODE = re.compile(r"(?<![0-9.])([0-9])(?:\.([0-9]{3,6})|([0-9]{4,6}))(?![0-9])")
BESIDE_A_CODE = 4
SHORT = 4
"""Words of a query in which any may be a slip."""
LATER = 0.85
"""What each further everyday phrase of a query counts: the main thing is said first."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query asks for; ``terms`` are those of all concepts in a row."""

    concepts: tuple["Concept", ...]
    terms: tuple[Term, ...]
    mass: float
    literal_mass: float
    asked: tuple[Reads, ...] = ()
    """The words themselves, those that ask for nothing left out."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing asked for: its own words, and what else may be meant by them."""

    terms: tuple[Term, ...]
    mass: float
    literal_mass: float
    hits: Hits
    said: str = ""


def code_in(query: str) -> str | None:
    """The digits of a procedure's code in a query (``1.000593`` or the beginning of it)."""
    found = _CODE.search(query)
    if found is None or len(words(query[: found.start()])) > BESIDE_A_CODE:
        return None
    return found[1] + (found[2] or found[3])


class Reader:
    """Reads queries against one index and one phrasebook."""

    def __init__(self, index: Index, phrases: Phrasebook) -> None:
        self._index = index
        self._lexicon = index.lexicon
        self._phrases = phrases

    def read(self, query: str, *, loose: bool) -> Reading:
        """What is asked for. ``loose`` takes words that exist for slips as well."""
        typing = not query[-1:].isspace()
        asked = without_phrases(self._mend(words(query)[:MAX_WORDS], typing))
        idle = idle_places(asked)
        # Who writes diacritics means what stands there: what is a syllable is no slip.
        careful = len(asked) > SHORT and written_with_marks(asked)
        sure = [careful and is_syllable(w.plain) for w in asked]
        reads = tuple(
            Reads(w, self._readings(w, loose, s)) for w, s in zip(asked, sure, strict=True)
        )
        spans = self._spans(reads, idle, typing)
        row = [
            None if p in idle else self._term(w, typing and p == len(asked) - 1, loose, sure[p])
            for p, w in enumerate(asked)
        ]
        concepts: list[Concept] = []
        place = 0
        for nth, span in enumerate(spans):
            concepts += self._literal(asked, row, place, span.begin)
            own = [t for t in row[span.begin : span.end] if t is not None and t.mass > 0]
            concepts.append(self._meant(own, span, LATER**nth))
            place = span.end
        concepts += self._literal(asked, row, place, len(asked))
        terms = tuple(t for concept in concepts for t in concept.terms)
        return Reading(
            tuple(concepts),
            terms,
            sum(c.mass for c in concepts),
            sum(t.mass for t in terms),
            reads,
        )

    def _term(self, word: Word, last: bool, loose: bool, sure: bool) -> Term:
        return self._index.term(word, last=last, loose=loose, sure=sure)

    def _literal(
        self, asked: Sequence[Word], row: Sequence[Term | None], begin: int, end: int
    ) -> list[Concept]:
        """Words between everyday phrases: rows of them, cut where one is initials."""
        concepts: list[Concept] = []
        run: list[Term] = []
        for place in range(begin, end):
            term = row[place]
            short = self._initials(asked[place]) if term is not None else None
            if short is not None:
                self._close(concepts, run)
                concepts.append(short)
            elif term is not None:
                run.append(term)
        self._close(concepts, run)
        return concepts

    def _close(self, concepts: list[Concept], run: list[Term]) -> None:
        terms = tuple(t for t in run if t.mass > 0)
        run.clear()
        if terms:
            mass = sum(t.mass for t in terms)
            concepts.append(Concept(terms, mass, mass, {}))

    def _meant(self, own: Sequence[Term], span: Span, share: float) -> Concept:
        hits: Hits = {}
        official = 0.0
        for rank, meaning in enumerate(span.means):
            terms, found = self._index.phrase(meaning)
            scale = (0.6 + 0.4 * span.weight) * max(0.8, 1 - PER_RANK * rank)
            official = official or sum(t.mass for t in terms)
            for number, (worth, bits) in found.items():
                if worth * scale > hits.get(number, (0.0, 0))[0]:
                    hits[number] = (worth * scale, bits)
        literal = sum(t.mass for t in own)
        mass = min(HEAVIEST, (official + literal) / 2) * share
        return Concept(tuple(own), mass, literal, hits, span.said)

    def _spans(self, reads: Sequence[Reads], idle: frozenset[int], typing: bool) -> list[Span]:
        asked = [r.word for r in reads]
        readings = [Asked(r.readings, is_weak(r.word), p in idle) for p, r in enumerate(reads)]
        found = [s for s in self._phrases.spans(readings, typing) if _spelt_alike(asked, s)]
        return best_cover(found, len(asked))

    def _readings(self, word: Word, loose: bool, sure: bool) -> list[tuple[str, float]]:
        known = self._lexicon.knows(word.plain)
        readings = [(word.plain, 1.0)]
        if not known or (loose and not sure):
            readings += self._lexicon.corrections(word.plain, known, sure).items()
        return readings

    def _initials(self, word: Word) -> Concept | None:
        if not self._unlikely(word) or not 2 < len(word.plain) <= 12 or not word.plain.isalpha():
            return None
        hits = self._index.initials(word.plain)
        if not hits:
            return None
        rarity = math.log(1 + len(self._index.documents) / len(hits))
        mass = min(HEAVIEST, rarity + 0.8 * len(word.plain))
        return Concept((), mass, 0.0, hits, word.typed)

    def _unlikely(self, word: Word) -> bool:
        """Whether a word can hardly be a Vietnamese syllable: then it may be initials."""
        if self._lexicon.knows(word.plain):
            return False
        return (
            not re.search(r"[aeiou]", word.plain[:-1])
            or word.plain[-1] == "u"
            or len(re.findall(r"[^aeiou]", word.plain)) >= len(word.plain) - 1
        )

    def _mend(self, asked: Sequence[Word], typing: bool) -> list[Word]:
        """Words torn apart are joined, words run together are cut."""
        joined: list[Word] = []
        for word in asked:
            if joined and self._torn(joined[-1], word):
                joined[-1] = Word(joined[-1].plain + word.plain, joined[-1].typed + word.typed)
            else:
                joined.append(word)
        mended: list[Word] = []
        for word in joined:
            last = typing and word is joined[-1]
            mended += self._cut(word, last) or self._cut(_squeezed(word), last) or [word]
        return mended

    def _torn(self, first: Word, second: Word) -> bool:
        both_known = self._lexicon.knows(first.plain) and self._lexicon.knows(second.plain)
        single = len(first.plain) == 1 or len(second.plain) == 1
        if both_known and not single:
            return False
        whole = first.plain + second.plain
        if single and both_known:
            return False
        return whole.isalpha() and self._lexicon.knows(whole)

    def _cut(self, word: Word, last: bool) -> list[Word]:
        """A run of words without spaces, as its words; empty when it is not one."""
        text = word.plain
        if len(text) < 4 or not text.isalpha() or self._lexicon.knows(text):
            return []
        if last and self._lexicon.completions(text):
            return []
        best: list[tuple[float, list[int]] | None] = [(0.0, [])]
        for end in range(1, len(text) + 1):
            choice: tuple[float, list[int]] | None = None
            for begin in range(max(0, end - 6), end):
                before = best[begin]
                if before is None:
                    continue
                cost = self._piece(text, before[1], begin, end, last and end == len(text))
                if cost is not None and (choice is None or before[0] + cost < choice[0]):
                    choice = (before[0] + cost, [*before[1], begin])
            best.append(choice)
        whole = best[-1]
        if whole is None or len(whole[1]) < 2 or whole[0] > _dearest(len(text), len(whole[1])):
            return []
        ends = [*whole[1][1:], len(text)]
        return [make(text[b:e], word.typed[b:e]) for b, e in zip(whole[1], ends, strict=True)]

    def _piece(
        self, text: str, before: Sequence[int], begin: int, end: int, unfinished: bool
    ) -> float | None:
        """The cost of taking a piece of a run for a word, or None."""
        piece = _spelling(text[begin:end])
        if len(piece) < 3 and not re.search(r"[aeiou]", piece):
            return None
        known = self._lexicon.knows(piece)
        if not known and not (unfinished and before and self._lexicon.completions(piece)):
            return None
        cost = 2.2 if len(piece) > 1 else 6.0
        if not known:
            cost += 1.0
        if before and self._lexicon.side_by_side(_spelling(text[before[-1] : begin]), piece):
            cost -= 1.6
        return cost - min(0.6, 0.1 * math.log(1 + self._lexicon.plain_frequency(piece)))


def _squeezed(word: Word) -> Word:
    """A word without its doubled letters."""
    kept = [i for i, c in enumerate(word.plain) if i == 0 or c != word.plain[i - 1]]
    return Word("".join(word.plain[i] for i in kept), "".join(word.typed[i] for i in kept))


def _spelling(piece: str) -> str:
    return make(piece, piece).plain


def _dearest(letters: int, pieces: int) -> float:
    """What a cut may cost: of short runs the pieces must be known to belong together."""
    return pieces * (2.6 if letters > 5 else 1.4)


def _spelt_alike(asked: Sequence[Word], span: Span) -> bool:
    """Whether the diacritics typed allow the phrase: con dâu is no con dấu."""
    marked = differing = 0
    places = (p for p in range(span.begin, span.end) if p not in span.skipped)
    for place, said in zip(places, span.spelt, strict=False):
        word = asked[place]
        if word.marked and said.marked and word.plain == said.plain:
            marked += 1
            differing += word.typed != said.typed and not begins(word.typed, said.typed)
    return differing == 0 or (differing == 1 and marked > 2)
