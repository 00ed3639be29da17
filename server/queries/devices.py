"""How the devices are, and when one of them will have been silent for too long."""

from datetime import datetime

from ..core import devices
from ..store import device_reports
from ..store.base import Row
from .snapshot import Json, Snapshot, when


def devices_view(look: Snapshot) -> list[Json]:
    """Every device that has reported and whose token holds; those that need somebody first."""
    listed = [described(look, row) for row in device_reports.listing(look.session, look.centre.id)]
    order = {"silent": 0, "trouble": 1, "ok": 2}
    return sorted(listed, key=lambda device: order[device["state"]])


def next_silence_s(listed: list[Json], now: str) -> float | None:
    """Seconds from ``now`` (RFC 3339) until the first of these devices falls silent if it says no
    further word; None when none can."""
    ends = [
        _seconds_between(device["reported_at"], now)
        for device in listed
        if device["state"] != devices.DeviceState.SILENT.value
    ]
    return max(0.0, devices.SILENT_S - max(ends)) if ends else None


def described(look: Snapshot, row: Row) -> Json:
    """A device by its last report (a row of ``device_reports.listing``)."""
    report, at = device_reports.from_row(row), row["reported_at"]
    return {
        "id": row["device"],
        "label": row["label"],
        "role": row["role"],
        "kind": report.kind,
        "state": devices.state_of(report, at, look.now, look.settings.paper).value,
        "printer": report.printer,
        "paper_left_pct": report.paper_left_pct,
        "paper_left_tickets": report.paper_left_tickets,
        "offline_waiting": report.offline_waiting,
        "version": report.version,
        "reported_at": when(at),
        "trouble": list(devices.troubles(report, look.settings.paper)),
    }


def _seconds_between(begin: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds()
