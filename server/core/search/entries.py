"""A procedure made ready for search: its words with their places, and how common it is."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .folding import Word, words
from .lexicon import Lexicon
from .variants import VARIANTS, Variant

HEAD, TAIL, ASIDE, FIELD = 1.0, 0.7, 0.55, 0.45
"""What a word counts for where it stands: the main words of the name, what follows, brackets."""
LONGEST = 80
"""Words of a name that are looked at."""
SHORTEST_HEAD = 8
"""Letters: a name's main words do not end before."""
MAX_COST = 0.34

_OPENING = re.compile(r"^(trình tự,? )?(thủ tục)\s*:?\s*|^\.\s*|^(trình tự)\s+", re.I)
_HEAD_ENDS = re.compile(
    r"\(|;|/|\[| đối với | trong trường hợp | thuộc thẩm quyền | trường hợp | theo quy định"
    r"| mà người | tại Việt Nam | do | trên địa bàn | thực hiện ",
    re.I,
)
_PLAIN_CASE_TOO = re.compile(r"^cấp(?: mới)?\s*[,/]", re.I)
# What separates the things that a name lists, and the words that the first must have.
_LISTS = ((re.compile(r"[/;]"), 3), (re.compile(r", (?=[A-ZĐ])| hoặc "), 6))
_PLACE_OF_DUTY = re.compile(r"\((?:thực hiện|cấp|thẩm quyền|ở|tại)[^()]*\)|\s*[.\d]+$", re.I)


class Entry(NamedTuple):
    """What the search is told of a procedure."""

    code: str
    name: str
    field: str = ""
    level: str = ""
    audience: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """An entry as the index holds it. Places are counted in the words of the name."""

    code: str
    field: str
    places: Mapping[int, tuple[int, ...]]
    """Where each spelling stands."""
    zones: tuple[float, ...]
    in_field: frozenset[int]
    masses: tuple[float, ...]
    """The rarity of each word of the head."""
    head_mass: float
    initials: str
    variants: tuple[tuple[int, float], ...]
    """The place of the word that asks for the variant, and its cost."""
    standing: float
    """About 1: how likely this procedure is asked for at all."""
    family: str
    """The same for procedures of one name that differ in who decides them."""


class Parts(NamedTuple):
    """The words of a name, and where its head ends."""

    words: Sequence[Word]
    head: int
    zones: tuple[float, ...]


def parts_of(name: str) -> Parts:
    """Split a name into words with what each counts for."""
    text = _OPENING.sub("", unicodedata.normalize("NFC", name).strip())
    text = " ".join(text.split())
    end = _HEAD_ENDS.search(text, SHORTEST_HEAD)
    cut = end.start() if end else len(text)
    head, tail = words(text[:cut]), words(text[cut:])
    aside = len(words(text[cut:].partition("(")[0])) if "(" in text[cut:] else len(tail)
    zones = [HEAD] * len(head) + [TAIL] * aside + [ASIDE] * (len(tail) - aside)
    # In a long head the first words say what is done.
    for place in range(14, len(head)):
        zones[place] = 0.85
    return Parts((head + tail)[:LONGEST], len(head), tuple(zones[:LONGEST]))


def document(
    entry: Entry, parts: Parts, lexicon: Lexicon, common: float, full: Mapping[str, Sequence[Word]]
) -> Document:
    """Make a document. ``common`` is 0..1; ``full`` writes out the abbreviations of names."""
    places: dict[int, list[int]] = defaultdict(list)
    for place, word in enumerate(parts.words):
        places[lexicon.number(word)].append(place)
        for meant in full.get(word.plain, ()):
            places[lexicon.number(meant)].append(place)
    in_field = frozenset(lexicon.number(w) for w in words(entry.field))
    return Document(
        code=entry.code,
        field=entry.field,
        places={number: tuple(at) for number, at in places.items()},
        zones=parts.zones,
        in_field=in_field,
        masses=(),
        head_mass=0.0,
        initials="".join(w.plain[0] for w in parts.words),
        variants=_variants(entry, parts),
        standing=_standing(entry, common),
        family=family_of(entry.name),
    )


def _variants(entry: Entry, parts: Parts) -> tuple[tuple[int, float], ...]:
    plains = [w.plain for w in parts.words]
    covers_plain = bool(_PLAIN_CASE_TOO.match(_OPENING.sub("", entry.name.strip())))
    # A name that lists several things begins with the plain one.
    name = _OPENING.sub("", entry.name.strip())
    firsts = [len(words(sign.split(name, maxsplit=1)[0])) for sign, _ in _LISTS]
    sizes = [n for n, (_, least) in zip(firsts, _LISTS, strict=True) if n >= least]
    plains = plains[: min(sizes)] if sizes else plains
    found: dict[int, float] = {}
    for variant in VARIANTS:
        place = _find(plains, variant, parts.head)
        if place is None or (covers_plain and variant.phrase[0] in ("cap", "gia", "sua", "dieu")):
            continue
        found[place + variant.key] = max(variant.cost, found.get(place + variant.key, 0.0))
    return tuple(found.items())


def _find(plains: Sequence[str], variant: Variant, head: int) -> int | None:
    size = len(variant.phrase)
    first = variant.phrase[0]
    if first not in plains:
        return None
    for place in range(len(plains) - size + 1):
        if plains[place] == first and tuple(plains[place : place + size]) == variant.phrase:
            return place if place < head + 12 else None
    return None


def _standing(entry: Entry, common: float) -> float:
    """The level a citizen deals with, who may ask, and how common the procedure is known to be."""
    level = entry.level
    standing = 1.0 + 0.2 * common
    if "Cấp xã" in level and entry.field != "Hải quan":
        standing += 0.03
    elif "Cấp tỉnh" in level:
        standing += 0.02
    elif "Cấp Bộ" in level:
        standing -= 0.06
    else:
        standing -= 0.01
    if "Công dân Việt Nam" in entry.audience:
        standing += 0.02
    return standing


def family_of(name: str) -> str:
    """A name without the level it is decided at: the same for procedures that differ in that."""
    plain = _PLACE_OF_DUTY.sub("", _OPENING.sub("", name.strip()))
    return " ".join(w.plain for w in words(plain))[:160]
