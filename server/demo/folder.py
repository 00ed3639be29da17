"""The demo's data folder: a given one, or a temporary one that leaves nothing behind.

A temporary folder is locked by its demo for as long as that runs; one that a killed demo left
behind is not, and goes when the next demo starts.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

PREFIX = "motcua-demo-"
LOCK = "running"


class FolderBusy(Exception):
    """Another demo runs in this folder."""


@contextlib.contextmanager
def demo_folder(given: Path | None) -> Iterator[Path]:
    """The folder to use, only readable by its owner; removed at the end unless `given`.

    Raises FolderBusy when another demo uses the given one.
    """
    if given is None:
        remove_abandoned()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    else:
        folder = given.resolve()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = _lock(folder)
    if lock is None:
        raise FolderBusy(folder)
    try:
        yield folder
    finally:
        if given is None:
            shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


@contextlib.contextmanager
def temporary_inside(folder: Path) -> Iterator[Path]:
    """Have temporary files of this process made in `folder`, so that they go with it."""
    inside = folder / "tmp"
    inside.mkdir(exist_ok=True, mode=0o700)
    before, tempfile.tempdir = tempfile.tempdir, str(inside)
    try:
        yield inside
    finally:
        tempfile.tempdir = before
        shutil.rmtree(inside, ignore_errors=True)


def remove_abandoned() -> None:
    """Remove this user's temporary folders that no running demo holds."""
    for folder in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        with contextlib.suppress(OSError):
            if (folder / LOCK).stat().st_uid != os.getuid():
                continue
            lock = _lock(folder)
            if lock is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)


def _lock(folder: Path) -> int | None:
    """The folder's lock, held until closed; None when somebody else has it."""
    # Not inherited by children: the lock must end with the demo itself.
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle
