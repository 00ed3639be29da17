"""Paper counted per roll: every dot that may have been fed, and none twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.printing.journal import JobKind, JobState, PrintJournal, TooManyCopies
from hardware.printing.paper import KNIFE_MM, USUAL_TICKET_MM, PaperLeft, PaperRoll
from hardware.printing.status import PrinterState
from server.store.driver import sqlite

ROLL_M = 10.0
TICKET_DOTS = 800  # 100 mm


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[PrintJournal]:
    journal = PrintJournal(tmp_path / "prints.db")
    yield journal
    journal.close()


@pytest.fixture
def roll(journal: PrintJournal) -> PaperRoll:
    return PaperRoll(journal.store, ROLL_M)


def run(journal: PrintJournal, job: str, *states: JobState, dots: int = TICKET_DOTS) -> None:
    journal.add(job)
    for state in states:
        journal.move(job, state, dots=dots)


SENT = (JobState.SENDING, JobState.SENT)


def test_a_new_roll_is_full(roll: PaperRoll) -> None:
    assert roll.left() == PaperLeft(100, int(ROLL_M * 1000 // (USUAL_TICKET_MM + KNIFE_MM)))


@pytest.mark.parametrize(
    ("states", "fed"),
    [
        ((JobState.FAILED,), False),
        ((JobState.SENDING, JobState.FAILED), False),
        ((JobState.SENDING, JobState.UNCONFIRMED), True),
        (SENT, True),
        ((*SENT, JobState.PRINTED), True),
        ((*SENT, JobState.UNCONFIRMED), True),
    ],
)
def test_a_job_counts_once_from_when_its_bytes_may_have_left(
    journal: PrintJournal, roll: PaperRoll, states: tuple[JobState, ...], fed: bool
) -> None:
    run(journal, "p1", *states, dots=4000)  # half a metre of ten
    assert roll.left().percent == (94 if fed else 100)


def test_the_roll_learns_how_long_its_tickets_are(journal: PrintJournal, roll: PaperRoll) -> None:
    for number in range(10):
        run(journal, f"p{number}", *SENT)
    used = 10 * (100 + KNIFE_MM)
    assert roll.left().tickets == int((ROLL_M * 1000 - used) / (100 + KNIFE_MM))


def test_a_roll_that_lasts_longer_than_it_should_has_nothing_left(
    journal: PrintJournal, roll: PaperRoll
) -> None:
    run(journal, "p1", *SENT, dots=20 * 8000)
    assert roll.left() == PaperLeft(0, 0)


def test_paper_after_none_is_a_new_roll(journal: PrintJournal, roll: PaperRoll) -> None:
    run(journal, "p1", *SENT, dots=40_000)
    for state in (PrinterState.PAPER_LOW, PrinterState.OK, PrinterState.OFFLINE, PrinterState.OK):
        assert not roll.see(state)
    assert roll.left().percent < 60
    assert not roll.see(PrinterState.PAPER_OUT)
    assert not roll.see(PrinterState.COVER_OPEN), "the cover is open while the roll is changed"
    assert not roll.see(PrinterState.UNKNOWN)
    assert roll.see(PrinterState.OK)
    assert roll.left().percent == 100
    assert not roll.see(PrinterState.OK)


def test_a_roll_changed_while_the_kiosk_was_off_is_noticed(
    journal: PrintJournal, tmp_path: Path
) -> None:
    roll = PaperRoll(journal.store, ROLL_M)
    run(journal, "p1", *SENT, dots=40_000)
    roll.see(PrinterState.PAPER_OUT)
    journal.close()
    again = PrintJournal(tmp_path / "prints.db")
    later = PaperRoll(again.store, ROLL_M)
    assert later.left().percent < 60
    assert later.see(PrinterState.OK)
    assert later.left().percent == 100
    again.close()


def test_the_count_and_the_jobs_survive_a_restart(journal: PrintJournal, tmp_path: Path) -> None:
    run(journal, "p1", JobState.SENDING, dots=40_000)
    # No close(): a killed process says no farewell either.
    again = PrintJournal(tmp_path / "prints.db")
    job = again.get("p1")
    assert job is not None and job.state is JobState.UNCONFIRMED
    assert PaperRoll(again.store, ROLL_M).left().percent == 49, "its paper may have been fed"
    third = PrintJournal(tmp_path / "prints.db")
    assert PaperRoll(third.store, ROLL_M).left().percent == 49, "and is counted once"
    third.close()
    again.close()


def test_a_journal_of_an_earlier_version_is_taken_over(tmp_path: Path) -> None:
    with sqlite.connect(tmp_path / "prints.db") as old:
        old.execute(
            "CREATE TABLE job (id TEXT PRIMARY KEY, state TEXT NOT NULL,"
            " reason TEXT NOT NULL DEFAULT '', created_ms INTEGER NOT NULL,"
            " changed_ms INTEGER NOT NULL) STRICT"
        )
        old.execute("INSERT INTO job VALUES ('p0', 'printed', '', 4102444800000, 1)")
    old.close()
    journal = PrintJournal(tmp_path / "prints.db")
    kept = journal.get("p0")
    assert kept is not None and kept.state is JobState.PRINTED and kept.kind is JobKind.TICKET
    assert journal.add("p1", JobKind.CHECKLIST)[0].kind is JobKind.CHECKLIST
    journal.close()


def test_copies_are_jobs_of_their_own_and_bounded(journal: PrintJournal) -> None:
    run(journal, "p1", *SENT, JobState.PRINTED)
    first, new = journal.add_reprint("p1", 2)
    assert new and (first.kind, first.of) == (JobKind.REPRINT, "p1") and first.id != "p1"
    assert journal.add_reprint("p1", 2) == (first, False), "one at a time"
    journal.move(first.id, JobState.FAILED, "paper_out")
    second, _ = journal.add_reprint("p1", 2)
    for state in (*SENT, JobState.PRINTED):
        journal.move(second.id, state)
    third, _ = journal.add_reprint("p1", 2)
    for state in (*SENT, JobState.UNCONFIRMED):
        journal.move(third.id, state)
    assert len({first.id, second.id, third.id}) == 3
    with pytest.raises(TooManyCopies):
        journal.add_reprint("p1", 2)
    run(journal, "p2", *SENT, JobState.PRINTED)
    assert journal.add_reprint("p2", 2)[1], "another ticket has copies of its own"


def test_no_copy_is_made_of_a_ticket_still_on_its_way(journal: PrintJournal) -> None:
    run(journal, "p1", JobState.SENDING)
    job, new = journal.add_reprint("p1", 2)
    assert (job.id, new) == ("p1", False)
