"""Simulated time: the floor's minutes pass `speed` times as fast as the clock's."""

import math
import threading
import time

OPENING_S = 8 * 3600.0
DAY_S = 9 * 3600.0
PEAK_S = 9.5 * 3600.0
PEAK_WIDTH_S = 3600.0
PEAK_HEIGHT = 0.35


class Stopped(Exception):
    """The simulation is ending; whoever waits goes home."""


class Pace:
    """The simulation's clock. It opens at 8:00; after nine hours the next day begins at once."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self._stop = threading.Event()
        self._began = time.monotonic()

    def real(self, seconds: float) -> float:
        """Simulated seconds in seconds of the wall."""
        return seconds / self.speed

    def time_of_day(self) -> float:
        """Simulated seconds since midnight, between 8:00 and 17:00."""
        return OPENING_S + (time.monotonic() - self._began) * self.speed % DAY_S

    def rest(self, seconds: float) -> None:
        """Let simulated `seconds` pass; raises Stopped when the end comes first."""
        self.rest_real(self.real(seconds))

    def rest_real(self, seconds: float) -> None:
        if self._stop.wait(seconds):
            raise Stopped

    def stop(self) -> None:
        self._stop.set()

    @property
    def stopped(self) -> bool:
        return self._stop.is_set()


def busyness(time_of_day: float) -> float:
    """How the arrivals of this hour compare with a quiet one: 1 to 1.35, at 9:30."""
    distance = (time_of_day - PEAK_S) / PEAK_WIDTH_S
    return 1 + PEAK_HEIGHT * math.exp(-(distance**2) / 2)
