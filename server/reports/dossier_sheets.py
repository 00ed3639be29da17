"""Reports of the register as tables of cells, in one language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from ..queries.snapshot import Json
from .sheets import Sheet, Value, Words

COUNTS = (
    "received", "resolved", "early", "on_time", "late", "undated", "pending", "overdue",
)  # fmt: skip
SHARES = ("early", "on_time", "late")
LAG = ("base", "p50_minutes", "p90_minutes", "max_minutes", "over_a_day")
BOOKS = ("late_in_books", "late_only_in_books", "late")
IN_TIME = ("month", "day", "phase")
PROGRESS = (
    ("received", ("total", "online", "direct", "carried_over")),
    ("resolved", ("total", "early", "on_time", "overdue")),
    ("in_progress", ("total", "in_time", "overdue")),
)
_PLAIN = ("procedure", "procedure_name", "field")
_MOMENTS = ("received_at", "due_at", "resolved_at", "recorded_at")
LIST = ("code", *_PLAIN, "department", "channel", "officer", "state", *_MOMENTS, "verdict")
DUE = (
    "code", "procedure", "procedure_name", "department", "state", "received_at", "due_at",
    "working_days",
)  # fmt: skip
CHANNELS = frozenset({"in_person", "post", "online", "unknown"})
CORRECTION = ("code", "recorded_at", "told_by", "changes", "figures")


def figures_sheet(report: Json, words: Words) -> Sheet:
    """The whole first, then each group; shares of those resolved with a due date."""
    by = report["by"]
    head = [words("col.key"), words(f"by.{by}")]
    head += [words(f"dossiers.{name}") for name in COUNTS]
    head += [words(f"dossiers.share.{name}") for name in SHARES]
    head += [words("dossiers.base"), words("dossiers.resolved_share")]
    if by in IN_TIME:
        head += [words("dossiers.growth"), words("dossiers.growth_resolved")]
    if report["compare"] is not None:
        head += [words(f"dossiers.before.{name}") for name in ("received", "resolved")]
        head += [words(f"dossiers.change.{name}") for name in ("received", "resolved")]
    rows = [["", words("whole"), *_figures(report, report, report["compare"])]]
    for group in report["groups"]:
        name = group_name(group, by, words)
        rows.append([group["key"], name, *_figures(report, group, group.get("before"))])
    return Sheet(words("sheet.dossiers"), head, rows)


def lag_sheet(report: Json, words: Words) -> Sheet:
    """How long results went unrecorded, in minutes, and what only the books call late."""
    head = [words("col.key"), words(f"by.{report['by']}")]
    head += [words(f"dossiers.lag.{name}") for name in LAG]
    head += [words(f"dossiers.{name}") for name in BOOKS]
    rows = [["", words("whole"), *_lag(report)]]
    for group in report["groups"]:
        rows.append([group["key"], group_name(group, report["by"], words), *_lag(group)])
    return Sheet(words("sheet.lag"), head, rows)


def progress_sheet(form: Json, words: Words) -> Sheet:
    """Form II.06a: the rows by field and their sum."""
    head = [words("by.field")]
    for part, cells in PROGRESS:
        head += [f"{words(f'progress.{part}')}: {words(f'progress.{c}')}" for c in cells]
    rows = [[row["field"] or words("unknown"), *progress_cells(row)] for row in form["rows"]]
    rows.append([words("progress.sum"), *progress_cells(form["total"])])
    return Sheet(words("sheet.progress"), head, rows)


def progress_cells(row: Json) -> list[int]:
    return [row[part][cell] for part, cells in PROGRESS for cell in cells]


def list_head(words: Words) -> list[str]:
    return [words(f"dossier.{name}") for name in LIST]


def list_row(line: Json, zone: str, words: Words) -> list[Value]:
    """One dossier; times by the centre's clock."""
    return [
        line["code"],
        *(line[name] for name in _PLAIN),
        words.name(line, "department_name"),
        words(f"channel.{line['channel']}") if line["channel"] in CHANNELS else line["channel"],
        line["officer_name"],
        words(f"dossier_state.{line['state']}"),
        *(local(line[name], zone) for name in _MOMENTS),
        "" if line["verdict"] is None else words(f"verdict.{line['verdict']}"),
    ]


