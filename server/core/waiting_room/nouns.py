"""The words of the wait model. Times are seconds on one clock; ids are strings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Basis = Literal["none", "nominal", "learnt"]
Windows = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Service:
    """A line of the centre; ``nominal_s`` is the usual serving time somebody once wrote down."""

    id: str
    nominal_s: float


@dataclass(frozen=True, slots=True)
class Counter:
    """A desk and its skills: weight by service id.

    Weight 1.0: a line of its own. Above 1: waits in that line count that much more. Below 1: the
    counter only helps there, when its own lines are empty (see ``Rule.help_after_idle_s``).
    """

    id: str
    skills: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is called next by a free counter, as far as it matters for waiting.

    Among the lines the counter has a skill for, the longest wait first. ``strict``: any priority
    ticket before every normal one. ``every_k``: priority first, but after ``k`` priority calls in
    a row at a counter it calls a normal ticket, if one waits. Whoever has waited longer than
    ``longest_wait_s`` goes before everything. A counter helps (weight < 1) when its own lines are
    empty and it has been free for ``help_after_idle_s``, or where somebody has waited longer than
    ``help_when_waited_s``. ``transfer_keeps_place``: a transferred ticket keeps its place by the
    time of issue; else it goes to the end of the other line.
    """

    kind: Literal["strict", "every_k"] = "strict"
    k: int = 2
    longest_wait_s: float | None = None
    help_after_idle_s: float = 0.0
    help_when_waited_s: float | None = None
    transfer_keeps_place: bool = False


@dataclass(frozen=True, slots=True)
class Centre:
    """What the model is told of a centre. ``sessions``: opening hours, seconds of the day."""

    services: Sequence[Service]
    counters: Sequence[Counter]
    rule: Rule = field(default_factory=Rule)
    sessions: Windows = ((27_000.0, 41_400.0), (48_600.0, 61_200.0))


@dataclass(frozen=True, slots=True)
class Estimate:
    """Seconds until called: quantiles, people ahead in the own line, and what it rests on.

    ``basis``: ``none`` (nothing seen yet, or no counter is open for the line and none likely to be
    today: show ``ahead`` only), ``nominal`` (little seen: mostly the nominal times and what the
    centre's first services told), ``learnt``.
    """

    p10: float
    p50: float
    p90: float
    ahead: int
    basis: Basis
