"""Service times learnt by service and by who serves, from the first one on.

The logarithm of (seconds / nominal seconds) is taken as a sum: the centre's factor + the
service's + the officer's + what that officer is like at that service, each shrunk towards zero by
how much such effects have been seen to vary, plus a spread of the service. Days fade slowly.

Long waits are sums of many services, so the mean must be right, also where times are not lognormal
(a quick errand or a long one): ``lean`` is by how much the mean is beside a lognormal's.
"""

import math
from collections.abc import Iterable, Mapping
from statistics import NormalDist
from typing import Any

from .effects import (
    CENTRE_VARIANCE,
    OFFICER_VARIANCE,
    PAIR_VARIANCE,
    SERVICE_VARIANCE,
    SPREAD_VARIANCE,
    Cell,
    Fit,
)

FADE = 0.98  # a day's weight a day later: about 50 days are remembered
NORMAL = NormalDist()
TODAY_VARIANCE = 0.04**2


class ServiceTimes:
    """What is known of serving times. ``version`` counts the fits."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, str], Cell] = {}
        self._today = [0.0, 0.0]
        self._fresh = 0
        self.count = 0.0
        self.version = 0
        self._forget_fit()

    def _forget_fit(self) -> None:
        self._centre, self._centre_doubt = 0.0, math.sqrt(CENTRE_VARIANCE)
        self._service: dict[str, tuple[float, float]] = {}
        self._officer: dict[str, tuple[float, float]] = {}
        self._pair: dict[tuple[str, str], float] = {}
        self._spread: dict[str, float] = {}
        self._lean: dict[str, float] = {}
        self._usual_lean = 0.0
        self._usual_spread = math.sqrt(SPREAD_VARIANCE[0])
        self._variance = [SERVICE_VARIANCE[0], OFFICER_VARIANCE[0], PAIR_VARIANCE[0]]

    def observe(self, service: str, who: str, nominal_s: float, seconds: float) -> None:
        """One service took ``seconds``. Wild values count as merely unusual ones."""
        value = math.log(max(seconds, 1.0) / nominal_s)
        expected = self.centre(service, who)
        spread = self.spread(service)
        doubt = self._centre_doubt + self._service.get(service, (0.0, 0.3))[1]
        reach = 3.2 * math.hypot(spread, doubt)
        value = min(expected + reach, max(expected - reach, value))
        cell = self._cells.setdefault((service, who), [0.0] * 4)
        for i, x in enumerate((1.0, value, value * value, math.exp(value))):
            cell[i] += x
        self._today[0] += 1.0 / spread**2
        self._today[1] += (value - expected) / spread**2
        self.count += 1.0
        self._fresh += 1
        if self._fresh > 20 + self.count * 0.05:  # nobody asked for long, but learning goes on
            self.fit()

    def begin_day(self) -> None:
        """Earlier days fade; today's own factor begins anew."""
        self.fit()
        for cell in self._cells.values():
            cell[:] = [x * FADE for x in cell]
        self.count *= FADE
        self._today = [0.0, 0.0]
        self._fresh += 1

    def centre(self, service: str, who: str) -> float:
        """Expected logarithm of (seconds / nominal)."""
        return (
            self._centre
            + self._service.get(service, (0.0, 0.0))[0]
            + self._officer.get(who, (0.0, 0.0))[0]
            + self._pair.get((service, who), 0.0)
        )

    def today(self) -> float:
        """How today differs from what was known this morning (logarithm)."""
        precision, pull = self._today
        return pull / (precision + 1.0 / TODAY_VARIANCE) if self.count > 400 else 0.0

    def spread(self, service: str) -> float:
        """Standard deviation of the logarithm around its centre."""
        return self._spread.get(service, self._usual_spread)

    def lean(self, service: str) -> float:
        """Logarithm of (mean / mean of a lognormal with this centre and spread)."""
        return self._lean.get(service, self._usual_lean)

    def doubt(self, service: str) -> tuple[float, float]:
        """How unsure (standard deviations): the centre's factor, and this service's own."""
        return self._centre_doubt, self._service.get(service, (0.0, math.sqrt(self._variance[0])))[
            1
        ]

    def officer_doubt(self, who: str) -> float:
        """How unsure the officer's factor is (standard deviation)."""
        return self._officer.get(who, (0.0, math.sqrt(self._variance[1])))[1]

    def stale(self) -> bool:
        """Whether enough is new for another fit."""
        return self._fresh > 0 and self._fresh >= self.count * 0.02

    def fit(self, running: Iterable[tuple[str, str, float]] = (), rounds: int = 3) -> None:
        """Work out all effects anew.

        ``running``: services that go on: service, who, seconds so far / nominal. The long ones
        finish last; without them a first morning would look too quick.
        """
        cells = {k: list(c) for k, c in self._cells.items() if c[0] > 0.01}
        if self.count < 300:
            self._add_running(cells, running)
        self._fresh = 0
        self.version += 1
        if not cells:
            return
        fitted = Fit(cells, self._variance, self._usual_spread, self._spread)
        fitted.begin_from(self._centre, self._service, self._officer, self._pair)
        for _ in range(rounds):
            fitted.round()
        self._centre, self._centre_doubt = fitted.centre, fitted.centre_doubt
        self._service, self._officer, self._pair = fitted.service, fitted.officer, fitted.pair
        self._variance, self._spread = fitted.variance, fitted.spread
        self._usual_spread = fitted.usual_spread
        self._usual_lean, self._lean = fitted.leans()

    def _add_running(
        self, cells: dict[tuple[str, str], Cell], running: Iterable[tuple[str, str, float]]
    ) -> None:
        for service, who, so_far in running:
            spread = self.spread(service)
            wide = math.hypot(spread, self._centre_doubt)
            centre = self.centre(service, who)
            least = (math.log(max(so_far, 1e-3)) - centre) / wide
            if least < -2.0:
                continue
            least = min(least, 3.5)
            beyond = centre + wide * NORMAL.pdf(least) / max(1e-9, 1 - NORMAL.cdf(least))
            cell = cells.setdefault((service, who), [0.0] * 4)
            weight, rest = 1.0 - 0.5 * NORMAL.cdf(-least), 0.3 * spread * spread
            believed = (1.0, beyond, beyond * beyond + rest, math.exp(beyond + rest / 2))
            for i, x in enumerate(believed):
                cell[i] += weight * x

    def state(self) -> dict[str, Any]:
        """JSON-able."""
        return {
            "cells": [[s, w, *cell] for (s, w), cell in self._cells.items()],
            "variance": list(self._variance),
            "count": self.count,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what ``state`` gave."""
        self._cells = {(str(s), str(w)): _cell(row) for s, w, *row in state["cells"]}
        self._variance = [float(v) for v in state["variance"]]
        self.count = float(state["count"])
        self.fit(rounds=40)


def _cell(row: list[Any]) -> Cell:
    """A kept cell; an older state has no sum of ratios: that of a lognormal."""
    n, total, squares, *ratios = (float(x) for x in row)
    if not ratios and n > 0:
        mean = total / n
        ratios = [n * math.exp(mean + max(0.0, squares / n - mean * mean) / 2)]
    return [n, total, squares, *(ratios or [0.0])]
