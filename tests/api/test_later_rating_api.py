"""Rating from the phone over HTTP, and who can read it."""

import json
import re
from typing import Any

import pytest
import requests
from live_watch import LiveWatch
from private_desk import Office, PrivateDesk, error_of

from server.api.routes import endpoint as registry

TOLD = "Cán bộ nói to quá nên không ai nghe rõ gì"
ANSWER = {"id": "p1", "value": "very_unsatisfied", "scale": 5, "reasons": ["attitude"],
          "comment": TOLD}  # fmt: skip


def code_of(ticket: Any) -> str:
    return str(ticket["status_url"]).rpartition("/")[2]


def rate(desk: PrivateDesk, code: str, **changed: Any) -> requests.Response:
    return desk.office.client().post(f"/public/tickets/{code}/rating", {**ANSWER, **changed})


def test_a_link_rates_its_visit_once(desk: PrivateDesk) -> None:
    ticket = desk.issue()
    error_of(rate(desk, code_of(ticket)), 409, "not_rateable", "ticket")
    desk.call()
    desk.staff.act(ticket["id"], "finish")
    told = [rate(desk, code_of(ticket)) for _ in range(3)]
    assert [t.json() for t in told] == [{"status": "counted"}] + [{"status": "repeated"}] * 2
    again = desk.terminal.post("/ratings", {"value": "satisfied", "device": "d", "boot": "b",
                                            "seq": 1})  # fmt: skip
    assert again.json()["status"] == "late"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": "great"}, "value"),
        ({"value": "neutral", "scale": 3}, "value"),
        ({"scale": 6}, "scale"),
        ({"reasons": ["boredom"]}, "reasons"),
        ({"reasons": ["noise"] * 50}, "reasons"),
        ({"comment": "x" * 501}, "comment"),
        ({"id": "a b"}, "id"),
        ({"id": ""}, "id"),
        ({"more": 1}, "more"),
    ],
)
def test_an_answer_out_of_bounds_is_refused_by_field(
    desk: PrivateDesk, wrong: dict[str, Any], field: str
) -> None:
    code = code_of(desk.finished())
    error_of(rate(desk, code, **wrong), 422, "invalid_field", field)
    assert rate(desk, code).json() == {"status": "counted"}


@pytest.mark.parametrize("code", ["x", "A" * 22, "A" * 23, "%00", "AaIGHNMZdFO3WZKV3fKZ-A"])
def test_a_code_that_is_no_tickets_is_not_found(desk: PrivateDesk, code: str) -> None:
    answer = rate(desk, code)
    assert answer.status_code in (404, 422)
    form = requests.post(f"{desk.office.url}/t/{code}/rating", data={"id": "a"}, timeout=20,
                         allow_redirects=False)  # fmt: skip
    assert form.status_code == 303
    assert form.headers["Location"].endswith("?rated=failed")


def test_a_form_is_bounded_and_what_it_does_not_send_is_refused(desk: PrivateDesk) -> None:
    code = code_of(desk.finished())
    url = f"{desk.office.url}/t/{code}/rating"
    good = {"id": "f1", "value": "unsatisfied", "scale": "3", "reasons": ["noise"]}

    def send(data: Any, **headers: str) -> str:
        answer = requests.post(url, data=data, headers=headers, timeout=20, allow_redirects=False)
        assert answer.status_code == 303
        return answer.headers["Location"].rpartition("=")[2]

    for wrong in (
        {}, b"\xff\xfe", {**good, "scale": "x"}, {**good, "id": "no id"}, {**good, "value": ""},
        {**good, "reasons": ["boredom"]}, {**good, "comment": "x" * 20_000},
        [("reasons", "noise")] * 100,
    ):  # fmt: skip
        assert send(wrong) == "failed"
    assert send(good) == "counted"
    assert send(good) == "repeated"
    assert send({**good, "id": "f2"}) in ("changed", "late")


def rated_visit(desk: PrivateDesk) -> Any:
    ticket = desk.issue()
    desk.call()
    desk.staff.act(ticket["id"], "finish")
    assert rate(desk, code_of(ticket)).json() == {"status": "counted"}
    return ticket


