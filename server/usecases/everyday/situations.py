"""The shipped situations: what people tell, and what they want (``situations.txt``), in words that
``concepts.txt`` groups. The first lines of both files say how they are written."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from ...core.search.situations import Situation, Slot

_SLOT = re.compile(r"\s*([+>-])\s+")


@cache
def shipped_alike() -> tuple[tuple[str, ...], ...]:
    """Rows of ways of saying one thing."""
    return tuple(_split(line, ";") for line in _lines("concepts.txt") if not line.startswith("@"))


@cache
def shipped_situations() -> tuple[Situation, ...]:
    """What must be said, in any order, and what is meant."""
    return tuple(_situation(line) for line in _lines("situations.txt"))


def _situation(line: str) -> Situation:
    told, _, means = line.partition("=>")
    first, *rest = _SLOT.split("+ " + told.strip())[1:]
    slots: list[Slot] = []
    without: tuple[str, ...] = ()
    for sign, text in zip((first, *rest)[::2], (first, *rest)[1::2], strict=True):
        if sign == "-":
            without += _ways(text)
        else:
            slots.append(Slot(_ways(text), near=sign == ">"))
    return Situation(tuple(slots), _split(means, "|"), without)


def _ways(text: str) -> tuple[str, ...]:
    """The ways of a slot, those of the groups it names written out, with what is alike."""
    found: list[str] = []
    for part in _split(text, "/"):
        if part.startswith("@"):
            found += _groups()[part]
        else:
            found += _alike().get(part, (part,))
    return tuple(dict.fromkeys(found))


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for line in _lines("concepts.txt"):
        if line.startswith("@"):
            name, _, members = line.partition(":")
            found: list[str] = []
            for part in _split(members, ";"):
                found += groups[part] if part.startswith("@") else (part,)
            groups[name.strip()] = tuple(dict.fromkeys(found))
    return groups


@cache
def _alike() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in shipped_alike():
        for way in row:
            found[way] = tuple(dict.fromkeys((*found.get(way, ()), *row)))
    return found


def _split(text: str, sign: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(sign) if part.strip())


def _lines(name: str) -> Iterator[str]:
    text = resources.files("server.usecases.everyday").joinpath(name).read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return (line for line in lines if line and not line.startswith("#"))
