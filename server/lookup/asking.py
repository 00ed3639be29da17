"""What somebody typed into the page's form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

CODE = re.compile(r"[A-Z0-9][A-Z0-9_./-]{0,63}", re.ASCII)
DIGITS = re.compile(r"[0-9]{4}", re.ASCII)
LONGEST = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """A dossier's code, the last four digits of the number given with it, and which centre's it is
    where somebody had to say so."""

    code: str = ""
    digits: str = ""
    centre: str = ""

    @property
    def sensible(self) -> bool:
        return bool(CODE.fullmatch(self.code) and DIGITS.fullmatch(self.digits))


def asked_in(form: Mapping[str, str]) -> Asked:
    """As people type it: small letters, spaces, a whole telephone number."""
    code = re.sub(r"\s", "", form.get("code", "")).upper()[:LONGEST]
    digits = re.sub(r"\D", "", form.get("digits", "")[:LONGEST], flags=re.ASCII)
    return Asked(code, digits[-4:], named_in(form, "at"))


def named_in(given: Mapping[str, str], name: str) -> str:
    """The id of a centre; "" where none is given that could be one."""
    centre = given.get(name, "")
    return centre if len(centre) <= LONGEST and centre.isprintable() else ""
