"""What services, officers and both together do to serving times, worked out of what was seen."""

import math
from collections.abc import Mapping

Cell = list[float]  # weight, sum, sum of squares, sum of the ratios themselves

# What is believed before anything is seen: (variance, weight in observations).
CENTRE_VARIANCE = 0.35**2
SERVICE_VARIANCE = (0.3**2, 8.0)
OFFICER_VARIANCE = (0.18**2, 10.0)
PAIR_VARIANCE = (0.08**2, 30.0)
SPREAD_VARIANCE = (0.55**2, 20.0)
SPREAD_WEIGHT = 15.0
LEAN_WEIGHT = (150.0, 40.0)  # of none in the centre, of the centre's in a service
MOST_LEAN = 0.25


class Fit:
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
        for (s, w), (n, total, *_) in self.cells.items():
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
        seen = sum(cell[0] for cell in self.cells.values())
        noise = 1.3 * self.usual_spread**2
        apart = self.variance[0] / len(self.service) + self.variance[1] / len(self.officer)
        return math.sqrt(1.0 / (seen / noise + 1.0 / CENTRE_VARIANCE) + apart * 15 / (15 + seen))

    def _fit_services(self) -> None:
        found: dict[str, list[float]] = {s: [0.0, 0.0] for s in self.service}
        for (s, w), (n, total, *_) in self.cells.items():
            found[s][0] += n
            found[s][1] += total - n * (self.centre + self.officer[w][0] + self.pair[s, w])
        for s, (n, total) in found.items():
            noise = self.spread[s] ** 2
            precision = n / noise + 1.0 / self.variance[0]
            self.service[s] = (total / noise / precision, math.sqrt(1.0 / precision))
        self.variance[0] = _variance(list(self.service.values()), SERVICE_VARIANCE)

    def _fit_officers(self) -> None:
        found: dict[str, list[float]] = {w: [0.0, 0.0] for w in self.officer}
        for (s, w), (n, total, *_) in self.cells.items():
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
        for (s, w), (n, total, *_) in self.cells.items():
            noise = self.spread[s] ** 2
            precision = n / noise + 1.0 / self.variance[2]
            left = total - n * (self.centre + self.service[s][0] + self.officer[w][0])
            self.pair[s, w] = left / noise / precision
            if n >= 2:
                found.append((self.pair[s, w], math.sqrt(1.0 / precision)))
        self.variance[2] = _variance(found, PAIR_VARIANCE)

    def _fit_spread(self) -> None:
        found: dict[str, list[float]] = {s: [0.0, 0.0] for s in self.service}
        for (s, w), (n, total, squares, _) in self.cells.items():
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

    def leans(self) -> tuple[float, dict[str, float]]:
        """The centre's lean, and each service's shrunk to it: residuals' mean of exponentials
        (Duan 1983) against what their spread would give, around the residuals' own mean."""
        rows: dict[str, list[float]] = {s: [0.0] * 4 for s in self.service}
        for (s, w), (n, total, squares, ratios) in self.cells.items():
            mean = self.centre + self.service[s][0] + self.officer[w][0] + self.pair[s, w]
            parts = (n, total - n * mean, squares - 2 * mean * total + n * mean * mean,
                     ratios * math.exp(-mean))  # fmt: skip
            for i, x in enumerate(parts):
                rows[s][i] += x
        own = {s: (row[0], _lean(*row)) for s, row in rows.items()}
        of_none, of_centre = LEAN_WEIGHT
        seen = sum(n for n, _ in own.values())
        usual = sum(n * lean for n, lean in own.values()) / (seen + of_none)
        return usual, {
            s: (n * lean + of_centre * usual) / (n + of_centre) for s, (n, lean) in own.items()
        }


def _lean(n: float, total: float, squares: float, ratios: float) -> float:
    """Of one service's residuals: logarithm of their mean exponential / a lognormal's."""
    mean = total / n
    variance = max(0.0, squares / n - mean * mean)
    lean = math.log(max(1e-9, ratios / n)) - mean - variance / 2
    return min(MOST_LEAN, max(-MOST_LEAN, lean))


def _variance(effects: list[tuple[float, float]], prior: tuple[float, float]) -> float:
    """How much effects vary: their squares and what is still unsure of them, with a prior."""
    squares = sum(value * value + doubt * doubt for value, doubt in effects)
    return (squares + prior[0] * prior[1]) / (len(effects) + prior[1])
