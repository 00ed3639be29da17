"""One child process: started in a group of its own, watched, stopped with all it started.

What happens to children, and signals, come to the supervisor through one queue of `Event`s.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).resolve().parents[2]
"""Where the packages lie, installed or not."""
LAST_LINES = 15
STOP_DEADLINE_S = 8.0


@dataclass(frozen=True, slots=True)
class Event:
    """`kind`: "died" (the child with this key) or "signal" (its number)."""

    kind: str
    name: str


Events = SimpleQueue[Event]


@dataclass(slots=True)
class Child:
    """A Python module run as a child. `name` is for people; `log` gets all it prints."""

    key: str
    name: str
    arguments: Sequence[str]
    log: Path
    events: Events
    environment: dict[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    last: deque[str] = field(default_factory=lambda: deque(maxlen=LAST_LINES))
    _process: subprocess.Popen[str] | None = None
    _reader: threading.Thread | None = None

    def start(self) -> None:
        """Start it, tied to this process. Call from the main thread, which the tie is to."""
        command = [sys.executable, "-P", *self.arguments]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "server.demo.tether", str(os.getpid()), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=_environment() | self.environment,
            start_new_session=True,
        )
        self._reader = threading.Thread(
            target=self._read, args=(self._process,), name=f"{self.key}-log", daemon=True
        )
        self._reader.start()

    @property
    def code(self) -> int | None:
        """Its exit code once it has ended, negative for a signal."""
        return self._process.poll() if self._process else None

    def ask_to_stop(self) -> None:
        """Its signal to the child alone, so that it can end what it started in its own order."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(self.stop_signal)

    def stop(self, deadline_s: float = STOP_DEADLINE_S) -> None:
        """Wait for its end, by force after `deadline_s`; nothing of its group is left."""
        if self._process is None:
            return
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(deadline_s)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._reader is not None:
            self._reader.join(deadline_s)

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with self.log.open("a", encoding="utf-8") as log, process.stdout:
            for line in process.stdout:
                log.write(line)
                log.flush()
                self.last.append(line.rstrip())
        process.wait()
        self.events.put(Event("died", self.key))


def _environment() -> dict[str, str]:
    """The parent's environment, in which the packages are found from any folder."""
    path = [str(ROOT)] if ROOT.name != "site-packages" else []
    path += filter(None, [os.environ.get("PYTHONPATH")])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path), "PYTHONUNBUFFERED": "1"}
