"""Which passwords are good enough: long, and nothing that guessing begins with."""

from functools import cache
from importlib.resources import files

from ..core.common_passwords import is_common
from ..core.errors import Invalid
from .secrets import MIN_PASSWORD, digest, hash_password

LEAKED = "leaked_passwords.txt"
DIGITS = 16
"""Of a digest; enough to tell some thousand passwords from all others."""


def check_new(password: str) -> None:
    """Raises ``Invalid`` (password)."""
    if len(password) < MIN_PASSWORD or is_common(password) or _is_leaked(password):
        raise Invalid(field="password")


def new_hash(password: str) -> str:
    """The hash of a password that is good enough. Slow. Raises ``Invalid`` (password)."""
    check_new(password)
    return hash_password(password)


def _is_leaked(password: str) -> bool:
    return digest(password.casefold())[:DIGITS] in _leaked()


@cache
def _leaked() -> frozenset[str]:
    lines = files(__package__).joinpath(LEAKED).read_text("ascii").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
