"""Open data: no key, no cookie."""

from datetime import date, timedelta

from ...core.errors import Invalid
from ...queries.services import public_waits, services_list
from ...queries.snapshot import Json, Snapshot
from ...reports.files import CSV_MEDIA, csv_text
from ..answers import PublicWaits
from ..endpoint import Answer, Blob, Parameter, Request
from .registry import endpoint

KEEP_S = 10
HISTORY_KEEP_S = 300
MOST_DAYS = 92
HEAD = ("day", "service", "name", "name_en", "issued", "called", "p50_minutes", "p90_minutes")


@endpoint(
    "GET",
    "/public/waits",
    summary="Who waits in each line, now; what a ticket drawn now is expected to wait (minutes:"
    " ten, fifty and ninety of a hundred wait less), and how good such estimates were over the"
    " last seven days. May be kept for ten seconds; an ETag says when nothing has changed.",
    answers={200: PublicWaits},
    keep_s=KEEP_S,
)
def waits(request: Request) -> Answer:
    return 200, request.engine.look(request.centre, public_waits)


@endpoint(
    "GET",
    "/public/waits/schema",
    summary="The JSON schema of /public/waits.",
    answers={200: None},
    keep_s=HISTORY_KEEP_S,
)
def schema(_request: Request) -> Answer:
    return 200, PublicWaits.model_json_schema(mode="serialization")


@endpoint(
    "GET",
    "/public/waits/history.csv",
    summary="Waits by day and service between two dates, at most 92 days: tickets drawn, tickets"
    " called, and the median and the 90 % quantile of the wait until the first call (minutes).",
    answers={200: None},
    parameters=(
        Parameter("from", {"type": "string", "format": "date"}),
        Parameter("to", {"type": "string", "format": "date"}),
    ),
    keep_s=HISTORY_KEEP_S,
    produces="text/csv",
)
def history(request: Request) -> Answer:
    first, last = _day(request, "from"), _day(request, "to")
    if last < first or last - first >= timedelta(days=MOST_DAYS):
        raise Invalid(field="to")
    names = request.engine.look(request.centre, _names)
    found = request.engine.forecast.history(request.centre, str(first), str(last))
    rows = [_row(told, names) for told in found["days"]]
    return 200, Blob(CSV_MEDIA, csv_text([HEAD, *rows]).encode(), f"waits-{first}-{last}.csv")


def _row(told: Json, names: dict[str, tuple[str, str]]) -> list[str | int | float | None]:
    name, name_en = names.get(told["service"], ("", ""))
    return [
        told["day"],
        told["service"],
        name,
        name_en,
        told["issued"],
        told["called"],
        None if told["p50"] is None else round(told["p50"], 1),
        None if told["p90"] is None else round(told["p90"], 1),
    ]


def _names(look: Snapshot) -> dict[str, tuple[str, str]]:
    return {service["id"]: (service["name"], service["name_en"]) for service in services_list(look)}


def _day(request: Request, name: str) -> date:
    """Raises ``Invalid``."""
    try:
        return date.fromisoformat(request.query.get(name, ""))
    except ValueError:
        raise Invalid(field=name) from None
