"""The backups that lie in the installation's folder: told, made by hand, looked at, handed out.

Making one and reading one again are the commands' work, in processes of their own: the hall comes
first, and a server that ends takes no half-made file with it.
"""

import contextlib
import fcntl
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import gevent
from gevent import subprocess
from gevent.queue import Queue

from ..config import Config
from ..core.errors import BackupBusy, NotFound
from .folder import ENDING, folder_of, stamp

LONGEST_S = 4 * 3_600.0
CHECK_S = 1_800.0
HAND_KEPT = 5
"""So many of those made by hand are kept."""
CHUNK = 1024 * 1024
LOCK = ".by-hand.lock"
LONGEST_REASON = 500
_NAME = re.compile(r"(motcua|by-hand|before-upgrade)-(?:\d{4}-)?(\d{8}T\d{6}Z)\.motcua")
_KINDS = {"motcua": "scheduled", "by-hand": "by_hand", "before-upgrade": "upgrade"}


@dataclass(frozen=True, slots=True)
class Backup:
    """One file: ``kind`` is ``scheduled``, ``by_hand``, ``upgrade`` or ``other``; ``size`` in
    bytes."""

    name: str
    kind: str
    at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Step:
    """How far a backup is: ``share`` (0 to 1) of a ``phase``; ``reason`` where it ``failed``."""

    phase: str
    share: float = 1.0
    reason: str = ""


class Shelf:
    """One installation's folder of backups, on the machine of this process."""

    def __init__(self, config: Config) -> None:
        self._config = config

    @property
    def folder(self) -> Path:
        return folder_of(self._config.data)

    @property
    def data(self) -> Path:
        """Where a restore puts it back."""
        return self._config.data

    @property
    def free(self) -> int:
        """Bytes left on its disk."""
        there = next(path for path in (self.folder, *self.folder.parents) if path.is_dir())
        return shutil.disk_usage(there).free

    def listing(self) -> list[Backup]:
        """What lies there, newest first."""
        found = self.folder.glob(f"*{ENDING}") if self.folder.is_dir() else ()
        told = [_backup(path) for path in found if not path.name.startswith(".")]
        return sorted(told, key=lambda one: one.at, reverse=True)

    def path(self, name: str) -> Path:
        """Where a backup lies. Raises ``NotFound``."""
        if name not in {one.name for one in self.listing()}:
            raise NotFound(field="name")
        return self.folder / name

    def make(self, now: int) -> tuple[str, Iterator[Step]]:
        """Begin a backup: its name, and its steps as they happen. It goes on when nobody listens
        any more. ``now`` is epoch ms. Raises ``BackupBusy``; ``OSError`` where nothing can be
        written."""
        lock, target = self._alone(), self.folder / f"by-hand-{stamp(now)}{ENDING}"
        steps: Queue[Step | None] = Queue()
        gevent.spawn(self._make, target, lock, steps)
        return target.name, iter(steps.get, None)

    def check(self, name: str) -> str | None:
        """Read a backup again and compare it with its manifest: what is wrong, or None."""
        done = subprocess.run(
            [*_COMMAND, "restore", str(self.path(name)), "--check", "--data", str(self.data)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=CHECK_S,
        )
        return _reason(done.stderr) if done.returncode else None

    def read(self, name: str) -> Iterator[bytes]:
        """A backup piece by piece, read apart from the event loop. Raises ``NotFound``."""
        opened = self.path(name).open("rb")
        return _pieces(opened)

    def _alone(self) -> IO[bytes]:
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = (self.folder / LOCK).open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise BackupBusy() from None
        return lock

    def _make(self, target: Path, lock: IO[bytes], steps: "Queue[Step | None]") -> None:
        try:
            reason = self._run(target, lock, steps)
            steps.put(Step("failed", reason=reason) if reason else Step("done"))
            self._prune()
        except (OSError, gevent.Timeout) as error:
            steps.put(Step("failed", reason=str(error)))
        finally:
            steps.put(None)
            lock.close()

    def _run(self, target: Path, lock: IO[bytes], steps: "Queue[Step | None]") -> str:
        """Run the command and pass its steps on; why it failed."""
        database = self._config.database
        process = subprocess.Popen(
            [*_COMMAND, "backup", str(target), "--steps", "--data", str(self.data)],
            # Not on the command line, where everybody on the machine could read it.
            env=os.environ | ({"MOTCUA_DATABASE": database} if database else {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # The lock is held for as long as the command runs, whatever becomes of this process.
            pass_fds=(lock.fileno(),),
        )
        try:
            with gevent.Timeout(LONGEST_S):
                for line in process.stdout:
                    phase, _, percent = line.decode("ascii", "replace").strip().partition(" ")
                    steps.put(Step(phase, int(percent) / 100))
                said: bytes = process.stderr.read()
                return _reason(said) if process.wait() else ""
        finally:
            if process.poll() is None:
                process.kill()

    def _prune(self) -> None:
        by_hand = [one for one in self.listing() if one.kind == "by_hand"]
        for old in by_hand[HAND_KEPT:]:
            (self.folder / old.name).unlink(missing_ok=True)


_COMMAND = (sys.executable, "-m", "server.cli")


def _backup(path: Path) -> Backup:
    told, named = path.stat(), _NAME.fullmatch(path.name)
    if named is None:
        return Backup(
            path.name, "other", datetime.fromtimestamp(int(told.st_mtime), UTC), told.st_size
        )
    at = datetime.strptime(named[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return Backup(path.name, _KINDS[named[1]], at, told.st_size)


def _reason(said: bytes) -> str:
    """The last words of a command that failed."""
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].removeprefix("Error: ")[:LONGEST_REASON] if lines else "?"


def _pieces(opened: IO[bytes]) -> Iterator[bytes]:
    pool = gevent.get_hub().threadpool
    with contextlib.closing(opened):
        while piece := pool.apply(opened.read, (CHUNK,)):
            yield piece
