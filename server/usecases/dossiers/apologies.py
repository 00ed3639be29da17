"""Apologies for dates that will be missed (form 04): drafted by themselves, given by a person.

A date is missed when it has passed; it is as good as missed when the dossier is still open at the
cut-off of its due day, or when the department said itself that it expects to be done later. Each
missed date is drafted once, with a new date by the calendar.

A dossier keeps both dates. Whether it was late is judged by the one promised at its receipt: an
apology is owed because that promise was not kept, and does not undo it (Decree 61/2018, article 19;
counting from the new date would make every late dossier timely by a letter).
"""

from ...core.apologies import new_date, why_of
from ...core.calendar import WorkCalendar, local_day
from ...core.errors import Invalid, NotFound, WrongState
from ...store import apologies
from ...store.base import Row
from .. import rooms
from ..change import Change
from .forms import issue_form
from .rules import rules_now
from .texts import apology_reason

AT_ONCE = 500
"""Drafts that one change makes at most."""


def draft_apologies(change: Change) -> int:
    """Draft what is owed, the first ``AT_ONCE`` of it; how many drafts are new."""
    calendar = rules_now(change).calendar
    session, centre = change.session, change.centre.id
    rows = {row["code"]: row for row in _expected(change)}
    before = missed_before(calendar, change.now)
    rows |= {row["code"]: row for row in apologies.late(session, centre, before, AT_ONCE)}
    made = sum(_draft(change, calendar, row) for row in list(rows.values())[:AT_ONCE])
    if made:
        change.touch(rooms.DOSSIERS)
    return made


def missed_before(calendar: WorkCalendar, now: int) -> int:
    """Dates before this moment (ms) are missed: now, and from the cut-off on the rest of today."""
    today = local_day(now, calendar.zone)
    if calendar.is_working(today) and now >= calendar.moment(today, calendar.cut_off):
        return calendar.moment(today, "23:59") + 60_000
    return now


def reword_apology(change: Change, code: str, reason: str, new_due: int | None) -> None:
    """Another reason (not blank) or date (epoch ms, not before now) for a draft.

    Raises ``NotFound`` (code) without a draft, ``WrongState``, and ``Invalid`` (new_due).
    """
    row = _open_draft(change, code)
    due = row["proposed"] if new_due is None else new_due
    if new_due is not None and new_due < change.now:
        raise Invalid(field="new_due")
    apologies.reword(
        change.session, change.centre.id, code, row["missed"], reason or row["reason"], due
    )
    change.touch(rooms.DOSSIERS)


def confirm_apology(change: Change, code: str, reason: str, new_due: int | None) -> None:
    """Give form 04 as drafted, or with another date (epoch ms) or reason (not blank).

    Raises ``NotFound`` (code) without a draft, and what ``issue_form`` raises.
    """
    row = _open_draft(change, code)
    due = row["proposed"] if new_due is None else new_due
    said = reason or row["reason"]
    issue_form(change, code, "04", reason=said, new_due=due)
    _decide(change, row, "issued", said, due)


def dismiss_apology(change: Change, code: str) -> None:
    """No apology is needed. Raises ``NotFound`` (code) without a draft."""
    row = _open_draft(change, code)
    _decide(change, row, "dismissed", row["reason"], None)


def _expected(change: Change) -> list[Row]:
    """Dossiers whose departments expect to miss the date; the word that counts is the last."""
    last = {row["code"]: row for row in apologies.expected(change.session, change.centre.id)}
    return [row for row in last.values() if row["told"] > row["missed"]]


def _draft(change: Change, calendar: WorkCalendar, row: Row) -> bool:
    told = dict(row).get("told")
    why = why_of(row["missed"], told, change.now)
    return apologies.draft(
        change.session,
        change.centre.id,
        row["code"],
        missed=row["missed"],
        why=why,
        proposed=new_date(calendar, change.now, row["term"], row["unit"], told),
        reason=apology_reason(why),
        now=change.now,
    )


def _open_draft(change: Change, code: str) -> Row:
    found = apologies.of_dossier(change.session, change.centre.id, code)
    if not found:
        raise NotFound(field="code")
    if found[0]["state"] != "drafted":
        raise WrongState(state=found[0]["state"])
    return found[0]


def _decide(change: Change, row: Row, state: str, reason: str, new_due: int | None) -> None:
    apologies.decide(
        change.session,
        change.centre.id,
        row["code"],
        row["missed"],
        state=state,
        reason=reason,
        new_due=new_due,
        now=change.now,
        by=change.actor.label,
    )
    change.touch(rooms.DOSSIERS)
