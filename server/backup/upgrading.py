"""A backup before a new version changes the schema of a store that is in use."""

import logging
import os

from ..clock import now_ms
from ..config import Config
from ..core.errors import Unavailable
from ..store import migrate
from ..store.base import Session, Store
from .folder import ENDING, folder_of, stamp
from .making import make_backup
from .problems import BackupError
from .sealed import asked_passphrase

log = logging.getLogger("motcua.backup")
KEPT = 3
"""So many of them are kept."""


def back_up_before(config: Config, store: Store) -> None:
    """Back up where migrations are about to change a store with a centre in it.

    Raises ``BackupError`` (upgrade) where that is not possible: the schema stays as it is then.
    """
    try:
        found = store.read(_about_to_change)
    except Unavailable:
        return  # a new store, or one whose trouble the migration itself tells
    if found is None or os.environ.get("MOTCUA_UPGRADE_WITHOUT_BACKUP") == "1":
        return
    target = folder_of(config.data) / f"before-upgrade-{found:04d}-{stamp(now_ms())}{ENDING}"
    try:
        made = make_backup(config, target, now_ms(), passphrase=asked_passphrase())
    except (BackupError, OSError) as error:
        raise BackupError("upgrade", reason=error) from error
    log.warning("the schema is about to change; a backup was made first: %s", made.path)
    for old in sorted(target.parent.glob(f"before-upgrade-*{ENDING}"), key=_age)[KEPT:]:
        old.unlink(missing_ok=True)


def _age(path: os.PathLike[str]) -> float:
    return -os.stat(path).st_mtime


def _about_to_change(session: Session) -> int | None:
    """The schema's version where it is not the program's and there is something to lose."""
    done = {row["version"] for row in session.all("SELECT version FROM schema_version")}
    waiting = [step for step in migrate.migrations() if step.version not in done]
    if not done or not waiting or session.one("SELECT id FROM centre LIMIT 1") is None:
        return None
    return int(max(done))
