"""What simulated people do and how long it takes: every draw of chance, in simulated seconds."""

import math
import random
from collections.abc import Mapping, Sequence

from .sample import SampleCentre

PRIORITY_SHARE = 0.08
ENGLISH_SHARE = 0.04
PROCEDURE_SHARE = 0.5
KIOSK_SHARE = 0.85
"""The rest take their ticket by the API, as from a second kiosk."""
NO_SHOW_SHARE = 0.04
LATE_SHARE = 0.08
"""Come only when called again."""
RATING_SHARE = 0.25
PAUSE_SHARE = 0.03
RATINGS = {"very_satisfied": 0.6, "satisfied": 0.35, "unsatisfied": 0.05}
"""The legal scale of three keys, in the order of the keys."""
SPREAD = 0.45
WALK_S = (5.0, 30.0)
RECALL_S = (30.0, 45.0)
TIDY_S = (4.0, 15.0)
PAUSE_S = (120.0, 420.0)
OPENING_S = (2.0, 60.0)
THINK_S = (1.0, 4.0)
OVERHEAD_S = 40.0
LOAD = 0.92
"""Arrivals in proportion to what the counters can serve."""
CALM_BACKLOG, FULL_BACKLOG = 40, 60


def service_time(rng: random.Random, nominal_minutes: float) -> float:
    """A time at the counter, lognormal with the nominal mean, within a fifth to thrice of it."""
    nominal = nominal_minutes * 60
    drawn = rng.lognormvariate(math.log(nominal) - SPREAD**2 / 2, SPREAD)
    return min(max(drawn, nominal / 5), nominal * 3)


def between(rng: random.Random, span: tuple[float, float]) -> float:
    return rng.uniform(*span)


def pick(rng: random.Random, weights: Mapping[str, float]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def priority(rng: random.Random, classes: Sequence[str]) -> str:
    """One of `classes`, or mostly "none"."""
    return rng.choice(classes) if classes and rng.random() < PRIORITY_SHARE else "none"


def arrivals_per_s(centre: SampleCentre) -> float:
    """Citizens a simulated second in a quiet hour: what all counters serve, less some slack."""
    minutes = {service.id: service.nominal_minutes for service in centre.services}
    shares = centre.arrival_shares
    mean_s = 60 * sum(minutes[id] * share for id, share in shares.items()) / sum(shares.values())
    return LOAD * len(centre.counters) / (mean_s + OVERHEAD_S)


def patience(waiting: int) -> float:
    """How many of those who would come still come in, seeing `waiting` people: 1 down to 0."""
    return min(1.0, max(0.0, (FULL_BACKLOG - waiting) / (FULL_BACKLOG - CALM_BACKLOG)))
