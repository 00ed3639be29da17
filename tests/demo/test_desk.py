"""A simulated officer notices when a person works at her counter, and only then."""

from typing import Any

from server.demo.desk import Desk, Standing, of_ticket


def view(state: str = "open", ticket: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"counter": {"id": "1", "state": state}, "current": ticket}


def ticket(id: str, state: str = "called", calls: int = 1) -> dict[str, Any]:
    return {"id": id, "state": state, "calls": calls}


def desk_at(shown: dict[str, Any]) -> Desk:
    desk = Desk("1")
    desk.show(shown)
    desk.accept()
    return desk


def test_her_own_call_is_no_surprise_whether_its_view_is_early_or_late() -> None:
    desk = desk_at(view())
    desk.expect(of_ticket("open", ticket("t1")))
    assert not desk.foreign
    desk.show(view(ticket=ticket("t1")))
    assert not desk.foreign


def test_another_ticket_at_her_counter_is_foreign() -> None:
    desk = desk_at(view())
    desk.expect(of_ticket("open", ticket("t1")))
    desk.show(view(ticket=ticket("t2")))
    assert desk.foreign


def test_a_recall_she_did_not_make_is_foreign() -> None:
    desk = desk_at(view(ticket=ticket("t1")))
    desk.show(view(ticket=ticket("t1", calls=2)))
    assert desk.foreign


def test_a_pause_she_did_not_make_is_foreign() -> None:
    desk = desk_at(view())
    desk.show(view("paused"))
    assert desk.foreign


def test_people_who_come_to_wait_are_not_foreign() -> None:
    desk = desk_at(view())
    desk.show(view() | {"waiting_total": 5})
    assert not desk.foreign


def test_a_person_signed_in_holds_the_counter_until_she_leaves() -> None:
    desk = desk_at(view())
    desk.hold("somebody")
    assert desk.foreign and desk.held
    desk.hold(None)
    assert not desk.foreign


def test_what_was_accepted_is_no_longer_foreign() -> None:
    desk = desk_at(view())
    desk.show(view("paused"))
    desk.accept()
    assert not desk.foreign


def test_an_ended_ticket_has_left_the_counter() -> None:
    assert of_ticket("open", ticket("t1", "finished")) == Standing("open", None, None, 0)


def test_waiting_ends_at_the_deadline_when_nothing_happens() -> None:
    assert not desk_at(view()).wait(lambda: False, 0.01)
