"""What a period was like: figures, the heat map, single tickets; as JSON, CSV and XLSX."""

from collections.abc import Iterator
from typing import Any

from ...core.errors import Invalid
from ...core.model import TicketState
from ...queries.snapshot import Json, Snapshot, when
from ...reports.files import BOM, CSV_MEDIA, XLSX_MEDIA, csv_text, sheet_csv, workbook
from ...reports.history import (
    BY,
    MEASURES,
    asked_period,
    compared_period,
    heatmap,
    history_report,
)
from ...reports.past_tickets import Wanted, past_tickets, wanted
from ...reports.period import Period, period
from ...reports.sheets import (
    Sheet,
    Words,
    about,
    heat_sheet,
    history_sheet,
    ticket_head,
    ticket_row,
)
from ...rolling import prepare
from ...texts import LANGUAGES
from ..endpoint import PAGE, Answer, Blob, Parameter, Request, Stream
from ..history_models import HeatmapOut, HistoryReportOut, PastTicketsOut
from .registry import endpoint
from .reports import PERIOD, REPORTED

STREAM_ROWS = 500
MOST_ROWS_XLSX = 20_000
LANGUAGE = Parameter("language", {"type": "string", "enum": list(LANGUAGES), "default": "vi"})
HISTORY = (
    *PERIOD,
    Parameter("by", {"type": "string", "enum": list(BY), "default": "service"}),
    Parameter(
        "compare",
        {
            "type": "string",
            "description": "`previous`, or two days: `2026-01-01..2026-01-31`",
            "maxLength": 30,
        },
    ),
)
HEAT = (*PERIOD, Parameter("measure", {"type": "string", "enum": list(MEASURES)}))
TICKETS = (
    *PERIOD,
    *(Parameter(name, {"type": "string"}) for name in ("service", "counter", "officer")),
    Parameter("state", {"type": "string", "enum": [state.value for state in TicketState]}),
    Parameter("hour", {"type": "integer", "minimum": 0, "maximum": 23}),
    Parameter("weekday", {"type": "integer", "minimum": 1, "maximum": 7}),
)


@endpoint(
    "GET",
    "/reports/history",
    summary="Waits, service times, throughput and satisfaction of a period, each with its base, by"
    " service, counter, officer, hour, day or weekday; compared with another period if wanted.",
    roles=REPORTED,
    answers={200: HistoryReportOut},
    parameters=HISTORY,
    problems=(503,),
)
def history(request: Request) -> Answer:
    return 200, _history(request)


@endpoint(
    "GET",
    "/reports/history.csv",
    summary="The same figures as CSV (UTF-8).",
    roles=REPORTED,
    answers={200: None},
    parameters=(*HISTORY, LANGUAGE),
    problems=(503,),
    produces="text/csv",
)
def history_csv(request: Request) -> Answer:
    words = _words(request)
    return 200, _csv(request, "history", history_sheet(_history(request), words))


@endpoint(
    "GET",
    "/reports/history.xlsx",
    summary="The same figures as a workbook, with notes on what they are of.",
    roles=REPORTED,
    answers={200: None},
    parameters=(*HISTORY, LANGUAGE),
    problems=(503,),
    produces=XLSX_MEDIA,
)
def history_xlsx(request: Request) -> Answer:
    words, report = _words(request), _history(request)
    return 200, _xlsx(request, "history", history_sheet(report, words), report)


@endpoint(
    "GET",
    "/reports/heatmap",
    summary="Waits, service times (p50, p90) or tickets drawn, by weekday and hour.",
    roles=REPORTED,
    answers={200: HeatmapOut},
    parameters=HEAT,
    problems=(503,),
)
def heat(request: Request) -> Answer:
    return 200, _heat(request)


@endpoint(
    "GET",
    "/reports/heatmap.csv",
    summary="The heat map as CSV (UTF-8).",
    roles=REPORTED,
    answers={200: None},
    parameters=(*HEAT, LANGUAGE),
    problems=(503,),
    produces="text/csv",
)
def heat_csv(request: Request) -> Answer:
    words = _words(request)
    return 200, _csv(request, "heatmap", heat_sheet(_heat(request), words))


@endpoint(
    "GET",
    "/reports/heatmap.xlsx",
    summary="The heat map as a workbook.",
    roles=REPORTED,
    answers={200: None},
    parameters=(*HEAT, LANGUAGE),
    problems=(503,),
    produces=XLSX_MEDIA,
)
def heat_xlsx(request: Request) -> Answer:
    words, report = _words(request), _heat(request)
    return 200, _xlsx(request, "heatmap", heat_sheet(report, words), report)


@endpoint(
    "GET",
    "/reports/tickets",
    summary="Single tickets of a period, the latest days first: drawn for a service or called"
    " there, at a counter, by an officer, in a state, drawn in an hour or on a weekday.",
    roles=REPORTED,
    answers={200: PastTicketsOut},
    parameters=(*TICKETS, *PAGE),
)
def tickets(request: Request) -> Answer:
    cursor, limit = request.page()
    items, following = _page(request, wanted(request.query), cursor, limit)
    return 200, {"items": items, "next": following}


