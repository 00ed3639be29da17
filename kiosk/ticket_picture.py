"""The paper ticket as a picture: what a citizen holds in the hand.

Sizes are in dots; both paper widths have 203 dots an inch, 8 a millimetre. Body text is never
below 20 dots (2.5 mm), the least that stays readable without grey.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

import segno
from PIL import Image

from hardware.catalogue import text
from kiosk.fonts import BOLD, MEDIUM, font
from kiosk.sheet import Sheet, clean

QR_QUIET_MODULES = 4
MOST_AHEAD_SHOWN = 99_999


@dataclass(frozen=True, slots=True)
class TicketText:
    """What stands on a ticket, in its own language ("vi" or "en"). Waits are whole minutes.

    ``expected_before`` is by when it should be called, ``appointment_at`` when its appointment
    begins: it is not called sooner.
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


@dataclass(frozen=True, slots=True)
class _Sizes:
    margin: int
    centre: int
    label: int
    number: int
    service: int
    facts: int
    small: int
    qr: int
    gap: int


_SIZES = {
    576: _Sizes(28, 28, 26, 210, 42, 32, 23, 260, 22),
    384: _Sizes(14, 22, 20, 144, 31, 25, 20, 210, 16),
}
WIDTHS = tuple(_SIZES)


def ticket_picture(ticket: TicketText, width: int, zone: tzinfo) -> Image.Image:
    """Draw a ticket ``width`` dots wide (576 or 384), its time in ``zone``; mode "1"."""
    sizes = _SIZES[width]
    sheet = Sheet(width, sizes.margin)
    _head(sheet, ticket, sizes)
    _number(sheet, ticket, sizes)
    _facts(sheet, ticket, sizes, zone)
    _follow(sheet, ticket, sizes)
    _foot(sheet, ticket, sizes, zone)
    return sheet.cut()


def ticket_text(ticket: Mapping[str, Any], centre: Mapping[str, Any], language: str) -> TicketText:
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
        status_url=str(ticket["status_url"]),
        expected_before=_moment(ticket, "expected_before"),
        appointment_at=_moment(ticket, "appointment_at"),
    )


def _moment(ticket: Mapping[str, Any], field: str) -> datetime | None:
    given = ticket.get(field)
    return None if given is None else datetime.fromisoformat(given)


def _named(thing: Mapping[str, Any], field: str, language: str) -> str:
    in_english = thing.get(f"{field}_en") if language == "en" else None
    return str(in_english or thing.get(field) or "")


def _head(sheet: Sheet, ticket: TicketText, sizes: _Sizes) -> None:
    sheet.space(sizes.gap // 2)
    sheet.paragraph(ticket.centre.upper(), font(sizes.centre, BOLD), 1.25, 4)
    sheet.space(sizes.gap // 2)
    sheet.rule(3)


def _number(sheet: Sheet, ticket: TicketText, sizes: _Sizes) -> None:
    sheet.space(sizes.gap)
    sheet.paragraph(text("kiosk", ticket.language, "ticket.number"), font(sizes.label, MEDIUM))
    sheet.space(sizes.gap)
    number, size = clean(ticket.number), sizes.number
    while size > 40 and font(size).getlength(number) > sheet.column:
        size -= 4
    sheet.figure(number, font(size))
    sheet.space(sizes.gap)
    sheet.paragraph(ticket.service, font(sizes.service, BOLD), 1.22, 5)
    sheet.space(sizes.gap // 2)


def _facts(sheet: Sheet, ticket: TicketText, sizes: _Sizes, zone: tzinfo) -> None:
    said = (_appointment(ticket, zone), _ahead(ticket), _wait(ticket), _expected(ticket, zone))
    lines = [line for line in said if line]
    if not lines:
        return
    sheet.rule(3)
    sheet.space(sizes.gap // 2)
    for line in lines:
        sheet.paragraph(line, font(sizes.facts, BOLD), 1.35)
    sheet.space(sizes.gap // 2)


def _ahead(ticket: TicketText) -> str:
    if ticket.people_ahead is None:
        return ""
    if ticket.people_ahead <= 0:
        first = "ticket.first" if ticket.appointment_at is None else "ticket.none_ahead"
        return text("kiosk", ticket.language, first)
    count = min(ticket.people_ahead, MOST_AHEAD_SHOWN)
    return text("kiosk", ticket.language, "ticket.ahead", count=count)


def _wait(ticket: TicketText) -> str:
    if ticket.wait is None:
        return ""
    low, high = ticket.wait
    if high < 1:
        return text("kiosk", ticket.language, "ticket.wait_soon")
    if low == high:
        return text("kiosk", ticket.language, "ticket.wait_one", minutes=high)
    return text("kiosk", ticket.language, "ticket.wait", low=low, high=high)


def _appointment(ticket: TicketText, zone: tzinfo) -> str:
    return _timed(ticket, "ticket.appointment", ticket.appointment_at, zone)


def _expected(ticket: TicketText, zone: tzinfo) -> str:
    at, begins = ticket.expected_before, ticket.appointment_at
    # Nobody with an appointment is called before it begins, however short the line is now.
    if at is None or (begins is not None and at <= begins):
        return ""
    return _timed(ticket, "ticket.expected", at, zone)


def _timed(ticket: TicketText, key: str, at: datetime | None, zone: tzinfo) -> str:
    if at is None:
        return ""
    return text("kiosk", ticket.language, key, time=at.astimezone(zone).strftime("%H:%M"))


def _follow(sheet: Sheet, ticket: TicketText, sizes: _Sizes) -> None:
    sheet.rule(3)
    sheet.paste(_qr(ticket.status_url, sizes.qr))
    sheet.paragraph(text("kiosk", ticket.language, "ticket.follow"), font(sizes.small, BOLD), 1.3)
    sheet.space(sizes.gap)


def _foot(sheet: Sheet, ticket: TicketText, sizes: _Sizes, zone: tzinfo) -> None:
    local = ticket.issued_at.astimezone(zone)
    issued = text(
        "kiosk",
        ticket.language,
        "ticket.issued",
        time=local.strftime("%H:%M"),
        date=local.strftime("%d/%m/%Y"),
    )
    small = font(sizes.small, MEDIUM)
    sheet.paragraph(issued, small, 1.3)
    sheet.space(sizes.gap // 2)
    sheet.paragraph(text("kiosk", ticket.language, "ticket.footer"), small, 1.3)
    sheet.space(sizes.gap)


def _qr(url: str, side: int) -> Image.Image:
    """A QR code with its quiet zone, of whole dots a module: a scaled one would not scan."""
    code = segno.make(url, error="m", micro=False)
    modules = len(code.matrix)
    scale = max(4, side // modules)
    full = (modules + 2 * QR_QUIET_MODULES) * scale
    picture = Image.new("1", (full, full), 1)
    for row, line in enumerate(code.matrix_iter(scale=scale, border=QR_QUIET_MODULES)):
        picture.paste(
            Image.frombytes("L", (full, 1), bytes(0 if d else 255 for d in line)), (0, row)
        )
    return picture
