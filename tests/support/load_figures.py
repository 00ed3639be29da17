"""Figures of load: quantiles, ratios of pairs, and tables a person can read."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


def quantile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` (0..1) of ``values`` do not exceed: the nearest rank."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, round(share * len(ranked) + 0.5) - 1))]


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle, least and greatest of the ratios of several pairs."""

    middle: float
    least: float
    greatest: float

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({self.least:.2f}–{self.greatest:.2f})"


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Ratios pair by pair: what else the machine does touches both halves of a pair alike."""
    found = [a / b for a, b in zip(ours, theirs, strict=True)]
    return Spread(median(found), min(found), max(found))


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the report. ``target`` is in words; ``note`` is information only."""

    name: str
    value: str
    target: str = ""
    note: str = ""


def table(title: str, figures: Sequence[Figure]) -> str:
    """A report's section as aligned text."""
    widths = [max(len(row[i]) for row in _rows(figures)) for i in range(3)]
    lines = [title, "-" * len(title)]
    for name, value, target, note in _rows(figures):
        cells = [text.ljust(w) for text, w in zip((name, value, target), widths, strict=True)]
        lines.append("  ".join([*cells, note]).rstrip())
    return "\n".join(lines)


def _rows(figures: Sequence[Figure]) -> list[tuple[str, str, str, str]]:
    head = ("figure", "ratio", "target", "for information")
    return [head, *((f.name, f.value, f.target, f.note) for f in figures)]
