"""What if: the rest of the day with other counters, skills or arrivals, by the same simulation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from .waiting_room.changed import change, copied
from .waiting_room.rest_of_day import Gathered, gather
from .waits import WaitModel


@dataclass(frozen=True, slots=True)
class Change:
    """At ``at`` (the model's clock; None: now) a counter opens, closes, or has other skills.

    ``until``: end of an opening (None: the counter's planned end, else the end of the day).
    ``skills``: service id → weight, for ``skills``, and for ``open`` where they differ.
    """

    counter: str
    action: Literal["open", "close", "skills"]
    at: float | None = None
    until: float | None = None
    skills: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One service in one slot: people waiting (mean), and the wait in seconds of those who draw a
    ticket then (None where nobody is expected)."""

    waiting: float
    p50: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class Course:
    """The rest of a day in slots of 15 minutes.

    ``slots``: start of each slot on the model's clock. ``services``: one cell a slot, by service.
    ``busy``: share of its open time that a counter serves (0..1), by counter. ``uncalled``: people
    who are expected not to be called before the end of the day.
    """

    slots: Sequence[float]
    services: Mapping[str, Sequence[Cell]]
    busy: Mapping[str, float] = field(default_factory=dict)
    uncalled: float = 0.0


COURSE_PATHS = 24
ROSTER_PATHS = 8
MOST_CHANGES = 8
MOST_PLAYS = 16  # of the day, for one roster: about two seconds at thirty busy counters
AHEAD_S = 1800.0  # a counter is opened that long before it is needed


def course(
    model: WaitModel,
    at: float,
    *,
    until: float,
    changes: Sequence[Change] = (),
    arrivals: Mapping[str, float] | None = None,
) -> Course:
    """How the day goes on from ``at`` to ``until`` with ``changes``.

    ``arrivals``: people an hour by service, where other than learnt. Deterministic.
    """
    found = _played(model, at, until, changes, arrivals, COURSE_PATHS)
    return Course(
        found.slots,
        {
            service: [
                Cell(row[i] / found.paths, found.wait(service, i, 0.5), found.wait(service, i, 0.9))
                for i in range(len(found.slots))
            ]
            for service, row in found.waiting.items()
        },
        found.busy,
        found.uncalled,
    )


def roster(model: WaitModel, at: float, *, until: float, limit_s: float) -> Sequence[Change] | None:
    """The cheapest openings found that keep everybody's p90 under ``limit_s`` seconds.

    Step by step: where the limit is first broken, the closed counter that knows most of the lines
    in need is opened some time before; in the end each opening is shortened as far as it goes and
    as ``MOST_PLAYS`` allows. Empty: today's plan does. None: no openings were found that do.
    """
    chosen: list[Change] = []
    found = _played(model, at, until, chosen, None, ROSTER_PATHS)
    while trouble := _trouble(found, limit_s):
        opening = _help(model, at, until, trouble, chosen)
        if opening is None or len(chosen) == MOST_CHANGES:
            return None
        chosen.append(opening)
        found = _played(model, at, until, chosen, None, ROSTER_PATHS)
    return _shortened(model, at, until, limit_s, chosen, MOST_PLAYS - 1 - len(chosen))


def _played(
    model: WaitModel,
    at: float,
    until: float,
    changes: Sequence[Change],
    arrivals: Mapping[str, float] | None,
    paths: int,
) -> Gathered:
    real, draws = model.insides()
    at = real.clock(at)
    floor = copied(real)
    for c in changes:
        change(floor, at, c.counter, c.action, c.at, c.until, c.skills)
    return gather(floor, draws, at, until, arrivals, paths)


def _trouble(found: Gathered, limit_s: float) -> dict[str, tuple[float, float]]:
    """Lines over the limit: when first, and how much in all (seconds times people)."""
    lines: dict[str, tuple[float, float]] = {}
    for service, row in found.waits.items():
        for i, waits in enumerate(row):
            high = found.wait(service, i, 0.9)
            if high is not None and high > limit_s and len(waits) >= found.paths / 2:
                first, need = lines.get(service, (found.slots[i], 0.0))
                lines[service] = (first, need + (high - limit_s) * len(waits))
    return lines


def _help(
    model: WaitModel,
    at: float,
    until: float,
    trouble: Mapping[str, tuple[float, float]],
    chosen: Sequence[Change],
) -> Change | None:
    floor, _ = model.insides()
    first = max(at, min(when for when, _ in trouble.values()) - AHEAD_S)
    taken = {c.counter for c in chosen}
    best, most = None, 0.0
    for counter, desk in floor.desks.items():
        planned = any(a <= first < b for a, b in desk.windows)
        if counter in taken or (planned and desk.state == "open") or (planned and first > at):
            continue
        relief = sum(trouble[s][1] for s in floor.skills[counter] if s in trouble)
        if relief > most:
            best, most = Change(counter, "open", first, until), relief
    return best


def _shortened(
    model: WaitModel, at: float, until: float, limit_s: float, chosen: list[Change], plays: int
) -> Sequence[Change]:
    for i, opening in enumerate(chosen):
        start = at if opening.at is None else opening.at
        for share in (0.35, 0.65)[: max(0, plays)]:
            plays -= 1
            end = start + (until - start) * share
            shorter = [*chosen[:i], replace(opening, until=end), *chosen[i + 1 :]]
            found = _played(model, at, until, shorter, None, ROSTER_PATHS)
            if not _trouble(found, limit_s):
                chosen = shorter
                break
    return chosen
