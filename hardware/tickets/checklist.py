"""The printed checklist of a procedure: what to bring, how long it takes, what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from PIL import Image

from hardware.catalogue import text
from hardware.tickets.fonts import BOLD, MEDIUM, font
from hardware.tickets.sheet import Sheet
from hardware.tickets.sizes import SIZES, Sizes
from hardware.tickets.template import Size
from hardware.tickets.words import CATALOGUE

MOST_DOCUMENTS = 40
"""On paper; what is more is told by its count. Forty take about a metre and a half of 80 mm."""
MOST_COUNTERS = 6


def checklist_picture(
    procedure: Mapping[str, Any],
    centre: Mapping[str, Any],
    language: str,
    width: int,
    zone: tzinfo,
    printed_at: datetime,
) -> Image.Image:
    """Draw the checklist of a procedure as the API gives it (``GET /procedures/{code}``).

    ``width`` is the paper's in dots (576 or 384). What the catalogue does not know is left out.
    Mode "1".
    """
    sizes = SIZES[width]
    sheet = Sheet(width, sizes.margin)
    page = _Page(sheet, sizes, language)
    page.head(_named(centre, "name", language), str(procedure.get("name") or ""))
    page.facts(list(_facts(procedure, language)))
    page.documents(_cases(procedure))
    local = printed_at.astimezone(zone)
    page.foot(str(procedure.get("code") or ""), local)
    sheet.space(sizes.gap)
    return sheet.cut()


class _Page:
    def __init__(self, sheet: Sheet, sizes: Sizes, language: str) -> None:
        self._sheet, self._sizes, self._language = sheet, sizes, language
        self._left = MOST_DOCUMENTS

    def head(self, centre: str, name: str) -> None:
        sheet, sizes = self._sheet, self._sizes
        sheet.space(sizes.gap // 2)
        sheet.paragraph(centre.upper(), font(sizes.centre[Size.SMALL], BOLD), 1.25, 4)
        sheet.space(sizes.gap // 2)
        sheet.band(self._said("checklist.title"), font(sizes.label, BOLD), sizes.gap // 3)
        sheet.space(sizes.gap // 2)
        sheet.paragraph(name, font(sizes.service[Size.SMALL], BOLD), 1.22, 8)
        sheet.space(sizes.gap // 2)

    def facts(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._sheet.item(line, font(self._sizes.fact[Size.SMALL], BOLD), 1.3, 4)
        self._sheet.space(self._sizes.gap // 2)

    def documents(self, cases: Sequence[tuple[str, Sequence[Mapping[str, Any]]]]) -> None:
        total = sum(len(documents) for _, documents in cases)
        if not total:
            self._small("checklist.none", MEDIUM)
            return
        for case, documents in cases:
            if self._left <= 0:
                break
            self._case(case, documents[: self._left])
            self._left -= len(documents)
        if total > MOST_DOCUMENTS:
            self._small("checklist.more", BOLD, n=total - MOST_DOCUMENTS)

    def foot(self, code: str, at: datetime) -> None:
        sheet = self._sheet
        sheet.space(self._sizes.gap // 2)
        sheet.rule(3)
        sheet.space(self._sizes.gap // 2)
        if code:
            self._small("checklist.code", MEDIUM, code=code)
        date, time = at.strftime("%d/%m/%Y"), at.strftime("%H:%M")
        self._small("checklist.printed", MEDIUM, date=date, time=time)

    def _case(self, case: str, documents: Sequence[Mapping[str, Any]]) -> None:
        sheet, sizes = self._sheet, self._sizes
        if case:
            sheet.space(sizes.gap // 2)
            sheet.item(case, font(sizes.fact[Size.SMALL], BOLD), 1.25, 4)
        for document in documents:
            sheet.space(sizes.gap // 3)
            name = str(document.get("document") or "")
            count = self._count(document)
            line = f"{name} ({count})" if count else name
            sheet.item(line, font(sizes.small[Size.MEDIUM], MEDIUM), 1.28, 8, box=True)

    def _count(self, document: Mapping[str, Any]) -> str:
        originals, copies = _whole(document, "originals"), _whole(document, "copies")
        if originals and copies:
            return self._said("checklist.copies", originals=originals, copies=copies)
        if originals:
            return self._said("checklist.originals_only", originals=originals)
        return self._said("checklist.copies_only", copies=copies) if copies else ""

    def _small(self, key: str, weight: int, **values: object) -> None:
        letters = font(self._sizes.small[Size.MEDIUM], weight)
        self._sheet.paragraph(self._said(key, **values), letters, 1.3)

    def _said(self, key: str, **values: object) -> str:
        return text(CATALOGUE, self._language, key, **values)


def _facts(procedure: Mapping[str, Any], language: str) -> Iterator[str]:
    def line(key: str, told: str) -> Iterator[str]:
        if told:
            yield text(CATALOGUE, language, key, text=told)

    yield from line("checklist.time", _time(procedure, language))
    yield from line("checklist.fee", str(procedure.get("fee_text") or ""))
    yield from line("checklist.agency", str(procedure.get("agency") or ""))
    yield from line("checklist.service", _named(procedure, "service_name", language))
    yield from line("checklist.counters", _counters(procedure, language))


def _time(procedure: Mapping[str, Any], language: str) -> str:
    told, days = str(procedure.get("processing_text") or ""), procedure.get("processing_days")
    if told or not days:
        return told
    return text(CATALOGUE, language, "checklist.days", days=days)


def _counters(procedure: Mapping[str, Any], language: str) -> str:
    counters = list(procedure.get("counters") or [])
    names = [_named(counter, "name", language) for counter in counters[:MOST_COUNTERS]]
    more = " …" if len(counters) > MOST_COUNTERS else ""
    return ", ".join(name for name in names if name) + more


def _cases(procedure: Mapping[str, Any]) -> list[tuple[str, Sequence[Mapping[str, Any]]]]:
    return [
        (str(case.get("case") or ""), list(case.get("documents") or []))
        for case in procedure.get("cases") or []
    ]


def _whole(document: Mapping[str, Any], field: str) -> int:
    value = document.get(field)
    return value if isinstance(value, int) else 0


def _named(thing: Mapping[str, Any], field: str, language: str) -> str:
    in_english = thing.get(f"{field}_en") if language == "en" else None
    return str(in_english or thing.get(field) or "")
