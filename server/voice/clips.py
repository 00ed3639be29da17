"""The recorded clips of each accent: WAV files beside the manifest that names them.

``FOLDER/north/manifest.json`` and ``FOLDER/north/<clip>.wav``: a pack of `hardware.speech.pack`.
"""

import json
import os
from pathlib import Path
from typing import Any

from hardware.speech.clip_check import ClipFault, check_clip
from hardware.speech.pack import FORMAT, MANIFEST, PackProblem
from hardware.speech.sound import NotPlainWav, read_wav
from hardware.speech.utterance import CHIME, clip_words, needed_clips
from hardware.speech.words import ACCENTS

from ..core.errors import BadClip, NotFound

Json = dict[str, Any]
MOST_BYTES = 4 * 1024 * 1024
SHORTEST_S = 0.1
"""A file cut short has a whole head and next to no sound."""


class Clips:
    """Reads and writes packs. Blocks: call it from a native thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def listing(self, accent: str, letters: str) -> list[Json]:
        """Every clip of an accent in the order to record them. Raises ``NotFound`` (accent)."""
        words, needed = self._words(accent), set(needed_clips(accent, letters))
        found = self._recorded(accent)
        return [
            {
                "id": clip,
                "words": said,
                "needed": clip in needed,
                "recorded": clip in found,
                "bytes": self._size(accent, clip) if clip in found else None,
            }
            for clip, said in words.items()
        ]

    def path(self, accent: str, clip: str) -> Path:
        """The file of a recorded clip. Raises ``NotFound``."""
        self._check(accent, clip)
        if clip not in self._recorded(accent):
            raise NotFound(field="clip")
        return self._file(accent, clip)

    def put(self, accent: str, clip: str, data: bytes) -> None:
        """Keep a recording, if it is fit. Raises ``NotFound`` or ``BadClip``, which says why."""
        words = self._check(accent, clip)
        try:
            sound = read_wav(data)
            if sound.seconds < SHORTEST_S:
                raise NotPlainWav(f"{sound.seconds:.2f} s")
            check_clip(clip, sound)
        except NotPlainWav as error:
            raise _bad("wrong_format", clip, words, str(error)) from error
        except ClipFault as fault:
            raise _bad(fault.code, clip, words, fault.detail) from fault
        self._folder.joinpath(accent).mkdir(parents=True, exist_ok=True)
        _write(self._file(accent, clip), data)
        self._note(accent, self._recorded(accent) | {clip})

    def remove(self, accent: str, clip: str) -> None:
        """Forget a recording. Raises ``NotFound``."""
        path = self.path(accent, clip)
        self._note(accent, self._recorded(accent) - {clip})
        path.unlink(missing_ok=True)

    def _check(self, accent: str, clip: str) -> str:
        """What a clip says. Raises ``NotFound``."""
        words = self._words(accent)
        if clip not in words:
            raise NotFound(field="clip")
        return words[clip]

    def _words(self, accent: str) -> dict[str, str]:
        if accent not in ACCENTS:
            raise NotFound(field="accent")
        return clip_words(accent) | {CHIME: ""}

    def _file(self, accent: str, clip: str) -> Path:
        return self._folder / accent / f"{clip}.wav"

    def _size(self, accent: str, clip: str) -> int | None:
        try:
            return self._file(accent, clip).stat().st_size
        except OSError:
            return None

    def _recorded(self, accent: str) -> set[str]:
        try:
            told = json.loads((self._folder / accent / MANIFEST).read_text("utf-8"))
            return set(told["clips"])
        except (OSError, ValueError, KeyError, TypeError):
            return set()

    def _note(self, accent: str, clips: set[str]) -> None:
        told = {
            "format": FORMAT,
            "name": accent,
            "accent": accent,
            "clips": {clip: f"{clip}.wav" for clip in sorted(clips)},
        }
        _write(self._folder / accent / MANIFEST, json.dumps(told, indent=1).encode())


def _write(path: Path, data: bytes) -> None:
    # Aside, to the disk, then renamed: after a power cut there is the old file or the new one.
    aside = path.with_name(f".{path.name}.part")
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def _bad(code: str, clip: str, words: str, detail: str) -> BadClip:
    problem = PackProblem(code, clip, words, detail)
    return BadClip(field="clip", why_vi=problem.text("vi"), why_en=problem.text("en"))
