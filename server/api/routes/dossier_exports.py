"""Reports of the register as files: CSV, XLSX, a page for paper, PDF."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from ...core.errors import Invalid
from ...forms.pages import policy
from ...forms.pdf import render
from ...queries.snapshot import Json, Snapshot, when
from ...reports.behind import Behind, behind, dossiers_behind
from ...reports.closed_periods import closed_one, corrections, period_id
from ...reports.dossier_due import due_report
from ...reports.dossier_progress import progress_report
from ...reports.dossier_sheets import (
    about_dossiers,
    closing_words,
    corrections_sheet,
    due_sheet,
    figures_sheet,
    lag_sheet,
    list_head,
    list_row,
    progress_sheet,
)
from ...reports.files import BOM, CSV_MEDIA, XLSX_MEDIA, csv_text, sheet_csv, workbook
from ...reports.paper import Paper, paper_html
from ...reports.sheets import Sheet, Value, Words
from ...texts import LANGUAGES
from ..endpoint import Answer, Blob, Parameter, Request, Stream
from .dossier_reports import BEHIND, FIGURES, figures
from .history import LANGUAGE, MOST_ROWS_XLSX, STREAM_ROWS
from .registry import endpoint
from .reports import PERIOD, REPORTED, asked

MOST_ROWS_PAPER = 200
PDF_DEADLINE_S = 60.0
HTML_MEDIA = "text/html; charset=utf-8"
PDF_MEDIA = "application/pdf"
FORMAT = Parameter("format", {"type": "string", "enum": ["html", "pdf"], "default": "html"})


@dataclass(frozen=True, slots=True)
class Made:
    """A report as a table, with the period and the closing it tells of; ``bound`` where rows were
    left out."""

    sheet: Sheet
    report: Json
    bound: int = 0


Maker = Callable[[Request, Words, int], Made]


def _figures(request: Request, words: Words, _most: int) -> Made:
    report = figures(request)
    return Made(figures_sheet(report, words), report)


def _lag(request: Request, words: Words, _most: int) -> Made:
    report = figures(request)
    return Made(lag_sheet(report, words), report)


def _progress(request: Request, words: Words, _most: int) -> Made:
    report = request.engine.look(
        request.centre, lambda look: progress_report(look, asked(request, look))
    )
    return Made(progress_sheet(report, words), report)


def _list(request: Request, words: Words, most: int) -> Made:
    zone, rows = _zone(request), list[list[Value]]()
    for items in _pages(request):
        rows += [list_row(item, zone, words) for item in items]
        if len(rows) > most:
            break
    sheet = Sheet(words("sheet.list"), list_head(words), rows[:most])
    return Made(sheet, _span(request), most if len(rows) > most else 0)


def _due(request: Request, words: Words, _most: int) -> Made:
    found = request.engine.look(request.centre, due_report)
    sheet = due_sheet(found, _zone(request), words)
    left_out = found["soon"] + found["overdue"] > len(found["items"])
    return Made(sheet, _span(request), len(found["items"]) if left_out else 0)


def _corrections(request: Request, words: Words, most: int) -> Made:
    span, cursor, items = _span(request), "", list[Json]()
    id = period_id(span["from"], span["to"])
    while len(items) <= most:
        at = partial(corrections, id=id, cursor=cursor, limit=STREAM_ROWS)
        found = request.engine.look(request.centre, at)
        items += found["items"]
        if found["next"] is None:
            break
        cursor = found["next"]
    span["closed"] = request.engine.look(request.centre, partial(closed_one, id=id))
    sheet = corrections_sheet(items[:most], _zone(request), words)
    return Made(sheet, span, most if len(items) > most else 0)


MAKERS: dict[str, Maker] = {
    "figures": _figures,
    "lag": _lag,
    "progress": _progress,
    "list": _list,
    "due": _due,
    "corrections": _corrections,
}
ASKED = {
    "figures": FIGURES,
    "lag": FIGURES,
    "progress": PERIOD,
    "list": BEHIND,
    "due": (),
    "corrections": PERIOD,
}
TOLD = {
    "figures": "the figures of a period",
    "lag": "how long results went unrecorded",
    "progress": "form II.06a",
    "list": "the dossiers behind a figure",
    "due": "what is due soon or overdue",
    "corrections": "what was told of a closed period since",
}
NOTES = {
    "figures": ("about.dossiers",),
    "lag": ("about.dossiers",),
    "progress": ("paper.identity",),
}
PROBLEMS = {"progress": (409,), "corrections": (404,)}


def _declare(name: str) -> None:
    told, parameters = TOLD[name], (*ASKED[name], LANGUAGE)
    problems = PROBLEMS.get(name, ())

    def as_csv(request: Request) -> Answer:
        return 200, _csv(request, name)

    def as_xlsx(request: Request) -> Answer:
        return 200, _xlsx(request, name)

    def on_paper(request: Request) -> Answer:
        return 200, _paper(request, name)

    # The document names operations after their handlers.
    for ending, made in (("csv", as_csv), ("xlsx", as_xlsx), ("paper", on_paper)):
        made.__name__ = f"{name}_{ending}"
    for ending, handler, media in (("csv", as_csv, "text/csv"), ("xlsx", as_xlsx, XLSX_MEDIA)):
        endpoint(
            "GET",
            f"/reports/dossiers/{name}.{ending}",
            summary=f"As {ending.upper()}: {told}.",
            roles=REPORTED,
            answers={200: None},
            parameters=parameters,
            problems=problems,
            produces=media,
        )(handler)
    endpoint(
        "GET",
        f"/reports/dossiers/{name}/paper",
        summary=f"For paper, A4 across, as a page or as PDF: {told}.",
        roles=REPORTED,
        answers={200: None},
        parameters=(*parameters, FORMAT),
        problems=(*problems, 503),
        produces="text/html, application/pdf",
    )(on_paper)


for _name in MAKERS:
    _declare(_name)


def _csv(request: Request, name: str) -> Blob | Stream:
    words = _words(request)
    if name == "list":
        return _list_csv(request, words)
    made = MAKERS[name](request, words, MOST_ROWS_XLSX)
    return Blob(CSV_MEDIA, sheet_csv(made.sheet), _filename(name, made.report, "csv"))


def _list_csv(request: Request, words: Words) -> Stream:
    """All dossiers, as they are read."""
    zone, pages = _zone(request), _pages(request)
    first = next(pages)

    def chunks() -> Iterator[str]:
        yield BOM + csv_text([list_head(words)])
        yield csv_text(list_row(item, zone, words) for item in first)
        for items in pages:
            yield csv_text(list_row(item, zone, words) for item in items)

    return Stream(CSV_MEDIA, chunks(), _filename("list", _span(request), "csv"))


def _xlsx(request: Request, name: str) -> Blob:
    words = _words(request)
    made = MAKERS[name](request, words, MOST_ROWS_XLSX)
    notes = about_dossiers(
        made.report, _centre(request, words), words, _zone(request), *_bound(made, words)
    )
    data = request.engine.work(lambda: workbook([made.sheet, notes]))
    return Blob(XLSX_MEDIA, data, _filename(name, made.report, "xlsx"))


def _paper(request: Request, name: str) -> Blob:
    wanted = request.query.get("format", "html")
    if wanted not in ("html", "pdf"):
        raise Invalid(field="format")
    words = _words(request)
    made = MAKERS[name](request, words, MOST_ROWS_PAPER)
    report = made.report
    notes = [words(key) for key in NOTES.get(name, ())]
    notes += [*closing_words(report, _zone(request), words), *_bound(made, words)]
    centre = _centre(request, words)
    paper = Paper(name, centre, report["from"], report["to"], made.sheet, notes)
    html = request.engine.work(lambda: paper_html(paper, words))
    if wanted == "html":
        return Blob(HTML_MEDIA, html.encode(), policy=policy(html))
    return Blob(PDF_MEDIA, render(html, deadline_s=PDF_DEADLINE_S), _filename(name, report, "pdf"))


def _pages(request: Request) -> Iterator[list[Json]]:
    """Page after page of the dossiers asked for, each a short read of its own; at least one."""
    wanted, cursor = behind(request.query), ""
    while True:
        page = partial(_page, request, wanted, cursor)
        items, following = request.engine.look(request.centre, page)
        yield items
        if following is None:
            return
        cursor = following


def _page(
    request: Request, wanted: Behind, cursor: str, look: Snapshot
) -> tuple[list[Json], str | None]:
    return dossiers_behind(look, asked(request, look), wanted, cursor, STREAM_ROWS)


def _words(request: Request) -> Words:
    language = request.query.get("language") or LANGUAGES[0]
    if language not in LANGUAGES:
        raise Invalid(field="language")
    return Words(language)


def _bound(made: Made, words: Words) -> list[str]:
    return [words("about.bound_dossiers", most=made.bound)] if made.bound else []


def _zone(request: Request) -> str:
    return request.engine.look(request.centre, lambda look: look.centre.zone)


def _centre(request: Request, words: Words) -> str:
    def told(look: Snapshot) -> str:
        return look.centre.name if words.language == "vi" else look.centre.name_en

    return request.engine.look(request.centre, told)


def _span(request: Request) -> Json:
    def told(look: Snapshot) -> Json:
        period = asked(request, look)
        return {"from": period.first, "to": period.last, "as_of": when(look.now)}

    return request.engine.look(request.centre, told)


def _filename(name: str, report: Json, ending: str) -> str:
    return f"dossiers-{name}-{report['from']}-{report['to']}.{ending}"
