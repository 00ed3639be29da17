"""What a centre's model has learnt, kept in a file over restarts.

It is written when a day ends: what happened since is read from the store again, so that nothing is
learnt twice.
"""

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

FORMAT = 1

log = logging.getLogger("motcua.forecast")


@dataclass(frozen=True, slots=True)
class Kept:
    """A model's state after event ``cursor``."""

    cursor: int
    state: Mapping[str, Any]


class KeptStates:
    """One file a centre in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, centre: str) -> Kept | None:
        """None where there is none that can be read."""
        try:
            told = json.loads(self._path(centre).read_text("utf-8"))
            if told["format"] != FORMAT or told["centre"] != centre:
                return None
            return Kept(int(told["cursor"]), dict(told["state"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("what was learnt cannot be read, and is learnt again: %r", error)
            return None

    def write(self, centre: str, kept: Kept) -> None:
        """Aside, then renamed: there is always a whole file. One that cannot be written is
        learnt again after the next start."""
        told = {"format": FORMAT, "centre": centre, "cursor": kept.cursor, "state": kept.state}
        path = self._path(centre)
        aside = path.with_suffix(f".{os.getpid()}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with aside.open("w", encoding="utf-8") as file:
                json.dump(told, file)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        except OSError as error:
            log.warning("what was learnt cannot be kept: %r", error)

    def _path(self, centre: str) -> Path:
        # A digest: ids come from outside and are no file names.
        return self._folder / f"{blake2b(centre.encode(), digest_size=12).hexdigest()}.json"
