"""Alerts of a real floor: found, raised once, seen, ended, told; on each store."""

import json
import threading
from typing import Any

import pytest
from stores import Floor

from server.core.devices import Report
from server.core.errors import Invalid, NotFound
from server.core.model import CounterState, Role
from server.queries.alert_facts import Finding, find_alerts
from server.queries.alert_settings import delivery_json, rules_json
from server.queries.alerts import history_page
from server.queries.floor import manager_view
from server.queries.snapshot import look
from server.store import alert_outbox, alerts
from server.usecases.administer import NewPerson, add_person
from server.usecases.alert_rules import set_delivery, set_rules
from server.usecases.alerts import Browser, add_browser, apply, see, send_test
from server.usecases.change import Actor, change
from server.usecases.counter_state import set_counter_state
from server.usecases.device_reports import report
from server.usecases.devices import create_token

MAIL = {
    "host": "mail.example.com", "port": 587, "security": "starttls", "user": "u",
    "password": "bí mật", "sender": "a@example.com", "recipients": ["b@example.com"],
    "language": "vi",
}  # fmt: skip
HOOK = {"url": "https://hooks.example.com/x", "key": "whsec_" + "QUJD" * 8}


def find(floor: Floor) -> Finding:
    return floor.store.read(lambda s: find_alerts(look(s, floor.centre, floor.now)))


def watch(floor: Floor) -> Finding:
    """What the server's watch does: look, and make it true where something is to change."""
    found = find(floor)
    if found.verdict.changes:
        floor.do(lambda c: apply(c, found.verdict, found.names), "system")
    return found


def view(floor: Floor) -> Any:
    return floor.store.read(lambda s: manager_view(look(s, floor.centre, floor.now)))


def standing(floor: Floor) -> list[str]:
    return [one["code"] for one in view(floor)["alerts"]]


def open_counter(floor: Floor, id: str = "1", state: CounterState = CounterState.OPEN) -> None:
    floor.do(lambda c: set_counter_state(c, id, state))


def manager(floor: Floor, name: str = "Trần Thị Bình") -> str:
    username = f"m{len(name)}"
    new = NewPerson(username, name, "manager", "mật khẩu dài")
    return floor.do(lambda c: add_person(c, new), "admin")


def outbox(floor: Floor) -> list[tuple[str, str]]:
    rows = floor.store.read(lambda s: alert_outbox.recent(s, floor.centre, 100))
    return sorted((row["channel"], row["event"]) for row in rows)


def history(floor: Floor) -> list[Any]:
    page = floor.store.read(lambda s: history_page(look(s, floor.centre, floor.now), "", 10))
    found: list[Any] = page["items"]
    return found


def test_people_whom_nobody_serves_are_told_and_the_opening_ends_it(floor: Floor) -> None:
    floor.issue()
    assert watch(floor).next_at == floor.now + 120_000
    assert standing(floor) == []
    floor.pass_time(121)
    watch(floor)
    (one,) = view(floor)["alerts"]
    assert (one["kind"], one["code"], one["grave"]) == (
        "service_without_counter", "nobody_serves", True,
    )  # fmt: skip
    assert one["text"]["en"] == "No counter is open: 1 people, {minutes} min"
    open_counter(floor, "3")  # it serves nothing: now it is about the line
    watch(floor)
    assert standing(floor) == ["no_counter"]
    assert view(floor)["alerts"][0]["name"] == "Hộ tịch"
    open_counter(floor, "1")
    watch(floor)
    assert standing(floor) == []
    assert {one["code"] for one in history(floor)} == {"no_counter", "nobody_serves"}


def test_a_long_wait_names_its_line_and_ends_with_the_call(floor: Floor) -> None:
    open_counter(floor, "1")
    floor.issue()
    floor.pass_time(30 * 60)
    watch(floor)
    (one,) = view(floor)["alerts"]
    assert (one["kind"], one["name_en"], one["times"]) == ("wait_growing", "Civil status", 1)
    floor.call("1")
    watch(floor)
    assert standing(floor) == []
    kinds = [event["kind"] for event in history(floor)[0]["events"]]
    assert kinds == ["raised", "cleared"]


def test_devices_and_pauses_are_found(floor: Floor) -> None:
    id, _ = floor.do(lambda c: create_token(c, Role.KIOSK, None, "Ki-ốt sảnh"), "admin")
    device = Actor("kiosk", floor.centre, id, "device")
    told = Report("kiosk", "paper_low", 5, 20)
    floor.store.write(change(device, floor.now, lambda c: report(c, told)))
    open_counter(floor, "2")
    open_counter(floor, "2", CounterState.PAUSED)
    assert watch(floor).next_at == floor.now + 60_000
    assert standing(floor) == ["paper_low"]
    floor.pass_time(61)
    watch(floor)
    assert standing(floor) == ["silent"]  # what it said last is no news
    assert view(floor)["alerts"][0]["name"] == "Ki-ốt sảnh"
    floor.pass_time(20 * 60)
    watch(floor)
    assert set(standing(floor)) == {"silent", "paused"}


