"""A line that is lost, a server that restarts, servers side by side."""

import threading

import pytest
from fixture_types import RunServer
from live_watch import LiveWatch
from postgres import PostgresCluster
from private_desk import Office, PrivateDesk
from redis_process import RedisProcess

from server.clock import now_ms
from server.demo.sample import sample_centre
from server.store.postgres import PostgresStore
from server.usecases.seed import seed_centre


def test_coming_back_gets_what_was_missed(watch, desk: PrivateDesk) -> None:
    room = f"counter/{desk.id}"
    display = watch(None, room)
    seen = display.seqs(room)[-1]
    display._client.disconnect()
    ticket = desk.called()
    display.connect()
    assert display.watch(room) == {"ok": True}
    shown = display.wait(room, lambda v: v["ticket"])
    assert shown["ticket"]["number"] == ticket["number"]
    assert display.seqs(room)[-1] > seen


def test_displays_come_back_by_themselves_when_the_server_does(run_server: RunServer) -> None:
    server = run_server()
    desk = Office.of(server).desk()
    display = LiveWatch(server.url).connect()
    display.watch("hall")
    number = desk.called()["number"]
    display.wait("hall", lambda v: v["calls"])
    server.kill()
    server.start()
    display.wait_connections(2)
    assert display.watch("hall") == {"ok": True}
    shown = display.wait("hall", lambda v: v["calls"])
    assert shown["calls"][0]["ticket"] == number  # acknowledged before the power cut
    seqs = display.seqs("hall")
    assert seqs == sorted(seqs)
    display.close()
    server.kill()


@pytest.fixture(scope="module")
def pair(
    run_server: RunServer, postgres: PostgresCluster, redis_server: RedisProcess
) -> list[Office]:
    """Two servers on one PostgreSQL database, told of each other's changes by Redis."""
    url = postgres.create()
    store = PostgresStore(url)
    store.migrate()
    seed_centre(store, sample_centre(), now_ms())
    store.close()
    servers = [run_server(sample=False, database=url, redis=redis_server.url) for _ in range(2)]
    first = Office.of(servers[0])
    return [first, Office(servers[1], first.tokens)]


def test_two_servers_show_each_others_calls(pair: list[Office]) -> None:
    here, there = pair
    halls = [LiveWatch(office.url).connect() for office in pair]
    for hall in halls:
        assert hall.watch("hall") == {"ok": True}
    desk = here.desk()
    for office in pair:
        desk.kiosk = office.client("kiosk")
        desk.staff.url = office.url
        number = desk.called()["number"]
        for hall in halls:
            shown = hall.wait(
                "hall", lambda v, n=number: v["calls"] and v["calls"][0]["ticket"] == n
            )
            assert shown["calls"][0]["counter"] == desk.id
    for hall in halls:
        assert hall.seqs("hall") == sorted(hall.seqs("hall"))
        hall.close()
    assert there.client("kiosk").issue(desk.service)["number"].endswith("003")


def test_two_servers_never_give_the_same_number_or_ticket(pair: list[Office]) -> None:
    desk = pair[0].desk()
    others = [pair[n % 2].counter(desk.services) for n in range(3)]
    shown: list[str] = []
    called: list[str] = []

    def issue(office: Office) -> None:
        kiosk = office.client("kiosk")
        shown.extend(kiosk.issue(desk.service)["number"] for _ in range(10))

    def call(officer: PrivateDesk) -> None:
        while (made := officer.call()) is not None:
            called.append(made["ticket"]["id"])

    def together(jobs: list[threading.Thread]) -> None:
        for job in jobs:
            job.start()
        for job in jobs:
            job.join(60)

    together([threading.Thread(target=issue, args=(office,)) for office in pair * 2])
    assert sorted(int(n[3:]) for n in shown) == list(range(1, 41))
    together([threading.Thread(target=call, args=(officer,)) for officer in others])
    assert len(called) == len(set(called)) == 40


def test_without_redis_each_server_still_tells_its_own(
    pair: list[Office], redis_server: RedisProcess
) -> None:
    desk = pair[0].desk()
    room = f"counter/{desk.id}"
    near, far = (LiveWatch(office.url).connect() for office in pair)
    for display in (near, far):
        assert display.watch(room) == {"ok": True}
    redis_server.stop()
    ticket = desk.called()
    near.wait(room, lambda v: v["ticket"])
    assert far.latest(room)["ticket"] is None
    redis_server.start()
    # Nothing changes after this: what was missed meanwhile is told as soon as Redis is heard again.
    seen = far.wait(room, lambda v: v["ticket"])
    assert seen["ticket"]["number"] == ticket["number"]
    near.close()
    far.close()
