"""The typeface of printed pages, Be Vietnam Pro: where pages and PDFs take it from."""

import re
from functools import cache
from pathlib import Path

import fontpkg

FAMILY = "Be Vietnam Pro"
ADDRESS = "/api/v1/form-fonts/"
NAMES = {
    "regular.ttf": (400, "normal"),
    "italic.ttf": (400, "italic"),
    "medium.ttf": (500, "normal"),
    "semibold.ttf": (600, "normal"),
    "bold.ttf": (700, "normal"),
}
"""Weight and style by the file's name."""
FACES = "\n".join(
    f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-style: {style};'
    f' src: url("{ADDRESS}{name}") format("truetype"); }}'
    for name, (weight, style) in NAMES.items()
)
"""Rules for a page's style sheet: browsers load the files from the server, PDFs from the disk."""
_ADDRESSED = re.compile(re.escape(ADDRESS) + r"(\w+\.ttf)$")


def named_in(url: str) -> str | None:
    """Which of the files an address ends with; None for any other address."""
    found = _ADDRESSED.search(url)
    return found[1] if found and found[1] in NAMES else None


@cache
def font_file(name: str) -> Path:
    """A file of the typeface. Raises LookupError where it is not installed."""
    weight, style = NAMES[name]
    return Path(fontpkg.path(FAMILY, weight=weight, style=style))
