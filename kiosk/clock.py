"""The kiosk machine's clocks: the wall's, which may be wrong or set, and one that only runs on."""

from __future__ import annotations

import time
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Clock:
    """What time it is here. Tests bring clocks of their own."""

    def now_ms(self) -> int:
        """Epoch milliseconds by this machine, however wrong that is."""
        return time.time_ns() // 1_000_000

    def uptime_ms(self) -> int:
        """Milliseconds since the machine was switched on: nobody sets this clock."""
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000

    @cached_property
    def boot(self) -> str:
        """Names the time since the machine was switched on; uptimes of two boots do not compare."""
        try:
            return _BOOT_ID.read_text("ascii").strip()
        except OSError:
            return ""


def day_of(now_ms: int, zone: tzinfo) -> str:
    """The local date as ``YYYY-MM-DD``."""
    return datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(zone).date().isoformat()


def in_words(now_ms: int) -> str:
    """As the server writes moments: RFC 3339, UTC, milliseconds."""
    moment = datetime.fromtimestamp(now_ms // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{now_ms % 1000:03}Z"
