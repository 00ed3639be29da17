"""Sixteen kiosks and twelve counters at once on the real server, while tokens are made beside it.

The server's store is SQLite here: 28 clients share its one writer, and the command line is a second
process that writes to the same file.
"""

import subprocess
import sys
import threading
from collections.abc import Callable

import pytest
from fixture_types import RunServer
from private_desk import Office, PrivateDesk
from running import ROOT

KIOSKS, DESKS, EACH = 16, 12, 25


@pytest.fixture(scope="module")
def busy(run_server: RunServer) -> Office:
    return Office.of(run_server())


def at_once(jobs: list[Callable[[], None]]) -> None:
    """Run all jobs in threads; any error fails the test."""
    failed: list[BaseException] = []

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(job,), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
        assert not thread.is_alive()
    assert not failed, failed[:3]


def issuer(office: Office, service: str, number: int, shown: list[str]) -> Callable[[], None]:
    client = office.client("kiosk")

    def job() -> None:
        for n in range(EACH):
            key = f"{service}-{number}-{n}"
            ticket = client.issue(service, key)
            if n % 5 == 0:
                assert client.issue(service, key) == ticket
            shown.append(ticket["number"])

    return job


def caller(desk: PrivateDesk, called: list[str], done: threading.Event) -> Callable[[], None]:
    def job() -> None:
        idle = 0
        while idle < 2:
            made = desk.call()
            if made is None:
                idle += done.is_set()
                done.wait(0.02)
            else:
                called.append(made["ticket"]["id"])

    return job


def test_no_number_is_given_twice_and_no_ticket_goes_to_two_counters(busy: Office) -> None:
    first = busy.desk()
    desks = [first, *(busy.counter(first.services) for _ in range(DESKS - 1))]
    shown: list[str] = []
    called: list[str] = []
    done = threading.Event()
    kiosks = [issuer(busy, first.service, n, shown) for n in range(KIOSKS)]

    def issue_all() -> None:
        try:
            at_once(kiosks)
        finally:
            done.set()

    at_once([issue_all, *(caller(desk, called, done) for desk in desks)])
    prefix = first.service.removeprefix("line-")
    serials = sorted(int(number.removeprefix(prefix)) for number in shown)
    assert serials == list(range(1, KIOSKS * EACH + 1))
    assert len(called) == len(set(called)) == KIOSKS * EACH


def test_tokens_can_be_made_while_everybody_is_at_work(busy: Office) -> None:
    first = busy.desk()
    shown: list[str] = []
    tokens: list[str] = []

    def make_token() -> None:
        command = [sys.executable, "-m", "server.cli", "token", "create", "--role", "kiosk"]
        made = subprocess.run(
            [*command, "--data", str(busy.server.data)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert made.returncode == 0, made.stderr
        tokens.append(made.stdout.strip())

    at_once([make_token, make_token, *(issuer(busy, first.service, n, shown) for n in range(4))])
    assert len(shown) == len(set(shown)) == 4 * EACH
    for token in tokens:
        client = busy.client()
        client.http.headers["Authorization"] = f"Bearer {token}"
        assert client.issue(first.service)["number"] not in shown
