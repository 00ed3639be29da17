"""``motcua kiosk --check``: line by line what works, and what to do about what does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hardware.catalogue import text
from kiosk.setup.device_checks import (
    look_at_browser,
    look_at_data,
    look_at_disk,
    look_at_fonts,
    look_at_page,
    look_at_printer,
    look_at_scanner,
)
from kiosk.setup.findings import PACKAGE, Check, Finding, Level, look_at
from kiosk.setup.server_checks import look_at_clock, look_at_server, look_at_token


@dataclass(frozen=True, slots=True)
class Kiosk:
    """The kiosk to look at, as its options describe it."""

    server: str
    printer: str
    scanner: str | None
    token: str | None
    data: Path
    static: Path


def checks(kiosk: Kiosk) -> list[Check]:
    """Everything that is looked at, in the order in which it is told."""
    return [
        Check("server", lambda: look_at_server(kiosk.server)),
        Check("clock", lambda: look_at_clock(kiosk.server)),
        Check("token", lambda: look_at_token(kiosk.server, kiosk.token, kiosk.data)),
        Check("printer", lambda: look_at_printer(kiosk.printer)),
        Check("scanner", lambda: look_at_scanner(kiosk.scanner), 5.0),
        Check("fonts", look_at_fonts),
        Check("data", lambda: look_at_data(kiosk.data)),
        Check("disk", lambda: look_at_disk(kiosk.data), 5.0),
        Check("browser", look_at_browser, 15.0),
        Check("page", lambda: look_at_page(kiosk.static), 5.0),
    ]


def run(kiosk: Kiosk, language: str, say: Callable[[str], None]) -> bool:
    """Look at everything and say it; whether nothing is bad."""
    found = look_at(checks(kiosk))
    for finding in found:
        for line in told(finding, language):
            say(line)
    count = sum(finding.level is Level.BAD for finding in found)
    say(text(PACKAGE, language, "check.some_bad" if count else "check.all_well", count=count))
    return count == 0


def told(finding: Finding, language: str) -> list[str]:
    """The lines of one finding: what is, and where it is not well what to do."""
    values = dict(finding.values)
    if "name" in values:
        values["name"] = text(PACKAGE, language, str(values["name"]))
    level = text(PACKAGE, language, f"check.level.{finding.level.value}")
    lines = [level + text(PACKAGE, language, finding.key, **values)]
    if finding.level is not Level.OK:
        lines.append(" " * len(level) + "→ " + text(PACKAGE, language, f"{finding.key}.do"))
    return lines
