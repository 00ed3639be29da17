"""Pairing over HTTP: a device waits, an administrator types its code, and nobody else gets in."""

import queue
import threading
from typing import Any

import pytest
import requests
from fixture_types import RunServer
from private_desk import Office, created, error_of
from redis_process import RedisProcess

from server.clock import now_ms


def ask(url: str, kind: str = "kiosk") -> Any:
    return created(requests.post(f"{url}/api/v1/pairings", json={"kind": kind}, timeout=20))


def claim(url: str, asked: Any, wait_s: int = 25, **body: str) -> requests.Response:
    return requests.post(
        f"{url}/api/v1/pairings/{asked['id']}/claim",
        json={"secret": asked["secret"], "wait_s": wait_s, **body},
        timeout=40,
    )


def waiting(url: str, asked: Any) -> "queue.Queue[requests.Response]":
    """A claim under way in a thread."""
    answers: queue.Queue[requests.Response] = queue.Queue()
    threading.Thread(target=lambda: answers.put(claim(url, asked)), daemon=True).start()
    return answers


def test_a_waiting_device_hears_of_its_approval_at_once(office: Office) -> None:
    asked = ask(office.url)
    assert asked["expires_in_s"] in (299, 300)
    assert claim(office.url, asked, wait_s=0).status_code == 202
    answers, admin = waiting(office.url, asked), office.client("admin")
    body = {"code": asked["code"], "role": "kiosk", "label": "Cửa chính"}
    for _ in range(2):
        assert admin.post("/pairings/approve", body).json()["label"] == "Cửa chính"
    answer = answers.get(timeout=20)
    told = answer.json()
    assert (answer.status_code, told["token"], told["role"]) == (200, asked["secret"], "kiosk")
    assert claim(office.url, asked).json() == told
    session = requests.get(
        f"{office.url}/api/v1/session",
        headers={"Authorization": f"Bearer {told['token']}"},
        timeout=20,
    ).json()
    assert session["device"] == {"role": "kiosk", "counter": None}
    assert session["centre"]["id"] == told["centre"]["id"]


def test_a_wait_ends_when_the_code_lapses(run_server: RunServer) -> None:
    server = run_server()
    asked = ask(server.url)
    store, soon = server.store(), now_ms() + 700
    store.write(lambda s: s.run("UPDATE pairing SET expires_at = :soon", soon=soon))
    store.close()
    error_of(waiting(server.url, asked).get(timeout=20), 404, "not_found", "id")


def test_before_it_is_approved_the_secret_opens_nothing(office: Office) -> None:
    asked = ask(office.url)
    answer = requests.get(
        f"{office.url}/api/v1/session",
        headers={"Authorization": f"Bearer {asked['secret']}"},
        timeout=20,
    )
    error_of(answer, 401, "unauthorized")
    error_of(claim(office.url, {**asked, "secret": asked["code"]}, 0), 404, "not_found", "id")


def test_displays_and_terminals_pair_the_same_way(office: Office) -> None:
    admin = office.client("admin")
    display, terminal = ask(office.url, "display"), ask(office.url, "terminal")
    approve = "/pairings/approve"
    error_of(admin.post(approve, {"code": terminal["code"]}), 422, "invalid_field", "counter")
    body = {"code": terminal["code"], "role": "display"}
    error_of(admin.post(approve, body), 422, "invalid_field", "role")
    assert admin.post(approve, {"code": terminal["code"], "counter": "1"}).status_code == 200
    assert admin.post(approve, {"code": display["code"]}).status_code == 200
    assert claim(office.url, terminal, 0).json()["counter"] == "1"
    assert claim(office.url, display, 0).json()["role"] == "display"


def test_the_administrators_list_shows_who_waits_without_codes(office: Office) -> None:
    asked = ask(office.url)
    listed = office.client("admin").get("/pairings")
    row = next(one for one in listed.json()["items"] if one["id"] == asked["id"])
    assert (row["kind"], row["approved_at"]) == ("kiosk", None)
    assert asked["code"] not in listed.text and asked["secret"] not in listed.text


def test_guessing_is_stopped_and_told_how_long(run_server: RunServer) -> None:
    office = Office.of(run_server())
    admin, asked = office.client("admin"), ask(office.url)
    guess = f"{(int(asked['code']) + 1) % 1_000_000:06}"
    for _ in range(5):
        answer = admin.post("/pairings/approve", {"code": guess})
        error_of(answer, 404, "pairing_not_found", "code")
    answer = admin.post("/pairings/approve", {"code": asked["code"]})
    error = error_of(answer, 429, "too_many_tries")
    seconds = answer.headers["Retry-After"]
    assert 290 <= int(seconds) <= 300
    assert seconds in error["action"]["vi"] and seconds in error["action"]["en"]


def test_a_server_asked_by_too_many_devices_says_when_there_is_room(run_server: RunServer) -> None:
    office = Office.of(run_server())
    for _ in range(10):
        ask(office.url)
    answer = requests.post(f"{office.url}/api/v1/pairings", json={"kind": "kiosk"}, timeout=20)
    error_of(answer, 429, "too_many_pairings")
    assert 290 <= int(answer.headers["Retry-After"]) <= 300


@pytest.mark.parametrize(
    "body", [{"code": "12345"}, {"code": "12345a"}, {"code": "123456", "role": "admin"}, {}]
)
def test_what_is_no_code_is_no_try(office: Office, body: dict[str, str]) -> None:
    assert office.client("admin").post("/pairings/approve", body).status_code == 422


def test_a_device_hears_of_an_approval_given_in_another_process(
    run_server: RunServer, postgres: Any, migrated: str, redis_server: RedisProcess
) -> None:
    url = postgres.create(migrated)
    first = run_server(database=url, redis=redis_server.url)
    second = run_server(sample=False, data=first.data, database=url, redis=redis_server.url)
    asked = ask(first.url)
    answers = waiting(second.url, asked)
    Office.of(first).client("admin").post("/pairings/approve", {"code": asked["code"]})
    assert answers.get(timeout=20).status_code == 200
