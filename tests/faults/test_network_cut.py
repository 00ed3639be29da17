"""The network is cut for ten minutes, people go on pressing, and the agent is killed twice."""

import json
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from cuttable_proxy import CuttableProxy
from lived_centre import noon_zone
from ports import wait_until
from running import RunningServer, make_token
from simulated_kiosk import SimulatedKiosk

from hardware.virtual.printer import VirtualPrinter
from server.clock import now_ms
from server.demo.sample import sample_centre
from server.usecases.seed import seed_centre

pytestmark = pytest.mark.faults

PRESSES = 200
SERVICES = 5
TEN_MINUTES_MS = 600_000
BACK_MS = TEN_MINUTES_MS + 60_000
KILLED_AT = (70, 140)


class Hall:
    """A server, a network, a kiosk and its printer."""

    def __init__(self, folder: Path) -> None:
        self.server = RunningServer(folder)
        store = self.server.store()
        seed_centre(store, replace(sample_centre(), zone=noon_zone()), now_ms())
        token = make_token(store, "kiosk")
        store.close()
        self.server.start()
        self.network = CuttableProxy(self.server.port)
        self.printer = VirtualPrinter(width_dots=384)
        self.printer.start()
        self.network.__enter__()
        self.begin = now_ms() - BACK_MS
        self.kiosk = SimulatedKiosk(
            self.network.url, self.printer.url, token, folder / "kiosk", self.begin
        )
        self.kiosk.start()

    def close(self) -> None:
        self.kiosk.kill()
        self.network.__exit__(None, None, None)
        self.printer.stop()
        self.server.kill()

    def state(self) -> Any:
        return requests.get(f"{self.kiosk.url}/api/state", timeout=20).json()

    def press(self, press: str, service: str) -> Any:
        body = {"press": press, "service": service, "language": "vi"}
        answer = requests.post(f"{self.kiosk.url}/api/press", json=body, timeout=20)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def rows(self, sql: str) -> list[dict[str, Any]]:
        store = self.server.store()
        found = [dict(row) for row in store.read(lambda s: s.all(sql))]
        store.close()
        return found

    def run(self, sql: str) -> None:
        store = self.server.store()
        store.write(lambda s: s.run(sql))
        store.close()

    def ready(self) -> bool:
        """Whether the kiosk holds numbers and knows what to give them for."""
        state = self.state()
        return bool(state["offline_able"] and state["services"])

    def until(self, condition: Any, what: str, deadline_s: float = 30) -> None:
        wait_until(condition, deadline_s, what, 0.05)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.close()


