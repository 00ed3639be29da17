"""The doctor says what is wrong with an installation, and what to do, in both languages."""

import json
from pathlib import Path
from typing import Any

import pytest
import stores
from click.testing import CliRunner
from ports import free_port
from redis_process import RedisProcess

from server.backup.folder import scheduled_name
from server.backup.presence import RESTORING
from server.config import STORE_FILE, Config
from server.doctor.command import doctor_command, examine
from server.doctor.findings import Level
from server.texts import catalogue

NOW = stores.NOON
DAY_MS = 86_400_000


def codes(config: Config, now: int = NOW) -> dict[str, Level]:
    found = examine(config, now)
    for one in found:
        for language in ("vi", "en"):
            assert one.text(language)
            assert bool(one.advice(language)) == (one.level is not Level.WELL), one.code
    return {one.code: one.level for one in found}


@pytest.fixture
def config(installation: Any) -> Config:
    made = installation.config
    return Config(made.data, port=free_port(), database=made.database)


def test_a_sound_installation_has_nothing_wrong(config: Config) -> None:
    found = codes(config)
    assert Level.WRONG not in found.values()
    assert {"schema.well", "audit.well", "server.stopped", "backup.none"} <= set(found)


def test_a_backup_that_is_old_is_wrong(config: Config) -> None:
    folder = config.data / "backups"
    folder.mkdir()
    (folder / scheduled_name(NOW - 3_600_000)).touch()
    assert codes(config)["backup.well"] is Level.WELL
    assert codes(config, NOW + 2 * DAY_MS)["backup.old"] is Level.WRONG


def test_events_ahead_of_the_clock_and_a_newer_schema_are_wrong(
    config: Config, installation: Any
) -> None:
    store = installation.store()
    stores.Floor(store).issue()
    store.write(
        lambda s: s.run(
            "INSERT INTO schema_version (version, name, applied_at) VALUES (9999, 'later', 'x')"
        )
    )
    store.close()
    found = codes(config, NOW - DAY_MS)
    assert found["clock.behind"] is Level.WRONG
    assert found["schema.newer"] is Level.WRONG


def test_what_is_wrong_with_the_folder_is_told(config: Config) -> None:
    (config.data / RESTORING).touch()
    key = config.data / "secret.key"
    key.touch()
    key.chmod(0o644)
    found = codes(config)
    assert found["folder.restoring"] is Level.WRONG
    assert found["folder.readable"] is Level.WRONG
    assert codes(Config(config.data / "nowhere", port=config.port))["folder.missing"] is Level.WRONG


def test_a_store_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / STORE_FILE).write_bytes(b"garbage" * 1_000)
    assert codes(Config(tmp_path, port=free_port()))["store.unreadable"] is Level.WRONG
    away = Config(tmp_path, port=free_port(), database="postgresql://x@127.0.0.1:1/x")
    assert codes(away)["store.unreadable"] is Level.WRONG


def test_redis_is_asked(config: Config, redis_server: RedisProcess) -> None:
    there = Config(config.data, port=config.port, redis=redis_server.url)
    assert codes(there)["redis.well"] is Level.WELL
    away = Config(config.data, port=config.port, redis="redis://127.0.0.1:1/0")
    assert codes(away)["redis.away"] is Level.WRONG


def test_the_command_tells_machines_too(tmp_path: Path) -> None:
    words = ["--data", str(tmp_path), "--port", str(free_port()), "--json"]
    done = CliRunner().invoke(doctor_command, words)
    told = json.loads(done.output)
    assert done.exit_code == 1 and told["well"] is False
    assert "store.missing" in {one["code"] for one in told["findings"]}


def test_every_finding_has_its_words() -> None:
    known = catalogue("server.doctor").keys("en")
    for key in known:
        if not key.startswith("doctor.") and not key.endswith((".do", ".well")):
            assert f"{key}.do" in known, key
