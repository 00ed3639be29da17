"""The clockwork: one backup a day at the hour that is set, made by the command itself."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import stores

from server.backup import schedule
from server.backup.archive import Archive
from server.backup.folder import folder_of, scheduled, scheduled_name
from server.config import Config
from server.core.keeping import BackupRules
from server.engine import DirectLanes, Engine
from server.lease import Lease
from server.usecases.change_settings import change_settings


@pytest.fixture
def clockwork(installation: Any) -> Any:
    store = installation.store()
    engine = Engine(DirectLanes(store), lambda _centre, _rooms: None)
    lease = Lease(engine, "backups", shared=installation.config.database is not None)
    yield schedule.Clockwork(engine, installation.config, lease), installation.config, store
    store.close()


def test_the_day_s_backup_is_made_once(clockwork: Any) -> None:
    work, config, store = clockwork
    # The centre began in what is the future here: there was nothing to back up before.
    assert not work.look()
    store.write(lambda s: s.run("UPDATE centre SET created_at = 0"))
    assert work.look()
    assert not work.look()
    ((_, made),) = scheduled(folder_of(config.data)).items()
    with Archive(made) as archive:
        archive.check()
    rules = {"at": "00:00", "daily": 0, "weekly": 0, "monthly": 0}
    made.unlink()
    stores.Floor(store).do(lambda c: change_settings(c, {"backup": rules}), "admin")
    assert not work.look()


def test_what_no_rule_keeps_goes_and_other_files_stay(tmp_path: Path) -> None:
    config, zone = Config(tmp_path), stores.ZONE
    folder = folder_of(tmp_path)
    folder.mkdir()
    newest = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    for days in range(60):
        at = int((newest - timedelta(days=days)).timestamp() * 1000)
        (folder / scheduled_name(at)).touch()
    (folder / "before-upgrade-0001-x.motcua").touch()
    (folder / "motcua-mine.motcua").touch()
    place = schedule.ZoneInfo(zone)
    gone = schedule.prune(config, BackupRules(), place)
    left = {path.name for path in folder.iterdir()}
    assert len(gone) + len(left) == 62 and len(left) <= 2 + 7 + 4 + 6
    assert {"before-upgrade-0001-x.motcua", "motcua-mine.motcua"} <= left
    assert scheduled_name(int(newest.timestamp() * 1000)) in left
    assert schedule.prune(config, BackupRules(), place) == []
