"""What a sign shows of a call: a template with the fields of the ticket and its counter.

============  ===============================================  =======
field         what it is                                       example
============  ===============================================  =======
{number}      the ticket's number                              A012
{prefix}      its letters                                      A
{digits}      its digits                                       012
{counter}     the counter's number; takes a format as in       3
              ``{counter:02d}``
============  ===============================================  =======
"""

from __future__ import annotations

import string
from dataclasses import dataclass

LONGEST = 200
_FIELDS = {"number", "prefix", "digits", "counter"}


class BadTemplate(ValueError):
    """The template cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A ticket's number at a counter's number."""

    number: str
    counter: int


@dataclass(frozen=True, slots=True)
class Template:
    """``text`` while there is a ticket, ``idle`` while there is none, ``closed`` while the
    counter is closed or paused. Raises BadTemplate when made of what cannot be filled in."""

    text: str = "{digits}"
    idle: str = ""
    closed: str = ""

    def __post_init__(self) -> None:
        for plain in (self.idle, self.closed):
            if not isinstance(plain, str) or len(plain) > LONGEST:
                raise BadTemplate(f"no plain text: {plain!r}")
        if not isinstance(self.text, str) or len(self.text) > LONGEST:
            raise BadTemplate(f"no template: {self.text!r}")
        try:
            named = {name for _, name, _, _ in string.Formatter().parse(self.text) if name}
            if not named <= _FIELDS:
                raise BadTemplate(f"unknown fields: {', '.join(sorted(named - _FIELDS))}")
            self.filled(Shown("A012", 3))
        except (ValueError, IndexError, KeyError, AttributeError) as error:
            raise BadTemplate(f"{self.text!r}: {error}") from error

    def filled(self, shown: Shown) -> str:
        """The text for a ticket at a counter."""
        prefix = shown.number.rstrip(string.digits)
        digits = shown.number.removeprefix(prefix)
        return self.text.format(
            number=shown.number, prefix=prefix, digits=digits, counter=shown.counter
        )
