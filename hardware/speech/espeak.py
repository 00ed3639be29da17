"""The spoken voice that needs no recording: espeak-ng, in one thread of its own."""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTime
from functools import cache
from typing import Final

from hardware.speech.engine import EngineError
from hardware.speech.espeak_library import EspeakLibrary, LibraryMissing
from hardware.speech.resampling import resampled
from hardware.speech.sound import RATE_HZ, Sound, faded, joined, levelled, silence, trimmed
from hardware.speech.utterance import Utterance

VOICES: Final = {
    "north": "vi",
    "central": "vi-vn-x-central",
    "south": "vi-vn-x-south",
    "en": "en",
}
WORDS_PER_MINUTE: Final = 140
"""Slower than talk (espeak's own is 175): numbers are listened to in a noisy hall."""
LOUDNESS: Final = 0.12
COMMA_S: Final = 0.25
"""The least silence at a comma, so that digits stand apart whatever the voice makes of it."""
LONGEST_TEXT: Final = 500
START_DEADLINE_S: Final = 10.0
# The library reads these alone as something else.
_RESPELLED: Final = {"gi": "di", "Đ": "D", "Ă": "A", "Â": "A", "Ê": "E", "Ô": "O"}
_RESPELLED_ENGLISH: Final = {**_RESPELLED, "Ơ": "O", "Ư": "U"}


class EspeakEngine:
    """espeak-ng in Vietnamese and English; make it with `espeak_engine`. Safe from any thread.

    ``voices`` maps accents to keys of VOICES: {"south": "central"} gives Central speakers the
    Southern words in their own sound.
    """

    def __init__(self, library: EspeakLibrary, voices: dict[str, str] | None = None) -> None:
        self._voices = {**VOICES, **{key: VOICES[to] for key, to in (voices or {}).items()}}
        self._library = library

    @property
    def version(self) -> str:
        chosen = ",".join(f"{accent}={voice}" for accent, voice in sorted(self._voices.items()))
        return f"espeak {self._library.version} {WORDS_PER_MINUTE} {LOUDNESS} {COMMA_S} {chosen}"

    def can_say(self, utterance: Utterance) -> bool:
        return utterance.accent in self._voices

    def say(self, utterance: Utterance, deadline_s: float) -> Sound:
        """The sentence at RATE_HZ, without silence at its ends. Raises EngineError."""
        return self.speak(utterance.text, utterance.accent, deadline_s)

    def speak(self, text: str, accent: str, deadline_s: float) -> Sound:
        """Any short text of words (no digits). Raises EngineError."""
        if not text.strip() or len(text) > LONGEST_TEXT:
            raise EngineError("no text, or too long a one")
        if accent not in self._voices:
            raise EngineError(f"no voice for {accent!r}")
        end = time.monotonic() + deadline_s
        future = _native_thread().submit(self._phrases, text, accent, end)
        return _answer(future, deadline_s)

    def close(self) -> None:
        """Nothing to do: the library is shared, and lives as long as the process."""

    def _phrases(self, text: str, accent: str, end: float) -> Sound:
        """Phrase by phrase in the native thread, with a pause at each comma."""
        parts: list[Sound] = []
        for phrase in filter(None, (part.strip() for part in text.split(","))):
            parts += [silence(COMMA_S)] if parts else []
            parts.append(self._phrase(phrase, accent, end))
        spoken = joined(parts)
        if not spoken.peak:
            raise EngineError("nothing was heard")
        return levelled(spoken, LOUDNESS)

    def _phrase(self, phrase: str, accent: str, end: float) -> Sound:
        words = _respelled(phrase, accent)
        try:
            heard = self._library.speak(
                words, self._voices[accent], WORDS_PER_MINUTE, lambda: time.monotonic() < end
            )
        except OSError as error:
            raise EngineError(str(error)) from error
        if heard is None:
            raise EngineError("not in time")
        return faded(trimmed(resampled(Sound(heard, self._library.rate_hz), RATE_HZ)))


def espeak_engine(voices: dict[str, str] | None = None) -> EspeakEngine | None:
    """The engine, or None where the optional library is not installed."""
    library = _library()
    return EspeakEngine(library, voices) if library else None


_starting = threading.Lock()


def _library() -> EspeakLibrary | None:
    with _starting:
        return _started()


@cache
def _started() -> EspeakLibrary | None:
    try:
        return _native_thread().submit(EspeakLibrary).result(START_DEADLINE_S)
    except (LibraryMissing, NotInTime):
        return None


@cache
def _native_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="espeak")


def _answer(future: Future[Sound], deadline_s: float) -> Sound:
    try:
        return future.result(deadline_s)
    except NotInTime as error:
        future.cancel()
        raise EngineError("not in time") from error


def _respelled(phrase: str, accent: str) -> str:
    table = _RESPELLED_ENGLISH if accent == "en" else {"gi": "di"}
    return re.sub(r"\w+", lambda word: table.get(word.group(), word.group()), phrase)
