"""Sound in memory: 16-bit mono samples, and what is done with them. Standard library only.

Levels are shares of full scale (1.0 = 32,768); lengths are seconds.
"""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

RATE_HZ: Final = 22_050
"""The rate everything is brought to: espeak's own, and enough for speech."""
PEAK: Final = 0.89
"""No sample goes beyond this (one decibel below full scale), so that nothing can be clipped."""
FULL: Final = 32_768
_FRAME_S: Final = 0.02
_QUIET_BELOW_LOUDEST: Final = 0.03
_QUIET_FLOOR: Final = 0.004


class NotPlainWav(ValueError):
    """Bytes that are not uncompressed 16-bit WAV of one or two channels; the text says why."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono samples (array of type "h", native order) at ``rate`` samples a second."""

    samples: array[int]
    rate: int = RATE_HZ

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate

    @property
    def peak(self) -> float:
        """The largest sample, 0.0 to 1.0."""
        return max(max(self.samples), -min(self.samples)) / FULL if self.samples else 0.0


def read_wav(data: bytes) -> Sound:
    """A WAV file's sound; of two channels their mean. Raises NotPlainWav."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            channels, width = file.getnchannels(), file.getsampwidth()
            if width != 2 or channels not in (1, 2):
                raise NotPlainWav(f"{8 * width} bit, {channels} channels")
            samples = array("h", file.readframes(file.getnframes()))
            rate = file.getframerate()
    except (wave.Error, EOFError, ValueError, RuntimeError) as error:
        raise NotPlainWav(str(error) or "cut short") from error
    if sys.byteorder == "big":
        samples.byteswap()
    return Sound(samples if channels == 1 else _mixed(samples), rate)


def wav_bytes(sound: Sound) -> bytes:
    """The sound as a 16-bit mono WAV file."""
    samples = sound.samples
    if sys.byteorder == "big":
        samples = array("h", samples)
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(sound.rate)
        out.writeframes(samples.tobytes())
    return file.getvalue()


def silence(seconds: float, rate: int = RATE_HZ) -> Sound:
    return Sound(array("h", bytes(2 * round(seconds * rate))), rate)


def joined(sounds: Iterable[Sound], rate: int = RATE_HZ) -> Sound:
    """One after another. Raises ValueError for a sound of another rate."""
    samples = array("h")
    for sound in sounds:
        if sound.rate != rate:
            raise ValueError(f"{sound.rate} Hz among {rate} Hz")
        samples.extend(sound.samples)
    return Sound(samples, rate)


def amplified(sound: Sound, gain: float) -> Sound:
    """Every sample times ``gain``, which must keep the peak below full scale."""
    return Sound(array("h", [round(sample * gain) for sample in sound.samples]), sound.rate)


def trimmed(sound: Sound, keep_s: float = 0.02) -> Sound:
    """Without the silence at both ends, but for ``keep_s`` seconds of it; empty when silent."""
    step = max(1, round(_FRAME_S * sound.rate))
    peaks = _frame_peaks(sound, step)
    loud = _loud(peaks)
    if not loud:
        return Sound(array("h"), sound.rate)
    keep = round(keep_s * sound.rate)
    return Sound(
        sound.samples[max(0, loud[0] * step - keep) : (loud[-1] + 1) * step + keep], sound.rate
    )


def loudness(sound: Sound) -> float:
    """Root mean square of the frames that are not silence, 0.0 to 1.0."""
    step = max(1, round(_FRAME_S * sound.rate))
    samples, total, count = sound.samples, 0, 0
    for frame in _loud(_frame_peaks(sound, step)):
        part = samples[frame * step : (frame + 1) * step]
        total += sum(map(int.__mul__, part, part))
        count += len(part)
    return math.sqrt(total / count) / FULL if count else 0.0


def levelled(sound: Sound, target: float) -> Sound:
    """Brought to the loudness ``target``, as far as the peak allows; silence stays as it is."""
    loud = loudness(sound)
    if not loud:
        return sound
    return amplified(sound, min(target / loud, PEAK / sound.peak))


def within_peak(sound: Sound) -> Sound:
    """The same sound, made quieter when its peak is above PEAK."""
    return sound if sound.peak <= PEAK else amplified(sound, PEAK / sound.peak)


def faded(sound: Sound, seconds: float = 0.005) -> Sound:
    """With soft ends, so that joining it to another makes no click."""
    samples = array("h", sound.samples)
    length = min(round(seconds * sound.rate), len(samples) // 2)
    for at in range(length):
        samples[at] = round(samples[at] * at / length)
        samples[-1 - at] = round(samples[-1 - at] * at / length)
    return Sound(samples, sound.rate)


def _mixed(pairs: array[int]) -> array[int]:
    both = zip(pairs[::2], pairs[1::2], strict=False)  # a file cut short ends with half a pair
    return array("h", [(left + right) // 2 for left, right in both])


def _frame_peaks(sound: Sound, step: int) -> list[int]:
    samples = sound.samples
    frames = (samples[at : at + step] for at in range(0, len(samples), step))
    return [max(max(frame), -min(frame)) for frame in frames]


def _loud(peaks: list[int]) -> list[int]:
    """The frames that are no silence, judged by the loudest one."""
    limit = max(_QUIET_FLOOR * FULL, _QUIET_BELOW_LOUDEST * max(peaks, default=0))
    return [at for at, peak in enumerate(peaks) if peak > limit]
