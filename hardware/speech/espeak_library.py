"""libespeak-ng by ctypes: just the calls that turn text into samples.

The library is found through the optional package `espeakng-loader` (GPL-3, so never a plain
dependency). It keeps one global state for the whole process: use it from one thread only, which
is what `espeak.py` sees to. Reference: espeak-ng's speak_lib.h.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable
from pathlib import Path

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: samples go to the callback, from the calling thread
_BUFFER_MS = 60  # how often the callback comes, and so how exactly a deadline is kept
_DO_NOT_EXIT = 0x8000
_UTF8 = 1
_RATE, _VOLUME, _WORD_GAP = 1, 2, 7
_OK = 0
# Full volume clips inside the library; the level is set afterwards, where nothing can clip.
_VOLUME_PERCENT = 60

_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class LibraryMissing(Exception):
    """The optional library is not installed, or does not start here."""


class EspeakLibrary:
    """The started library. Raises LibraryMissing. One per process, used by one thread."""

    def __init__(self) -> None:
        library, data = _find()
        try:
            self._library = ctypes.CDLL(str(library))
            self._declare()
            self.rate_hz: int = self._library.espeak_Initialize(
                _SYNCHRONOUS, _BUFFER_MS, str(data).encode(), _DO_NOT_EXIT
            )
        except (OSError, AttributeError) as error:
            raise LibraryMissing(str(error)) from error
        if self.rate_hz <= 0:
            raise LibraryMissing(f"espeak-ng did not start: {self.rate_hz}")
        self.version: str = self._library.espeak_Info(None).decode()
        self._more: Callable[[], bool] = lambda: True
        self._heard = array("h")
        # Kept here: the library calls it long after this line.
        self._callback = _Callback(self._on_samples)
        self._library.espeak_SetSynthCallback(self._callback)
        self._library.espeak_SetParameter(_VOLUME, _VOLUME_PERCENT, 0)

    def speak(
        self, text: str, voice: str, words_per_minute: int, more: Callable[[], bool]
    ) -> array[int] | None:
        """The samples of ``text``, or None when ``more`` said to stop. Raises OSError."""
        self._demand(self._library.espeak_SetVoiceByName(voice.encode()), voice)
        self._demand(self._library.espeak_SetParameter(_RATE, words_per_minute, 0), "rate")
        self._heard, self._more = array("h"), more
        spoken = text.encode() + b"\0"
        status = self._library.espeak_Synth(spoken, len(spoken), 0, 1, 0, _UTF8, None, None)
        self._demand(status, "synthesis")
        return self._heard if more() else None

    def _declare(self) -> None:
        c, library = ctypes, self._library
        library.espeak_Initialize.argtypes = [c.c_int, c.c_int, c.c_char_p, c.c_int]
        library.espeak_SetSynthCallback.argtypes = [_Callback]
        library.espeak_SetVoiceByName.argtypes = [c.c_char_p]
        library.espeak_SetParameter.argtypes = [c.c_int, c.c_int, c.c_int]
        library.espeak_Info.argtypes, library.espeak_Info.restype = [c.c_void_p], c.c_char_p
        library.espeak_Synth.argtypes = [
            *(c.c_char_p, c.c_size_t, c.c_uint, c.c_int, c.c_uint, c.c_uint),
            *(c.c_void_p, c.c_void_p),
        ]

    def _on_samples(
        self, samples: ctypes._Pointer[ctypes.c_short], count: int, _events: int
    ) -> int:
        if samples and count > 0:
            self._heard.frombytes(ctypes.string_at(samples, 2 * count))
        return 0 if self._more() else 1

    @staticmethod
    def _demand(status: int, what: str) -> None:
        if status != _OK:
            raise OSError(f"espeak-ng: {what}: error {status}")


def _find() -> tuple[Path, Path]:
    try:
        import espeakng_loader
    except ImportError as error:
        raise LibraryMissing("espeakng-loader is not installed") from error
    try:
        return Path(espeakng_loader.get_library_path()), Path(espeakng_loader.get_data_path())
    except (OSError, RuntimeError) as error:
        raise LibraryMissing(str(error)) from error
