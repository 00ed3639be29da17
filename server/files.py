"""What administrators upload into the data folder: pictures and videos of the boards, clips.

A medium's name is a digest of its content, so it never changes and may be cached for ever.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from .core.errors import BadMedia
from .voice.clips import Clips
from .voice.speaking import Speaking

MOST_BYTES = 32 * 1024 * 1024


class MediaFiles:
    """A folder of media. Blocks: call it from a native thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, data: bytes) -> tuple[str, str]:
        """Keep a picture or video; its id and media type. Raises ``BadMedia``."""
        type = media_type(data)
        if type is None:
            raise BadMedia()
        id = f"{hashlib.sha256(data).hexdigest()[:40]}.{type.partition('/')[2]}"
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / id
        if not path.exists():
            self._write(path, data)
        return id, type

    def remove(self, id: str) -> None:
        (self.folder / id).unlink(missing_ok=True)

    def _write(self, path: Path, data: bytes) -> None:
        aside = path.with_name(f".{path.name}.part")
        with aside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)


def media_type(data: bytes) -> str | None:
    """What the first bytes say it is: PNG, JPEG, WebP, MP4 or WebM; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return "video/mp4"
    if data.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm"
    return None


@dataclass(frozen=True, slots=True)
class Files:
    """Everything of an installation that lies in its data folder and not in the store."""

    media: MediaFiles
    clips: Clips
    speaking: Speaking

    @classmethod
    def under(cls, data: Path) -> "Files":
        """``data/media`` and ``data/voice``; made when something is put there."""
        voice = data / "voice"
        return cls(MediaFiles(data / "media"), Clips(voice), Speaking(voice))
