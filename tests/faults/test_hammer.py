"""Thirty counters and ten kiosks hammer one floor: nothing is called twice, lost or given twice.

``MOTCUA_HAMMER_S`` sets how long (the goal is stated for 60 s).
"""

import os
import random
import threading
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fault_account import rows
from fault_clients import Load
from load_flood import count_faults
from load_http import Line, Reply
from load_server import Floor, bearer
from postgres import PostgresCluster

COUNTERS, KIOSKS = 30, 10
SECONDS = float(os.environ.get("MOTCUA_HAMMER_S", "8"))
# Keys are sent again this often, as after a lost answer.
AGAIN = 0.1
PRIORITIES = ("none", "none", "none", "elderly", "child")
Json = dict[str, Any]


@dataclass(slots=True)
class Account:
    """What the clients were told. Shared under ``lock``."""

    issued: dict[str, str] = field(default_factory=dict)
    """Numbers by ticket."""
    called: list[tuple[str, str, int]] = field(default_factory=list)
    """(ticket, counter, call) of every first call that was made."""
    statuses: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, reply: Reply, expected: tuple[int, ...]) -> bool:
        """Count an answer; True when it is one that was expected."""
        with self.lock:
            self.statuses[f"{what} {reply.status}"] += 1
            if reply.status not in expected:
                self.wrong.append(f"{what} {reply.status} {reply.body[:200]!r}")
        return reply.status in expected


class Client:
    """One device with a line and a token of its own."""

    def __init__(self, port: int, token: str, account: Account, seed: int) -> None:
        self._line, self._headers = Line(port), bearer(token)
        self.account, self.random = account, random.Random(seed)

    def post(self, path: str, body: Json | None = None, key: str | None = None) -> Reply:
        headers = {**self._headers, **({"Idempotency-Key": key} if key else {})}
        return self._line.ask("POST", f"/api/v1{path}", body, headers)

    def keyed(self, what: str, path: str, body: Json | None, good: tuple[int, ...]) -> Json | None:
        """Send with a key, now and then twice; what was answered."""
        key = uuid.uuid4().hex
        reply = self.post(path, body, key)
        if not self.account.note(what, reply, good) or reply.status == 204:
            return None
        answer: Json = reply.json()
        if self.random.random() < AGAIN:
            again = self.post(path, body, key)
            if self.account.note(f"{what} again", again, good):
                self._same(what, answer, again)
        return answer

    def _same(self, what: str, answer: Json, again: Reply) -> None:
        first, second = (a.get("ticket", a).get("id") for a in (answer, again.json()))
        if first != second or not again.replayed:
            with self.account.lock:
                self.account.wrong.append(f"{what}: {first} became {second}")


class Kiosk(Client):
    """Issues; slowly enough that lines stay short and counters also find nobody."""

    def __init__(self, floor: Floor, token: str, account: Account, seed: int) -> None:
        super().__init__(floor.port, token, account, seed)
        self._services = floor.services

    def step(self) -> None:
        pick = self.random.choice
        body = {"service": pick(self._services), "priority": pick(PRIORITIES)}
        if self.random.random() < 0.1:
            body["then"] = [pick(self._services)]
        ticket = self.keyed("issue", "/tickets", body, (201,))
        if ticket is not None:
            with self.account.lock:
                self.account.issued[ticket["id"]] = ticket["number"]


class Desk(Client):
    """Calls and does one of the things an officer does."""

    def __init__(self, port: int, token: str, counter: str, account: Account, seed: int) -> None:
        super().__init__(port, token, account, seed)
        self._counter = counter

    def step(self) -> None:
        path = f"/counters/{self._counter}/call-next"
        answer = self.keyed("call", path, None, (200, 204))
        if answer is None:
            return
        ticket = answer["ticket"]["id"]
        with self.account.lock:
            self.account.called.append((ticket, self._counter, answer["call"]["id"]))
        for action, body in self.random.choice(VISITS):
            path = f"/tickets/{ticket}/{action}"
            self.account.note(action, self.post(path, body, uuid.uuid4().hex), (200,))


VISITS: tuple[tuple[tuple[str, Json | None], ...], ...] = (
    (("serve", None), ("finish", None)),
    (("finish", None),),
    (("recall", None), ("no-show", None), ("bring-back", None)),
    (("serve", None), ("park", {"reason": "chờ ký"}), ("resume", None)),
    (("serve", None), ("send-away", {}), ("return", None)),
    (("transfer", {"service": "chung-thuc"}),),
    (("undo-call", None),),
    (),
)


