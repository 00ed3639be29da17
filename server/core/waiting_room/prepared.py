"""A floor made ready for being played forward, as lists of numbers; ``scene`` makes them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Desks:
    """Counters, by index. ``lines[level][c]``: line indices it may call from; ``first[c][p]``:
    when it is free for the next one, ``end[c][p]``: when its window ends, ``later[c]``: windows to
    come as (starts by path, ends by path); ``median[c][service]`` seconds."""

    lines: list[list[list[int]]]
    heads: list[list[Callable[[list[int]], Sequence[int]] | None]]
    weights: list[dict[int, float]]
    first: list[list[float]]
    end: list[list[float]]
    later: list[list[tuple[list[float], list[float]]]]
    run: list[int]
    median: list[list[float]]
    pause_at: list[list[float]]


@dataclass(slots=True)
class Habits:
    """Rule and chances. Rates a second; ``hold`` and ``pause`` as (log of median, spread)."""

    plain: bool
    k: int
    longest_wait: float
    help_after_idle: float
    help_when_waited: float
    keeps_place: bool
    gap: float
    pause_rate: float
    pause: tuple[float, float]
    hold: tuple[float, float]
    no_show: list[float]
    transfer: list[float]
    goals: list[list[tuple[float, int]]]
    spread: list[float]


@dataclass(slots=True)
class Path:
    """One path's luck. ``work[rank]``: > 0 factor on the counter's median, < 0 seconds held in
    vain, 0 a probe that only looks. ``goal[rank]``: service it is sent on to, or -1.
    ``arrivals``: (time, service, level, factor) of people to come; ``leaves[rank]``: when it would
    leave. ``busy``: transfers at the end of services that go on (time, service, level)."""

    index: int
    work: list[float]
    goal: list[int]
    leaves: list[float] | None
    arrivals: list[tuple[float, int, int]]
    normals: list[float]
    uniforms: list[float]
    doubt: list[float]


@dataclass(slots=True)
class Scene:
    """The floor at a moment. Tickets by rank (the order of their places)."""

    at: float
    horizon: float
    queues: list[list[int]]
    line_of: dict[tuple[int, int], int]
    line: list[int]
    service: list[int]
    level: list[int]
    since: list[float]
    wanted: list[bool]
    desks: Desks
    habits: Habits
    paths: list[Path] = field(default_factory=list)


@dataclass(slots=True)
class Outcome:
    """What came of a path: when each rank was called (inf: never), for whom who came later; and
    how long each counter served."""

    called: list[float]
    came: list[float]
    service: list[int]
    busy: list[float]
