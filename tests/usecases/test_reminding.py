"""Departments are reminded once of each dossier before it is due, on working days."""

import json
from typing import Any

import pytest
from dossier_desk import DossierDesk, csv_of
from stores import NOON, Floor

from server.core.errors import Invalid, NotFound
from server.engine import DirectLanes, Engine
from server.nightly import Nightly
from server.queries.departments import departments_page, reminders_are_due, reminders_page
from server.usecases.dossiers.contacts import set_contact
from server.usecases.dossiers.reminding import remind, remind_now

KEY = "whsec_" + "A" * 32
CONTACT = {"emails": ["vp@tuphap.example.vn"], "webhook": "https://tuphap.example.vn/h",
           "webhook_key": KEY, "language": "vi"}  # fmt: skip
DAY = 86_400_000


@pytest.fixture
def desk(floor: Floor) -> DossierDesk:
    """NOON is a Thursday: two working days on is Monday the 30th."""
    desk = DossierDesk(floor)
    desk.bring(csv_of([
        line("D-late", "2026-11-24"), line("D-fri", "2026-11-27"), line("D-mon", "2026-11-30"),
        line("D-tue", "2026-12-01"), line("D-done", "2026-11-27", resolved_at="2026-11-25"),
        {**line("D-wait", "2026-11-27")}, {**line("D-other", "2026-11-27"), "department": "so-x"},
    ]))  # fmt: skip
    desk.act("D-wait", "supplement")
    return desk


def line(code: str, due: str, **more: str) -> dict[str, str]:
    return {"code": code, "department": "tu-phap", "received_at": "2026-11-02T08:00",
            "due_at": due, **more}  # fmt: skip


def reach(desk: DossierDesk, **more: Any) -> None:
    desk.floor.do(lambda c: set_contact(c, "tu-phap", {**CONTACT, **more}), "admin")


def outbox(desk: DossierDesk) -> list[dict[str, Any]]:
    return desk.floor.rows("SELECT id, channel, target, event, body FROM alert_outbox ORDER BY id")


def test_what_is_due_within_two_working_days_is_told_once(desk: DossierDesk) -> None:
    reach(desk)
    assert desk.see(reminders_are_due)
    assert desk.floor.do(remind) == 1
    mail, hook = outbox(desk)
    assert (mail["channel"], hook["channel"]) == ("mail", "webhook")
    told = json.loads(mail["body"])
    assert [(d["code"], d["working_days"], d["new"]) for d in told["dossiers"]] == [
        ("D-late", -2, True), ("D-fri", 1, True), ("D-mon", 2, True)
    ]  # fmt: skip
    assert (mail["target"], told["more"]) == ("tu-phap", 0)
    assert "applicant" not in mail["body"]
    assert desk.floor.do(remind) == 0
    assert not desk.see(reminders_are_due)
    # The next working day something is news: the whole list goes, what is new marked.
    desk.floor.pass_time(86_400)
    assert desk.floor.do(remind) == 1
    again = json.loads(outbox(desk)[-1]["body"])["dossiers"]
    assert [d["code"] for d in again if d["new"]] == ["D-tue"]
    assert len(again) == 4
    (first, second) = reversed(desk.see(lambda seen: reminders_page(seen, "", 10))["items"])
    assert (first["dossiers"], first["fresh"], second["fresh"]) == (3, 3, 1)
    assert {way["state"] for way in first["ways"]} == {"waiting"}
    # Monday: nothing is news, and nothing is sent.
    desk.floor.pass_time(3 * 86_400)
    assert desk.see(reminders_are_due)
    assert desk.floor.do(remind) == 0


def test_not_on_days_off_nor_before_the_hours_begin(desk: DossierDesk) -> None:
    desk.floor.now = NOON + 2 * DAY
    assert not desk.see(reminders_are_due)
    desk.floor.now = NOON - 5 * 3_600_000
    assert not desk.see(reminders_are_due)
    desk.floor.now = NOON - 4 * 3_600_000
    assert desk.see(reminders_are_due)


def test_somebody_may_ask_for_the_list_at_any_time(desk: DossierDesk) -> None:
    reach(desk, webhook=None, webhook_key=None)
    for _ in range(2):
        assert desk.floor.do(lambda c: remind_now(c, "tu-phap"), person="p1") == 3
        desk.floor.pass_time(1)
    assert len(outbox(desk)) == 2
    first, second = desk.see(lambda seen: reminders_page(seen, "", 10))["items"]
    assert (first["asked_by"], first["fresh"], second["fresh"]) == ("", 0, 3)
    page = desk.see(lambda seen: reminders_page(seen, first["id"], 10))
    assert [one["id"] for one in page["items"]] == [second["id"]]
    with pytest.raises(NotFound):
        desk.floor.do(lambda c: remind_now(c, "so-x"))


def test_without_a_contact_the_list_says_that_nobody_was_reached(desk: DossierDesk) -> None:
    assert desk.floor.do(remind) == 1
    assert outbox(desk) == []
    (made,) = desk.see(lambda seen: reminders_page(seen, "", 10))["items"]
    assert made["ways"] == []


def test_contacts_are_checked_and_secrets_kept(desk: DossierDesk) -> None:
    for wrong in ({"emails": ["ai do"]}, {"webhook_key": None}, {"webhook_key": "abc"}):
        with pytest.raises(Invalid):
            reach(desk, **wrong)
    with pytest.raises(NotFound):
        desk.floor.do(lambda c: set_contact(c, "so-x", CONTACT))
    reach(desk)
    reach(desk, webhook_key=None)
    desk.tell([7])
    (page,) = [one for one in desk.see(departments_page)["items"] if one["id"] == "tu-phap"]
    assert (page["has_webhook_key"], page["emails"]) == (True, CONTACT["emails"])
    assert KEY not in json.dumps(page)
    assert (page["heard"]["messages"], page["heard"]["malformed"]) == (1, 1)
    assert page["lag"] == {"minutes": None, "dossiers": 0}
    reach(desk, webhook=None)
    assert not desk.see(departments_page)["items"][0]["has_webhook_key"]


def test_the_nightly_run_does_it_by_itself(desk: DossierDesk) -> None:
    # By the real clock, and so on whichever day this runs.
    desk.bring(csv_of([{**line("D-old", "2020-01-06"), "received_at": "2020-01-02"}]))
    Nightly(Engine(DirectLanes(desk.floor.store), lambda centre, rooms: None)).expire()
    drafted = {row["code"] for row in desk.floor.rows("SELECT code FROM dossier_apology")}
    assert "D-old" in drafted
