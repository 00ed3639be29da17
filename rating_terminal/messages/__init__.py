"""Texts of the pad agent for people, Vietnamese first, from vi.json and en.json beside this file.

Keys are flat and dotted; `{name}` in a text is a placeholder.
"""

import json
from functools import cache
from pathlib import Path


@cache
def catalogue(language: str) -> dict[str, str]:
    """All texts of `vi` or `en`."""
    texts: dict[str, str] = json.loads(
        Path(__file__).with_name(f"{language}.json").read_text(encoding="utf-8")
    )
    return texts


def text(language: str, key: str, **values: object) -> str:
    """One text; raises KeyError for a key or a placeholder value that is missing."""
    return catalogue(language)[key].format(**values)


def both(key: str, between: str = " / ", **values: object) -> str:
    """The Vietnamese text, then the English one."""
    return between.join(text(language, key, **values) for language in ("vi", "en"))
