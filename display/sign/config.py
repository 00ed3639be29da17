"""Which signs hang where and what they show: a TOML file, read once at the start.

[[bus]]
url = "serial:///dev/serial/by-id/…?baudrate=9600"

[[bus.sign]]
protocol = "modbus"     # or "ascii"
unit = 1
counter = 3             # the counter's number; or call = 1: the newest call of the hall
text = "{digits}"       # see hardware/signs/template.py
idle = ""               # no ticket there
closed = "----"         # the counter is closed or paused
encoding = "integer"    # modbus: integer, bcd, text, segments, packed_segments
register = 0            # modbus
function = 6            # modbus: 6 or 16
width = 4
frame = "${unit:03d},{text}#"   # ascii
align = "right"         # ascii: left, right or ""
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hardware.signs.ascii_sign import AsciiSign
from hardware.signs.template import Template
from hardware.signs.unit import ModbusSign, SignUnit

MOST_SIGNS: Final = 64
"""On one bus: at 9600 baud more could not be rewritten in time."""
LARGEST_FILE: Final = 256 * 1024
_COMMON: Final = {"protocol", "unit", "width", "counter", "call", "text", "idle", "closed"}
_OWN: Final = {
    "modbus": {"encoding", "register", "function"},
    "ascii": {"frame", "align"},
}
_NUMBERS: Final = {"unit", "width", "register", "function"}


class ConfigError(ValueError):
    """The file cannot be used; ``place`` says which part, ``detail`` what is wrong there."""

    def __init__(self, place: str, detail: str) -> None:
        super().__init__(f"{place}: {detail}")
        self.place, self.detail = place, detail


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign, what it shows, and of whom: a counter's number, or the n-th newest call (from 1)."""

    name: str
    unit: SignUnit
    template: Template
    counter: int | None
    call: int | None


@dataclass(frozen=True, slots=True)
class Bus:
    """A line by its URL (`hardware.transport`) and the signs on it."""

    url: str
    signs: tuple[Sign, ...]


def read_config(path: Path) -> tuple[Bus, ...]:
    """The buses of a file. Raises ConfigError, OSError."""
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise ConfigError(path.name, f"> {LARGEST_FILE} bytes")
    try:
        told = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ConfigError(path.name, str(error)) from error
    buses = told.get("bus")
    if not isinstance(buses, list) or not buses or set(told) - {"bus"}:
        raise ConfigError(path.name, "[[bus]]")
    return tuple(_bus(bus, f"bus {at}") for at, bus in enumerate(buses, 1))


def _bus(told: Any, place: str) -> Bus:
    if not isinstance(told, dict) or not isinstance(told.get("url"), str):
        raise ConfigError(place, "url")
    signs = told.get("sign")
    if not isinstance(signs, list) or not 1 <= len(signs) <= MOST_SIGNS:
        raise ConfigError(place, f"[[bus.sign]]: 1..{MOST_SIGNS}")
    if set(told) - {"url", "sign"}:
        raise ConfigError(place, ", ".join(sorted(set(told) - {"url", "sign"})))
    return Bus(told["url"], tuple(_sign(s, f"{place}, sign {at}") for at, s in enumerate(signs, 1)))


def _sign(told: Any, place: str) -> Sign:
    if not isinstance(told, dict) or told.get("protocol") not in _OWN:
        raise ConfigError(place, 'protocol = "modbus" | "ascii"')
    unknown = set(told) - _COMMON - _OWN[told["protocol"]]
    if unknown:
        raise ConfigError(place, ", ".join(sorted(unknown)))
    counter, call = told.get("counter"), told.get("call")
    if (counter is None) == (call is None) or not _positive(counter, call):
        raise ConfigError(place, "counter | call")
    try:
        template = Template(**{k: told[k] for k in ("text", "idle", "closed") if k in told})
        return Sign(place, _unit(told), template, counter, call)
    except (ValueError, TypeError) as error:
        raise ConfigError(place, str(error)) from error


def _unit(told: Mapping[str, Any]) -> SignUnit:
    protocol = told["protocol"]
    settings = {key: told[key] for key in ({"unit", "width"} | _OWN[protocol]) & set(told)}
    for key in _NUMBERS & set(settings):
        if type(settings[key]) is not int:  # true is an int too, and 1.0 equals 1
            raise ValueError(f"{key} = {settings[key]!r}")
    return ModbusSign(**settings) if protocol == "modbus" else AsciiSign(**settings)


def _positive(*numbers: Any) -> bool:
    return all(
        n is None or (isinstance(n, int) and not isinstance(n, bool) and 1 <= n <= 9_999)
        for n in numbers
    )
