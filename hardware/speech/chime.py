"""The chime before a call: two soft bell tones, a falling third, made here and recorded nowhere."""

from __future__ import annotations

import math
from array import array
from functools import cache

from hardware.speech.sound import FULL, RATE_HZ, Sound

HIGH_HZ, LOW_HZ = 659.26, 523.25  # E5 and C5: the "ding-dong" of stations and lifts
SECOND_TONE_AT_S = 0.45
LENGTH_S = 1.5
LOUDNESS = 0.45
ATTACK_S = 0.006
RELEASE_S = 0.08
# Each partial: multiple of the tone, strength, and seconds until it has fallen to 1/e.
# High ones die first, as in a bell; that is what keeps it from being a beep.
_PARTIALS = ((1.0, 1.0, 0.42), (2.0, 0.35, 0.20), (3.0, 0.12, 0.10), (4.2, 0.05, 0.05))


@cache
def chime() -> Sound:
    """About 1.5 s at RATE_HZ, its peak near LOUDNESS."""
    wave = [0.0] * round(LENGTH_S * RATE_HZ)
    _strike(wave, HIGH_HZ, 0.0)
    _strike(wave, LOW_HZ, SECOND_TONE_AT_S)
    _release(wave)
    scale = LOUDNESS * FULL / max(map(abs, wave))
    return Sound(array("h", [round(value * scale) for value in wave]))


def _strike(wave: list[float], tone_hz: float, start_s: float) -> None:
    first = round(start_s * RATE_HZ)
    for at in range(first, len(wave)):
        t = (at - first) / RATE_HZ
        wave[at] += min(1.0, t / ATTACK_S) * _tone(tone_hz, t)


def _tone(tone_hz: float, t: float) -> float:
    return sum(
        strength * math.exp(-t / decay) * math.sin(2 * math.pi * tone_hz * multiple * t)
        for multiple, strength, decay in _PARTIALS
    )


def _release(wave: list[float]) -> None:
    """End in silence and not in a click."""
    length = round(RELEASE_S * RATE_HZ)
    for at in range(length):
        wave[-1 - at] *= at / length
