"""The server is killed in the middle of load, again and again: nothing it said is lost.

``MOTCUA_KILLS=200`` runs the long form (about a quarter of an hour on SQLite); ``MOTCUA_KILL_SEED``
chooses other moments.
"""

import contextlib
import os
import random
import subprocess
from pathlib import Path

import pytest
from fault_account import check_all, check_one_ticket_a_press
from fault_clients import Desk, Kiosk, Ledger, Load, Step
from load_server import Floor
from ports import wait_until
from postgres import PostgresCluster

KIOSKS = 6
DESKS = 4
ROUNDS = int(os.environ.get("MOTCUA_KILLS", "6"))
ROUNDS_POSTGRES = int(os.environ.get("MOTCUA_KILLS_POSTGRES", "2"))
SEED = int(os.environ.get("MOTCUA_KILL_SEED", "9"))
TIMEOUT_S = 180 + 20 * max(ROUNDS, ROUNDS_POSTGRES)
LOAD_S = (0.3, 1.2)
BUSY_S = 60.0


class Crowd:
    """The clients of a floor; their tokens outlive the server."""

    def __init__(self, floor: Floor, ledger: Ledger) -> None:
        kiosk = floor.token("kiosk")
        services = floor.services
        self.kiosks = [
            Kiosk(floor.port, kiosk, services[i % len(services)], ledger) for i in range(KIOSKS)
        ]
        self.desks = {
            counter: Desk(
                floor.port,
                floor.token("staff", counter),
                floor.token("terminal", counter),
                counter,
                ledger,
            )
            for counter in floor.counters[:DESKS]
        }
        self.ledger = ledger

    def load(self, *, patient: bool = False) -> Load:
        steps: list[Step] = [kiosk.step for kiosk in self.kiosks]
        steps += [desk.step for desk in self.desks.values()]
        return Load(steps, patient=patient)

    def greet(self) -> None:
        """Lines to the server that was killed are noticed, and made anew by what is asked next."""
        for client in (*self.kiosks, *self.desks.values()):
            with contextlib.suppress(OSError):
                client.greet()

    def send_again(self) -> int:
        """What was not answered is sent again, twice; the number of such commands."""
        ledger, kiosk = self.ledger, self.kiosks[0]
        waiting = dict(ledger.open_keys), dict(ledger.open_calls), dict(ledger.open_presses)
        for key, service in waiting[0].items():
            first, second = kiosk.press(key, service), kiosk.press(key, service)
            assert first.json()["id"] == second.json()["id"]
            assert second.replayed
        for key, counter in waiting[1].items():
            first, second = (self.desks[counter].call(key) for _ in range(2))
            if first.status == 200 and second.status == 200:
                assert first.json()["call"]["id"] == second.json()["call"]["id"]
        for press, body in waiting[2].items():
            answers = [self.desks[press[0].removeprefix("pad-")].rate(body) for _ in range(2)]
            assert answers[1].json()["status"] == "repeated"
        return sum(len(kind) for kind in waiting)

    def repeat_answered(self, choice: random.Random, many: int = 20) -> None:
        """Keys that were answered before the kill get the same answer after it."""
        told = list(self.ledger.tickets.items())
        for key, ticket in choice.sample(told, min(many, len(told))):
            reply = self.kiosks[0].press(key, ticket["service"])
            assert (reply.status, reply.json()["id"]) == (201, ticket["id"])
            assert reply.json()["number"] == ticket["number"]
            assert reply.replayed
        answered = list(self.ledger.presses.items())
        for press, body in choice.sample(answered, min(many, len(answered))):
            asked = {k: v for k, v in body.items() if k != "status"}
            reply = self.desks[press[0].removeprefix("pad-")].rate(asked)
            assert reply.json()["status"] == "repeated"


def kill_again_and_again(floor: Floor, rounds: int) -> Ledger:
    ledger, choice = Ledger(), random.Random(SEED)
    crowd = Crowd(floor, ledger)
    unanswered = 0
    try:
        for _ in range(rounds):
            floor.server.start()
            crowd.greet()
            unanswered += crowd.send_again()
            crowd.repeat_answered(choice)
            before = len(ledger.tickets)
            load = crowd.load()
            load.start()
            # However slow this machine is: the kill comes when every kind of answer was given.
            wait_until(
                lambda before=before: len(ledger.tickets) > before and bool(ledger.presses),
                BUSY_S,
                f"no answers: {floor.server.output()[-2000:]}",
            )
            kill_after(floor, choice.uniform(*LOAD_S))
            load.stop()
            check_all(floor, ledger)
        floor.server.start()
        crowd.greet()
        unanswered += crowd.send_again()
        check_all(floor, ledger)
        check_one_ticket_a_press(floor, ledger)
    finally:
        floor.server.kill()
    if rounds > 1:
        assert unanswered > 0, "no kill ever hit a command under way"
    print(f"kills {rounds}, commands under way when killed {unanswered}")
    assert ledger.calls and ledger.finished and ledger.presses
    return ledger


def tell(ledger: Ledger) -> None:
    """What was acknowledged and is all there (pytest -s shows it)."""
    print(
        f"tickets {len(ledger.tickets)}, calls {len(ledger.calls)},"
        f" visits finished {len(ledger.finished)}, presses {len(ledger.presses)}: none lost"
    )


def kill_after(floor: Floor, seconds: float) -> None:
    """SIGKILL after a stretch of load: the wait is the load itself."""
    process = floor.server.process
    assert process is not None
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        floor.server.kill()
        return
    raise AssertionError(f"the server ended by itself:\n{floor.server.output()}")


@pytest.mark.faults
@pytest.mark.timeout(TIMEOUT_S)
def test_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    tell(kill_again_and_again(Floor(tmp_path), ROUNDS))


@pytest.mark.faults
@pytest.mark.timeout(TIMEOUT_S)
def test_kills_lose_nothing_on_postgresql(tmp_path: Path, postgres: PostgresCluster) -> None:
    tell(kill_again_and_again(Floor(tmp_path, postgres.create()), ROUNDS_POSTGRES))