def everything(office: Office, headers: dict[str, str], ids: dict[str, str]) -> dict[str, str]:
    """The answer to every question the API knows, with the ids of this visit."""
    found = {}
    for one in registry.endpoints:
        if one.method != "GET" or one.path == "/openapi.json":
            continue
        named = re.search(r"/(tickets|counters|services)/{", one.path)
        id = ids[named[1]] if named else ids["person"]
        path = re.sub(r"{\w+}", lambda m, id=id: ids.get(m[0], id), one.path)  # type: ignore[misc]
        for query in ("", "?by=officer&limit=200"):
            answer = requests.get(f"{office.url}/api/v1{path}{query}", headers=headers, timeout=20)
            found[f"{path}{query}"] = answer.text
    return found


def test_as_staff_no_route_and_no_room_reveals_a_single_rating(desk: PrivateDesk) -> None:
    ticket = rated_visit(desk)
    admin = desk.office.client("admin")
    name = f"can-bo-{desk.id}"
    person = admin.post("/users", {"username": name, "name": "Cán bộ", "role": "staff",
                                   "password": "mot-hai-ba-bon"})  # fmt: skip
    assert person.status_code == 201
    session = requests.Session()
    signed = session.post(f"{desk.office.url}/api/v1/session", timeout=20,
                          json={"username": name, "password": "mot-hai-ba-bon"})  # fmt: skip
    assert signed.status_code == 200
    changed = session.put(f"{desk.office.url}/api/v1/session/password", timeout=20,
                          headers={"X-Motcua": "1"},
                          json={"old": "mot-hai-ba-bon", "password": "bon-ba-hai-mot"})  # fmt: skip
    assert changed.status_code == 204
    cookie = session.cookies["motcua_session"]
    ids = {"tickets": ticket["id"], "counters": desk.id, "services": desk.service,
           "{code}": code_of(ticket), "person": person.json()["id"]}  # fmt: skip
    for headers in (
        {"Authorization": f"Bearer {desk.staff_token}"},
        {"Cookie": f"motcua_session={cookie}"},
        {},
    ):
        told = everything(desk.office, headers, ids)
        assert len(told) > 80
        for path, text in told.items():
            assert TOLD not in text, path
            assert "unsatisfied" not in text.replace('"unsatisfied":', ""), path
    assert TOLD in json.dumps(
        everything(desk.office, {"Authorization": admin.http.headers["Authorization"]}, ids),
        ensure_ascii=False,
    )


def test_rooms_an_officer_may_watch_tell_no_rating(desk: PrivateDesk) -> None:
    ticket = rated_visit(desk)
    rooms = [f"desk/{desk.id}", f"counter/{desk.id}", f"service/{desk.service}", "hall", "kiosk",
             f"ticket/{ticket['id']}"]  # fmt: skip
    watch = LiveWatch(desk.office.url, desk.staff_token).connect()
    try:
        for room in ("manager", f"terminal/{desk.id}"):
            assert "error" in watch.watch(room)
        for room in rooms:
            assert watch.watch(room) == {"ok": True}, room
            text = json.dumps(watch.wait(room, lambda view: True), ensure_ascii=False)
            assert TOLD not in text and "unsatisfied" not in text, room
    finally:
        watch.close()


def test_a_tickets_story_tells_its_rating_to_managers_only(desk: PrivateDesk) -> None:
    ticket = rated_visit(desk)
    path = f"/tickets/{ticket['id']}/history"
    kinds = [e["kind"] for e in desk.office.client("manager").get(path).json()["events"]]
    assert kinds[-1] == "rated"
    assert [e["kind"] for e in desk.staff.get(path).json()["events"]] == kinds[:-1]


def test_asking_again_from_the_link_does_not_tell_how_it_was_rated(desk: PrivateDesk) -> None:
    """Whoever reads the code on a screen could try values: every answer is the same."""
    ticket = rated_visit(desk)
    store = desk.office.server.store()
    store.write(
        lambda s: s.run(
            "UPDATE rating SET first_pressed_at = first_pressed_at - 60000 WHERE ticket = :id",
            id=ticket["id"],
        )
    )
    store.close()
    tried = [
        rate(desk, code_of(ticket), id=f"try{n}", value=value, reasons=[], comment="").json()
        for n, value in enumerate(("very_satisfied", "unsatisfied", "very_unsatisfied"))
    ]
    assert tried == [{"status": "late"}] * 3
