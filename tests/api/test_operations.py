"""What watches over the server: health, metrics, its log; and the pages it serves."""

import re
import subprocess
import sys

import pytest
import requests
from fixture_types import RunServer
from private_desk import Office, PrivateDesk
from running import ROOT, RunningServer

import hatch_build
from server.usecases.ids import to_code


def test_health_and_metrics_need_no_sign_in(desk: PrivateDesk) -> None:
    url = desk.office.url
    health = requests.get(f"{url}/healthz", timeout=20)
    assert (health.status_code, health.json()) == (200, {"status": "ok"})
    desk.issue()
    text = requests.get(f"{url}/metrics", timeout=20).text
    issued = re.search(r'motcua_requests_total{operation="POST /tickets",status="201"} (\d+)', text)
    assert issued is not None
    assert int(float(issued[1])) >= 1
    assert 'motcua_request_seconds_bucket{le="0.002",operation="POST /tickets"}' in text


def test_metrics_do_not_grow_with_ids_or_nonsense(office: Office) -> None:
    client = office.client("admin")
    for n in range(20):
        client.get(f"/tickets/nobody-{n}"), client.get(f"/nonsense-{n}")
    text = requests.get(f"{office.url}/metrics", timeout=20).text
    assert "nobody-" not in text and "nonsense-" not in text


def test_nothing_personal_and_no_secret_is_in_the_log(office: Office, desk: PrivateDesk) -> None:
    ticket = desk.finished()
    desk.terminal.post("/ratings", {"value": "satisfied"})
    requests.get(ticket["status_url"], timeout=20)
    requests.post(
        f"{office.url}/api/v1/session",
        json={"username": "quay1", "password": "wrong-password"},
        timeout=20,
    )
    log = office.server.text()
    for secret in ("wrong-password", "quay1", ticket["id"], to_code(ticket["id"]),
                   *office.tokens.values()):  # fmt: skip
        assert secret not in log
    assert "Traceback" not in log


def test_the_command_line_makes_tokens_while_the_server_runs(office: Office) -> None:
    def create(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "server.cli", "token", "create", *options]
        data = ["--data", str(office.server.data)]
        return subprocess.run(
            [*command, *data], cwd=ROOT, capture_output=True, text=True, timeout=60
        )

    for role, options in (("kiosk", ()), ("staff", ("--counter", "2"))):
        made = create("--role", role, *options)
        assert made.returncode == 0, made.stderr
        assert re.fullmatch(r"mc_[\w-]{43}\n", made.stdout)  # a token and nothing else
        client = office.client()
        client.http.headers["Authorization"] = f"Bearer {made.stdout.strip()}"
        assert client.get("/session").json()["device"]["role"] == role
    for wrong in (("--role", "terminal"), ("--role", "staff", "--counter", "99"),
                  ("--role", "emperor")):  # fmt: skip
        refused = create(*wrong)
        assert refused.returncode != 0
        assert refused.stdout == ""
        assert "Traceback" not in refused.stderr
        assert refused.stderr.strip()


def test_the_server_tells_when_its_store_is_away_and_comes_back(
    run_server: RunServer, request: pytest.FixtureRequest
) -> None:
    from postgres import PostgresCluster

    request.getfixturevalue("postgres")  # tells when PostgreSQL is missing
    cluster = PostgresCluster()
    try:
        server = run_server(database=cluster.create())
        kiosk = Office.of(server).client("kiosk")
        assert kiosk.issue()["number"] == "H001"
        cluster.stop()
        sick = requests.get(f"{server.url}/healthz", timeout=30)
        assert (sick.status_code, sick.json()["status"]) == (503, "store_unavailable")
        refused = kiosk.post("/tickets", {"service": "ho-tich"}, key="once")
        assert refused.status_code == 503
        assert refused.json()["error"]["code"] == "store_unavailable"
        assert refused.headers["Retry-After"]
        cluster.start()
        for _ in range(5):  # lines that died are found out one by one
            answer = kiosk.post("/tickets", {"service": "ho-tich"}, key="once")
            if answer.status_code == 201:
                break
        assert answer.json()["number"] == "H002"
        server.kill()
    finally:
        cluster.close()


# The page behind the ticket's QR code.


@pytest.fixture(scope="module", autouse=True)
def pages() -> None:
    """Pages are built with the package; when they are not, build them."""
    if not (ROOT / "server/status/static/manifest.json").exists():
        done = subprocess.run(
            [sys.executable, hatch_build.__file__], cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr


def test_a_ticket_can_be_followed_without_javascript(desk: PrivateDesk) -> None:
    ticket = desk.issue()
    page = requests.get(ticket["status_url"], timeout=20)
    assert page.status_code == 200
    assert ticket["number"] in page.text
    assert '<html lang="vi"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex"
    desk.call()
    assert f"Quầy {desk.id}" in requests.get(ticket["status_url"], timeout=20).text
    english = requests.get(ticket["status_url"] + "?lang=en", timeout=20)
    assert '<html lang="en"' in english.text


def test_a_page_speaks_the_language_of_its_ticket(desk: PrivateDesk) -> None:
    page = requests.get(desk.issue(language="en")["status_url"], timeout=20)
    assert '<html lang="en"' in page.text


@pytest.mark.parametrize("code", ["A" * 22, "x", "..%2f..", "%00", "A" * 500, "<script>"])
def test_a_link_that_is_none_says_so(office: Office, code: str) -> None:
    page = requests.get(f"{office.url}/t/{code}", timeout=20)
    assert page.status_code == 404
    assert "<script>" not in page.text


def test_a_link_expires_with_its_day(desk: PrivateDesk) -> None:
    ticket = desk.issue()
    assert requests.get(ticket["status_url"], timeout=20).status_code == 200
    grow_old(desk.office.server, ticket["id"], days=1)
    page = requests.get(ticket["status_url"], timeout=20)
    assert page.status_code == 410
    assert ticket["number"] not in page.text


def grow_old(server: RunningServer, id: str, days: int) -> None:
    store = server.store()
    store.write(
        lambda s: s.run(
            "UPDATE ticket SET issued_at = issued_at - :ms WHERE id = :id",
            ms=days * 86_400_000 + 1_000,
            id=id,
        )
    )
    store.close()


@pytest.mark.parametrize("path", ["/", "/staff", "/manager", "/hall", "/counter/1", "/terminal/1"])
def test_every_page_is_served_with_a_strict_policy_and_its_assets(
    office: Office, path: str
) -> None:
    page = requests.get(office.url + path, timeout=20)
    assert page.status_code == 200
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assets = re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.text)
    assert assets
    for asset in assets:
        answer = requests.get(office.url + asset, timeout=20)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "name", ["../index.html", "manifest.json", "%2e%2e/%2e%2e/app.py", "no.js"]
)
def test_nothing_but_assets_is_served_from_there(office: Office, name: str) -> None:
    assert requests.get(f"{office.url}/assets/hall/{name}", timeout=20).status_code == 404
