"""The voice of this machine: whatever packs and libraries are found here, best first."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from hardware.speech.cache import SoundCache
from hardware.speech.clip_engine import ClipEngine
from hardware.speech.engine import Engine
from hardware.speech.espeak import espeak_engine
from hardware.speech.pack import PackError, read_pack
from hardware.speech.utterance import RECOMMENDED_LETTERS
from hardware.speech.voice import Voice

log = logging.getLogger(__name__)


def build_voice(
    packs: Iterable[Path] = (),
    cache: Path | None = None,
    vietnamese: str = "north",
    letters: str = RECOMMENDED_LETTERS,
) -> Voice:
    """Recorded packs, then espeak, then the chime alone; a bad pack is logged and left out.

    ``cache`` is a folder for sentences spoken before; ``letters`` the prefixes of tickets here.
    """
    recorded = [engine for path in packs if (engine := _recorded(path, letters))]
    spoken = espeak_engine()
    engines: list[Engine] = [*recorded, *([spoken] if spoken else [])]
    chimes = (engine.chime() for engine in recorded)
    own = next((sound for sound in chimes if sound), None)
    return Voice(engines, SoundCache(cache), own, vietnamese)


def _recorded(path: Path, letters: str) -> ClipEngine | None:
    try:
        return ClipEngine(read_pack(path, letters))
    except PackError as error:
        log.warning("the voice pack %s is not used: %s", path, error)
        return None
