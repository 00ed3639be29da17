"""A small secret kept on disk: only its owner may read it, and a power cut leaves old or new."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def write_secret(path: Path, text: str) -> None:
    """Durable when this returns; mode 0600 from the first moment. Raises OSError."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.replace(path)
    _sync_folder(path.parent)


def read_secret(path: Path) -> str | None:
    """What was kept, without space around it; None when nothing is, or it cannot be read."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return path.read_text("utf-8").strip() or None
    return None


def forget_secret(path: Path) -> None:
    """It is gone for good when this returns. Raises OSError."""
    path.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
