"""Whether a recorded clip is fit to be used in calls."""

from __future__ import annotations

from hardware.speech.sound import FULL, Sound, loudness, trimmed
from hardware.speech.utterance import CHIME

RATES_HZ = range(8_000, 96_001)
LONGEST_RECORDING_S = 20.0
LONGEST_WORD_S = 2.5
LONGEST_PART_S = 6.0
"""For the words around the numbers, and for the chime."""
QUIETEST = 0.003
_PARTS = ("call", "to-counter", "your-number", CHIME)
_TOP = FULL - 8
_FLAT_SAMPLES = 4


class ClipFault(Exception):
    """Why a clip cannot be used; ``code`` is one of the catalogue's after "pack."."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail = code, detail


def check_clip(clip: str, sound: Sound) -> None:
    """Raise ClipFault unless the recording of ``clip`` can be used."""
    if sound.rate not in RATES_HZ:
        raise ClipFault("wrong_format", f"{sound.rate} Hz")
    if sound.seconds > LONGEST_RECORDING_S:
        raise ClipFault("too_long", f"{sound.seconds:.1f}")
    if loudness(sound) < QUIETEST:
        raise ClipFault("silent")
    length = trimmed(sound).seconds
    if length > (LONGEST_PART_S if clip in _PARTS else LONGEST_WORD_S):
        raise ClipFault("too_long", f"{length:.1f}")
    if _is_clipped(sound):
        raise ClipFault("clipped")


def _is_clipped(sound: Sound) -> bool:
    """A flat top: one loud sample may be chance, several in a row at the limit are not."""
    if sound.peak * FULL < _TOP:
        return False
    run = 0
    for sample in sound.samples:
        run = run + 1 if abs(sample) >= _TOP else 0
        if run >= _FLAT_SAMPLES:
            return True
    return False
