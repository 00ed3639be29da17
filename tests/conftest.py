"""Real parts for the tests: both stores, Redis, and the server as a process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import second_runs
import stores
import templates
from fixture_types import MakeStore, RunServer
from hypothesis import settings
from postgres import Missing, PostgresCluster, required
from private_desk import Office, PrivateDesk
from redis_process import RedisProcess
from running import RunningServer
from second_runs import (  # noqa: F401 - hooks of pytest
    pytest_runtest_makereport,
    pytest_runtest_teardown,
    pytest_terminal_summary,
)
from shared_database import SharedDatabase

from server.store.base import Store

settings.register_profile("motcua", deadline=None, database=None, print_blob=True)
settings.load_profile("motcua")


REAL_PARTS = {
    "alerting",
    "api",
    "bench",
    "browser",
    "demo",
    "display",
    "faults",
    "hardware",
    "kiosk",
    "live",
    "push",
    "rating_terminal",
    "staff",
}
"""Folders whose tests wait for real processes with deadlines of seconds."""
LONGEST = {
    "test_access.py",
    "test_bench_runs.py",
    "test_ending_demo.py",
    "test_floor_machine.py",
    "test_hall_boards.py",
    "test_hammer.py",
    "test_kill_nine.py",
    "test_kiosk_looks.py",
    "test_malformed_storm.py",
    "test_nothing_personal_in_logs.py",
    "test_query_table.py",
    "test_schema_conformance.py",
    "test_thousands_of_presses.py",
}
"""Files that take half a minute and more."""


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        templates.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        templates.end()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    # The longest first: no process is left alone with one at the end.
    items.sort(key=lambda item: item.path.name not in LONGEST)
    for item in items:
        real = item.path.relative_to(here).parts[0] in REAL_PARTS
        second_runs.runs_again(item, real)


def _missing(error: Missing) -> None:
    if required():
        pytest.fail(str(error))
    pytest.skip(str(error))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresCluster]:
    """A PostgreSQL cluster for the whole run."""
    try:
        cluster = PostgresCluster()
    except Missing as error:
        _missing(error)
        return
    yield cluster
    cluster.close()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisProcess]:
    """A Redis for the whole run."""
    try:
        server = RedisProcess()
    except Missing as error:
        _missing(error)
        return
    yield server
    server.close()


@pytest.fixture(scope="session")
def migrated(postgres: PostgresCluster) -> str:
    """The name of a database with the schema and nothing in it, to copy."""
    url = postgres.create()
    stores.postgres_store(url).close()
    return url.rsplit("/", 1)[-1]


@pytest.fixture(scope="session")
def shared_database(postgres: PostgresCluster, migrated: str) -> Iterator[SharedDatabase]:
    """A database for the tests of a process, one after the other."""
    shared = SharedDatabase(postgres.create(migrated))
    yield shared
    shared.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeStore]:
    """Opens this test's own database, empty but migrated, with connections of its own each time."""
    opened: list[Store] = []
    if request.param == "sqlite":
        yield lambda: _opened(opened, stores.sqlite_store(tmp_path / "motcua.db"))
        _close(opened)
        return
    shared: SharedDatabase = request.getfixturevalue("shared_database")
    shared.wipe()
    first = [shared.store]
    yield lambda: first.pop() if first else _opened(opened, shared.another())
    _close(opened)


@pytest.fixture
def store(make_store: MakeStore) -> Store:
    """An empty, migrated store; the test runs once on SQLite and once on PostgreSQL."""
    return make_store()


@pytest.fixture
def floor(store: Store) -> stores.Floor:
    """A small centre at noon, on each store."""
    stores.add_centre(store)
    return stores.Floor(store)


@pytest.fixture(scope="module")
def run_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunServer]:
    """Starts servers that end with the module; ``sample=True`` fills in the sample centre."""
    running: list[RunningServer] = []

    def run(*, sample: bool = True, data: Path | None = None, **options: str) -> RunningServer:
        server = RunningServer(data or tmp_path_factory.mktemp("data"), **options)
        if sample:
            server.put_sample()
        running.append(server)
        return server.start()

    yield run
    for server in running:
        server.kill()


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with the sample centre that many tests share; each uses lines of its own."""
    server = RunningServer(tmp_path_factory.mktemp("sampled"))
    server.put_sample()
    yield server.start()
    server.kill()


@pytest.fixture(scope="session")
def office(sampled: RunningServer) -> Office:
    """The shared server with a token of each role."""
    return Office.of(sampled)


@pytest.fixture
def desk(office: Office) -> PrivateDesk:
    """A line and a counter of the test's own on the shared server."""
    return office.desk()


def _opened(opened: list[Store], store: Store) -> Store:
    opened.append(store)
    return store


def _close(opened: list[Store]) -> None:
    for store in opened:
        store.close()
