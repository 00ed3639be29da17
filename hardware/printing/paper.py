"""The paper in the printer, counted: dots fed since the roll was put in.

The near-end sensor, where there is one, speaks when a few metres are left, and cheap printers have
none; the count says days before that a roll ends.
"""

from __future__ import annotations

from dataclasses import dataclass

from hardware.printing.print_store import PrintStore
from hardware.printing.status import PrinterState

DOTS_PER_MM = 8
KNIFE_MM = 14
"""From the head to the knife: fed once more for every job (Epson TM-T88 and alike: 14 mm)."""
USUAL_TICKET_MM = 145
"""Until the roll has told how long its tickets are."""
TELLING_JOBS = 5
DEFAULT_ROLL_M = {576: 80, 384: 30}
"""Metres on the usual rolls: 80 × 80 mm, and 58 × 50 mm."""

_LOADED = (PrinterState.OK, PrinterState.PAPER_LOW)


@dataclass(frozen=True, slots=True)
class PaperLeft:
    """What is left of the roll: whole percent, rounded down, and so many tickets at least."""

    percent: int
    tickets: int


class PaperRoll:
    """The count of one printer's roll, kept in its print journal's file."""

    def __init__(self, store: PrintStore, roll_m: float) -> None:
        """``roll_m``: metres on a new roll, above 0."""
        self._store = store
        self._roll_mm = max(1.0, roll_m * 1000)

    def left(self) -> PaperLeft:
        """What is left now; a roll that lasts longer than it should has 0 left."""
        dots, jobs = self._counts()
        used = dots / DOTS_PER_MM + jobs * KNIFE_MM
        left = max(0.0, self._roll_mm - used)
        each = used / jobs if jobs >= TELLING_JOBS and used else USUAL_TICKET_MM + KNIFE_MM
        return PaperLeft(int(100 * left / self._roll_mm), int(left / each))

    def new_roll(self) -> None:
        """A full roll was put in."""
        with self._store.change() as run:
            run("UPDATE roll SET dots = 0, jobs = 0, ran_out = 0")

    def see(self, state: PrinterState) -> bool:
        """Learn from what the printer reports; True when that means a new roll.

        Paper after none is a new roll, however long ago it ran out and whether or not this
        program was running meanwhile.
        """
        row = self._store.one("SELECT ran_out FROM roll")
        ran_out = bool(row and row[0])
        if state is PrinterState.PAPER_OUT and not ran_out:
            with self._store.change() as run:
                run("UPDATE roll SET ran_out = 1")
        if state in _LOADED and ran_out:
            self.new_roll()
            return True
        return False

    def _counts(self) -> tuple[int, int]:
        row = self._store.one("SELECT dots, jobs FROM roll")
        return (int(row[0]), int(row[1])) if row else (0, 0)
