"""The clockwork of backups: one a day at the centre's hour, in its own process, kept by rule."""

import logging
import os
import sys
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import gevent
from gevent import subprocess

from ..clock import now_ms
from ..config import Config
from ..core.errors import MotcuaError
from ..core.keeping import BackupRules, kept, last_due
from ..engine import Engine
from ..lease import Lease
from ..queries.snapshot import Snapshot
from ..store import centres
from .folder import folder_of, scheduled, scheduled_name

EVERY_S = 60.0
AGAIN_S = 3_600.0
"""After one that failed."""
LONGEST_S = 4 * 3_600.0

log = logging.getLogger("motcua.backup")


class Clockwork:
    """Looks once a minute whether a backup is due. Of several processes the one with the lease."""

    def __init__(self, engine: Engine, config: Config, lease: Lease) -> None:
        self._engine, self._config, self._lease = engine, config, lease
        self._not_before = 0.0

    def start(self) -> None:
        gevent.spawn(self._run)

    def _run(self) -> None:
        while True:
            gevent.sleep(EVERY_S)
            try:
                if time.monotonic() >= self._not_before and self._lease.is_ours():
                    self.look()
            except (MotcuaError, OSError):
                log.exception("no backup yet; tried again later")
                self._not_before = time.monotonic() + AGAIN_S

    def look(self) -> bool:
        """Make the backup that is due, if one is; whether one was made."""
        asked = self._asked()
        if asked is None:
            return False
        rules, zone, since = asked
        folder, now = folder_of(self._config.data), now_ms()
        due = last_due(datetime.fromtimestamp(now / 1000, zone), rules)
        made = scheduled(folder)
        if due is None or due.timestamp() * 1000 <= since or any(at >= due for at in made):
            return False
        target = folder / scheduled_name(now)
        self._make(str(target))
        prune(self._config, rules, zone)
        return target.exists()

    def _asked(self) -> tuple[BackupRules, ZoneInfo, int] | None:
        """The rules and zone of the first centre, and when it began: there was nothing before."""
        first = self._engine.read(centres.first)
        if first is None:
            return None

        def query(look: Snapshot) -> tuple[BackupRules, ZoneInfo, int]:
            since = centres.created_at(look.session, look.centre.id)
            return look.settings.backup, ZoneInfo(look.centre.zone), since

        return self._engine.look(first["id"], query)

    def _make(self, target: str) -> None:
        """Run the command; the event loop goes on meanwhile."""
        command = [sys.executable, "-m", "server.cli", "backup", target, "--quiet"]
        command += ["--data", str(self._config.data)]
        # Not on the command line, where everybody on the machine could read it.
        database = self._config.database
        environment = os.environ | ({"MOTCUA_DATABASE": database} if database else {})
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
        try:
            code = process.wait(timeout=LONGEST_S)
        finally:
            if process.poll() is None:
                process.kill()
        if code:
            log.error("the scheduled backup failed (%d); tried again in an hour", code)
            self._not_before = time.monotonic() + AGAIN_S


def prune(config: Config, rules: BackupRules, zone: ZoneInfo) -> list[str]:
    """Remove the scheduled backups that no rule keeps; their names."""
    made = {at.astimezone(zone): path for at, path in scheduled(folder_of(config.data)).items()}
    keep = {at.astimezone(UTC) for at in kept(made, rules)}
    gone = [path for at, path in made.items() if at.astimezone(UTC) not in keep]
    for path in gone:
        path.unlink(missing_ok=True)
    return sorted(path.name for path in gone)
