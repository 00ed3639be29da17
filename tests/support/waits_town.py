"""Made-up centres for the bench of waits: what is true of one, drawn from wide ranges.

Nothing here is known to the model; the oracle knows all of it.
"""

import math
from dataclasses import dataclass
from random import Random

from server.core.waits import Centre, Counter, Rule, Service

HOUR = 3600.0
CLASSES = ("calm", "overloaded", "short")


@dataclass(slots=True)
class Town:
    """A centre and its truth. Services and counters by index; seconds; shares 0..1.

    ``work[service][officer]``: median serving time. ``plan``: planned windows by counter.
    """

    centre: Centre
    kind: str
    work: list[list[float]]
    spread: list[float]
    share: list[float]
    people: float
    profile: list[tuple[float, float, float]]
    last_ticket: float
    priority: float
    no_show: float
    hold: float
    hold_spread: float
    transfer: float
    target: list[int]
    walk_off: float
    gap: float
    pauses_an_hour: float
    pause: float
    pause_spread: float
    late: float
    lateness: float
    absent: float
    rotation: float
    tells_pause_end: bool
    plan: list[list[tuple[float, float]]]


def town(seed: int, kind: str) -> Town:
    """A centre of the class ``kind`` (one of ``CLASSES``)."""
    rng = Random(f"{seed}/{kind}")
    counters, services = rng.randint(8, 30), rng.randint(10, 40)
    skills = _skills(rng, counters, services)
    nominal = [float(rng.choice((180, 240, 300, 420, 600, 900))) for _ in range(services)]
    common = math.exp(rng.gauss(0.1, 0.3))
    line_spread, officer_spread = rng.uniform(0.15, 0.4), rng.uniform(0.08, 0.3)
    line = [math.exp(rng.gauss(0, line_spread)) for _ in range(services)]
    officer = [math.exp(rng.gauss(0, officer_spread)) for _ in range(counters)]
    odd = rng.uniform(0.0, 0.12)
    work = [
        [nominal[s] * common * line[s] * officer[c] * math.exp(rng.gauss(0, odd)) * 0.88
         for c in range(counters)]
        for s in range(services)
    ]  # fmt: skip
    spread = [rng.uniform(0.35, 0.75) for _ in range(services)]
    share = _popular(rng, skills, work)
    sessions = rng.choice(
        (((27_000.0, 41_400.0), (48_600.0, 61_200.0)), ((27_000.0, 43_200.0), (46_800.0, 61_200.0)),
         ((28_800.0, 43_200.0), (45_000.0, 59_400.0)))
    )  # fmt: skip
    plan = _plan(rng, counters, sessions)
    made = Town(
        centre=Centre(
            [Service(f"s{s}", nominal[s]) for s in range(services)],
            [Counter(f"c{c}", {f"s{s}": 1.0 for s in skills[c]}) for c in range(counters)],
            Rule("strict") if rng.random() < 0.5 else Rule("every_k", rng.randint(1, 3)),
            sessions,
        ),
        kind=kind,
        work=work,
        spread=spread,
        share=share,
        people=0.0,
        profile=_profile(rng, sessions),
        last_ticket=sessions[-1][1] - rng.choice((900.0, 1800.0, 3600.0)),
        priority=rng.uniform(0.03, 0.2),
        no_show=rng.uniform(0.02, 0.12),
        hold=rng.uniform(25, 100),
        hold_spread=rng.uniform(0.2, 0.5),
        transfer=rng.uniform(0.0, 0.1),
        target=[rng.randrange(services) for _ in range(services)],
        walk_off=rng.choice((0.0, rng.uniform(0.0, 0.05))),
        gap=rng.choice((0.0, 2.0, rng.uniform(3, 20))),
        pauses_an_hour=rng.uniform(0.0, 0.5),
        pause=rng.uniform(240, 900),
        pause_spread=rng.uniform(0.2, 0.6),
        late=rng.uniform(0.0, 0.5),
        lateness=rng.uniform(120, 900),
        absent=rng.uniform(0.12, 0.3) if kind == "short" else rng.choice((0.0, 0.02, 0.06)),
        rotation=rng.choice((0.0, 0.1, 0.3)),
        tells_pause_end=rng.random() < 0.3,
        plan=plan,
    )
    load = {"calm": (0.65, 0.85), "overloaded": (1.0, 1.15), "short": (0.75, 0.9)}[kind]
    made.people = rng.uniform(*load) * _capacity(made)
    return made


