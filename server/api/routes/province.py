"""All centres somebody may look at: now, and over a period as CSV and XLSX."""

from typing import Any

from ...clock import now_ms
from ...core.errors import Invalid
from ...queries.province import visible
from ...queries.snapshot import Snapshot
from ...reports.files import XLSX_MEDIA, sheet_csv, workbook
from ...reports.period import Period, period
from ...reports.province import province_report, province_sheet
from ...reports.sheets import Sheet, Words
from ...store.base import Session
from ...texts import LANGUAGES
from ..endpoint import Answer, Blob, Parameter, Request
from ..province_models import ProvinceOut
from .registry import endpoint
from .reports import PERIOD

SEERS = {"manager", "admin", "auditor"}
LANGUAGE = Parameter("language", {"type": "string", "enum": list(LANGUAGES), "default": "vi"})


@endpoint(
    "GET",
    "/province",
    summary="Every centre the person may look at, those that need somebody first.",
    roles=SEERS,
    answers={200: ProvinceOut},
)
def province_now(request: Request) -> Answer:
    who, now = request.who, now_ms()
    figures = request.engine.province

    def job(session: Session) -> Any:
        return figures.seen_by(session, who.centre, who.person, now)

    return 200, request.engine.read(job)


@endpoint(
    "GET",
    "/province/report.csv",
    summary="A period of every centre the person may look at, as CSV (UTF-8).",
    roles=SEERS,
    answers={200: None},
    parameters=(*PERIOD, LANGUAGE),
    produces="text/csv",
)
def report_csv(request: Request) -> Answer:
    sheet, of = _report(request)
    return 200, Blob("text/csv; charset=utf-8", sheet_csv(sheet), _name(of, "csv"))


@endpoint(
    "GET",
    "/province/report.xlsx",
    summary="The same as a workbook.",
    roles=SEERS,
    answers={200: None},
    parameters=(*PERIOD, LANGUAGE),
    produces=XLSX_MEDIA,
)
def report_xlsx(request: Request) -> Answer:
    sheet, of = _report(request)
    return 200, Blob(XLSX_MEDIA, workbook([sheet]), _name(of, "xlsx"))


def _report(request: Request) -> tuple[Sheet, Period]:
    language = request.query.get("language") or LANGUAGES[0]
    if language not in LANGUAGES:
        raise Invalid(field="language")
    who = request.who

    def job(look: Snapshot) -> tuple[Sheet, Period]:
        of = period(request.query.get("from"), request.query.get("to"), look.day)
        seen = visible(look.session, who.centre, who.person)
        return province_sheet(province_report(look.session, seen, of), Words(language)), of

    return request.engine.look(who.centre, job)


def _name(of: Period, ending: str) -> str:
    return f"province-{of.first}-{of.last}.{ending}"