def test_two_hundred_presses_without_a_network_and_two_deaths_lose_and_double_nothing(
    hall: Hall,
) -> None:
    hall.until(hall.ready, "the kiosk has no numbers")
    # The lease is from this morning, not from the moment this test began.
    hall.run(f"UPDATE number_block SET leased_at = leased_at - {2 * BACK_MS}")
    services = [service["id"] for service in hall.state()["services"] if service["open"]][:SERVICES]
    hall.network.way = "silent"
    numbers: list[str] = []
    for i in range(PRESSES):
        hall.kiosk.set(hall.begin + i * TEN_MINUTES_MS // PRESSES)
        press, service = str(uuid.uuid4()), services[i % SERVICES]
        answer = _pressed_and_killed(hall, press, service) if i in KILLED_AT else None
        answer = answer or hall.press(press, service)
        assert answer["ticket"]["offline"] is True
        numbers.append(answer["ticket"]["number"])
        _on_paper(hall, press, i + 1)
    state = hall.state()
    assert (state["online"], state["offline"]["waiting"]) == (False, PRESSES)
    assert hall.rows("SELECT 1 FROM ticket") == []

    hall.kiosk.set(hall.begin + BACK_MS)
    hall.network.way = "open"
    hall.until(lambda: hall.state()["offline"]["waiting"] == 0, "not handed in")

    assert hall.state()["offline"]["rejected"] == []
    stored = hall.rows("SELECT id, number, state FROM ticket ORDER BY place, serial")
    assert [ticket["number"] for ticket in stored] == numbers
    assert len(set(numbers)) == PRESSES
    assert {ticket["state"] for ticket in stored} == {"waiting"}
    assert hall.printer.printed == PRESSES
    assert len({ticket.png for ticket in hall.printer.tickets}) == PRESSES
    told = [json.loads(e["data"]) for e in hall.rows("SELECT data FROM event WHERE ticket <> ''")]
    assert len(told) == PRESSES and all(data["offline"] for data in told)
    assert not any(data["clamped"] for data in told)
    online = hall.press(str(uuid.uuid4()), services[0])
    assert online["ticket"]["offline"] is False and online["ticket"]["number"].endswith("001")


def test_an_answer_lost_after_the_commit_ends_as_one_ticket_with_the_papers_number(
    hall: Hall,
) -> None:
    hall.until(hall.ready, "the kiosk has no numbers")
    service = hall.state()["services"][0]["id"]
    hall.network.cut_after("POST /api/v1/tickets")
    press = str(uuid.uuid4())
    shown = hall.press(press, service)["ticket"]
    assert shown["offline"] is True
    hall.until(lambda: hall.rows("SELECT 1 FROM ticket"), "the order did not arrive")
    assert hall.rows("SELECT number FROM ticket")[0]["number"] != shown["number"]
    hall.network.way = "open"
    hall.until(lambda: hall.state()["offline"]["waiting"] == 0, "not handed in")
    (ticket,) = hall.rows("SELECT id, number FROM ticket")
    assert (ticket["id"], ticket["number"]) == (shown["id"], shown["number"])
    kinds = [e["kind"] for e in hall.rows("SELECT kind FROM event WHERE ticket <> '' ORDER BY id")]
    assert kinds == ["issued", "renumbered"]
    assert hall.press(press, service)["ticket"]["number"] == shown["number"]
    page = requests.get(shown["status_url"].replace(hall.network.url, hall.server.url), timeout=20)
    assert page.status_code == 200


def test_a_hand_in_whose_answer_is_lost_is_repeated_without_harm(hall: Hall) -> None:
    hall.until(hall.ready, "the kiosk has no numbers")
    service = hall.state()["services"][0]["id"]
    hall.network.way = "refused"
    numbers = [hall.press(str(uuid.uuid4()), service)["ticket"]["number"] for _ in range(5)]
    hall.network.cut_after("POST /api/v1/kiosk/offline-tickets")
    hall.network.way = "open"
    hall.until(lambda: hall.rows("SELECT 1 FROM ticket"), "the tickets did not arrive")
    assert hall.state()["offline"]["waiting"] == 5
    hall.kiosk.kill()
    hall.kiosk.start()
    hall.network.way = "open"
    hall.until(lambda: hall.state()["offline"]["waiting"] == 0, "not handed in again")
    stored = hall.rows("SELECT number FROM ticket ORDER BY place, serial")
    assert [ticket["number"] for ticket in stored] == numbers


def test_a_kiosk_that_starts_without_its_server_shows_its_services_and_gives_numbers(
    hall: Hall,
) -> None:
    hall.until(hall.ready, "the kiosk has no numbers")
    known = hall.state()
    hall.until(
        lambda: requests.get(f"{hall.kiosk.url}/api/procedures?q=khai", timeout=20).json()["items"],
        "no procedures",
    )
    hall.kiosk.kill()
    hall.server.kill()
    hall.kiosk.start()
    state = hall.state()
    assert state["centre"] == known["centre"] and state["offline_able"] is True
    assert [s["id"] for s in state["services"]] == [s["id"] for s in known["services"]]
    first, second = (
        hall.press(str(uuid.uuid4()), known["services"][0]["id"])["ticket"]["number"]
        for _ in range(2)
    )
    assert first[-3:] == "901" and second[-3:] == "902"


def _pressed_and_killed(hall: Hall, press: str, service: str) -> Any:
    """The agent dies while a press is under way; the page asks again once it is back."""

    def touch() -> None:
        try:
            hall.press(press, service)
        except requests.RequestException:
            return  # it died before it could answer

    touching = threading.Thread(target=touch)
    touching.start()
    touching.join(0.02)
    hall.kiosk.kill()
    touching.join(20)
    hall.kiosk.start()
    return None


def _on_paper(hall: Hall, press: str, count: int) -> None:
    """Wait for the paper; what certainly did not come out is printed by hand."""
    try:
        hall.printer.wait_for_tickets(count, 1.5)
    except TimeoutError:
        body = {"press": press}
        answer = requests.post(f"{hall.kiosk.url}/api/reprint", json=body, timeout=20)
        assert answer.status_code == 201, answer.text
        hall.printer.wait_for_tickets(count, 10)
