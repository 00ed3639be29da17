"""The first choice of voice: a person's, recorded on site and put together word by word."""

from __future__ import annotations

import threading
import time

from hardware.speech.engine import EngineError
from hardware.speech.pack import ClipPack
from hardware.speech.resampling import resampled
from hardware.speech.sound import RATE_HZ, Sound, faded, joined, levelled, silence, trimmed
from hardware.speech.utterance import CHIME, PAUSE, Utterance

LOUDNESS = 0.12
"""Clips recorded on different days are brought to one loudness."""
PAUSE_S = 0.28
WORD_GAP_S = 0.04


class ClipEngine:
    """Speaks with the clips of one pack. Safe from any thread."""

    def __init__(self, pack: ClipPack) -> None:
        self._pack = pack
        self._lock = threading.Lock()
        self._ready: dict[str, Sound] = {}

    @property
    def version(self) -> str:
        return f"clips {self._pack.digest} {LOUDNESS} {PAUSE_S} {WORD_GAP_S}"

    def can_say(self, utterance: Utterance) -> bool:
        return utterance.accent == self._pack.accent and not self._lacking(utterance)

    def say(self, utterance: Utterance, deadline_s: float) -> Sound:
        """The clips one after another. Raises EngineError."""
        if not self.can_say(utterance):
            raise EngineError(f"not recorded: {self._lacking(utterance)} {utterance.accent}")
        end = time.monotonic() + deadline_s
        parts: list[Sound] = []
        for clip in utterance.clips:
            if time.monotonic() > end:
                raise EngineError("not in time")
            parts += [silence(PAUSE_S)] if clip == PAUSE else [self._clip(clip), _GAP]
        return joined(parts[:-1])

    def chime(self) -> Sound | None:
        """The pack's own chime, if it has one."""
        return self._clip(CHIME) if CHIME in self._pack.clips else None

    def close(self) -> None:
        """Nothing to do: the pack is in memory."""

    def _lacking(self, utterance: Utterance) -> set[str]:
        return set(utterance.clips) - {PAUSE} - set(self._pack.clips)

    def _clip(self, clip: str) -> Sound:
        with self._lock:
            if clip not in self._ready:
                plain = resampled(trimmed(self._pack.clips[clip]), RATE_HZ)
                self._ready[clip] = faded(levelled(plain, LOUDNESS))
            return self._ready[clip]


_GAP = silence(WORD_GAP_S)
