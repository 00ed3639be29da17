"""Reports of the register as pages for paper: A4 across, self-contained, for browsers to print and
for PDF."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import jinja2

from ..core.dossiers import CODE
from ..forms.fonts import FACES
from .dossier_sheets import PROGRESS
from .sheets import Sheet, Value, Words

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", re.ASCII)
LISTS = frozenset({"list", "due", "corrections"})
FORM = "progress"


@dataclass(frozen=True, slots=True)
class Head:
    """A cell of the head."""

    text: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Paper:
    """A table with what stands around it. ``kind`` is the report's name."""

    kind: str
    centre: str
    first: str
    last: str
    sheet: Sheet
    notes: Sequence[str] = field(default_factory=tuple)


def paper_html(paper: Paper, words: Words) -> str:
    """The page."""
    return _template().render(
        paper=paper,
        words=words,
        fonts=FACES,
        form=paper.kind == FORM,
        lists=paper.kind in LISTS,
        language=words.language,
        period=words("paper.period", first=_day(paper.first, words), last=_day(paper.last, words)),
        head=_head(paper, words),
        rows=_rows(paper, words),
    )


def cell_text(value: Value, words: Words) -> str:
    """A cell as people write it: thousands and decimals by the language."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return _spoken(value, words) if _MOMENT.fullmatch(value) else value
    text = f"{value:,}"
    return text if words.language == "en" else text.translate(str.maketrans(",.", ".,"))


def _head(paper: Paper, words: Words) -> list[list[Head]]:
    if paper.kind != FORM:
        return [[Head(str(text)) for text in _columns(paper, paper.sheet.head)]]
    parts = [Head(words(f"progress.{part}"), across=len(cells)) for part, cells in PROGRESS]
    cells = [Head(words(f"progress.{cell}")) for _, cells in PROGRESS for cell in cells]
    numbers = [Head(f"({n})") for n in range(1, len(cells) + 3)]
    first = [Head(words("paper.number"), down=2), Head(words("by.field"), down=2)]
    return [[*first, *parts], cells, numbers]


def _rows(paper: Paper, words: Words) -> list[list[tuple[str, str]]]:
    """Texts with their class; of the form each row is numbered but the sum."""
    rows = []
    for n, row in enumerate(paper.sheet.rows, 1):
        cells: Sequence[Value] = _columns(paper, row)
        if paper.kind == FORM:
            cells = ["" if n == len(paper.sheet.rows) else n, *row]
        rows.append([(cell_text(value, words), _class(value)) for value in cells])
    return rows


def _class(value: Value) -> str:
    """Numbers stand to the right; codes and moments in one line."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return "n"
    return "t" if _MOMENT.fullmatch(value) or CODE.fullmatch(value) else ""


def _columns(paper: Paper, cells: Sequence[Value]) -> list[Value]:
    """Figures name their groups; the keys are for machines."""
    return list(cells if paper.kind in LISTS or paper.kind == FORM else cells[1:])


def _spoken(moment: str, words: Words) -> str:
    """A moment ("2026-11-23 12:25") as people write it."""
    return f"{_day(moment[:10], words)}{moment[10:]}"


def _day(day: str, words: Words) -> str:
    return day if words.language == "en" else f"{day[8:]}/{day[5:7]}/{day[:4]}"


@cache
def _template() -> jinja2.Template:
    loader = jinja2.PackageLoader("server.reports", "paper")
    made = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    return made.get_template("page.html")
