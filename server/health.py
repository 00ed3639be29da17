"""Whether this process can do its work, with reasons as codes: nothing about the inside leaks."""

import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from .backup.folder import folder_of, scheduled
from .clock import now_ms
from .config import Config
from .core.errors import MotcuaError, Overloaded
from .engine import Engine

LOW_BYTES = 500 * 1024 * 1024
OLD_BACKUP = timedelta(hours=50)
FRESH_S = 10.0
"""What is not the store is looked at this often at most."""

Health = tuple[dict[str, object], int]


class HealthCheck:
    """``/healthz``: 200 while citizens can be served, with ``reasons`` where something needs
    somebody; 503 when the store cannot answer."""

    def __init__(self, config: Config, engine: Engine, redis_is_there: Callable[[], bool]) -> None:
        self._config, self._engine = config, engine
        self._redis_is_there = redis_is_there
        self._began = time.monotonic()
        self._seen: tuple[float, list[str]] | None = None

    def __call__(self) -> Health:
        try:
            self._engine.read(lambda session: session.one("SELECT 1 AS one"))
        except Overloaded:
            return {"status": "overloaded", "reasons": ["store_slow"]}, 503
        except MotcuaError:
            return {"status": "store_unavailable", "reasons": ["store"]}, 503
        reasons = self._others()
        if reasons:
            return {"status": "degraded", "reasons": reasons}, 200
        return {"status": "ok"}, 200

    def _others(self) -> list[str]:
        now = time.monotonic()
        if self._seen is None or now - self._seen[0] > FRESH_S:
            self._seen = now, self._look()
        return self._seen[1]

    def _look(self) -> list[str]:
        found = {
            "redis": not self._redis_is_there(),
            "forecast": self._forecast_is_away(),
            "disk": self._disk_is_low(),
            "backups": self._backups_are_old(),
        }
        return [code for code, wrong in found.items() if wrong]

    def _forecast_is_away(self) -> bool:
        # It takes a moment to start, and a while when it begins anew.
        started = time.monotonic() - self._began > 60
        return self._config.forecast and started and self._engine.forecast.ask is None

    def _disk_is_low(self) -> bool:
        try:
            return shutil.disk_usage(self._config.data).free < LOW_BYTES
        except OSError:
            return True

    def _backups_are_old(self) -> bool:
        try:
            made = scheduled(folder_of(self._config.data))
        except OSError:
            return False
        # Where none has ever been made, that is a choice (or the first day).
        now = datetime.fromtimestamp(now_ms() / 1000, UTC)
        return bool(made) and now - max(made) > OLD_BACKUP
