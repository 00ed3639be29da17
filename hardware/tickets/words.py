"""What a ticket says, line by line, in its own language and its centre's time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from hardware.catalogue import text

MOST_AHEAD_SHOWN = 99_999
CATALOGUE = "hardware.tickets"
NO_PRIORITY = "none"


@dataclass(frozen=True, slots=True)
class TicketText:
    """What stands on a ticket, in its own language ("vi" or "en"). Waits are whole minutes.

    ``expected_before`` is by when it should be called, ``appointment_at`` when its appointment
    begins: it is not called sooner. An ``offline`` ticket was numbered without the server, so
    nobody knows its wait; a ``reprint`` is a further copy of a ticket. An empty ``status_url``
    leaves the QR code out.
    """

    language: str
    centre: str
    service: str
    number: str
    people_ahead: int | None
    wait: tuple[int, int] | None
    issued_at: datetime
    status_url: str
    expected_before: datetime | None = None
    appointment_at: datetime | None = None
    priority: str = NO_PRIORITY
    offline: bool = False
    reprint: bool = False


def ticket_text(
    ticket: Mapping[str, Any], centre: Mapping[str, Any], language: str, reprint: bool = False
) -> TicketText:
    """From the server's ticket and centre (see the API) to what is printed.

    Raises KeyError, TypeError or ValueError when the answer lacks what a ticket needs.
    """
    wait = ticket.get("wait")
    return TicketText(
        language=language,
        centre=_named(centre, "name", language),
        service=_named(ticket, "service_name", language),
        number=str(ticket["number"]),
        people_ahead=ticket.get("people_ahead"),
        wait=None if wait is None else (int(wait["low"]), int(wait["high"])),
        issued_at=datetime.fromisoformat(ticket["issued_at"]),
        status_url=str(ticket["status_url"] or ""),
        expected_before=_moment(ticket, "expected_before"),
        appointment_at=_moment(ticket, "appointment_at"),
        priority=str(ticket.get("priority") or NO_PRIORITY),
        offline=bool(ticket.get("offline")),
        reprint=reprint,
    )


def said(ticket: TicketText, key: str, **values: object) -> str:
    """A text of the tickets' catalogue in the ticket's language."""
    return text(CATALOGUE, ticket.language, key, **values)


def ahead(ticket: TicketText) -> str:
    """How many wait before it; empty when that is not known."""
    if ticket.people_ahead is None:
        return ""
    if ticket.people_ahead <= 0:
        return said(ticket, "ticket.none_ahead" if ticket.appointment_at else "ticket.first")
    return said(ticket, "ticket.ahead", count=min(ticket.people_ahead, MOST_AHEAD_SHOWN))


def wait(ticket: TicketText) -> str:
    """The range of its wait; empty when there is no evidence for one."""
    if ticket.wait is None:
        return ""
    low, high = ticket.wait
    if high < 1:
        return said(ticket, "ticket.wait_soon")
    if low < 1:
        key = "ticket.wait_minute" if high == 1 else "ticket.wait_under"
        return said(ticket, key, minutes=high)
    if low == high:
        return said(ticket, "ticket.wait_one", minutes=high)
    return said(ticket, "ticket.wait", low=low, high=high)


def appointment(ticket: TicketText, zone: tzinfo) -> str:
    """When its appointment begins; empty without one."""
    return _timed(ticket, "ticket.appointment", ticket.appointment_at, zone)


def expected(ticket: TicketText, zone: tzinfo) -> str:
    """By when it should be called; empty without a promise."""
    at, begins = ticket.expected_before, ticket.appointment_at
    # Nobody with an appointment is called before it begins, however short the line is now.
    if at is None or (begins is not None and at <= begins):
        return ""
    return _timed(ticket, "ticket.expected", at, zone)


def priority(ticket: TicketText) -> str:
    """The mark of a priority ticket. Its class is nobody's business but the officer's."""
    return "" if ticket.priority == NO_PRIORITY else said(ticket, "ticket.priority")


def issued(ticket: TicketText, zone: tzinfo) -> str:
    """When it was issued, in ``zone``."""
    local = ticket.issued_at.astimezone(zone)
    date, time = local.strftime("%d/%m/%Y"), local.strftime("%H:%M")
    return said(ticket, "ticket.issued", time=time, date=date)


def _timed(ticket: TicketText, key: str, at: datetime | None, zone: tzinfo) -> str:
    if at is None:
        return ""
    return said(ticket, key, time=at.astimezone(zone).strftime("%H:%M"))


def _moment(ticket: Mapping[str, Any], field: str) -> datetime | None:
    given = ticket.get(field)
    return None if given is None else datetime.fromisoformat(given)


def _named(thing: Mapping[str, Any], field: str, language: str) -> str:
    in_english = thing.get(f"{field}_en") if language == "en" else None
    return str(in_english or thing.get(field) or "")
