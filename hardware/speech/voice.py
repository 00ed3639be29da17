"""What is heard: chime, sentence, pause, repeat; by the best voice there is.

The engines are asked in order (a recorded pack, then espeak); where none can say a sentence the
chime alone is left, which still tells people to look up.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence
from typing import Final

from hardware.speech.cache import SoundCache
from hardware.speech.chime import chime
from hardware.speech.engine import Engine, EngineError
from hardware.speech.sound import Sound, joined, silence, wav_bytes, within_peak
from hardware.speech.utterance import Utterance, call_utterance, number_utterance

DEADLINE_S: Final = 3.0
AFTER_CHIME_S: Final = 0.4
BETWEEN_LANGUAGES_S: Final = 0.6
BEFORE_REPEAT_S: Final = 1.2
MOST_REPEATS: Final = 5
_LANGUAGE_ACCENT = {"vi": "north", "en": "en"}

log = logging.getLogger(__name__)


class Voice:
    """Speaks calls and numbers as WAV (RATE_HZ, 16 bit, mono). Safe from any thread."""

    def __init__(
        self,
        engines: Sequence[Engine],
        cache: SoundCache | None = None,
        own_chime: Sound | None = None,
        vietnamese: str = "north",
    ) -> None:
        """``engines`` best first; ``vietnamese`` is the accent for texts in Vietnamese."""
        self._engines = tuple(engines)
        self._cache = cache or SoundCache()
        self._chime = within_peak(own_chime or chime())
        self._accents = {**_LANGUAGE_ACCENT, "vi": vietnamese}

    @property
    def speaks(self) -> bool:
        """False when there is only the chime."""
        return bool(self._engines)

    def say_call(
        self,
        ticket: str,
        counter: int,
        accents: Iterable[str] = ("north",),
        repeat: int = 2,
        deadline_s: float = DEADLINE_S,
    ) -> bytes:
        """The chime, then the call in each accent in turn, all said ``repeat`` times (1 to 5).

        Raises WordsError for a ticket, counter or accent that cannot be said, ValueError for
        another ``repeat``.
        """
        if not 1 <= repeat <= MOST_REPEATS:
            raise ValueError(f"repeat: 1..{MOST_REPEATS}")
        said = self._all(
            [call_utterance(ticket, counter, accent) for accent in accents], deadline_s
        )
        once = _spaced(said, BETWEEN_LANGUAGES_S)
        heard = _spaced([once] * repeat, BEFORE_REPEAT_S) if said else once
        parts = [self._chime, silence(AFTER_CHIME_S), heard] if said else [self._chime]
        return wav_bytes(joined(parts))

    def say_number(
        self, ticket: str, language: str = "vi", deadline_s: float = DEADLINE_S
    ) -> bytes | None:
        """The number of a ticket just drawn, said once without a chime; None when no engine can.

        ``language`` is "vi" or "en". Raises WordsError.
        """
        accent = self._accents.get(language, self._accents["vi"])
        said = self._all([number_utterance(ticket, accent)], deadline_s)
        return wav_bytes(said[0]) if said else None

    def close(self) -> None:
        for engine in self._engines:
            engine.close()

    def _all(self, utterances: Iterable[Utterance], deadline_s: float) -> list[Sound]:
        end = time.monotonic() + deadline_s
        sounds = (self._sentence(utterance, end) for utterance in utterances)
        return [sound for sound in sounds if sound is not None]

    def _sentence(self, utterance: Utterance, end: float) -> Sound | None:
        """By the first engine that can; kept for the next time."""
        for engine in self._engines:
            if not engine.can_say(utterance):
                continue
            asked = (utterance.text, utterance.accent, engine.version)
            known = self._cache.get(*asked)
            if known is not None:
                return known
            try:
                sound = within_peak(engine.say(utterance, end - time.monotonic()))
            except EngineError as error:
                log.warning("%s could not speak: %s", type(engine).__name__, error)
                continue
            self._cache.put(*asked, sound)
            return sound
        return None


def _spaced(sounds: Sequence[Sound], gap_s: float) -> Sound:
    parts: list[Sound] = []
    for sound in sounds:
        parts += [silence(gap_s), sound] if parts else [sound]
    return joined(parts)