def test_several_processes_raise_one_alert_and_send_it_once(floor: Floor) -> None:
    floor.do(lambda c: set_delivery(c, {"mail": None, "webhook": HOOK}), "admin")
    floor.issue()
    floor.pass_time(300)
    found = find(floor)
    system = Actor("system", floor.centre, "alerts")
    start, failed = threading.Barrier(4), list[Exception]()

    def process() -> None:
        start.wait(20)
        try:
            floor.store.write(
                change(system, floor.now, lambda c: apply(c, found.verdict, found.names))
            )
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=process) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failed
    assert floor.value("SELECT COUNT(*) FROM alert") == 1
    assert outbox(floor) == [("webhook", "raised")]


def test_who_saw_it_first_is_kept(floor: Floor) -> None:
    floor.issue()
    floor.pass_time(300)
    watch(floor)
    id = view(floor)["alerts"][0]["id"]
    first, second = manager(floor), manager(floor, "Lê Văn Cường")
    for person in (first, first, second):
        floor.do(lambda c: see(c, id), person=person)
        floor.pass_time(1)
    (one,) = view(floor)["alerts"]
    assert one["seen"]["by"] == "Trần Thị Bình"
    events = history(floor)[0]["events"]
    assert [(e["kind"], e["by"]) for e in events] == [
        ("raised", None), ("seen", "Trần Thị Bình"),
    ]  # fmt: skip
    with pytest.raises(NotFound):
        floor.do(lambda c: see(c, "nothing"))


def test_an_alert_that_comes_back_is_the_same_and_told_once(floor: Floor) -> None:
    floor.do(lambda c: set_delivery(c, {"mail": MAIL, "webhook": HOOK}), "admin")
    floor.issue()
    floor.pass_time(300)
    watch(floor)
    for _ in range(3):
        open_counter(floor, "1")
        watch(floor)
        open_counter(floor, "1", CounterState.CLOSED)
        floor.pass_time(121)
        watch(floor)
    (one,) = view(floor)["alerts"]
    assert one["times"] == 4
    raised = [row for row in outbox(floor) if row[1] == "raised"]
    assert raised == [("mail", "raised"), ("webhook", "raised")]


def test_what_got_worse_has_not_been_seen(floor: Floor) -> None:
    open_counter(floor, "1")
    floor.issue()
    floor.pass_time(31 * 60)
    watch(floor)
    id = view(floor)["alerts"][0]["id"]
    floor.do(lambda c: see(c, id), person=manager(floor))
    floor.pass_time(31 * 60)
    watch(floor)
    (one,) = view(floor)["alerts"]
    assert (one["grave"], one["seen"]) == (True, None)


def test_rules_hold_at_once_and_are_checked(floor: Floor) -> None:
    rule = {"on": True, "minutes": 5, "begins": "00:00", "ends": "24:00"}
    raw = {"rules": {"wait_growing": rule}, "target_minutes": 10}
    floor.do(lambda c: set_rules(c, raw))
    assert "alerts" in floor.rooms
    open_counter(floor, "1")
    floor.issue()
    floor.pass_time(301)
    watch(floor)
    assert standing(floor) == ["waited"]
    off = {**raw, "rules": {"wait_growing": {**rule, "on": False}}}
    floor.do(lambda c: set_rules(c, off))
    watch(floor)
    assert standing(floor) == []
    shown = floor.store.read(lambda s: rules_json(look(s, floor.centre, floor.now)))
    assert shown["target_minutes"] == 10
    assert (shown["rules"]["long_pause"]["minutes"], len(shown["rules"])) == (20, 7)
    bad = {**raw, "rules": {"wait_growing": {**rule, "begins": "24:00"}}}
    with pytest.raises(Invalid):
        floor.do(lambda c: set_rules(c, bad))


def test_secrets_are_kept_apart_and_never_told(floor: Floor) -> None:
    floor.do(lambda c: set_delivery(c, {"mail": MAIL, "webhook": HOOK}), "admin")
    kept = {**MAIL, "password": None, "host": "other.example.com"}
    floor.do(lambda c: set_delivery(c, {"mail": kept, "webhook": {**HOOK, "key": None}}), "admin")
    shown = floor.store.read(lambda s: delivery_json(look(s, floor.centre, floor.now)))
    assert (shown["mail"]["has_password"], shown["webhook"]["has_key"]) == (True, True)
    everything = json.dumps(shown) + json.dumps(floor.rows("SELECT value FROM alert_setting"))
    assert "bí mật" not in json.loads(json.dumps(everything)) and HOOK["key"] not in everything
    assert "other.example.com" in everything
    floor.do(lambda c: set_delivery(c, {"mail": None, "webhook": None}), "admin")
    names = {row["name"] for row in floor.rows("SELECT name FROM centre_secret")}
    assert not names & {"smtp_password", "webhook_key"}


