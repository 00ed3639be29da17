"""What stands on a centre's tickets and in which order: plain data, checked without drawing.

A template is a list of elements from top to bottom and, where one of them is the logo, a small
PNG file. As JSON: ``{"elements": [{"kind": "text", "vi": "…", "en": "…", "size": "small"}, …],
"logo": "base64 of a PNG" | null}``. Every element but ``text`` and ``rule`` stands there at most
once, and the number always does.
"""

from __future__ import annotations

import base64
import binascii
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T", bound=StrEnum)

MOST_ELEMENTS = 24
LONGEST_TEXT = 200
LARGEST_LOGO_BYTES = 36_000
"""Of the PNG file, before it is turned into black and white dots."""


class Kind(StrEnum):
    """What an element shows. All but TEXT, RULE and FOOTER take their words from the ticket."""

    LOGO = "logo"
    CENTRE = "centre"
    TEXT = "text"
    RULE = "rule"
    NUMBER = "number"
    SERVICE = "service"
    PRIORITY = "priority"
    APPOINTMENT = "appointment"
    AHEAD = "ahead"
    WAIT = "wait"
    EXPECTED = "expected"
    QR = "qr"
    ISSUED = "issued"
    FOOTER = "footer"


class Size(StrEnum):
    """How large an element is printed; dots follow from it and from the width of the paper."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


WITH_TEXT = frozenset({Kind.TEXT, Kind.FOOTER})
MAY_REPEAT = frozenset({Kind.TEXT, Kind.RULE})
_FIELDS = frozenset({"kind", "size", "vi", "en"})


@dataclass(frozen=True, slots=True)
class Element:
    """One thing on the ticket. ``vi`` and ``en`` are its words where it has words of its own;
    a footer without any says what the catalogue says, a text without English stays Vietnamese."""

    kind: Kind
    size: Size = Size.MEDIUM
    vi: str = ""
    en: str = ""

    def words(self, language: str) -> str:
        """Its own words in ``language`` ("vi" or "en")."""
        return (self.en or self.vi) if language == "en" else self.vi


@dataclass(frozen=True, slots=True)
class Template:
    """``elements`` from top to bottom; ``logo`` is a PNG file or None."""

    elements: tuple[Element, ...]
    logo: bytes | None = None


class BadTemplate(ValueError):
    """``field`` names what is wrong: ``elements``, ``elements.3.vi``, ``logo`` …"""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


DEFAULT = Template(
    (
        Element(Kind.CENTRE),
        Element(Kind.RULE),
        Element(Kind.NUMBER, Size.LARGE),
        Element(Kind.SERVICE),
        Element(Kind.PRIORITY),
        Element(Kind.RULE),
        Element(Kind.APPOINTMENT),
        Element(Kind.AHEAD),
        Element(Kind.WAIT),
        Element(Kind.EXPECTED),
        Element(Kind.RULE),
        Element(Kind.QR),
        Element(Kind.ISSUED),
        Element(Kind.FOOTER),
    )
)


def parse_template(raw: Any) -> Template:
    """A template from decoded JSON of any shape. Raises BadTemplate.

    The logo's bytes are bounded here and decoded where it is drawn (``logo.normalised``).
    """
    if not isinstance(raw, Mapping) or not set(raw) <= {"elements", "logo"}:
        raise BadTemplate("elements")
    elements = _elements(raw.get("elements"))
    return Template(elements, _logo(raw.get("logo")))


def template_json(template: Template) -> dict[str, Any]:
    """The template as JSON; ``parse_template`` reads it again."""
    logo = template.logo
    return {
        "elements": [_element_json(element) for element in template.elements],
        "logo": None if logo is None else base64.b64encode(logo).decode(),
    }


def _element_json(element: Element) -> dict[str, str]:
    told = {"kind": element.kind.value, "size": element.size.value}
    return {**told, "vi": element.vi, "en": element.en} if element.kind in WITH_TEXT else told


def _elements(raw: Any) -> tuple[Element, ...]:
    if not isinstance(raw, Sequence) or isinstance(raw, str | bytes):
        raise BadTemplate("elements")
    if not 1 <= len(raw) <= MOST_ELEMENTS:
        raise BadTemplate("elements")
    elements = tuple(_element(one, f"elements.{place}") for place, one in enumerate(raw))
    counts = Counter(element.kind for element in elements)
    if counts[Kind.NUMBER] != 1:
        raise BadTemplate("elements")
    for place, element in enumerate(elements):
        if counts[element.kind] > 1 and element.kind not in MAY_REPEAT:
            raise BadTemplate(f"elements.{place}.kind")
    return elements


def _element(raw: Any, path: str) -> Element:
    if not isinstance(raw, Mapping) or not set(raw) <= _FIELDS:
        raise BadTemplate(path)
    kind = _choice(Kind, raw.get("kind"), f"{path}.kind")
    size = _choice(Size, raw.get("size", Size.MEDIUM.value), f"{path}.size")
    if kind not in WITH_TEXT:
        return Element(kind, size)
    vi, en = (_text(raw.get(language, ""), f"{path}.{language}") for language in ("vi", "en"))
    if kind is Kind.TEXT and not vi:
        raise BadTemplate(f"{path}.vi")
    if kind is Kind.FOOTER and en and not vi:
        raise BadTemplate(f"{path}.vi")
    return Element(kind, size, vi, en)


def _choice(kinds: type[T], value: Any, path: str) -> T:
    try:
        return kinds(value)
    except ValueError:
        raise BadTemplate(path) from None


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise BadTemplate(path)
    text = unicodedata.normalize("NFC", value).strip()
    if len(text) > LONGEST_TEXT or not all(c.isprintable() for c in text):
        raise BadTemplate(path)
    return text


def _logo(value: Any) -> bytes | None:
    if value is None:
        return None
    # Four letters carry three bytes.
    if not isinstance(value, str) or len(value) > LARGEST_LOGO_BYTES * 4 // 3 + 4:
        raise BadTemplate("logo")
    try:
        data = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise BadTemplate("logo") from None
    if not data or len(data) > LARGEST_LOGO_BYTES:
        raise BadTemplate("logo")
    return data
