"""The number of a ticket just drawn, spoken; for as long as its press is remembered."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from pathlib import Path

from hardware.speech.building import build_voice
from hardware.speech.voice import Voice
from hardware.speech.words import WordsError

PACKS = "voice"
"""The folder for recorded packs (folders or zip files) in the agent's data."""
SPOKEN = "spoken"
REMEMBERED = 50
_ACCENT = "north"

log = logging.getLogger(__name__)


class Speaking:
    """Knows the latest presses' numbers and says them. Safe to use from several threads."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._lock = threading.Lock()
        self._numbers: OrderedDict[str, str] = OrderedDict()

    @property
    def able(self) -> bool:
        """False where there is neither a recorded pack nor the optional voice."""
        return self._voice.speaks

    def remember(self, press: str, number: str) -> None:
        """The press has got this number."""
        with self._lock:
            self._numbers[press] = number
            self._numbers.move_to_end(press)
            while len(self._numbers) > REMEMBERED:
                self._numbers.popitem(last=False)

    def say(self, press: str, language: str) -> bytes | None:
        """The press's number as WAV; None for a press not remembered, or without a voice."""
        with self._lock:
            number = self._numbers.get(press)
        if number is None:
            return None
        try:
            return self._voice.say_number(number, language)
        except WordsError:
            log.exception("a ticket's number cannot be spoken")
            return None

    def close(self) -> None:
        self._voice.close()


def speaking(data: Path) -> Speaking:
    """With the packs in ``data``/voice, else the optional voice; never fails for lack of one."""
    folder = data / PACKS
    packs = sorted(folder.iterdir()) if folder.is_dir() else []
    return Speaking(build_voice(packs, data / SPOKEN, _ACCENT))
