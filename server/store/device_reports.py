"""How each device last said that it is."""

from dataclasses import asdict

from ..core.devices import Report
from .base import Row, Session

_FIELDS = "kind, printer, paper_left_pct, paper_left_tickets, scanner, version, offline_waiting"


def put(session: Session, centre: str, device: str, report: Report, at: int) -> None:
    session.run(
        f"INSERT INTO device_report (centre, device, {_FIELDS}, reported_at)"
        " VALUES (:centre, :device, :kind, :printer, :paper_left_pct, :paper_left_tickets,"
        " :scanner, :version, :offline_waiting, :at)"
        " ON CONFLICT (centre, device) DO UPDATE SET kind = excluded.kind,"
        " printer = excluded.printer, paper_left_pct = excluded.paper_left_pct,"
        " paper_left_tickets = excluded.paper_left_tickets, scanner = excluded.scanner,"
        " version = excluded.version, offline_waiting = excluded.offline_waiting,"
        " reported_at = excluded.reported_at",
        centre=centre,
        device=device,
        at=at,
        **asdict(report),
    )


def get(session: Session, centre: str, device: str) -> tuple[Report, int] | None:
    """A device's last report and its time, or None."""
    row = session.one(
        f"SELECT {_FIELDS}, reported_at FROM device_report"
        " WHERE centre = :centre AND device = :device",
        centre=centre,
        device=device,
    )
    return None if row is None else (from_row(row), row["reported_at"])


def listing(session: Session, centre: str) -> list[Row]:
    """The last reports of the devices whose tokens hold, with their labels."""
    return session.all(
        "SELECT d.device, d.kind, d.printer, d.paper_left_pct, d.paper_left_tickets, d.scanner,"
        " d.version, d.offline_waiting, d.reported_at, t.label, t.role"
        " FROM device_report d JOIN token t ON t.id = d.device"
        " WHERE d.centre = :centre AND t.centre = :centre AND t.revoked_at IS NULL"
        " ORDER BY t.label, d.device",
        centre=centre,
    )


def from_row(row: Row) -> Report:
    return Report(
        kind=row["kind"],
        printer=row["printer"],
        paper_left_pct=row["paper_left_pct"],
        paper_left_tickets=row["paper_left_tickets"],
        scanner=row["scanner"],
        version=row["version"],
        offline_waiting=row["offline_waiting"],
    )
