"""A whole demo at high speed: citizens come, are called, served, rate; people may step in."""

import os
import re
import signal
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import requests
from demo_run import DemoRun, Room, ended, is_free

from hardware.link import ServerLink
from server.demo.sample import sample_centre
from server.demo.supervisor import PAD_COUNTERS

DEADLINE_S = 40.0
SPEED = "60"

Watch = Callable[[DemoRun, str], Room]
View = Mapping[str, Any]


@pytest.fixture(scope="module")
def run(start_demo: Callable[..., DemoRun]) -> DemoRun:
    return start_demo("--speed", SPEED, "--seed", "7")


def officer_at(run: DemoRun, counter: str) -> requests.Session:
    """A person signed in as that counter's officer, seated at it."""
    person = requests.Session()
    person.headers["X-Motcua"] = "1"
    user = next(u for u in sample_centre().users if u.username == f"quay{counter}")
    signed_in = person.post(
        f"{run.url}/api/v1/session",
        json={"username": user.username, "password": user.password},
        timeout=10,
    )
    assert signed_in.status_code == 200, signed_in.text
    seated = person.put(f"{run.url}/api/v1/session/counter", json={"counter": counter}, timeout=10)
    assert seated.status_code == 200, seated.text
    return person


def test_tickets_are_issued_called_and_served(run: DemoRun, room: Watch) -> None:
    view = room(run, "manager").await_view(
        lambda view: view["today"]["issued"] >= 15 and view["today"]["served"] >= 5, DEADLINE_S
    )
    assert view["today"]["called"] >= view["today"]["served"]


def test_tickets_come_out_of_the_virtual_printer(run: DemoRun) -> None:
    events = run.address_of("Virtual printer") + "api/events"
    with requests.get(events, stream=True, timeout=DEADLINE_S) as stream:
        for line in stream.iter_lines(decode_unicode=True):
            found = re.search(r'"printed": ?(\d+)', str(line))
            if found and int(found[1]) >= 5:
                return
    pytest.fail("the printer's page stopped telling")


def test_citizens_rate_at_pads_and_on_touch_terminals(run: DemoRun, room: Watch) -> None:
    seen: set[str] = set()

    def both_kinds(view: View) -> bool:
        seen.update(rating["counter"] for rating in view["ratings"])
        return bool(seen & set(PAD_COUNTERS)) and bool(seen - set(PAD_COUNTERS))

    view = room(run, "manager").await_view(both_kinds, DEADLINE_S)
    assert view["today"]["satisfied"] + view["today"]["unsatisfied"] <= view["today"]["ratings"]


def test_every_link_of_the_home_page_answers(run: DemoRun) -> None:
    links = [link for group in run.faces()["groups"] for link in group["links"]]
    answers = {
        link["href"]: requests.get(
            link["href"] if link["href"].startswith("http") else run.url + link["href"], timeout=10
        ).status_code
        for link in links
    }
    assert {href for href, status in answers.items() if status != 200} == set()
    assert sum("#token=" in href for href in answers) == 12
    assert len([line for line in run.descendants().values() if " pad " in line]) == len(
        PAD_COUNTERS
    )


def test_no_simulated_ticket_is_for_the_closed_service(run: DemoRun, room: Watch) -> None:
    closed = {service.id for service in sample_centre().services if not service.open}
    view = room(run, "manager").await_view(lambda view: view["today"]["issued"] >= 15, DEADLINE_S)
    assert [line["issued"] for line in view["services"] if line["id"] in closed] == [0]


def test_a_counter_taken_by_a_person_is_left_alone(run: DemoRun, room: Watch) -> None:
    person, manager = officer_at(run, "5"), room(run, "manager")
    called = person.post(f"{run.url}/api/v1/counters/5/call-next", timeout=10)
    assert called.status_code in (200, 204), called.text
    before = room(run, "desk/5").await_view(lambda view: True, DEADLINE_S)["current"]
    busy = manager.await_view(lambda view: True, DEADLINE_S)["today"]["served"]
    # The rest of the floor goes on meanwhile.
    manager.await_view(lambda view: view["today"]["served"] >= busy + 6, DEADLINE_S)
    after = room(run, "desk/5").await_view(lambda view: True, DEADLINE_S)["current"]
    assert (after and (after["id"], after["state"], after["calls"])) == (
        before and (before["id"], before["state"], before["calls"])
    )
    person.delete(f"{run.url}/api/v1/session", timeout=10)


def test_a_citizen_who_takes_a_ticket_by_hand_is_served(run: DemoRun, room: Watch) -> None:
    kiosk = ServerLink(run.url, run.tokens["kiosk"])
    status, ticket = kiosk.request(
        "POST", "/api/v1/tickets", {"service": "tra-ket-qua", "priority": "elderly"}, key="by-hand"
    )
    assert status == 201, ticket
    room(run, f"ticket/{ticket['id']}").await_view(
        lambda view: view["ticket"]["state"] == "finished" or view["ticket"]["calls"] >= 1,
        DEADLINE_S,
    )


def test_the_floor_goes_on_after_the_servers_worker_is_killed(run: DemoRun, room: Watch) -> None:
    processes = run.descendants()
    (master, worker) = sorted(pid for pid, line in processes.items() if " serve " in line)[:2]
    before = room(run, "manager").await_view(lambda view: True, DEADLINE_S)["today"]
    os.kill(worker, signal.SIGKILL)
    room(run, "manager").await_view(
        lambda view: (
            view["today"]["issued"] > before["issued"] + 3
            and view["today"]["served"] > before["served"] + 3
        ),
        DEADLINE_S,
    )
    assert run.process.poll() is None
    assert master in run.descendants()


def test_ctrl_c_leaves_nothing_behind(run: DemoRun) -> None:
    ports, processes = run.ports(), run.descendants()
    assert len(processes) >= 2 + len(PAD_COUNTERS)
    assert run.stop() == 0, run.said
    assert "Đã dừng." in run.said and "Stopped." in run.said
    assert [line for pid, line in processes.items() if not ended(pid, 5)] == []
    assert not list(run.temporary.iterdir())
    assert [port for port in ports if not is_free(port)] == []
