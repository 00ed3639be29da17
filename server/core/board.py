"""A board of the hall: which calls it shows, in which languages, and whether it speaks.

The board ``hall`` is always there: the whole centre's. Every other one shows a part.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from .errors import Invalid

WHOLE = "hall"
"""The id of the whole centre's board."""
ACCENTS = ("north", "south")
LANGUAGES = ("vi", "en")
MOST_MEDIA = 20
MOST_SPANS = 12


@dataclass(frozen=True, slots=True)
class Span:
    """A volume (0 to 100) for a part of the day: local times ``07:30`` to ``11:30``."""

    begin: str
    end: str
    volume: int


@dataclass(frozen=True, slots=True)
class Board:
    """One board. With neither ``services`` nor ``counters`` it shows every call; with either or
    both, the calls of those services and of those counters.

    ``quiet_s`` seconds pass between the screens and the voice (0: no waiting); ``repeat`` is how
    often a call is spoken; ``media_s`` how many seconds a picture stays.
    """

    id: str
    name: str = ""
    name_en: str = ""
    zone: str = ""
    services: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("vi",)
    accent: str = "north"
    speaks: bool = False
    repeat: int = 2
    volume: int = 80
    volumes: tuple[Span, ...] = ()
    quiet_s: int = 0
    notice: str = ""
    notice_en: str = ""
    media: tuple[str, ...] = ()
    media_s: int = 15

    def shows(self, service: str, counter: str) -> bool:
        """Whether a call of ``service`` at ``counter`` belongs on this board."""
        if not self.services and not self.counters:
            return True
        return service in self.services or counter in self.counters

    @property
    def voices(self) -> tuple[str, ...]:
        """The accents a call is spoken in, one after another."""
        return tuple(self.accent if language == "vi" else "en" for language in self.languages)


def whole() -> Board:
    """The whole centre's board as long as nobody has set it up."""
    return Board(WHOLE, speaks=True)


def from_json(id: str, raw: Mapping[str, Any]) -> Board:
    """A board from its stored JSON; what is missing takes its default."""
    known = {name: value for name, value in raw.items() if name in Board.__slots__ and name != "id"}
    for name in ("services", "counters", "languages", "media"):
        if name in known:
            known[name] = tuple(known[name])
    spans = tuple(Span(s["begin"], s["end"], s["volume"]) for s in known.pop("volumes", ()))
    return Board(id, volumes=spans, **known)


def check(
    board: Board, services: Iterable[str], counters: Iterable[str], media: Iterable[str]
) -> None:
    """Raise ``Invalid`` naming the field unless what it names is there and times are in order."""
    for field, named, known in (
        ("services", board.services, set(services)),
        ("counters", board.counters, set(counters)),
        ("media", board.media, set(media)),
    ):
        if len(set(named)) != len(named) or not set(named) <= known:
            raise Invalid(field=field)
    if not board.languages or len(set(board.languages)) != len(board.languages):
        raise Invalid(field="languages")
    _check_spans(board.volumes)


def silenced(board: Board) -> Board:
    """The same board without its voice: another one speaks in its zone now."""
    return replace(board, speaks=False)


def _check_spans(spans: Iterable[Span]) -> None:
    last = ""
    for span in spans:
        if not (_is_time(span.begin) and _is_time(span.end) and last <= span.begin < span.end):
            raise Invalid(field="volumes")
        last = span.end


def _is_time(text: str) -> bool:
    try:
        time.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 5
