"""Two server processes behind the nginx configuration we ship."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from live_watch import LiveWatch
from nginx_process import NginxProcess
from postgres import Missing, PostgresCluster, required
from redis_process import RedisProcess
from running import RunningServer, make_token

from server.clock import now_ms
from server.demo.sample import sample_centre
from server.usecases.seed import seed_centre

SERVICE = sample_centre().services[0].id
COUNTER = next(c.id for c in sample_centre().counters if SERVICE in c.services)


@dataclass
class Front:
    nginx: NginxProcess
    servers: list[RunningServer]
    kiosk: str
    staff: str

    def post(self, path: str, key: str, body: object = None) -> requests.Response:
        headers = {"Authorization": f"Bearer {key}"}
        return requests.post(
            f"{self.nginx.url}/api/v1{path}", json=body, headers=headers, timeout=30
        )


@pytest.fixture(scope="module")
def front(
    tmp_path_factory: pytest.TempPathFactory,
    postgres: PostgresCluster,
    redis_server: RedisProcess,
    migrated: str,
) -> Iterator[Front]:
    database = postgres.create(migrated)
    folders = [tmp_path_factory.mktemp(name) for name in ("one", "two")]
    servers = [RunningServer(f, database=database, redis=redis_server.url) for f in folders]
    store = servers[0].store()
    seed_centre(store, sample_centre(), now_ms())
    kiosk, staff = make_token(store, "kiosk"), make_token(store, "staff", COUNTER)
    store.close()
    try:
        for server in servers:
            server.launch()
        for server in servers:
            server.await_ready()
        with NginxProcess([server.port for server in servers]) as nginx:
            yield Front(nginx, servers, kiosk, staff)
    except Missing as error:
        if required():
            pytest.fail(str(error))
        pytest.skip(str(error))
    finally:
        for server in servers:
            server.kill()


def test_nginx_accepts_the_shipped_file(front: Front) -> None:
    assert "test is successful" in front.nginx.check()


def test_a_screen_behind_nginx_hears_a_call_made_through_another_process(front: Front) -> None:
    hall = LiveWatch(front.nginx.url).connect()
    try:
        assert hall.watch("hall") == {"ok": True}
        issued = front.post("/tickets", front.kiosk, {"service": SERVICE})
        assert issued.status_code == 201, issued.text
        called = front.post(f"/counters/{COUNTER}/call-next", front.staff)
        number = called.json()["ticket"]["number"]
        hall.wait("hall", lambda v: any(c["ticket"] == number for c in v["calls"]), 30)
    finally:
        hall.close()


def test_pages_and_their_files_come_through_and_files_are_kept(front: Front) -> None:
    page = requests.get(f"{front.nginx.url}/staff", timeout=30)
    assert page.status_code == 200 and "script-src" in page.headers["Content-Security-Policy"]
    asset = page.text.split('src="')[1].split('"')[0]
    for _ in range(2):
        got = requests.get(f"{front.nginx.url}{asset}", timeout=30)
        assert got.status_code == 200 and "immutable" in got.headers["Cache-Control"]


def test_one_process_dies_and_the_front_goes_on(front: Front) -> None:
    front.servers[0].kill()
    numbers = [_issued(front, str(uuid.uuid4())) for _ in range(6)]
    assert len(set(numbers)) == 6
    front.servers[0].start()


def _issued(front: Front, press: str) -> str:
    """A ticket's number, asked for as pages do: what was lost on the way is asked again."""
    headers = {"Authorization": f"Bearer {front.kiosk}", "Idempotency-Key": press}
    for _ in range(10):
        answer = requests.post(
            f"{front.nginx.url}/api/v1/tickets",
            json={"service": SERVICE},
            headers=headers,
            timeout=30,
        )
        if answer.status_code < 500:
            break
    assert answer.status_code == 201, answer.text
    return str(answer.json()["number"])


def test_units_and_compose_name_commands_that_exist() -> None:
    """What the files call is there: a renamed option would be noticed on somebody's server."""
    from click.testing import CliRunner

    from server.cli import cli

    folder = Path(__file__).resolve().parents[2] / "deploy"
    text = "".join(p.read_text("utf-8") for p in sorted(folder.rglob("*")) if p.is_file())
    told = CliRunner().invoke(cli, ["serve", "--help"]).output
    for option in ("--host", "--port", "--data"):
        assert option in text and option in told
    assert CliRunner().invoke(cli, ["backup", "--help"]).exit_code == 0
