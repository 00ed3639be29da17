"""Reminders leave a real server for a department: by mail and by signed webhook, without names."""

from collections.abc import Iterator
from typing import Any

import pytest
from hook_receiver import KEY, HookReceiver
from mail_box import MailBox
from ports import wait_until
from private_desk import Office, created, error_of
from running import RunningServer

from server.clock import now_ms
from server.store import centres
from server.usecases.change import Actor, change
from server.usecases.dossiers.apologies import draft_apologies

HEADER = "code,procedure,department,channel,received_at,due_at\n"
ROWS = HEADER + (
    "R-1,,tu-phap,,2020-01-02,2020-01-06\n"
    "R-2,,tu-phap,,2020-01-02,2020-01-07\n"
    "R-3,,tu-phap,,2020-01-02,2999-01-07\n"
)
WAIT_S = 30


@pytest.fixture(scope="module")
def hooks() -> Iterator[HookReceiver]:
    with HookReceiver() as running:
        yield running


@pytest.fixture(scope="module")
def place(run_server: Any, hooks: HookReceiver) -> Office:
    server: RunningServer = run_server(MOTCUA_ALERT_HOSTS=hooks.host)
    office = Office.of(server)
    manager = office.client("manager")
    done = manager.http.post(
        f"{manager.url}/api/v1/dossiers/import", data=ROWS.encode(), params={"apply": "1"},
        timeout=WAIT_S,
    )  # fmt: skip
    assert done.json()["applied"], done.text
    person = {"name": "Lê Thị Cúc", "phone": "0912340007", "consent": True}
    body = {"procedure": "1.001193", "department": "tu-phap", "applicant": person,
            "term": {"n": 0}}  # fmt: skip
    created(office.client("staff").post("/dossiers", body, "one-key-of-this-test"))
    return office


def reach(place: Office, **contact: Any) -> Any:
    body = {"emails": [], "webhook": None, **contact}
    return place.client("admin").send("PUT", "/department-contacts/tu-phap", body)


def _draft(place: Office) -> None:
    """What the server does by itself within a minute."""
    store = place.server.store()
    row = store.read(centres.first)
    assert row is not None
    store.write(change(Actor("system", row["id"], "test"), now_ms(), draft_apologies))
    store.close()


def latest(place: Office) -> Any:
    return place.client("manager").get("/reminders").json()["items"][0]


def test_a_department_is_reminded_by_mail_and_webhook(place: Office, hooks: HookReceiver) -> None:
    hooks.answers.append(503)
    with MailBox(answers=[451]) as box:
        mail = {"host": "127.0.0.1", "port": box.port, "security": "none", "user": "",
                "sender": "motcua@example.com", "recipients": ["truong@example.com"]}  # fmt: skip
        sent = place.client("admin").send("PUT", "/alert-delivery", {"mail": mail, "webhook": None})
        assert sent.status_code == 200
        set_ = reach(place, emails=["vp@tuphap.example"], webhook=hooks.url, webhook_key=KEY)
        assert set_.status_code == 200, set_.text
        asked = place.client("manager").post("/department-contacts/tu-phap/remind").json()
        assert asked["dossiers"] == 3
        (letter,) = box.wait(1)
    assert letter.receivers == ["vp@tuphap.example"]
    assert letter.subject == "[Motcua] Còn 3 hồ sơ sắp đến hạn hoặc quá hạn"
    said = letter.mail.get_content()
    assert "Kính gửi " in said and "tu-phap" not in said
    assert "- R-1: hẹn trả 06/01/2020 23:59, quá hạn" in said
    assert "R-3" not in said
    assert "Cúc" not in said and "0912340007" not in said
    first, again = hooks.wait(2)
    assert (first.id, first.body) == (again.id, again.body)
    assert hooks.forged == 0
    told = again.told
    assert (told["type"], told["department"], told["more"]) == ("dossiers.due", "tu-phap", 0)
    assert [one["code"] for one in told["dossiers"]][:2] == ["R-1", "R-2"]
    assert set(told["dossiers"][0]) == {"code", "due_at", "working_days", "new"}
    assert told["dossiers"][0]["due_at"] == "2020-01-06T16:59:59.000Z"
    wait_until(
        lambda: {way["state"] for way in latest(place)["ways"]} == {"sent"}, WAIT_S, "not noted"
    )
    # What goes to departments is no alert of the centre's own.
    assert place.client("manager").get("/alert-delivery").json()["latest"] == []


def test_what_cannot_be_sent_is_shown_as_failed(place: Office) -> None:
    place.client("admin").send("PUT", "/alert-delivery", {"mail": None, "webhook": None})
    reach(place, emails=["vp@tuphap.example"])
    place.client("manager").post("/department-contacts/tu-phap/remind")
    wait_until(lambda: latest(place)["ways"][0]["state"] == "failed", WAIT_S, "not noted")
    assert latest(place)["ways"][0]["problem"] == "the centre has no mail server set"


def test_contacts_are_the_administrators_and_apologies_the_officers(place: Office) -> None:
    error_of(reach(place, webhook="http://10.0.0.1/x", webhook_key=KEY), 422, "invalid_field",
             "webhook")  # fmt: skip
    manager, staff = place.client("manager"), place.client("staff")
    body: dict[str, Any] = {"emails": [], "webhook": None}
    error_of(manager.send("PUT", "/department-contacts/tu-phap", body), 403, "forbidden")
    _draft(place)
    draft = staff.get("/apologies").json()["items"][0]
    assert (draft["code"], draft["why"]) == ("R-1", "overdue")
    error_of(staff.post("/dossiers/R-1/apology", {"new_due": "mai"}), 422, "invalid_field",
             "new_due")  # fmt: skip
    error_of(staff.post("/dossiers/R-1/apology", {"new_due": "2030-01-05"}), 422,
             "invalid_field", "new_due")  # fmt: skip
    given = staff.post("/dossiers/R-1/apology", {"new_due": "2030-01-07", "reason": "Mất điện"})
    assert given.status_code == 200, given.text
    assert given.json()["due_at"] == "2020-01-06T16:59:59.000Z"
    form = staff.http.get(f"{staff.url}/api/v1/dossiers/R-1/forms/04", timeout=WAIT_S)
    assert "2030" in form.text and "Mất điện" in form.text
    assert staff.post("/dossiers/R-2/apology/dismiss").status_code == 204
    left = {one["code"] for one in staff.get("/apologies").json()["items"]}
    assert not {"R-1", "R-2"} & left
    error_of(staff.post("/dossiers/R-2/apology"), 409, "wrong_state")
