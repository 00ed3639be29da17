"""Several server processes under load, and one part of the province fails.

Nothing that was acknowledged is lost, nothing is doubled, and screens show the truth afterwards.
``MOTCUA_PROVINCE_S`` makes each load longer than the few seconds of the suite, and
``MOTCUA_CUT=cable`` cuts a machine off without network namespaces, which need rights.
"""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cable_machine import CableMachine
from network_machine import NetworkMachine
from postgres import Missing
from province_books import account, stale
from province_run import Province, Size
from province_screens import Screens

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

SECONDS = float(os.environ.get("MOTCUA_PROVINCE_S", "4"))
SMALL = Size(
    centres=3, desks=3, screens=21, servers=2, seconds=SECONDS, alone_s=0, clients=1,
    forecast=False, line_s=6.0,
)  # fmt: skip
RATE = 12.0


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    with Province(SMALL, tmp_path_factory.mktemp("province")) as made:
        yield made


def _under_load(province: Province, fault: Callable[[], None]) -> None:
    """Load, a fault in the middle of it, and then the books."""
    screens = province.screens()
    before = _tickets(province)
    worker = threading.Thread(target=_later, args=(fault,))
    worker.start()
    told = province.load(province.keys, RATE, SECONDS, 1)
    worker.join(120)
    _books(province, screens, told, before)
    for wall in screens:
        wall.close()


def _later(fault: Callable[[], None]) -> None:
    # Clients begin two seconds after they were started.
    time.sleep(2 + SECONDS / 3)
    fault()


def _tickets(province: Province) -> int:
    store = province.store()
    row = store.read(lambda s: s.one("SELECT COUNT(*) AS n FROM ticket"))
    store.close()
    assert row is not None
    return int(row["n"])


def _books(
    province: Province, screens: list[Screens], told: list[dict[str, object]], before: int
) -> None:
    store = province.store()
    try:
        books = account(store, told)
        behind = stale(store, screens, province.keys, SMALL.centres)
    finally:
        store.close()
    assert books.refused == []
    assert books.tickets > 0 and books.calls > 0
    assert (books.lost, books.doubled) == (0, 0)
    # Every press was repeated until it was answered: as many tickets as presses.
    assert _tickets(province) - before == books.tickets
    assert behind == 0, "screens do not show what the store says"


def test_one_server_process_is_killed_and_comes_back(province: Province) -> None:
    def fault() -> None:
        province.servers[0].kill()
        province.servers[0].start()

    _under_load(province, fault)


def test_postgresql_is_restarted(province: Province) -> None:
    def fault() -> None:
        province.cluster.stop()
        province.cluster.start()

    _under_load(province, fault)


def test_redis_is_restarted(province: Province) -> None:
    def fault() -> None:
        province.redis.stop()
        time.sleep(SECONDS / 4)
        province.redis.start()

    _under_load(province, fault)


@contextlib.contextmanager
def _machine() -> Iterator[NetworkMachine | CableMachine]:
    """A network namespace where the rights are there, else cables of our own."""
    with contextlib.ExitStack() as stack:
        machine: NetworkMachine | CableMachine
        try:
            if os.environ.get("MOTCUA_CUT") == "cable":
                raise Missing("not wanted")
            machine = stack.enter_context(NetworkMachine())
        except Missing:
            machine = stack.enter_context(CableMachine())
        yield machine


def test_one_machine_is_cut_off_and_joins_again(tmp_path: Path) -> None:
    with _machine() as machine, Province(SMALL, tmp_path, machine) as province:

        def fault() -> None:
            machine.cut()
            time.sleep(SECONDS / 2)
            machine.join()

        _under_load(province, fault)
