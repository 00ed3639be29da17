"""What the demo says, from its catalogue: Vietnamese first, English second."""

from ..texts import LANGUAGES, catalogue

_TEXTS = catalogue("server.demo")


def both(key: str, **values: object) -> dict[str, str]:
    """The text of `key` by language. Raises KeyError for an unknown key."""
    return {language: _TEXTS.text(key, language, **values) for language in LANGUAGES}


def line(key: str, **values: object) -> str:
    """Both languages in one line; a text that is the same in both, once."""
    return " / ".join(dict.fromkeys(both(key, **values).values()))


def block(key: str, **values: object) -> str:
    """Both languages one below the other."""
    return "\n".join(dict.fromkeys(both(key, **values).values()))
