"""An ear of its own for the tests: what can be told from a WAV file without the code under test."""

from __future__ import annotations

import io
import wave
from array import array
from dataclasses import dataclass
from itertools import groupby, pairwise

FRAME_S = 0.01
HEARD = 0.008
"""A frame whose loudest sample is below this share of full scale is silence."""


@dataclass(frozen=True)
class Heard:
    """A WAV file: 16-bit mono, its samples, and when there was something to hear."""

    rate: int
    samples: array[int]

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate

    @property
    def peak(self) -> float:
        return max(map(abs, self.samples), default=0) / 32768

    def blocks(self, pause_s: float) -> list[tuple[float, float]]:
        """Begin and end (seconds) of each stretch of sound without a silence of ``pause_s``."""
        found: list[tuple[float, float]] = []
        for begin, end in self._sounding():
            if found and begin - found[-1][1] < pause_s:
                found[-1] = (found[-1][0], end)
            else:
                found.append((begin, end))
        return found

    def part(self, begin_s: float, end_s: float) -> Heard:
        return Heard(self.rate, self.samples[round(begin_s * self.rate) : round(end_s * self.rate)])

    def tone_hz(self) -> float:
        """The tone, were it a pure one: half the changes of sign a second."""
        signs = [sample > 0 for sample in self.samples if abs(sample) > 300]
        changes = sum(a != b for a, b in pairwise(signs))
        return changes / 2 / self.seconds

    def _sounding(self) -> list[tuple[float, float]]:
        step = round(FRAME_S * self.rate)
        frames = [self.samples[at : at + step] for at in range(0, len(self.samples), step)]
        loud = [max(map(abs, frame)) > HEARD * 32768 for frame in frames]
        spans, at = [], 0
        for is_loud, group in groupby(loud):
            length = len(list(group))
            if is_loud:
                spans.append((at * step / self.rate, (at + length) * step / self.rate))
            at += length
        return spans


def listen(wav: bytes) -> Heard:
    """Raises AssertionError for what is not a 16-bit mono WAV file."""
    with wave.open(io.BytesIO(wav)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return Heard(file.getframerate(), array("h", file.readframes(file.getnframes())))