@endpoint(
    "GET",
    "/reports/tickets.csv",
    summary="The same tickets as CSV (UTF-8), all of them, as they are read.",
    roles=REPORTED,
    answers={200: None},
    parameters=(*TICKETS, LANGUAGE),
    produces="text/csv",
)
def tickets_csv(request: Request) -> Answer:
    words, asked, zone = _words(request), wanted(request.query), _zone(request)
    first = _page(request, asked, "", STREAM_ROWS)

    def chunks() -> Iterator[str]:
        yield BOM + csv_text([ticket_head(words)])
        for items in _pages(request, asked, first):
            yield csv_text(ticket_row(item, zone, words) for item in items)

    return 200, Stream(CSV_MEDIA, chunks(), _filename(request, "tickets", "csv"))


@endpoint(
    "GET",
    "/reports/tickets.xlsx",
    summary=f"The same tickets as a workbook, {MOST_ROWS_XLSX:,} at most.",
    roles=REPORTED,
    answers={200: None},
    parameters=(*TICKETS, LANGUAGE),
    produces=XLSX_MEDIA,
)
def tickets_xlsx(request: Request) -> Answer:
    words, asked, zone = _words(request), wanted(request.query), _zone(request)
    rows: list[Any] = []
    extra: tuple[str, ...] = ()
    for items in _pages(request, asked, _page(request, asked, "", STREAM_ROWS)):
        rows += [ticket_row(item, zone, words) for item in items]
        if len(rows) > MOST_ROWS_XLSX:
            rows, extra = rows[:MOST_ROWS_XLSX], (words("about.bound", most=MOST_ROWS_XLSX),)
            break
    sheet = Sheet(words("sheet.tickets"), ticket_head(words), rows)
    return 200, _xlsx(request, "tickets", sheet, _span(request), *extra)


def _history(request: Request) -> Json:
    by = request.query.get("by") or "service"
    if by not in BY:
        raise Invalid(field="by")

    def periods(look: Snapshot) -> tuple[Period, Period | None]:
        query = request.query
        asked = asked_period(query.get("from"), query.get("to"), look.day, by)
        return asked, compared_period(query.get("compare"), asked, look.day, by)

    asked, compared = request.engine.look(request.centre, periods)
    wanted = [asked] if compared is None else [asked, compared]
    prepare(request.engine, request.centre, wanted)
    return request.engine.look(
        request.centre, lambda look: history_report(look, asked, by, compared)
    )


def _heat(request: Request) -> Json:
    measure = request.query.get("measure") or "wait"
    if measure not in MEASURES:
        raise Invalid(field="measure")
    asked = request.engine.look(request.centre, lambda look: _asked(request, look))
    prepare(request.engine, request.centre, [asked])
    return request.engine.look(request.centre, lambda look: heatmap(look, asked, measure))


def _asked(request: Request, look: Snapshot) -> Period:
    return period(request.query.get("from"), request.query.get("to"), look.day)


def _page(
    request: Request, asked: Wanted, cursor: str, limit: int
) -> tuple[list[Json], str | None]:
    return request.engine.look(
        request.centre,
        lambda look: past_tickets(look, _asked(request, look), asked, cursor, limit),
    )


def _pages(
    request: Request, asked: Wanted, first: tuple[list[Json], str | None]
) -> Iterator[list[Json]]:
    """Page after page, each a short read of its own."""
    items, cursor = first
    yield items
    while cursor is not None:
        items, cursor = _page(request, asked, cursor, STREAM_ROWS)
        yield items


def _words(request: Request) -> Words:
    language = request.query.get("language") or LANGUAGES[0]
    if language not in LANGUAGES:
        raise Invalid(field="language")
    return Words(language)


def _zone(request: Request) -> str:
    return request.engine.look(request.centre, lambda look: look.centre.zone)


def _span(request: Request) -> Json:
    def told(look: Snapshot) -> Json:
        asked = _asked(request, look)
        zone, now = look.centre.zone, when(look.now)
        return {"from": asked.first, "to": asked.last, "zone": zone, "as_of": now}

    return request.engine.look(request.centre, told)


def _csv(request: Request, name: str, sheet: Sheet) -> Blob:
    return Blob(CSV_MEDIA, sheet_csv(sheet), _filename(request, name, "csv"))


def _xlsx(request: Request, name: str, sheet: Sheet, report: Json, *extra: str) -> Blob:
    words = _words(request)

    def centre(look: Snapshot) -> str:
        return look.centre.name if words.language == "vi" else look.centre.name_en

    notes = about(report, request.engine.look(request.centre, centre), words, *extra)
    data = request.engine.work(lambda: workbook([sheet, notes]))
    return Blob(XLSX_MEDIA, data, _filename(request, name, "xlsx"))


def _filename(request: Request, name: str, ending: str) -> str:
    def told(look: Snapshot) -> str:
        asked = _asked(request, look)
        return f"{name}-{asked.first}-{asked.last}.{ending}"

    return request.engine.look(request.centre, told)
