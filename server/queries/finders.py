"""The search indexes of this process: one for each centre, or for all that share a catalogue.

An index is made in memory when a centre's catalogue or synonyms have changed, which every process
notices by the version it reads with each query. Queries wait while it is made, for as long as no
other long work is in the way; then the one before answers.
"""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field

from ..core.search.entries import Entry
from ..core.search.everyday import Synonym
from ..core.search.finder import Finder
from ..store import catalogue_version, searching
from ..usecases.everyday import shipped_common
from ..usecases.everyday.situations import shipped_alike, shipped_situations
from ..usecases.synonyms import list_of, spread
from .snapshot import Snapshot

MAX_CENTRES = 500
POPULAR_MS = 600_000
"""How long what is popular at a centre is taken to hold."""


@dataclass(frozen=True, slots=True)
class Material:
    """What an index is made from, read in one snapshot."""

    version: int
    entries: tuple[Entry, ...]
    synonyms: tuple[Synonym, ...]

    @property
    def digest(self) -> bytes:
        """The same for centres that search the same."""
        hashed = hashlib.blake2b(digest_size=16)
        for part in (self.entries, self.synonyms):
            for row in part:
                hashed.update(repr(row).encode())
        return hashed.digest()


@dataclass(slots=True)
class _Kept:
    version: int
    digest: bytes
    finder: Finder
    popular: dict[str, float] = field(default_factory=dict)
    popular_at: int = 0


class Finders:
    """Indexes by centre. Methods may be called from any native thread, ``make`` from one only."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._making: set[str] = set()

    def fresh(self, look: Snapshot) -> Finder | None:
        """The centre's index, if it is of now."""
        kept = self._kept.get(look.centre.id)
        if kept is None or kept.version != catalogue_version.get(look.session, look.centre.id):
            return None
        return kept.finder

    def former(self, centre: str) -> Finder | None:
        """The centre's index as it was last made."""
        kept = self._kept.get(centre)
        return None if kept is None else kept.finder

    def being_made(self, centre: str) -> bool:
        return centre in self._making

    def material(self, look: Snapshot) -> Material:
        """What the centre's index is to be made from; ``make`` or ``leave`` must follow."""
        centre = look.centre.id
        self._making.add(centre)
        rows, _ = list_of(look.session, centre)
        return Material(
            version=catalogue_version.get(look.session, centre),
            entries=tuple(Entry(**dict(row)) for row in searching.entries(look.session, centre)),
            synonyms=tuple(spread(rows)),
        )

    def make(self, centre: str, material: Material) -> Finder:
        """Make the centre's index (about a second for 3,000 procedures), or share one."""
        kept = self._kept.get(centre)
        if kept is not None and kept.version == material.version:
            return kept.finder
        digest = material.digest
        same = next((k for k in list(self._kept.values()) if k.digest == digest), None)
        finder = same.finder if same else _finder(material)
        self._kept[centre] = _Kept(material.version, digest, finder)
        while len(self._kept) > MAX_CENTRES:
            self._kept.popitem(last=False)
        return finder

    def leave(self, centre: str) -> None:
        """The index of a centre is made, or will not be."""
        self._making.discard(centre)

    def popular(self, look: Snapshot) -> dict[str, float]:
        """How often procedures are asked for at the centre (0..1, by code): read now and then."""
        kept = self._kept.get(look.centre.id)
        if kept is None:
            return {}
        if not 0 <= look.now - kept.popular_at < POPULAR_MS:
            kept.popular_at = look.now
            kept.popular = _shares(searching.most_asked(look.session, look.centre.id))
        return kept.popular


def _shares(counts: dict[str, int]) -> dict[str, float]:
    most = max(counts.values(), default=0)
    return {code: n / most for code, n in counts.items()} if most else {}


def _finder(material: Material) -> Finder:
    return Finder(
        material.entries,
        material.synonyms,
        shipped_common(),
        shipped_situations(),
        shipped_alike(),
    )
