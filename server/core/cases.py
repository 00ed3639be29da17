"""What becomes of a reason that citizens gave: seen, planned, done, or not planned and why.

One table says which step leads where. Whether a reason is named less since is claimed only where
the figures carry it: enough ratings on both sides, and 95 % intervals that do not overlap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from .errors import Invalid, WrongCaseState
from .proportion import wilson
from .satisfaction_figures import SMALL_BASE

LEAST_NAMED = 5
"""So many people in the usual period (a month) make a reason worth a case: the first centre's two
reasons had a good dozen each in two months, so both would have been proposed, and a single bad day
not."""
COMPARED_DAYS = 90
"""Before and after are compared over at most a quarter: further back, other things have changed."""


class CaseState(StrEnum):
    """Where a case stands."""

    NEW = "new"
    SEEN = "seen"
    PLANNED = "planned"
    DONE = "done"
    NOT_PLANNED = "not_planned"


class Step(StrEnum):
    """What somebody does with a case; ``reword`` mends the public words of the step before."""

    OPEN = "open"
    SEE = "seen"
    PLAN = "plan"
    DO = "done"
    DECLINE = "decline"
    REOPEN = "reopen"
    REWORD = "reword"


OPEN_STATES = (CaseState.NEW, CaseState.SEEN, CaseState.PLANNED)
LEADS: Mapping[Step, tuple[tuple[CaseState, ...], CaseState]] = {
    Step.SEE: ((CaseState.NEW,), CaseState.SEEN),
    # A plan may be made anew: another date, other words.
    Step.PLAN: (OPEN_STATES, CaseState.PLANNED),
    # What is mended at once needs no plan.
    Step.DO: (OPEN_STATES, CaseState.DONE),
    Step.DECLINE: (OPEN_STATES, CaseState.NOT_PLANNED),
    Step.REOPEN: ((CaseState.DONE, CaseState.NOT_PLANNED), CaseState.SEEN),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What goes with a step. ``words`` and ``words_en`` are for the public, ``note`` is not;
    ``due`` is the day a plan is for (ISO date)."""

    note: str = ""
    words: str = ""
    words_en: str = ""
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, at epoch ms, by whom (an actor's label)."""

    step: Step
    at: int
    actor: str
    said: Said


def after(state: CaseState, step: Step) -> CaseState:
    """The state a step leads to. Raises ``WrongCaseState``."""
    if step is Step.REWORD:
        return state
    allowed, to = LEADS.get(step, ((), state))
    if state not in allowed:
        raise WrongCaseState(state=state.value, action=step.value)
    return to


def possible(state: CaseState) -> tuple[Step, ...]:
    """The steps that can be taken from a state, rewording apart."""
    return tuple(step for step, (allowed, _) in LEADS.items() if state in allowed)


def repeats(last: Taken, step: Step, said: Said) -> bool:
    """Whether a step is the last one sent once more: it changes nothing then."""
    return last.step is step and last.said == said


def check(step: Step, said: Said) -> None:
    """Raises ``Invalid`` where a step lacks what it needs or carries what it cannot."""
    if step is Step.DECLINE and not said.note:
        raise Invalid(field="note")
    if said.due is not None and step is not Step.PLAN:
        raise Invalid(field="due")
    if said.words_en and not said.words:
        raise Invalid(field="words")


def public_steps(steps: Sequence[Taken]) -> list[Taken]:
    """The steps as the public sees them: rewordings stand where the words they mend stood; of the
    time before a case was opened again, only that it was heard."""
    shown: list[Taken] = []
    for taken in steps:
        if taken.step is Step.REWORD and shown:
            words = replace(shown[-1].said, words=taken.said.words, words_en=taken.said.words_en)
            shown[-1] = replace(shown[-1], said=words)
        elif taken.step is Step.REOPEN:
            shown = [*shown[:1], taken]
        else:
            shown.append(taken)
    return shown


def is_public(steps: Sequence[Taken]) -> bool:
    """Whether anything was written for the public; a case without a word for it is internal."""
    return any(taken.said.words for taken in public_steps(steps))


@dataclass(frozen=True, slots=True)
class Named:
    """``n`` of ``base`` ratings named the reason; share and Wilson's 95 % interval in percent."""

    n: int
    base: int
    share: float | None
    interval: tuple[float, float] | None
    small: bool


def named(n: int, base: int) -> Named:
    """How often a reason was named."""
    found = wilson(n, base)
    return Named(
        n=n,
        base=base,
        share=round(100 * n / base, 1) if base else None,
        interval=None if found is None else (_percent(found[0]), _percent(found[1])),
        small=base < SMALL_BASE,
    )


def verdict(before: Named, since: Named) -> str:
    """``fewer`` or ``more`` where that is sure, ``unclear`` where the intervals overlap, ``few``
    where too few have rated to say."""
    if before.interval is None or since.interval is None or before.small or since.small:
        return "few"
    if since.interval[1] < before.interval[0]:
        return "fewer"
    return "more" if since.interval[0] > before.interval[1] else "unclear"


def compared(done: str, today: str) -> tuple[tuple[str, str], tuple[str, str] | None]:
    """The days (both included) before and since the day something was done, that day itself
    belonging to neither; nothing since while it is the same day."""
    day = date.fromisoformat(done)
    before = (day - timedelta(days=COMPARED_DAYS), day - timedelta(days=1))
    since = (day + timedelta(days=1), day + timedelta(days=COMPARED_DAYS))
    last = min(since[1].isoformat(), today)
    begins = since[0].isoformat()
    return (before[0].isoformat(), before[1].isoformat()), (
        (begins, last) if last >= begins else None
    )


def suggested(counts: Mapping[str, int], open_reasons: frozenset[str]) -> list[tuple[str, int]]:
    """Reasons named often enough that no open case is about, most named first."""
    found = [(r, n) for r, n in counts.items() if n >= LEAST_NAMED and r not in open_reasons]
    return sorted(found, key=lambda item: (-item[1], item[0]))


def _percent(share: float) -> float:
    return round(share * 100, 1)
