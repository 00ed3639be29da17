"""Entering a mark for an index of a quarter's evaluation."""

from dataclasses import dataclass, replace
from decimal import Decimal

from ..core.errors import Invalid, NotFound, TooMany
from ..core.evaluation import COUNT, EvaluationRules, to_halves
from ..core.quarter import quarter, quarter_of
from ..store import evaluations, people, services
from . import audit
from .change import Change
from .change_settings import keep_settings

KINDS = ("department", "officer")
MOST_MARKS = 500
"""Of one subject in one quarter, every replacement counted."""


@dataclass(frozen=True, slots=True)
class MarkEntry:
    """``points`` are 0 to 2 in halves; None takes the marks entered before back."""

    quarter: str
    kind: str
    subject: str
    index: str
    points: Decimal | None
    note: str


def enter_mark(change: Change, entry: MarkEntry) -> None:
    """Append the mark; what it replaces stays in the history. The same mark again adds nothing.

    Raises ``Invalid`` naming the field, ``NotFound`` for an unknown subject, ``TooMany``.
    """
    if quarter(entry.quarter).first > change.day:
        raise Invalid(field="quarter", latest=quarter_of(change.day))
    if entry.index not in {index.key for index in change.settings.evaluation.indices}:
        raise Invalid(field="index")
    halves = _halves(entry.points)
    _check_subject(change, entry)
    where = (change.session, change.centre.id, entry.quarter, entry.kind)
    newest = evaluations.newest(*where, entry.subject, entry.index)
    if newest is None and halves is None:
        return
    if newest is not None and (newest["halves"], newest["note"]) == (halves, entry.note):
        return
    if evaluations.mark_count(*where, entry.subject) >= MOST_MARKS:
        raise TooMany()
    evaluations.add_mark(
        change.session,
        centre=change.centre.id,
        quarter=entry.quarter,
        kind=entry.kind,
        subject=entry.subject,
        index=entry.index,
        halves=halves,
        note=entry.note,
        by=change.actor.label,
        now=change.now,
    )
    audit.record(
        change,
        "evaluation_mark_entered",
        entry.subject,
        {"quarter": entry.quarter, "index": entry.index, "halves": halves},
    )


def set_rules(change: Change, rules: EvaluationRules) -> EvaluationRules:
    """Set the nine indices of the centre. Raises ``Invalid`` (``indices``)."""
    if len({index.key for index in rules.indices}) != COUNT or len(rules.indices) != COUNT:
        raise Invalid(field="indices")
    if any(index.part_pct > index.full_pct for index in rules.indices):
        raise Invalid(field="indices")
    keep_settings(change, replace(change.settings, evaluation=rules))
    return rules


def _halves(points: Decimal | None) -> int | None:
    try:
        return None if points is None else to_halves(points)
    except ValueError:
        raise Invalid(field="points") from None


def _check_subject(change: Change, entry: MarkEntry) -> None:
    session, centre = change.session, change.centre.id
    if entry.kind == "department":
        known = {row["id"] for row in services.departments(session, centre)}
    elif entry.kind == "officer":
        known = set(people.names(session, centre))
    else:
        raise Invalid(field="kind")
    if entry.subject not in known:
        raise NotFound(field="subject")
