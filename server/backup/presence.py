"""Whether a server is at work on a data folder: each holds a lock there for as long as it lives."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from .problems import BackupError

LOCK_FILE = "server.lock"
RESTORING = "restoring"
"""A file that is there while a backup is being put back: the folder is neither old nor new."""


def hold(data: Path) -> IO[bytes] | None:
    """Say that a server is at work, until the file returned is closed. A folder that cannot be
    written to is said so by the store."""
    try:
        opened = (data / LOCK_FILE).open("ab")
        fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BackupError("restoring", data=data) from error
    except OSError:
        return None
    return opened


def is_held(data: Path) -> bool:
    """Whether a server is at work there."""
    try:
        with (data / LOCK_FILE).open("rb") as opened:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@contextlib.contextmanager
def alone(data: Path) -> Iterator[None]:
    """Keep servers away. Raises ``BackupError`` (running) where one is at work."""
    with (data / LOCK_FILE).open("ab") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError("running", data=data) from error
        yield


def check_whole(data: Path) -> None:
    """Raises ``BackupError`` (interrupted) where a restore was broken off."""
    if (data / RESTORING).exists():
        raise BackupError("interrupted", data=data)
