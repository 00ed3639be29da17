"""``motcua kiosk --install``: writes the units, all or none, and never over somebody's changes.

Each file begins with a digest of the rest. A file whose digest still holds was not touched since
and is brought up to date; any other file is somebody's, and is replaced only when that is forced,
after a copy was kept beside it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

_MARK = "# motcua kiosk --install, sha256 "


class Outcome(StrEnum):
    """What became of a file; the words are keys of messages."""

    NEW = "new"
    SAME = "same"
    UPDATED = "updated"
    REPLACED = "replaced"


class ChangedByHand(Exception):
    """Files that somebody changed are in the way; nothing was written."""

    def __init__(self, paths: list[Path]) -> None:
        super().__init__(", ".join(map(str, paths)))
        self.paths = paths


@dataclass(frozen=True, slots=True)
class Written:
    """One file after the installation; ``backup`` is where a changed one was kept."""

    path: Path
    outcome: Outcome
    backup: Path | None = None


def install(texts: Mapping[PurePosixPath, str], root: Path, force: bool = False) -> list[Written]:
    """Write ``texts`` under ``root``; may be repeated. Raises ChangedByHand or OSError."""
    files = {root / path: signed(text) for path, text in texts.items()}
    outcomes = {path: _outcome(path, text) for path, text in files.items()}
    changed = [path for path, outcome in outcomes.items() if outcome is Outcome.REPLACED]
    if changed and not force:
        raise ChangedByHand(changed)
    return [_write(path, text, outcomes[path]) for path, text in files.items()]


def signed(text: str) -> str:
    """``text`` under a line with its digest."""
    return f"{_MARK}{hashlib.sha256(text.encode()).hexdigest()}\n{text}"


def _outcome(path: Path, text: str) -> Outcome:
    try:
        there = path.read_text("utf-8")
    except FileNotFoundError:
        return Outcome.NEW
    except UnicodeDecodeError:
        return Outcome.REPLACED
    if there == text:
        return Outcome.SAME
    return Outcome.UPDATED if signed(there.partition("\n")[2]) == there else Outcome.REPLACED


def _write(path: Path, text: str, outcome: Outcome) -> Written:
    if outcome is Outcome.SAME:
        return Written(path, outcome)
    backup = _keep(path) if outcome is Outcome.REPLACED else None
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    with new.open("w", encoding="utf-8") as out:
        os.fchmod(out.fileno(), 0o644)
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.replace(path)
    return Written(path, outcome, backup)


def _keep(path: Path) -> Path:
    number = 1
    while (backup := path.with_name(f"{path.name}.{number}.bak")).exists():
        number += 1
    backup.write_bytes(path.read_bytes())
    return backup
