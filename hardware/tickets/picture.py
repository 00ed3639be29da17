"""The paper ticket as a picture: what a citizen holds in the hand.

Drawn from top to bottom as the template orders it. What has nothing to say takes no paper; a rule
parts two things and stands neither first nor last. Two marks are not the template's to leave out:
that a ticket was issued without the server, and that it is a reprint.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from PIL import Image

from hardware.tickets import words
from hardware.tickets.fonts import BOLD, MEDIUM, font
from hardware.tickets.logo import logo_picture
from hardware.tickets.qr import qr_picture
from hardware.tickets.sheet import Sheet, clean
from hardware.tickets.sizes import LEAST_DOTS, SIZES, WIDTHS, Sizes
from hardware.tickets.template import DEFAULT, Element, Kind, Template
from hardware.tickets.words import TicketText, ticket_text

__all__ = ["WIDTHS", "TicketText", "ticket_picture", "ticket_text"]

OF_THE_WAIT = frozenset({Kind.AHEAD, Kind.WAIT, Kind.EXPECTED})
RULE_DOTS = 3


def ticket_picture(
    ticket: TicketText, width: int, zone: tzinfo, template: Template = DEFAULT
) -> Image.Image:
    """Draw a ticket ``width`` dots wide (576 or 384), its time in ``zone``; mode "1".

    Raises BadTemplate when the template's logo is no picture.
    """
    pen = _Pen(ticket, SIZES[width], Sheet(width, SIZES[width].margin), zone, template)
    if ticket.reprint:
        pen.mark(words.said(ticket, "ticket.reprint"))
    for element in _elements(ticket, template):
        pen.draw(element)
    return pen.cut()


def _elements(ticket: TicketText, template: Template) -> list[Element]:
    """The template's elements; offline, the first word about the wait says why there is none."""
    elements = list(template.elements)
    if not ticket.offline:
        return elements
    if not any(element.kind in OF_THE_WAIT for element in elements):
        at = next(n for n, one in enumerate(elements) if one.kind is Kind.NUMBER)
        elements.insert(at + 1, Element(Kind.WAIT))
    first = next(n for n, one in enumerate(elements) if one.kind in OF_THE_WAIT)
    kept = [one for n, one in enumerate(elements) if n == first or one.kind not in OF_THE_WAIT]
    return kept


class _Pen:
    """Draws one ticket's elements on its sheet, one below the other."""

    def __init__(
        self, ticket: TicketText, sizes: Sizes, sheet: Sheet, zone: tzinfo, template: Template
    ) -> None:
        self._ticket, self._sizes, self._sheet = ticket, sizes, sheet
        self._zone, self._logo = zone, template.logo
        self._rule_waits = False
        self._begun = False
        self._drawers: dict[Kind, Callable[[Element], None]] = {
            Kind.LOGO: self._draw_logo,
            Kind.CENTRE: self._draw_centre,
            Kind.NUMBER: self._draw_number,
            Kind.SERVICE: self._draw_service,
            Kind.QR: self._draw_qr,
            Kind.TEXT: self._draw_text,
            Kind.FOOTER: self._draw_footer,
            Kind.ISSUED: self._draw_issued,
        }

    def draw(self, element: Element) -> None:
        if element.kind is Kind.RULE:
            self._rule_waits = self._begun
            return
        self._drawers.get(element.kind, self._draw_fact)(element)

    def mark(self, text: str) -> None:
        """White letters on a black band."""
        self._begin(self._sizes.gap // 2)
        self._sheet.band(text, font(self._sizes.label, BOLD), self._sizes.gap // 3)

    def cut(self) -> Image.Image:
        self._sheet.space(self._sizes.gap)
        return self._sheet.cut()

    def _begin(self, gap: int) -> None:
        """Something is drawn now: after a gap, and after the rule that waits for it."""
        if self._rule_waits:
            self._sheet.space(self._sizes.gap // 2)
            self._sheet.rule(RULE_DOTS)
            self._rule_waits = False
        self._sheet.space(gap if self._begun else self._sizes.gap // 2)
        self._begun = True

    def _paragraph(
        self, text: str, dots: int, weight: int, leading: float, most_lines: int = 6, gap: int = 0
    ) -> None:
        if clean(text):
            self._begin(gap)
            letters = font(max(LEAST_DOTS, dots), weight)
            self._sheet.paragraph(text, letters, leading, most_lines)

    def _draw_logo(self, element: Element) -> None:
        if self._logo is not None:
            picture = logo_picture(self._logo, element.size, self._sheet.column)
            self._begin(self._sizes.gap // 2)
            self._sheet.paste(picture)

    def _draw_centre(self, element: Element) -> None:
        name, dots = self._ticket.centre.upper(), self._sizes.centre[element.size]
        self._paragraph(name, dots, BOLD, 1.25, 4, self._sizes.gap // 2)

    def _draw_number(self, element: Element) -> None:
        label = words.said(self._ticket, "ticket.number")
        self._paragraph(label, self._sizes.label, MEDIUM, 1.2, gap=self._sizes.gap)
        self._sheet.space(self._sizes.gap)
        number, dots = clean(self._ticket.number), self._sizes.number[element.size]
        while dots > 2 * LEAST_DOTS and font(dots).getlength(number) > self._sheet.column:
            dots -= 4
        self._sheet.figure(number, font(dots))

    def _draw_service(self, element: Element) -> None:
        dots = self._sizes.service[element.size]
        self._paragraph(self._ticket.service, dots, BOLD, 1.22, 5, self._sizes.gap)

    def _draw_fact(self, element: Element) -> None:
        gap = self._sizes.gap // 2 if self._rule_waits else 0
        self._paragraph(self._fact(element), self._sizes.fact[element.size], BOLD, 1.35, gap=gap)

    def _fact(self, element: Element) -> str:
        ticket, zone = self._ticket, self._zone
        if element.kind in OF_THE_WAIT and ticket.offline:
            return words.said(ticket, "ticket.offline")
        return {
            Kind.PRIORITY: lambda: words.priority(ticket),
            Kind.APPOINTMENT: lambda: words.appointment(ticket, zone),
            Kind.AHEAD: lambda: words.ahead(ticket),
            Kind.WAIT: lambda: words.wait(ticket),
            Kind.EXPECTED: lambda: words.expected(ticket, zone),
        }[element.kind]()

    def _draw_qr(self, element: Element) -> None:
        if not self._ticket.status_url:
            return
        self._begin(0)
        self._sheet.paste(qr_picture(self._ticket.status_url, self._sizes.qr[element.size]))
        follow = words.said(self._ticket, "ticket.follow")
        self._paragraph(follow, self._sizes.small[element.size], BOLD, 1.3)

    def _draw_text(self, element: Element) -> None:
        text, dots = element.words(self._ticket.language), self._sizes.text[element.size]
        self._paragraph(text, dots, BOLD, 1.3, gap=self._sizes.gap // 2)

    def _draw_issued(self, element: Element) -> None:
        text, dots = words.issued(self._ticket, self._zone), self._sizes.small[element.size]
        self._paragraph(text, dots, MEDIUM, 1.3, gap=self._sizes.gap)

    def _draw_footer(self, element: Element) -> None:
        own = element.words(self._ticket.language)
        text = own or words.said(self._ticket, "ticket.footer")
        dots = self._sizes.small[element.size]
        self._paragraph(text, dots, MEDIUM, 1.3, gap=self._sizes.gap // 2)
