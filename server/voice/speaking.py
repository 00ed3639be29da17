"""Asking the voice process for a call as WAV, from the server's event loop.

The process is started by the first request and ended when the clips change. One request is under
way at a time; few may wait, and each has a deadline: a board that gets no voice rings its chime.
"""

import contextlib
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

import gevent
from gevent import socket, subprocess
from gevent.lock import BoundedSemaphore

from ..core.errors import Overloaded
from . import line

MOST_WAITING = 32
DEADLINE_S = 12.0
"""For a request with all that waits before it; the first one also starts the process."""

log = logging.getLogger("motcua.voice")


class Speaking:
    """The voice of an installation. ``folder`` holds its recorded clips and its cache."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._one = BoundedSemaphore()
        self._waiting = 0
        self._line: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def call(self, ticket: str, counter: int, accents: Sequence[str], repeat: int) -> bytes:
        """The chime and the call in each accent, said ``repeat`` times, as 16-bit mono WAV.

        Nothing where it cannot be said. Raises ``Overloaded``.
        """
        asked = {"ticket": ticket, "counter": counter, "accents": accents, "repeat": repeat}
        if self._waiting >= MOST_WAITING:
            raise Overloaded()
        self._waiting += 1
        try:
            with gevent.Timeout(DEADLINE_S, Overloaded()), self._one:
                return self._ask(json.dumps(asked, sort_keys=True).encode())
        finally:
            self._waiting -= 1

    def forget(self) -> None:
        """The clips have changed: the next request starts with them."""
        stream, self._line = self._line, None
        process, self._process = self._process, None
        if stream is not None:
            stream.close()
        if process is not None:
            process.terminate()
            gevent.spawn(process.wait)

    def _ask(self, message: bytes) -> bytes:
        try:
            stream = self._line or self._start()
            line.send(stream, message)
            return line.receive(stream)
        except (OSError, EOFError) as error:
            log.warning("the voice process failed: %r", error)
            self.forget()
            return b""
        except BaseException:
            # Whoever waited no longer would leave an answer behind for the next one.
            self.forget()
            raise

    def _start(self) -> socket.socket:
        self._folder.mkdir(parents=True, exist_ok=True)
        ours, theirs = socket.socketpair()
        with contextlib.closing(theirs):
            command = [sys.executable, "-m", "server.voice.worker", str(self._folder)]
            self._process = subprocess.Popen(command, stdin=theirs.fileno())
        self._line = ours
        return ours
