"""Addresses that somebody gives the server to call."""

from ..core.errors import Invalid
from ..push.endpoints import Unreachable, parse


def check_address(url: str, field: str, trusted: frozenset[str]) -> None:
    """Raises ``Invalid`` (``field``) for an address the server would not call."""
    try:
        parse(url, trusted)
    except Unreachable:
        raise Invalid(field=field) from None
