"""How the virtual printer stands, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

PaperState = Literal["ok", "low", "out"]
PAPER_STATES = ("ok", "low", "out")


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """What a hand at the printer, its age, or its cable would change.

    ``rows_left``: the paper ends after so many rows (None: never). ``rows_per_s``: it prints no
    faster (None: at once). ``mute``: it prints and answers nothing. ``deaf``: its line stands and
    nobody reads from it, as after a cable was pulled. ``reset_after``: the line is reset once a
    connection has carried so many bytes, and then no more. ``process_id``: it knows GS ( H.
    """

    paper: PaperState = "ok"
    cover_open: bool = False
    mute: bool = False
    offline: bool = False
    deaf: bool = False
    process_id: bool = True
    rows_left: int | None = None
    rows_per_s: int | None = None
    reset_after: int | None = None

    @property
    def prints(self) -> bool:
        return self.paper != "out" and not self.cover_open and not self.offline

    def real_time(self, n: int) -> bytes:
        """The answer to DLE EOT n; empty for none."""
        out, low = self.paper == "out", self.paper != "ok"
        status = {
            1: 0x12 | (0 if self.prints else 0x08),
            2: 0x12 | (0x04 if self.cover_open else 0) | (0x20 if out else 0),
            3: 0x12,
            4: 0x12 | (0x0C if low else 0) | (0x60 if out else 0),
        }.get(n)
        return b"" if status is None or self.mute else bytes((status,))


def changed(settings: PrinterSettings, changes: dict[str, object]) -> PrinterSettings:
    """The settings after a change by name. Raises TypeError, ValueError."""
    after = replace(settings, **changes)  # type: ignore[arg-type]
    if after.paper not in PAPER_STATES:
        raise ValueError(f"no such paper state: {after.paper!r}")
    if "paper" in changes and "rows_left" not in changes:
        after = replace(after, rows_left=None)
    return after
