"""Everything the kiosk puts on paper: tickets, reprints, checklists; and how its printer is.

Each is a job of its own in the print journal. A ticket is printed by itself once and never again;
a reprint is asked for by hand, at most MOST_REPRINTS times within ten minutes, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from hardware.printing.journal import Job, JobKind, PrintJournal, TooManyCopies
from hardware.printing.paper import PaperLeft, PaperRoll
from hardware.printing.raster import ticket_bytes
from hardware.printing.status import PrinterState
from hardware.printing.worker import PrintWorker
from hardware.tickets.checklist import checklist_picture
from hardware.tickets.picture import ticket_picture
from hardware.tickets.template import Template
from hardware.tickets.words import TicketText
from kiosk.errors import KioskError
from kiosk.kept_tickets import KEEP_S, KeptTickets

MOST_REPRINTS = 2


@dataclass(frozen=True, slots=True)
class Paper:
    """Dots across, metres on a new roll, and the zone of the times printed on it."""

    width: int
    roll_m: float
    zone: tzinfo


class Prints:
    """The kiosk's printer. Safe to use from several threads.

    ``tell_job`` gets ``{press, job, kind, state, reason}`` after every change of a job,
    ``tell_printer`` is called after every change of the printer; both in the printer's thread.
    ``give_way`` may wait for what is more urgent than drawing a ticket, for a moment only.
    """

    def __init__(
        self,
        url: str,
        data: Path,
        paper: Paper,
        template: Callable[[], Template],
        tell_job: Callable[[dict[str, Any]], None],
        tell_printer: Callable[[], None],
        give_way: Callable[[], None] = lambda: None,
    ) -> None:
        """``data`` is an existing directory for the print journal."""
        self._paper, self._template = paper, template
        self._tell_job, self._tell_printer = tell_job, tell_printer
        self._give_way = give_way
        self._journal = PrintJournal(data / "prints.db")
        self._roll = PaperRoll(self._journal.store, paper.roll_m)
        self._kept = KeptTickets(self._journal.store)
        self._worker = PrintWorker(url, self._journal, self._see_job, self._see_printer)

    def start(self) -> None:
        self._worker.start()

    def stop(self) -> None:
        """Let the job under way end, and print no further one; the state can still be asked."""
        self._worker.stop()

    def close(self) -> None:
        """Let go of the journal, after everything that may ask for the state has stopped."""
        self._journal.close()

    @property
    def printer_state(self) -> PrinterState:
        return self._worker.state

    @property
    def printer_said(self) -> str:
        """The printer's state in the server's words: one that cannot answer is no trouble."""
        return "write_only" if self._worker.write_only else self._worker.state.value

    @property
    def paper_left(self) -> PaperLeft | None:
        """What is left of the roll; None without a printer."""
        return None if self._worker.state is PrinterState.NONE else self._roll.left()

    @property
    def silent_s(self) -> float:
        """Seconds since the printer's thread last came round."""
        return self._worker.silent_s

    def can_write(self) -> bool:
        """Whether the print journal can be written to. Raises what its file raises."""
        with self._journal.store.change() as run:
            run("UPDATE roll SET jobs = jobs")
        return True

    def state(self) -> dict[str, Any]:
        """What the page shows of the printer."""
        left = self.paper_left
        return {
            "state": self.printer_state.value,
            "paper_left_pct": None if left is None else left.percent,
            "paper_left_tickets": None if left is None else left.tickets,
        }

    def ticket(self, press: str, ticket: TicketText) -> dict[str, Any]:
        """Print the ticket of a press; the same press again prints nothing."""
        self._kept.keep(press, ticket)
        return _told(self._worker.submit(press, lambda: self._draw(ticket)))

    def reprint(self, press: str) -> dict[str, Any]:
        """Print a further copy, marked as one.

        While the ticket or a copy of it is still on its way to the paper, that job is the answer.
        Raises KioskError: ``reprint_too_late`` (or never printed here), ``reprint_limit``.
        """
        ticket = self._kept.find(press)
        if ticket is None:
            raise KioskError("reprint_too_late", minutes=KEEP_S // 60)
        marked = replace(ticket, reprint=True)
        try:
            job = self._worker.reprint(press, lambda: self._draw(marked), MOST_REPRINTS)
        except TooManyCopies as error:
            raise KioskError("reprint_limit", most=MOST_REPRINTS) from error
        return _told(job)

    def checklist(
        self, press: str, procedure: Mapping[str, Any], centre: Mapping[str, Any], language: str
    ) -> dict[str, Any]:
        """Print what to bring for a procedure (as the API gives it); once for a press."""
        paper, at = self._paper, datetime.now(UTC)

        def draw() -> bytes:
            return ticket_bytes(
                checklist_picture(procedure, centre, language, paper.width, paper.zone, at)
            )

        return _told(self._worker.submit(press, draw, JobKind.CHECKLIST))

    def new_roll(self) -> None:
        """Somebody has put a full roll in."""
        self._roll.new_roll()
        self._tell_printer()

    def _draw(self, ticket: TicketText) -> bytes:
        self._give_way()
        paper = self._paper
        return ticket_bytes(ticket_picture(ticket, paper.width, paper.zone, self._template()))

    def _see_job(self, job: Job) -> None:
        told = _told(job)
        self._tell_job({"press": job.of or job.id, "kind": job.kind.value, **told})
        if not job.under_way:
            self._tell_printer()  # there is less paper now

    def _see_printer(self, state: PrinterState) -> None:
        self._roll.see(state)
        self._tell_printer()


def _told(job: Job) -> dict[str, Any]:
    return {"state": job.state.value, "reason": job.reason or None, "job": job.id}
