"""Reasons of calls in words."""

from ..core.calling import Reason
from ..texts import catalogue
from .snapshot import Json

_TEXTS = catalogue("server.queries")


def reason_json(reason: Reason) -> Json:
    """The code with its sentence in both languages."""
    return {
        "code": reason.code,
        "text": {
            language: _TEXTS.text(f"reason.{reason.code}", language, **reason.params)
            for language in ("vi", "en")
        },
    }
