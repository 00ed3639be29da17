"""Presses that should be looked at, each with the statistic that says so.

Nothing is thrown away and nobody is accused: a flag names a counter and a period, what was seen,
what is usual, and how likely the difference would be by chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .proportion import binomial_p, poisson_tail

CHANCE = 0.001
"""A flag is raised where chance alone would do it less often than this."""
BURST_WINDOW_S = 60
LEAST_BURST = 4
EARLY_MS = 1000
"""Nobody reads the question and answers it within this time of the terminal's waking."""
LEAST_EARLY = 3
USUAL_EARLY = 0.02
"""The share of so quick presses that is taken for usual: a finger that was already there."""
LEAST_HISTORY = 100


@dataclass(frozen=True, slots=True)
class Flag:
    """``kind`` is burst, early or departure. ``seen`` of ``base`` where ``usual`` would be so
    many; ``p`` is how likely that is by chance. ``at`` (epoch ms) is when a burst began."""

    kind: str
    seen: int
    base: int
    usual: float
    p: float
    at: int | None = None


def burst(pressed_at: Sequence[int], begins: int, ends: int) -> Flag | None:
    """The fullest minute of the presses (epoch ms, ascending) of one counter, if it stands out.

    What is usual is the counter's own rate from ``begins`` to ``ends``. The chance is Poisson's
    for one window times the number of windows (Bonferroni), so that a long day raises none.
    """
    span_s = max(BURST_WINDOW_S, (ends - begins) / 1000)
    seen, at = _fullest(pressed_at)
    if seen < LEAST_BURST:
        return None
    usual = len(pressed_at) * BURST_WINDOW_S / span_s
    p = min(1.0, poisson_tail(seen, usual) * span_s / BURST_WINDOW_S)
    return Flag("burst", seen, len(pressed_at), round(usual, 2), p, at) if p < CHANCE else None


def early(woke_ms: Sequence[int]) -> Flag | None:
    """Presses within ``EARLY_MS`` of waking. ``woke_ms``: for each press, how long the terminal
    had been awake (milliseconds)."""
    seen = sum(1 for ms in woke_ms if ms < EARLY_MS)
    if seen < LEAST_EARLY:
        return None
    base = len(woke_ms)
    p = binomial_p(seen, base, USUAL_EARLY) if seen > base * USUAL_EARLY else 1.0
    return Flag("early", seen, base, round(base * USUAL_EARLY, 2), p) if p < CHANCE else None


def departure(satisfied: int, base: int, before: int, base_before: int) -> Flag | None:
    """Whether ``satisfied`` of ``base`` departs from the counter's own history of ``before`` of
    ``base_before``; never from a history too short to be one."""
    if base_before < LEAST_HISTORY or base == 0:
        return None
    # One more of each: a history without a single complaint does not make the first impossible.
    share = (before + 1) / (base_before + 2)
    p = binomial_p(satisfied, base, share)
    usual = round(base * share, 2)
    return Flag("departure", satisfied, base, usual, p) if p < CHANCE else None


def _fullest(pressed_at: Sequence[int]) -> tuple[int, int | None]:
    """The most presses in any window, and when that window begins."""
    best, at, first = 0, None, 0
    for last, moment in enumerate(pressed_at):
        while moment - pressed_at[first] >= BURST_WINDOW_S * 1000:
            first += 1
        if last - first + 1 > best:
            best, at = last - first + 1, pressed_at[first]
    return best, at