def _skills(rng: Random, counters: int, services: int) -> list[list[int]]:
    """Departments with their own lines; some counters know part of them, some a neighbour's too."""
    departments = max(1, min(counters // 4, rng.randint(1, 6)))
    of = [s % departments for s in range(services)]
    share = rng.uniform(0.4, 1.0)
    found: list[list[int]] = []
    for c in range(counters):
        own = [s for s in range(services) if of[s] == c % departments]
        some = [s for s in own if rng.random() < share] or [rng.choice(own)]
        if rng.random() < 0.2:
            some += [s for s in range(services) if of[s] != c % departments and rng.random() < 0.15]
        found.append(some)
    for s in range(services):
        holders = [c for c in range(counters) if s in found[c]]
        if len(holders) < 2:
            others = [c for c in range(counters) if c not in holders]
            for c in rng.sample(others, k=2 - len(holders)):
                found[c].append(s)
    return found


def _popular(rng: Random, skills: list[list[int]], work: list[list[float]]) -> list[float]:
    """Some lines are sought far more than others, but staff follows people, more or less."""
    services = len(work)
    power = rng.uniform(0.4, 1.1)
    want = [1 / (i + 1) ** power for i in range(services)]
    rng.shuffle(want)
    served = [0.0] * services
    for c, lines in enumerate(skills):
        total = sum(want[s] for s in lines)
        for s in lines:
            served[s] += want[s] / total / work[s][c]
    uneven = rng.uniform(0.0, 0.2)
    weights = [served[s] * math.exp(rng.gauss(0, uneven)) for s in range(services)]
    return [w / sum(weights) for w in weights]


def _plan(
    rng: Random, counters: int, sessions: tuple[tuple[float, float], ...]
) -> list[list[tuple[float, float]]]:
    """Most counters keep the sessions; some keep half a day, some have their lunch in shifts."""
    shifts = rng.random() < 0.3
    found = []
    for c in range(counters):
        windows = list(sessions)
        if shifts:
            (a, b), (d, e) = sessions
            move = 1800.0 if c % 2 else 0.0
            windows = [(a, b - 1800 + move), (d - 2400 + move, e)]
        if rng.random() < 0.15:
            windows = [windows[rng.randrange(2)]]
        found.append([(a + rng.choice((0.0, 0.0, 0.0, 1800.0)), b) for a, b in windows])
    return found


def _profile(
    rng: Random, sessions: tuple[tuple[float, float], ...]
) -> list[tuple[float, float, float]]:
    """(centre, width, weight) of the day's peaks."""
    (a, b), (d, e) = sessions
    return [
        (a + rng.uniform(0.3, 1.3) * HOUR, rng.uniform(0.5, 1.2) * HOUR, rng.uniform(0.35, 0.6)),
        ((a + b) / 2, 1.8 * HOUR, 0.25),
        (d + rng.uniform(0.2, 1.2) * HOUR, rng.uniform(0.6, 1.3) * HOUR, rng.uniform(0.2, 0.35)),
        ((d + e) / 2, 1.5 * HOUR, 0.15),
    ]


def _capacity(made: Town) -> float:
    """People a day that the planned counters can serve, if each took the usual mix."""
    people = 0.0
    for c, counter in enumerate(made.centre.counters):
        lines = [int(s[1:]) for s in counter.skills]
        weight = sum(made.share[s] for s in lines) or 1.0
        mean = sum(
            made.share[s] * made.work[s][c] * math.exp(made.spread[s] ** 2 / 2) for s in lines
        )
        hours = sum(b - a for a, b in made.plan[c])
        one = mean / weight * (1 - made.no_show) + made.hold * made.no_show + made.gap
        away = made.pauses_an_hour * made.pause / HOUR
        people += hours * (1 - min(0.5, away)) / one
    return people / (1 + made.transfer)
