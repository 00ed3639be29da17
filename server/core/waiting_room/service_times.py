"""Service times learnt by service and by who serves, from the first one on.

The logarithm of (seconds / nominal seconds) is taken as a sum: the centre's factor + the
service's + the officer's + what that officer is like at that service, each shrunk towards zero by
how much such effects have been seen to vary, plus a spread of the service. Days fade slowly.
"""

import math
from collections.abc import Iterable, Mapping
from statistics import NormalDist
from typing import Any

FADE = 0.98  # a day's weight a day later: about 50 days are remembered
NORMAL = NormalDist()
Cell = list[float]  # weight, sum, sum of squares

# What is believed before anything is seen: (variance, weight in observations).
CENTRE_VARIANCE = 0.35**2
SERVICE_VARIANCE = (0.3**2, 8.0)
OFFICER_VARIANCE = (0.18**2, 10.0)
PAIR_VARIANCE = (0.08**2, 30.0)
SPREAD_VARIANCE = (0.55**2, 20.0)
SPREAD_WEIGHT = 15.0
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
        cell = self._cells.setdefault((service, who), [0.0, 0.0, 0.0])
        cell[0] += 1.0
        cell[1] += value
        cell[2] += value * value
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
        fitted = _Fit(cells, self._variance, self._usual_spread, self._spread)
        fitted.begin_from(self._centre, self._service, self._officer, self._pair)
        for _ in range(rounds):
            fitted.round()
        self._centre, self._centre_doubt = fitted.centre, fitted.centre_doubt
        self._service, self._officer, self._pair = fitted.service, fitted.officer, fitted.pair
        self._variance, self._spread = fitted.variance, fitted.spread
        self._usual_spread = fitted.usual_spread

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
            cell = cells.setdefault((service, who), [0.0, 0.0, 0.0])
            weight = 1.0 - 0.5 * NORMAL.cdf(-least)
            cell[0] += weight
            cell[1] += weight * beyond
            cell[2] += weight * (beyond * beyond + 0.3 * spread * spread)

    def state(self) -> dict[str, Any]:
        """JSON-able."""
        return {
            "cells": [[s, w, *cell] for (s, w), cell in self._cells.items()],
            "variance": list(self._variance),
            "count": self.count,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what ``state`` gave."""
        self._cells = {
            (str(s), str(w)): [float(a), float(b), float(c)] for s, w, a, b, c in state["cells"]
        }
        self._variance = [float(v) for v in state["variance"]]
        self.count = float(state["count"])
        self.fit(rounds=40)


class _Fit:
    """Effects and their variances by turns until they hold still."""

    def __init__(
        self,
        cells: dict[tuple[str, str], Cell],
        variance: list[float],
        usual_spread: float,
        spread: Mapping[str, float],
    ) -> None:
        self.cells = cells
        self.variance = list(variance)
        self.usual_spread = usual_spread
        self.spread = {s: spread.get(s, usual_spread) for s, _ in cells}
        self.centre, self.centre_doubt = 0.0, 0.0
        self.service: dict[str, tuple[float, float]] = {s: (0.0, 0.0) for s, _ in cells}
        self.officer: dict[str, tuple[float, float]] = {w: (0.0, 0.0) for _, w in cells}
        self.pair: dict[tuple[str, str], float] = dict.fromkeys(cells, 0.0)

    def begin_from(
        self,
        centre: float,
        service: Mapping[str, tuple[float, float]],
        officer: Mapping[str, tuple[float, float]],
        pair: Mapping[tuple[str, str], float],
    ) -> None:
        """Start where the last fit ended, so that a few rounds are enough."""
        self.centre = centre
        self.service.update((s, found) for s, found in service.items() if s in self.service)
        self.officer.update((w, found) for w, found in officer.items() if w in self.officer)
        self.pair.update((k, found) for k, found in pair.items() if k in self.pair)

    def round(self) -> None:
        self._fit_centre()
        self._fit_services()
        self._fit_officers()
        self._fit_pairs()
        self._fit_spread()

    def _fit_centre(self) -> None:
        # A service's or officer's few observations tell less of the centre than their number says.
        pull = precision = 0.0
        lines: dict[str, list[float]] = {}
        for (s, w), (n, total, _) in self.cells.items():
            line = lines.setdefault(s, [0.0, 0.0])
            line[0] += n
            line[1] += total - n * (self.officer[w][0] + self.pair[s, w])
        for s, (n, total) in lines.items():
            strength = 1.0 / (self.variance[0] + self.spread[s] ** 2 / n)
            pull += strength * total / n
            precision += strength
        self.centre = pull / (precision + 1.0 / CENTRE_VARIANCE)
        self.centre_doubt = self._shared_doubt()

    def _shared_doubt(self) -> float:
        """How far everything believed may be off in one direction. With many services seen, what
        is unsure of the centre's factor is made up by the services' own."""
        seen = sum(n for n, _, _ in self.cells.values())
        noise = 1.3 * self.usual_spread**2
        apart = self.variance[0] / len(self.service) + self.variance[1] / len(self.officer)
        return math.sqrt(1.0 / (seen / noise + 1.0 / CENTRE_VARIANCE) + apart * 15 / (15 + seen))

    def _fit_services(self) -> None:
        found: dict[str, list[float]] = {s: [0.0, 0.0] for s in self.service}
        for (s, w), (n, total, _) in self.cells.items():
            found[s][0] += n
            found[s][1] += total - n * (self.centre + self.officer[w][0] + self.pair[s, w])
        for s, (n, total) in found.items():
            noise = self.spread[s] ** 2
            precision = n / noise + 1.0 / self.variance[0]
            self.service[s] = (total / noise / precision, math.sqrt(1.0 / precision))
        self.variance[0] = _variance(list(self.service.values()), SERVICE_VARIANCE)

    def _fit_officers(self) -> None:
        found: dict[str, list[float]] = {w: [0.0, 0.0] for w in self.officer}
        for (s, w), (n, total, _) in self.cells.items():
            noise = self.spread[s] ** 2
            found[w][0] += n / noise
            found[w][1] += (
                total - n * (self.centre + self.service[s][0] + self.pair[s, w])
            ) / noise
        for w, (strength, pull) in found.items():
            precision = strength + 1.0 / self.variance[1]
            self.officer[w] = (pull / precision, math.sqrt(1.0 / precision))
        self.variance[1] = _variance(list(self.officer.values()), OFFICER_VARIANCE)

    def _fit_pairs(self) -> None:
        found = []
        for (s, w), (n, total, _) in self.cells.items():
            noise = self.spread[s] ** 2
            precision = n / noise + 1.0 / self.variance[2]
            left = total - n * (self.centre + self.service[s][0] + self.officer[w][0])
            self.pair[s, w] = left / noise / precision
            if n >= 2:
                found.append((self.pair[s, w], math.sqrt(1.0 / precision)))
        self.variance[2] = _variance(found, PAIR_VARIANCE)

    def _fit_spread(self) -> None:
        found: dict[str, list[float]] = {s: [0.0, 0.0] for s in self.service}
        for (s, w), (n, total, squares) in self.cells.items():
            mean = self.centre + self.service[s][0] + self.officer[w][0] + self.pair[s, w]
            found[s][0] += n
            found[s][1] += max(0.0, squares - 2 * mean * total + n * mean * mean)
        variance, weight = SPREAD_VARIANCE
        all_n = sum(n for n, _ in found.values())
        usual = (sum(q for _, q in found.values()) + weight * variance) / (all_n + weight)
        self.usual_spread = math.sqrt(usual)
        self.spread = {
            s: max(0.02, math.sqrt((q + SPREAD_WEIGHT * usual) / (n + SPREAD_WEIGHT)))
            for s, (n, q) in found.items()
        }


def _variance(effects: list[tuple[float, float]], prior: tuple[float, float]) -> float:
    """How much effects vary: their squares and what is still unsure of them, with a prior."""
    squares = sum(value * value + doubt * doubt for value, doubt in effects)
    return (squares + prior[0] * prior[1]) / (len(effects) + prior[1])
