"""What one look at the machine found, and looking with a deadline."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

PACKAGE = "kiosk.setup"


class Level(StrEnum):
    """How a finding counts; only ``BAD`` makes a check fail."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """``key`` is the message's, ``<key>.do`` that of what to do about it (not for ``OK``)."""

    level: Level
    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at, for at most ``deadline_s`` seconds."""

    name: str
    look: Callable[[], Finding]
    deadline_s: float = 10.0


def ok(key: str, **values: object) -> Finding:
    return Finding(Level.OK, key, values)


def warn(key: str, **values: object) -> Finding:
    return Finding(Level.WARN, key, values)


def bad(key: str, **values: object) -> Finding:
    return Finding(Level.BAD, key, values)


def look_at(checks: Sequence[Check]) -> list[Finding]:
    """Look at everything at once; the findings in the order of the checks.

    A look that hangs is left behind at its deadline, one that raises is a finding of its own.
    """
    runs = [_Run(check) for check in checks]
    return [run.finding() for run in runs]


class _Run:
    def __init__(self, check: Check) -> None:
        self._check = check
        self._found: Finding | None = None
        # A daemon: looking up a name or opening a device may hang beyond every deadline.
        self._thread = threading.Thread(target=self._look, name=check.name, daemon=True)
        self._thread.start()

    def finding(self) -> Finding:
        self._thread.join(self._check.deadline_s)
        name = f"check.name.{self._check.name}"
        return self._found or bad("check.late", name=name, seconds=f"{self._check.deadline_s:g}")

    def _look(self) -> None:
        try:
            self._found = self._check.look()
        except Exception as error:
            name = f"check.name.{self._check.name}"
            self._found = bad("check.broke", name=name, reason=repr(error))