@pytest.mark.parametrize(
    "mail",
    [
        {"sender": "nobody"},
        {"recipients": []},
        {"recipients": ["a@b.c\nBcc: d@e.f"]},
        {"security": "none"},
    ],
)
def test_mail_that_cannot_be_meant_is_refused(floor: Floor, mail: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        floor.do(lambda c: set_delivery(c, {"mail": {**MAIL, **mail}, "webhook": None}), "admin")


def test_a_webhook_needs_a_key_of_some_length(floor: Floor) -> None:
    for key in (None, "whsec_", "whsec_QUJD", "short", "whsec_*" + "A" * 30):
        hook = {**HOOK, "key": key}
        with pytest.raises(Invalid):
            floor.do(lambda c, h=hook: set_delivery(c, {"mail": None, "webhook": h}), "admin")


def test_browsers_of_people_who_may_no_longer_sign_in_are_told_nothing(floor: Floor) -> None:
    person = manager(floor)
    browser = Browser("https://push.example.com/1", "p", "a", "vi")
    floor.do(lambda c: add_browser(c, browser), person=person)
    floor.do(lambda c: add_browser(c, browser), person=person)
    floor.do(send_test)
    assert outbox(floor) == [("browser", "test")]
    floor.store.write(lambda s: s.run("UPDATE person SET active = 0"))
    floor.do(send_test)
    assert outbox(floor) == [("browser", "test")]


def test_what_is_to_be_sent_is_taken_by_one_and_free_again_after_its_claim(floor: Floor) -> None:
    floor.do(lambda c: set_delivery(c, {"mail": MAIL, "webhook": None}), "admin")
    floor.do(send_test)
    (row,) = floor.store.read(lambda s: alert_outbox.due(s, floor.now, 9))
    until = floor.now + 60_000

    def take(due_at: int) -> bool:
        return floor.store.write(lambda s: alert_outbox.claim(s, row["id"], due_at, until))

    assert take(row["due_at"])
    assert not take(row["due_at"])
    assert floor.store.read(lambda s: alert_outbox.due(s, floor.now, 9)) == []
    assert floor.store.read(alert_outbox.next_due) == until
    assert len(floor.store.read(lambda s: alert_outbox.due(s, until, 9))) == 1
    floor.store.write(lambda s: alert_outbox.end(s, row["id"], "sent", "", until))
    assert floor.store.read(alert_outbox.next_due) is None


def test_one_process_at_a_time_looks_after_a_centre(floor: Floor) -> None:
    def claim(owner: str, now: int, *centres: str) -> frozenset[str]:
        return floor.store.write(
            lambda s: alerts.claim(s, centres or ("c1",), owner, now, now + 60_000)
        )

    assert claim("a", floor.now) == {"c1"}
    assert not claim("b", floor.now + 1)
    assert claim("b", floor.now + 1, "c1", "c2") == {"c2"}
    assert claim("a", floor.now + 30_000) == {"c1"}
    assert not claim("b", floor.now + 61_000)
    assert claim("b", floor.now + 90_000) == {"c1"}
    assert claim("a", floor.now + 90_001, "c1", "c2", "c3") == {"c2", "c3"}


def test_the_service_level_is_the_share_called_within_the_target(floor: Floor) -> None:
    for _ in range(3):
        floor.issue()
    floor.call("1")
    floor.pass_time(15 * 60 + 1)
    floor.call("1")
    levels = {one["id"]: one["level"] for one in view(floor)["services"]}
    assert levels["ho-tich"] == {"called": 2, "in_time": 1}
    assert levels["chung-thuc"] is None


def test_every_code_has_its_words() -> None:
    from server.core.devices import _PRINTER_TROUBLE
    from server.texts import LANGUAGES, catalogue

    texts = catalogue("server.alerting")
    codes = {
        *("nobody_serves", "no_counter", "waited", "expected", "silent", "paused", "error"),
        *("burst", "test", "paper_soon", "scanner_absent", *_PRINTER_TROUBLE.values()),
    }
    for language in LANGUAGES:
        assert {f"{code}.{part}" for code in codes for part in ("text", "todo")} <= texts.keys(
            language
        )
    assert texts.keys("vi") == texts.keys("en")
