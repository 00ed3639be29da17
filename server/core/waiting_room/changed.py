"""A floor as it would be with other openings or skills. The real one is left as it is."""

from collections.abc import Mapping
from copy import copy, deepcopy
from typing import Literal

from .floor import Desk, Floor

Action = Literal["open", "close", "skills"]


def copied(floor: Floor) -> Floor:
    """A floor of its own; who waits and what is known are shared, so do not tell it events."""
    other = copy(floor)
    other.desks = {name: deepcopy(desk) for name, desk in floor.desks.items()}
    other.skills = {name: dict(skills) for name, skills in floor.skills.items()}
    return other


def change(
    floor: Floor,
    now: float,
    counter: str,
    action: Action,
    at: float | None,
    until: float | None,
    skills: Mapping[str, float] | None,
) -> None:
    """Change a copied floor. Unknown counters are left aside."""
    desk = floor.desks.get(counter)
    if desk is None:
        return
    when = now if at is None else max(now, at)
    if action == "open":
        if skills is not None:
            _reskill(floor, desk, now, when, skills)
            desk = floor.desks.get(f"{counter}#", desk)
        _open(floor, desk, now, when, until)
    elif action == "close":
        _close(desk, now, when)
    elif skills is not None:
        _reskill(floor, desk, now, when, skills)


def _open(floor: Floor, desk: Desk, now: float, when: float, until: float | None) -> None:
    planned = [b for a, b in desk.windows if a <= when < b]
    end = until if until is not None else max([*planned, *([] if planned else [floor.last_end()])])
    if end <= when:
        return
    if when <= now and desk.state != "open":
        desk.state, desk.since, desk.until = "open", now, None
        desk.free_since, desk.free_known = now, False
    desk.windows = _united([*desk.windows, (when, end)])
    desk.certain = True


def _close(desk: Desk, now: float, when: float) -> None:
    if desk.state == "open" and not any(a <= now < b for a, b in desk.windows):
        desk.windows = [*desk.windows, (now, when)]
    desk.windows = sorted((a, min(b, when)) for a, b in desk.windows if a < when)
    if when <= now:
        desk.state, desk.until, desk.opened_in = "closed", None, len(desk.windows)


def _reskill(
    floor: Floor, desk: Desk, now: float, when: float, skills: Mapping[str, float]
) -> None:
    if when <= now:
        floor.skills[desk.id] = dict(skills)
        return
    # From then on another counter stands there: the same officer with the other skills.
    later = Desk(f"{desk.id}#", officer=desk.who, since=now, certain=desk.state == "open")
    later.windows = [(max(a, when), b) for a, b in desk.windows if b > when]
    later.opened_before = desk.opened_before or desk.state == "open"
    _close(desk, now, when)
    floor.desks[later.id] = later
    floor.skills[later.id] = dict(skills)


def _united(windows: list[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for a, b in sorted(windows):
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], b))
        else:
            found.append((a, b))
    return found
