"""Long waits are sums: what is believed of serving times must be right in the mean."""

import math
from collections.abc import Callable
from random import Random

import pytest

from server.core.waiting_room.service_times import ServiceTimes

NOMINAL = 300.0


def quick_or_long(rng: Random) -> float:
    """Three errands of four are quick, the fourth takes four times as long."""
    if rng.random() < 0.75:
        return rng.gammavariate(6, 330 * 0.55 / 6)
    return rng.gammavariate(4, 330 * 2.35 / 4)


def uneven(rng: Random) -> float:
    return rng.gammavariate(1.8, 330 / 1.8)


def lognormal(rng: Random) -> float:
    return 330 * math.exp(rng.gauss(0, 0.7) - 0.7**2 / 2)


@pytest.mark.parametrize("truth", [quick_or_long, uneven, lognormal])
def test_the_mean_is_right_whatever_the_shape(truth: Callable[[Random], float]) -> None:
    rng, times = Random(4), ServiceTimes()
    seen = []
    for i in range(6000):
        seen.append(truth(rng))
        times.observe(f"s{i % 4}", f"o{i % 3}", NOMINAL, seen[-1])
    times.fit(rounds=20)
    believed = [
        NOMINAL
        * math.exp(times.centre(f"s{i % 4}", f"o{i % 3}") + times.lean(f"s{i % 4}"))
        * math.exp(times.spread(f"s{i % 4}") ** 2 / 2)
        for i in range(12)
    ]
    assert sum(believed) / 12 == pytest.approx(sum(seen) / len(seen), rel=0.02)


def test_an_older_state_without_sums_of_ratios_is_read() -> None:
    times, other = ServiceTimes(), ServiceTimes()
    for i in range(200):
        times.observe("s", "o", NOMINAL, 250.0 + i)
    state = times.state()
    state["cells"] = [row[:5] for row in state["cells"]]
    other.restore(state)
    assert other.centre("s", "o") == pytest.approx(times.centre("s", "o"), abs=0.05)
    assert abs(other.lean("s")) < 0.01
