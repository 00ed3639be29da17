"""What a device says of itself, and what of it needs somebody."""

from dataclasses import dataclass
from enum import StrEnum

SILENT_S = 60
"""A device reports at least every half minute; after this time without a word it is silent."""
GRAVE = frozenset({"paper_out", "cover_open", "printer_offline"})
"""Troubles with which nothing is printed."""


class DeviceState(StrEnum):
    OK = "ok"
    TROUBLE = "trouble"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Report:
    """One device's word on itself. ``printer`` and ``scanner`` are states as the device calls
    them, None where it has none; what is left of the paper is None where nobody counts it."""

    kind: str
    printer: str | None = None
    paper_left_pct: int | None = None
    paper_left_tickets: int | None = None
    scanner: str | None = None
    version: str = ""
    offline_waiting: int = 0


@dataclass(frozen=True, slots=True)
class PaperRules:
    """A printer needs paper soon from so many tickets or so many percent of its roll on."""

    warn_tickets: int = 60
    warn_pct: int = 8


_PRINTER_TROUBLE = {
    "paper_out": "paper_out",
    "paper_low": "paper_low",
    "cover_open": "cover_open",
    "offline": "printer_offline",
    "unknown": "printer_unknown",
}


def troubles(report: Report, rules: PaperRules) -> tuple[str, ...]:
    """Codes of what is wrong, the worst first; empty when all is well."""
    found = []
    if trouble := _PRINTER_TROUBLE.get(report.printer or ""):
        found.append(trouble)
    if _ends_soon(report, rules) and report.printer not in ("paper_out", "paper_low", "none", None):
        found.append("paper_soon")
    if report.scanner == "absent":
        found.append("scanner_absent")
    return tuple(found)


def state_of(report: Report, reported_at: int, now: int, rules: PaperRules) -> DeviceState:
    """How the device is, ``now`` and ``reported_at`` in epoch ms."""
    if is_silent(reported_at, now):
        return DeviceState.SILENT
    return DeviceState.TROUBLE if troubles(report, rules) else DeviceState.OK


def is_silent(reported_at: int, now: int) -> bool:
    return now - reported_at >= SILENT_S * 1000


def _ends_soon(report: Report, rules: PaperRules) -> bool:
    tickets, pct = report.paper_left_tickets, report.paper_left_pct
    few = tickets is not None and tickets <= rules.warn_tickets
    return few or (pct is not None and pct <= rules.warn_pct)