def add_counters(floor: Floor) -> list[str]:
    """Counters beyond those of the sample centre, so that there are thirty."""
    admin = Client(floor.port, floor.token("admin"), Account(), 0)
    names = list(floor.counters)
    for number in range(len(names) + 1, COUNTERS + 1):
        few = [floor.services[(number + n) % len(floor.services)] for n in range(3)]
        body = {"id": str(number), "number": number, "name": f"Quầy {number}", "services": few}
        assert admin.post("/counters", body).status == 201
        names.append(str(number))
    return names


def hammer(floor: Floor, seconds: float) -> Account:
    """All clients without pause for ``seconds``."""
    account = Account()
    counters = add_counters(floor)
    kiosk = floor.token("kiosk")
    clients = [Kiosk(floor, kiosk, account, n) for n in range(KIOSKS)]
    desks = [
        Desk(floor.port, floor.token("staff", counter), counter, account, 1_000 + n)
        for n, counter in enumerate(counters)
    ]
    load = Load([client.step for client in (*clients, *desks)], patient=True)
    load.start()
    threading.Event().wait(seconds)
    load.stop()
    return account


def check(floor: Floor, account: Account) -> None:
    """The books against the store. Call while nobody writes."""
    assert not account.wrong, (len(account.wrong), account.wrong[:3])
    stored = {r["id"]: r for r in rows(floor, "SELECT id, number, state, service FROM ticket")}
    # Nothing lost, nothing twice.
    assert {id: r["number"] for id, r in stored.items()} == account.issued
    assert count_faults(account.issued.values()) == (0, 0)
    calls = {r["id"]: r for r in rows(floor, "SELECT id, ticket, counter, attempt FROM call")}
    first = {id for id, r in calls.items() if r["attempt"] == 1}
    assert first == {call for _, _, call in account.called}
    for ticket, counter, call in account.called:
        assert (calls[call]["ticket"], calls[call]["counter"]) == (ticket, counter)
    check_no_double_calls(floor)
    held = [r["ticket"] for r in rows(floor, "SELECT ticket FROM counter") if r["ticket"]]
    assert len(held) == len(set(held))
    at_work = {id for id, r in stored.items() if r["state"] in ("called", "serving")}
    assert set(held) == at_work
    check_lines(floor)


def check_no_double_calls(floor: Floor) -> None:
    """Between two first calls of a ticket it always went back to a line."""
    back = ("call_undone", "brought_back", "returned", "transferred", "continued")
    waits: dict[str, bool] = {}
    for event in rows(floor, "SELECT ticket, kind FROM event WHERE ticket IS NOT NULL ORDER BY id"):
        if event["kind"] == "called":
            assert waits[event["ticket"]], "a ticket was called twice"
            waits[event["ticket"]] = False
        elif event["kind"] in ("issued", *back):
            waits[event["ticket"]] = True


def check_lines(floor: Floor) -> None:
    waiting = Counter(
        r["service"] for r in rows(floor, "SELECT service FROM ticket WHERE state = 'waiting'")
    )
    lanes = ("priority", "normal", "appointment", "reserved")
    kept = Counter(
        {
            r["service"]: sum(r[f"waiting_{lane}"] for lane in lanes)
            for r in rows(floor, "SELECT * FROM line")
        }
    )
    assert +kept == waiting


@pytest.mark.faults
@pytest.mark.timeout(SECONDS * 3 + 180)
def test_thirty_counters_and_ten_kiosks_on_sqlite(tmp_path: Path) -> None:
    floor = Floor(tmp_path)
    with floor.server:
        account = hammer(floor, SECONDS)
    print(dict(account.statuses))
    check(floor, account)
    assert len(account.called) > 30


@pytest.mark.faults
@pytest.mark.timeout(SECONDS * 3 + 180)
def test_thirty_counters_and_ten_kiosks_on_postgresql(
    tmp_path: Path, postgres: PostgresCluster, migrated: str
) -> None:
    floor = Floor(tmp_path, postgres.create(migrated))
    with floor.server:
        account = hammer(floor, SECONDS)
    print(dict(account.statuses))
    check(floor, account)
    assert len(account.called) > 30
