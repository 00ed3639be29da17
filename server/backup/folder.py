"""Where an installation keeps its own backups, and what they are called."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

FOLDER = "backups"
ENDING = ".motcua"
_SCHEDULED = re.compile(r"motcua-(\d{8}T\d{6}Z)\.motcua")


def folder_of(data: Path) -> Path:
    """``MOTCUA_BACKUPS``, which may lie on another disk; else a folder beside the store."""
    named = os.environ.get("MOTCUA_BACKUPS")
    return Path(named) if named else data / FOLDER


def scheduled_name(now: int) -> str:
    return f"motcua-{stamp(now)}{ENDING}"


def stamp(now: int) -> str:
    """Epoch ms as it stands in names: UTC, to the second."""
    return f"{datetime.fromtimestamp(now // 1000, UTC):%Y%m%dT%H%M%SZ}"


def scheduled(folder: Path) -> dict[datetime, Path]:
    """The scheduled backups in a folder by when they were made (UTC)."""
    found = {}
    for path in folder.glob(f"motcua-*{ENDING}") if folder.is_dir() else ():
        name = _SCHEDULED.fullmatch(path.name)
        if name:
            found[datetime.strptime(name[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)] = path
    return found
