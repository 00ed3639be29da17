"""Another sample rate, without the whistle of folded-back high tones.

A windowed sinc, one kernel for each of the few positions a target sample can have between two
source samples (Julius O. Smith, "Digital Audio Resampling").
"""

from __future__ import annotations

import math
from array import array
from functools import cache

from hardware.speech.sound import FULL, Sound

_LOBES = 8


def resampled(sound: Sound, rate: int) -> Sound:
    """The sound at ``rate`` samples a second, as long as before."""
    if sound.rate == rate or not sound.samples:
        return Sound(sound.samples, rate)
    shared = math.gcd(sound.rate, rate)
    up, down = rate // shared, sound.rate // shared
    kernels = _kernels(up, down)
    half = len(kernels[0]) // 2
    padded = array("h", bytes(2 * half)) + sound.samples + array("h", bytes(2 * half))
    out = array("h")
    for at in range(len(sound.samples) * up // down):
        whole, phase = divmod(at * down, up)
        part = padded[whole + 1 : whole + 1 + 2 * half]
        value = round(sum(map(float.__mul__, kernels[phase], map(float, part))))
        out.append(max(-FULL, min(FULL - 1, value)))
    return Sound(out, rate)


@cache
def _kernels(up: int, down: int) -> tuple[tuple[float, ...], ...]:
    """For each of the ``up`` phases the weights of the source samples around it."""
    cutoff = min(1.0, up / down)
    half = math.ceil(_LOBES / cutoff)
    return tuple(_kernel(phase / up, half, cutoff) for phase in range(up))


def _kernel(offset: float, half: int, cutoff: float) -> tuple[float, ...]:
    places = [at - half + 1 - offset for at in range(2 * half)]
    raw = [_sinc(place * cutoff) * _hann(place / half) for place in places]
    total = sum(raw)
    return tuple(weight / total for weight in raw)


def _sinc(x: float) -> float:
    return math.sin(math.pi * x) / (math.pi * x) if x else 1.0


def _hann(x: float) -> float:
    return 0.5 + 0.5 * math.cos(math.pi * x) if abs(x) < 1 else 0.0
