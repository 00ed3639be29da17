"""Filled forms as self-contained pages: escaped, with their style inside and nothing to fetch but
the typeface."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .filling import Page, register, sheet
from .fonts import FACES
from .words import FOLDER, words_of

TRACK = "/ho-so"


def sheet_html(
    page: Page, *, version: int, language: str, size: str, root: str, centre: str = ""
) -> str:
    """One of the forms 01 to 06 on A4 or A5. ``root``: the address phones reach, without a slash
    at the end, for the code that leads to the dossier; ``centre``: its centre's id, where an
    installation has several."""
    words = words_of(version, language)
    fields = sheet(page, words)
    return _rendered(
        version,
        f"{page.form}.html",
        size,
        words=words,
        f=fields,
        qr=qr_svg(track_address(root, centre, page.facts["code"])),
    )


def track_address(root: str, centre: str, code: str) -> str:
    """Where a dossier is followed: its code stands behind the hash, which is not sent anywhere."""
    named = f"?centre={quote(centre, safe='')}" if centre else ""
    return f"{root}{TRACK}{named}#{code}"


def register_html(page: Page, *, version: int, language: str) -> str:
    """The register (07), on A4 laid sideways."""
    words = words_of(version, language)
    return _rendered(version, "07.html", "A4L", words=words, f=register(page, words))


def policy(html: str) -> str:
    """The Content-Security-Policy of a page: its own style, by its hash, and the typeface. It may
    be shown in a frame of this server's pages, which print it."""
    style = html.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; font-src 'self'; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'self'"
    )


def qr_svg(address: str) -> Markup:
    """A QR code as a drawing inside the page, one path in a square of modules."""
    code = segno.make(address, error="m", micro=False)
    side = code.symbol_size(border=0)[0]
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(code.matrix)
        for x, dark in enumerate(row)
        if dark
    )
    return Markup(
        f'<svg class="qr" viewBox="0 0 {side} {side}" shape-rendering="crispEdges" role="img"'
        f' aria-label="QR"><path d="{path}"/></svg>'
    )


def _rendered(version: int, template: str, size: str, **context: Any) -> str:
    words = context["words"]
    return (
        _templates(version)
        .get_template(template)
        .render(
            **context,
            t=words.text,
            br=Markup("<br />"),
            style=_style(version, size),
            size=size.lower(),
        )
    )


@cache
def _templates(version: int) -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER / f"v{version}"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style(version: int, size: str) -> Markup:
    """The style of a version on a paper: files of this package, so that nothing is escaped."""
    folder = FOLDER / f"v{version}"
    parts = (FACES, *((folder / name).read_text("utf-8") for name in _files(size)))
    return Markup("\n".join(parts))


def _files(size: str) -> tuple[str, ...]:
    named: Mapping[str, tuple[str, ...]] = {
        "A4": ("sheet.css", "a4.css"),
        "A5": ("sheet.css", "a5.css"),
        "A4L": ("sheet.css", "register.css"),
    }
    return named[size]
