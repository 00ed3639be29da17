"""What devices say of themselves, and what the manager sees of it."""

from dataclasses import replace
from typing import Any

import pytest
from stores import Floor

from server.core.devices import GRAVE, PaperRules, Report, troubles
from server.core.errors import Forbidden
from server.core.model import Role
from server.queries.devices import devices_view, next_silence_s
from server.queries.floor import manager_view
from server.queries.snapshot import look, when
from server.usecases import rooms
from server.usecases.device_reports import report
from server.usecases.devices import create_token, revoke_token

WELL = Report("kiosk", "ok", 80, 400, "none", "0.1.0")


def device(floor: Floor, label: str = "Ki-ốt sảnh", role: Role = Role.KIOSK) -> str:
    return floor.do(lambda c: create_token(c, role, None, label), "admin")[0]


def say(floor: Floor, id: str, told: Report = WELL, kind: str = "device") -> frozenset[str]:
    """The rooms a device's report touched."""
    from server.usecases.change import Actor, change

    actor = Actor("kiosk", floor.centre, id, kind)
    return floor.store.write(change(actor, floor.now, lambda c: report(c, told))).rooms


def see(floor: Floor) -> list[dict[str, Any]]:
    return floor.store.read(lambda s: devices_view(look(s, floor.centre, floor.now)))


def test_the_manager_sees_a_device_that_has_reported(floor: Floor) -> None:
    id = device(floor)
    assert see(floor) == []
    say(floor, id)
    assert see(floor) == [
        {
            "id": id,
            "label": "Ki-ốt sảnh",
            "role": "kiosk",
            "kind": "kiosk",
            "state": "ok",
            "printer": "ok",
            "paper_left_pct": 80,
            "paper_left_tickets": 400,
            "offline_waiting": 0,
            "version": "0.1.0",
            "reported_at": when(floor.now),
            "trouble": [],
        }
    ]
    view = floor.store.read(lambda s: manager_view(look(s, floor.centre, floor.now)))
    assert view["devices"] == see(floor)


def test_news_are_pushed_and_heartbeats_are_not(floor: Floor) -> None:
    id = device(floor)
    assert say(floor, id) == {rooms.MANAGER}
    floor.pass_time(20)
    assert say(floor, id) == frozenset()
    assert see(floor)[0]["reported_at"] == when(floor.now), "its time is kept all the same"
    assert say(floor, id, replace(WELL, printer="paper_out")) == {rooms.MANAGER}
    assert say(floor, id) == {rooms.MANAGER}


def test_a_device_is_silent_after_a_minute_and_well_with_its_next_word(floor: Floor) -> None:
    id = device(floor)
    say(floor, id)
    floor.pass_time(59.9)
    assert see(floor)[0]["state"] == "ok"
    floor.pass_time(0.1)
    assert see(floor)[0]["state"] == "silent"
    assert say(floor, id) == {rooms.MANAGER}, "that it speaks again is news"
    assert see(floor)[0]["state"] == "ok"


def test_the_moment_of_the_next_silence_is_known(floor: Floor) -> None:
    now = when(floor.now)
    assert now is not None
    assert next_silence_s(see(floor), now) is None
    first, second = device(floor, "A"), device(floor, "B")
    say(floor, first)
    floor.pass_time(25)
    say(floor, second)
    later = when(floor.now)
    assert later is not None
    assert next_silence_s(see(floor), later) == 35
    floor.pass_time(40)
    last = when(floor.now)
    assert last is not None
    assert next_silence_s(see(floor), last) == 20, "who is silent already falls no further"


def test_those_that_need_somebody_come_first(floor: Floor) -> None:
    quiet, well, out = (device(floor, label) for label in ("C", "A", "B"))
    say(floor, quiet)
    floor.pass_time(61)
    say(floor, well)
    say(floor, out, replace(WELL, printer="paper_out"))
    assert [(d["label"], d["state"]) for d in see(floor)] == [
        ("C", "silent"), ("B", "trouble"), ("A", "ok"),
    ]  # fmt: skip


def test_a_device_whose_token_has_ended_is_gone(floor: Floor) -> None:
    id = device(floor)
    say(floor, id)
    floor.do(lambda c: revoke_token(c, id), "admin")
    assert rooms.MANAGER in floor.rooms
    assert see(floor) == []


def test_a_person_cannot_report_for_a_device(floor: Floor) -> None:
    with pytest.raises(Forbidden):
        say(floor, "somebody", kind="session")


RULES = PaperRules(warn_tickets=60, warn_pct=8)


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ({}, ()),
        ({"printer": "none", "paper_left_pct": None, "paper_left_tickets": None}, ()),
        ({"printer": "write_only"}, ()),
        ({"printer": "paper_out", "paper_left_tickets": 0}, ("paper_out",)),
        ({"printer": "paper_low", "paper_left_tickets": 5}, ("paper_low",)),
        ({"printer": "ok", "paper_left_tickets": 60}, ("paper_soon",)),
        ({"printer": "ok", "paper_left_tickets": 61}, ()),
        ({"printer": "ok", "paper_left_pct": 8, "paper_left_tickets": 900}, ("paper_soon",)),
        ({"printer": "cover_open"}, ("cover_open",)),
        ({"printer": "offline"}, ("printer_offline",)),
        ({"printer": "unknown"}, ("printer_unknown",)),
        ({"scanner": "absent"}, ("scanner_absent",)),
        ({"scanner": "ready"}, ()),
        ({"printer": "cover_open", "paper_left_tickets": 3, "scanner": "absent"},
         ("cover_open", "paper_soon", "scanner_absent")),
    ],
)  # fmt: skip
def test_what_is_wrong_has_its_codes_the_worst_first(
    told: dict[str, Any], codes: tuple[str, ...]
) -> None:
    found = troubles(replace(WELL, **told), RULES)
    assert found == codes
    grave = [code in GRAVE for code in found]
    assert grave == sorted(grave, reverse=True)


def test_when_paper_ends_soon_is_the_centres_to_say(floor: Floor) -> None:
    from server.usecases.change_settings import change_settings

    id = device(floor)
    say(floor, id, replace(WELL, paper_left_tickets=90))
    assert see(floor)[0]["state"] == "ok"
    floor.do(lambda c: change_settings(c, {"paper": {"warn_tickets": 100}}), "admin")
    assert rooms.MANAGER in floor.rooms
    assert see(floor)[0]["trouble"] == ["paper_soon"]
    floor.do(lambda c: change_settings(c, {}), "admin")
    assert see(floor)[0]["trouble"] == ["paper_soon"], "it stays when it is left out"
