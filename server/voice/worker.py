"""The voice process: ``python -m server.voice.worker FOLDER``, its line is descriptor 0.

Samples are worked on in plain Python, and espeak is a C library: in the server's own process the
one would hold up every live line, and a fault of the other would end them.
"""

import json
import logging
import os
import signal
import socket
import sys
from collections import OrderedDict
from pathlib import Path
from typing import Any

from hardware.speech.building import build_voice
from hardware.speech.voice import Voice
from hardware.speech.words import ACCENTS, WordsError

from ..tie import tie_to_parent
from . import line

CACHE = "cache"
HELD_BYTES = 32 * 1024 * 1024

log = logging.getLogger("motcua.voice")


class Speaker:
    """Answers one request after another; keeps the last WAVs made."""

    def __init__(self, folder: Path) -> None:
        packs = (folder / accent for accent in ACCENTS)
        # With no letters asked for, a pack may still lack some: those calls are spoken by espeak.
        self._voice: Voice = build_voice(
            [pack for pack in packs if pack.is_dir()], folder / CACHE, letters=""
        )
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0

    def answer(self, asked: bytes) -> bytes:
        """A WAV, or nothing where these words cannot be said."""
        key = asked.decode()
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        try:
            wav = self._say(json.loads(asked))
        except (WordsError, ValueError) as error:
            log.warning("cannot be spoken: %s", error)
            return b""
        self._keep(key, wav)
        return wav

    def _say(self, asked: dict[str, Any]) -> bytes:
        return self._voice.say_call(
            asked["ticket"], asked["counter"], asked["accents"], asked["repeat"]
        )

    def _keep(self, key: str, wav: bytes) -> None:
        self._held[key] = wav
        self._size += len(wav)
        while self._size > HELD_BYTES:
            self._size -= len(self._held.popitem(last=False)[1])


def main() -> None:
    tie_to_parent(signal.SIGTERM)
    os.nice(5)
    speaker = Speaker(Path(sys.argv[1]))
    with socket.socket(fileno=0) as stream:
        while True:
            try:
                line.send(stream, speaker.answer(line.receive(stream)))
            except (EOFError, OSError):
                return


if __name__ == "__main__":
    main()
