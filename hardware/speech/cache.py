"""Sounds made before, by what was said: in memory, and on disk where a folder is given."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import secrets
import threading
from collections import OrderedDict
from pathlib import Path

from hardware.speech.sound import NotPlainWav, Sound, read_wav, wav_bytes

MEMORY_BYTES = 16 * 1024 * 1024
DISK_BYTES = 256 * 1024 * 1024

log = logging.getLogger(__name__)


class SoundCache:
    """At most so many bytes in memory and on disk; the least used go first. Thread-safe.

    A folder that cannot be written costs speed, never a call.
    """

    def __init__(
        self,
        folder: Path | None = None,
        memory_bytes: int = MEMORY_BYTES,
        disk_bytes: int = DISK_BYTES,
    ) -> None:
        self._folder, self._most, self._most_on_disk = folder, memory_bytes, disk_bytes
        self._lock = threading.Lock()
        self._held: OrderedDict[str, Sound] = OrderedDict()
        self._size = 0

    def get(self, text: str, accent: str, version: str) -> Sound | None:
        """What was put under these, or None."""
        key = _key(text, accent, version)
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        sound = self._read(key)
        if sound is not None:
            self._keep(key, sound)
        return sound

    def put(self, text: str, accent: str, version: str, sound: Sound) -> None:
        """Keep the sound under these."""
        key = _key(text, accent, version)
        self._keep(key, sound)
        self._write(key, sound)

    def _keep(self, key: str, sound: Sound) -> None:
        with self._lock:
            old = self._held.pop(key, None)
            self._size += _bytes(sound) - (_bytes(old) if old else 0)
            self._held[key] = sound
            while self._size > self._most:
                self._size -= _bytes(self._held.popitem(last=False)[1])

    def _read(self, key: str) -> Sound | None:
        if self._folder is None:
            return None
        path = self._folder / f"{key}.wav"
        try:
            sound = read_wav(path.read_bytes())
            os.utime(path)  # the eviction's order
            return sound
        except (OSError, NotPlainWav):
            return None

    def _write(self, key: str, sound: Sound) -> None:
        if self._folder is None:
            return
        # Written aside and renamed: a power cut leaves a whole file or none.
        aside = self._folder / f".{key}.{secrets.token_hex(4)}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(wav_bytes(sound))
            aside.replace(self._folder / f"{key}.wav")
            self._evict()
        except OSError as error:
            log.warning("a spoken sentence could not be kept: %s", error)
            with contextlib.suppress(OSError):
                aside.unlink()

    def _evict(self) -> None:
        assert self._folder is not None
        with self._lock:
            files = [(path, path.stat()) for path in self._folder.glob("*.wav")]
            size = sum(facts.st_size for _, facts in files)
            for path, facts in sorted(files, key=lambda file: file[1].st_mtime):
                if size <= self._most_on_disk:
                    return
                path.unlink()
                size -= facts.st_size


def _key(text: str, accent: str, version: str) -> str:
    return hashlib.sha256("\0".join((text, accent, version)).encode()).hexdigest()[:32]


def _bytes(sound: Sound) -> int:
    return 2 * len(sound.samples)
