"""The only place that reads the wall clock."""

import os
import time
from pathlib import Path

VARIABLE = "MOTCUA_CLOCK"
"""Tests: names a file that holds by how many milliseconds this machine's clock is wrong."""
_WRONG_BY = os.environ.get(VARIABLE)


def now_ms() -> int:
    """Epoch milliseconds, UTC."""
    now = time.time_ns() // 1_000_000
    return now if _WRONG_BY is None else now + int(Path(_WRONG_BY).read_text("ascii"))
