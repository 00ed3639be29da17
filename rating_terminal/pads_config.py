"""Which Modbus pads hang on a line, and whose counters they are: a TOML file, read at the start.

scale = 3                  # keys of every pad, unless a pad says otherwise

[registers]                # of every pad (see hardware/modbus_pads/layout.py); all may be left out
function = 3               # 3: holding registers, 4: input registers
counter = 0                # counts presses, 16 bits
key = 1                    # the key pressed last, from 1; a ring of them: ring = 8
ring = 1
# key_counters = [0, 1, 2] # instead of the three above: a counter for each key
boot = 16                  # another value after every power-up
lamp = 32                  # written (FC 6): how many keys to light, or lamp_on; 0 for dark
lamp_on = 1

[[pad]]
unit = 1                   # the address on the line, 1..247
name = "pad-3"             # the device in reports
token_file = "pad-3.token" # of role terminal; its counter is the pad's; relative to this file
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from hardware.line_protocol import FrameRefused, Press
from hardware.modbus_pads.layout import Layout
from hardware.signs.modbus_rtu import UNITS
from rating_terminal.scale import SCALES

MOST_PADS: Final = 32
LARGEST_FILE: Final = 64 * 1024
LONGEST_NAME: Final = 28
_REGISTERS: Final = {field.name for field in fields(Layout)}


class PadsError(ValueError):
    """The file cannot be used; ``place`` says which part, ``detail`` what is wrong there."""

    def __init__(self, place: str, detail: str) -> None:
        super().__init__(f"{place}: {detail}")
        self.place, self.detail = place, detail


@dataclass(frozen=True, slots=True)
class PadPlace:
    """A pad on the line, and the token that says which counter it is at."""

    unit: int
    name: str
    token: str
    scale: int


@dataclass(frozen=True, slots=True)
class PadLinePlan:
    """What hangs on a line."""

    layout: Layout
    pads: tuple[PadPlace, ...]


def read_pads(path: Path) -> PadLinePlan:
    """The plan of a file. Raises PadsError, OSError."""
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise PadsError(path.name, f"> {LARGEST_FILE} bytes")
    try:
        told = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise PadsError(path.name, str(error)) from error
    _only(told, {"scale", "registers", "pad"}, path.name)
    pads = told.get("pad")
    if not isinstance(pads, list) or not 1 <= len(pads) <= MOST_PADS:
        raise PadsError(path.name, f"[[pad]]: 1..{MOST_PADS}")
    scale = _scale(told.get("scale", 3), path.name)
    made = tuple(_pad(pad, f"pad {at}", path.parent, scale) for at, pad in enumerate(pads, 1))
    for what in ("unit", "name", "token"):
        if len({getattr(pad, what) for pad in made}) < len(made):
            raise PadsError(path.name, f"{what}: two pads have the same")
    return PadLinePlan(_layout(told.get("registers", {})), made)


def _only(told: Any, known: set[str], place: str) -> None:
    if not isinstance(told, dict):
        raise PadsError(place, "a table is needed")
    if unknown := sorted(set(told) - known):
        raise PadsError(place, ", ".join(unknown))


def _layout(told: Any) -> Layout:
    _only(told, _REGISTERS, "registers")
    for name, value in told.items():
        each = value if name == "key_counters" and isinstance(value, list) else [value]
        if any(type(number) is not int for number in each):
            raise PadsError("registers", f"{name} = {value!r}")
    counters = tuple(told.get("key_counters", ()))
    try:
        return Layout(**{**told, "key_counters": counters})
    except ValueError as error:
        raise PadsError("registers", str(error)) from error


def _pad(told: Any, place: str, folder: Path, scale: int) -> PadPlace:
    _only(told, {"unit", "name", "token_file", "scale"}, place)
    unit, name = told.get("unit"), told.get("name", f"modbus-{told.get('unit')}")
    if type(unit) is not int or unit not in UNITS:
        raise PadsError(place, "unit: 1..247")
    return PadPlace(
        unit,
        _name(name, place),
        _token(told, place, folder),
        _scale(told.get("scale", scale), place),
    )


def _name(name: Any, place: str) -> str:
    try:
        if isinstance(name, str) and len(name) <= LONGEST_NAME:
            return Press(name, "b", 1, 1, 1, 0).dev
    except FrameRefused:
        pass
    raise PadsError(place, "name: a letter or digit, then A-Z a-z 0-9 . _ -")


def _token(told: Mapping[str, Any], place: str, folder: Path) -> str:
    try:
        token: str = (folder / told["token_file"]).read_text(encoding="ascii").strip()
    except (KeyError, TypeError, OSError, ValueError) as error:
        raise PadsError(place, f"token_file: {error}") from error
    if not token:
        raise PadsError(place, "token_file: empty")
    return token


def _scale(scale: Any, place: str) -> int:
    if type(scale) is not int or scale not in SCALES:
        raise PadsError(place, f"scale: {min(SCALES)}..{max(SCALES)}")
    return scale
