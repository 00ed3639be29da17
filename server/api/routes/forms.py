"""The paper forms of dossiers as pages and as PDF, and issuing them."""

from zoneinfo import ZoneInfo

from ...core.dossier_times import read_time
from ...core.errors import Invalid, NotFound, PdfTooLong
from ...core.forms import FORMS, SIZES, TEMPLATE
from ...forms import pdf
from ...forms.fonts import NAMES, font_file
from ...forms.gathering import form_page, register_page, sheets_list
from ...forms.pages import policy, register_html, sheet_html
from ...reports.period import period
from ...store import centres
from ...texts import LANGUAGES
from ...usecases.dossiers.forms import issue_form
from ..endpoint import Answer, Blob, Parameter, Request
from ..form_models import IssueFormBody, SheetList, SheetOut
from .dossiers import DEPARTMENT, OFFICE
from .registry import endpoint
from .reports import PERIOD

HTML = "text/html; charset=utf-8"
PDF = "application/pdf"
FORMATS = ("html", "pdf")
FONT_AGE_S = 86_400
MOST_ROWS_PDF = 1_000
REGISTER_DEADLINE_S = 20.0
ROW_DEADLINE_S = 0.045
"""Seconds more for each row, some four times what laying it out takes on an idle machine; what a
thousand rows may take stays below the minute and a quarter that the proxy waits."""
FORMAT = Parameter("format", {"type": "string", "enum": list(FORMATS), "default": "html"})
LANGUAGE = Parameter("language", {"type": "string", "enum": list(LANGUAGES), "default": "vi"})
SIZE = Parameter("size", {"type": "string", "enum": list(SIZES), "default": "A5"})
NTH = Parameter(
    "nth", {"type": "integer", "minimum": 1, "maximum": 9_999, "description": "latest if left out"}
)


@endpoint(
    "GET",
    "/dossiers/{code}/forms",
    summary="The numbered sheets a dossier has been given (forms 01 to 05).",
    roles=OFFICE,
    answers={200: SheetList},
    problems=(404,),
)
def sheets(request: Request) -> Answer:
    code = request.path["code"]
    return 200, request.engine.look(request.centre, lambda look: sheets_list(look, code))


@endpoint(
    "GET",
    "/dossiers/{code}/forms/{form}",
    summary=f"A form of a dossier ({', '.join(FORMS)}) to print: as it was issued, else as it would"
    " be. A page that prints from the browser, or a PDF.",
    roles=OFFICE,
    answers={200: None},
    parameters=(FORMAT, SIZE, LANGUAGE, NTH),
    problems=(404, 422, 503),
    produces="text/html, application/pdf",
)
def sheet(request: Request) -> Answer:
    code, form = request.path["code"], request.path["form"]
    size, language = chosen(request, "size", SIZES, "A5"), in_language(request)
    nth = _nth(request.query.get("nth"))
    if form not in FORMS:
        raise NotFound(field="form")
    page, version = request.engine.look(
        request.centre, lambda look: form_page(look, code, form, nth)
    )
    html = sheet_html(
        page,
        version=version,
        language=language,
        size=size,
        root=request.root,
        centre=request.centre if request.engine.read(centres.several) else "",
    )
    return _printed(request, html, f"{form}-{code}")


@endpoint(
    "POST",
    "/dossiers/{code}/forms/{form}",
    summary="Issue a form (01 to 05): it gets the next number of its year and is kept as it is."
    " Intake, supplement, refuse and stop issue theirs by themselves.",
    roles=OFFICE,
    body=IssueFormBody,
    answers={201: SheetOut},
    problems=(404, 409, 422),
)
def issue(request: Request) -> Answer:
    code, form = request.path["code"], request.path["form"]
    body: IssueFormBody = request.body
    zone = request.engine.look(request.centre, lambda look: look.centre.zone)
    due = None if body.new_due is None else _moment(body.new_due, zone)
    done = request.engine.change(
        request.who,
        lambda change: issue_form(change, code, form, reason=body.reason.strip(), new_due=due),
    )
    kept = request.engine.look(request.centre, lambda look: sheets_list(look, code))["items"]
    return 201, next(one for one in kept if (one["form"], one["nth"]) == (form, done.nth))


@endpoint(
    "GET",
    "/dossiers/register",
    summary="The register (form 07) of the dossiers received in a period, as a page or a PDF.",
    roles=OFFICE,
    answers={200: None},
    parameters=(*PERIOD, DEPARTMENT, FORMAT, LANGUAGE),
    problems=(422, 503),
    produces="text/html, application/pdf",
)
def book(request: Request) -> Answer:
    first, last = request.query.get("from"), request.query.get("to")
    department, language = request.query.get("department"), in_language(request)
    today, zone = request.engine.look(request.centre, lambda look: (look.day, look.centre.zone))
    asked = period(first, last, today)
    page = request.engine.look(
        request.centre,
        lambda look: register_page(look, (asked.first, asked.last), asked.bounds(zone), department),
    )
    if len(page.facts["rows"]) > MOST_ROWS_PDF and request.query.get("format") == "pdf":
        raise PdfTooLong(field="from")
    html = register_html(page, version=TEMPLATE, language=language)
    deadline_s = REGISTER_DEADLINE_S + ROW_DEADLINE_S * len(page.facts["rows"])
    return _printed(request, html, f"07-{asked.first}-{asked.last}", deadline_s)


@endpoint(
    "GET",
    "/form-fonts/{name}",
    summary="The typeface that forms are printed with, for browsers.",
    answers={200: None},
    problems=(404,),
    produces="font/ttf",
    keep_s=FONT_AGE_S,
)
def font(request: Request) -> Answer:
    name = request.path["name"]
    if name not in NAMES:
        raise NotFound(field="name")
    return 200, Blob("font/ttf", font_file(name).read_bytes())


def shown(html: str) -> Answer:
    """A page as the answer, with a policy that lets its own style through and nothing else."""
    return 200, Blob(HTML, html.encode(), policy=policy(html))


def chosen(request: Request, name: str, allowed: tuple[str, ...], usual: str) -> str:
    """A choice from the query. Raises ``Invalid`` naming it."""
    value = request.query.get(name, usual)
    if value not in allowed:
        raise Invalid(field=name)
    return value


def in_language(request: Request) -> str:
    """Raises ``Invalid`` (language)."""
    return chosen(request, "language", LANGUAGES, "vi")


def _printed(request: Request, html: str, name: str, deadline_s: float = pdf.DEADLINE_S) -> Answer:
    if chosen(request, "format", FORMATS, "html") == "html":
        return shown(html)
    return 200, Blob(PDF, pdf.render(html, deadline_s=deadline_s), f"{name.replace('/', '_')}.pdf")


def _nth(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 4 and int(text)):
        raise Invalid(field="nth")
    return int(text)


def _moment(text: str, zone: str) -> int:
    try:
        return read_time(text, ZoneInfo(zone), end=True)
    except (ValueError, OverflowError):
        raise Invalid(field="new_due") from None
