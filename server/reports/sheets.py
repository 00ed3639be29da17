"""Reports as tables of cells, in one language: what CSV and XLSX files are made from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ..core.satisfaction_figures import SMALL_BASE
from ..queries.snapshot import Json
from ..texts import catalogue

Value = str | int | float | None
_TEXTS = catalogue("server.reports")
_COUNTS = ("issued", "called", "served", "no_show", "transferred", "cancelled", "expired")
_TIMES = ("base", "p50", "p90", "mean")
_RATED = (
    ("rated", "base"),
    ("satisfied", "satisfied"),
    ("unsatisfied", "unsatisfied"),
    ("share", "share"),
    ("coverage", "coverage"),
)
HEAT = ("weekday", "hour", "base", "p50", "p90", "days", "per_day")
_MOMENTS = ("issued_at", "called_at", "started_at", "ended_at")
TICKET = (
    *("day", "number", "service", "counter", "officer", "state"),
    *(*_MOMENTS, "wait_s", "service_s"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its name; numbers are numbers, everything else is text."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]


class Words:
    """The catalogue in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **params: object) -> str:
        return _TEXTS.text(key, self.language, **params)

    def name(self, found: Json, what: str = "name") -> str:
        """A name in this language; "not known" where there is none."""
        chosen = found[what] if self.language == "vi" else found.get(f"{what}_en", found[what])
        return chosen or self("unknown")


def history_sheet(report: Json, words: Words) -> Sheet:
    """The whole first, then each group; what it is compared with, beside it."""
    columns = [*_COUNTS, *_named_times(), *(name for name, _ in _RATED)]
    head = [words(f"col.{name}") for name in columns]
    if report["compare"] is not None:
        head += [words("col.before", column=text) for text in head]
    by = report["by"]
    rows = [["", words("whole"), *_row(report["whole"])]]
    for group in report["groups"]:
        rows.append([group["key"], group_name(group, by, words), *_row(group)])
    return Sheet(words("sheet.history"), [words("col.key"), words(f"by.{by}"), *head], rows)


def heat_sheet(report: Json, words: Words) -> Sheet:
    rows = [
        [words(f"weekday.{cell['weekday']}"), *(cell[name] for name in HEAT[1:])]
        for cell in report["cells"]
    ]
    return Sheet(words("sheet.heatmap"), [words(f"col.{name}") for name in HEAT], rows)


def ticket_head(words: Words) -> list[str]:
    return [words(f"col.{name}") for name in TICKET]


def ticket_row(ticket: Json, zone: str, words: Words) -> list[Value]:
    """One ticket; times by the centre's clock."""
    return [
        ticket["day"],
        ticket["number"],
        words.name(ticket, "service_name"),
        "" if ticket["counter"] is None else words.name(ticket, "counter_name"),
        ticket["officer_name"] or "",
        words(f"state.{ticket['state']}"),
        *(_local(ticket[name], zone) for name in _MOMENTS),
        ticket["wait_s"],
        ticket["service_s"],
    ]


def about(report: Json, centre: str, words: Words, *extra: str) -> Sheet:
    """What the figures are of, when, and how exact."""
    lines = [
        words("about.title", centre=centre),
        words("about.period", first=report["from"], last=report["to"], zone=report["zone"]),
    ]
    if report.get("compare"):
        before = report["compare"]
        lines.append(words("about.compare", first=before["from"], last=before["to"]))
    lines.append(words("about.as_of", at=report["as_of"]))
    if "resolution" in report:
        lines.append(words("about.resolution", percent=f"{report['resolution'] * 100:g}"))
        lines.append(words("about.base", small=SMALL_BASE))
    return Sheet(words("sheet.about"), [], [[line] for line in (*lines, *extra)])


def group_name(group: Json, by: str, words: Words) -> str:
    if by == "weekday":
        return words(f"weekday.{group['key']}")
    if by == "hour":
        return f"{group['key']}:00"
    return words.name(group)


def _named_times() -> Iterable[str]:
    return [f"{what}_{name}" for what in ("wait", "service") for name in _TIMES]


def _row(figures: Json) -> list[Value]:
    before = figures["before"]
    return [*_cells(figures), *([] if before is None else _cells(before))]


def _cells(figures: Json) -> list[Any]:
    return [
        *(figures[name] for name in _COUNTS),
        *(figures["wait"][name] for name in _TIMES),
        *(figures["service_time"][name] for name in _TIMES),
        *(figures["satisfaction"][name] for _, name in _RATED),
    ]


def _local(at: str | None, zone: str) -> str:
    if at is None:
        return ""
    moment = datetime.fromisoformat(at).astimezone(ZoneInfo(zone))
    return f"{moment:%Y-%m-%d %H:%M:%S}"