def due_sheet(due: Json, zone: str, words: Words) -> Sheet:
    """Open dossiers due soon or overdue, the most pressing first."""
    rows: list[list[Value]] = [
        [
            *(line[name] for name in ("code", "procedure", "procedure_name")),
            words.name(line, "department_name"),
            words(f"dossier_state.{line['state']}"),
            local(line["received_at"], zone),
            local(line["due_at"], zone),
            line["working_days"],
        ]
        for line in due["items"]
    ]
    return Sheet(words("sheet.due"), [words(f"dossier.{name}") for name in DUE], rows)


def corrections_sheet(items: list[Json], zone: str, words: Words) -> Sheet:
    """What was told since a period was closed."""
    rows: list[list[Value]] = [
        [
            one["code"],
            local(one["recorded_at"], zone),
            one["person"] or one["department"] or words("unknown"),
            "; ".join(_change(change, zone, words) for change in one["changes"]),
            "; ".join(f"{words(f'dossiers.{n}')} {v:+d}" for n, v in one["figures"].items()),
        ]
        for one in items
    ]
    head = [words(f"dossier.{name}") for name in CORRECTION]
    return Sheet(words("sheet.corrections"), head, rows)


def about_dossiers(report: Json, centre: str, words: Words, zone: str, *extra: str) -> Sheet:
    """What the figures are of, and when they were counted."""
    lines = [
        words("about.title", centre=centre),
        words("about.period", first=report["from"], last=report["to"], zone=zone),
        words("about.dossiers"),
        *closing_words(report, zone, words),
        *extra,
    ]
    return Sheet(words("sheet.about"), [], [[line] for line in lines])


def closing_words(report: Json, zone: str, words: Words) -> list[str]:
    """When the period was closed and how many corrections there are; else as of when it is."""
    closed = report.get("closed")
    if closed is None:
        return [words("about.counted", at=_spoken(report["as_of"], zone, words))]
    at, n = _spoken(closed["closed_at"], zone, words), closed["corrections"]
    return [words("about.closed", at=at, n=n)]


def group_name(group: Json, by: str, words: Words) -> str:
    if by == "channel" and group["key"] in CHANNELS:
        return words(f"channel.{group['key']}")
    return words.name(group)


def local(at: str | None, zone: str) -> str:
    """A moment by the centre's clock, to the minute; "" for none."""
    if at is None:
        return ""
    return f"{datetime.fromisoformat(at).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _spoken(at: str, zone: str, words: Words) -> str:
    text = local(at, zone)
    return text if words.language == "en" else f"{text[8:10]}/{text[5:7]}/{text[:4]}{text[10:]}"


def _figures(report: Json, figure: Json, before: Json | None) -> list[Value]:
    cells: list[Value] = [figure[name] for name in COUNTS]
    cells += [figure["shares"][name] if figure["base"] else None for name in SHARES]
    cells += [figure["base"], figure["resolved_share"]]
    if report["by"] in IN_TIME:
        cells += [figure.get("growth"), figure.get("growth_resolved")]
    if report["compare"] is not None:
        told = before or {"received": None, "resolved": None, "change": {}}
        cells += [told[name] for name in ("received", "resolved")]
        cells += [told["change"].get(name) for name in ("received", "resolved")]
    return cells


def _lag(figure: Json) -> list[Value]:
    cells: list[Value] = [figure["recording_lag"][name] for name in LAG]
    return [*cells, *(figure[name] for name in BOOKS)]


def _change(change: Json, zone: str, words: Words) -> str:
    def told(value: str | None) -> str:
        if change["what"] in ("resolved_at", "recorded_at"):
            value = _spoken(value, zone, words) if value else None
        elif change["what"] == "verdict" and value:
            value = words(f"verdict.{value}")
        return value or "–"

    name = words(f"dossier.{change['what']}")
    return f"{name}: {told(change['before'])} → {told(change['now'])}"
