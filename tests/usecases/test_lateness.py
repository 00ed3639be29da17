"""A citizen who is late lets the next few go first, once."""

import json
from typing import Any

import pytest
from stores import Floor, add_centre

from server.core.errors import LateTwice, NobodyBehind, NotAllowedLate, WrongState
from server.core.lifecycle import state_after
from server.core.model import TicketState
from server.store import events, queue, tickets
from server.store.base import Store
from server.usecases.lateness import be_late


def late(floor: Floor, id: str, key: str | None = None) -> Any:
    return floor.do(lambda c: be_late(c, id, key), "holder")


def line(floor: Floor, many: int) -> list[str]:
    """So many tickets of one line, a second apart, by id."""
    made = []
    for _ in range(many):
        made.append(floor.issue().ticket.id)
        floor.pass_time(1)
    return made


def called(floor: Floor) -> str | None:
    found = floor.call("1")
    return None if found is None else found.ticket.id


def test_the_next_three_go_first_and_nobody_else_moves(floor: Floor) -> None:
    a, b, c, d, e = line(floor, 5)
    late(floor, a)
    assert [called(floor) for _ in range(5)] == [b, c, d, a, e]


def test_once_for_each_ticket(floor: Floor) -> None:
    first, *_ = line(floor, 6)
    late(floor, first)
    with pytest.raises(LateTwice):
        late(floor, first)


def test_the_same_press_sent_again_moves_once(floor: Floor) -> None:
    first, *_ = line(floor, 8)
    place = late(floor, first, "press").place
    assert late(floor, first, "press").place == place


def test_with_nobody_behind_the_one_swap_is_not_used_up(floor: Floor) -> None:
    (only,) = line(floor, 1)
    with pytest.raises(NobodyBehind):
        late(floor, only)
    (behind,) = line(floor, 1)
    late(floor, only)
    assert [called(floor), called(floor)] == [behind, only]


def test_who_is_called_already_is_not_late(floor: Floor) -> None:
    first, _ = line(floor, 2)
    called(floor)
    with pytest.raises(WrongState):
        late(floor, first)


def test_a_centre_may_do_without(store: Store) -> None:
    add_centre(store, phone={"late_places": 0})
    floor = Floor(store)
    first, _ = line(floor, 2)
    with pytest.raises(NotAllowedLate):
        late(floor, first)


def test_the_event_says_why_and_the_history_stays_whole(floor: Floor) -> None:
    first, *_ = line(floor, 3)
    before = floor.store.read(lambda s: tickets.get(s, floor.centre, first))
    moved = late(floor, first)
    rows = floor.store.read(lambda s: events.of_ticket(s, first))
    assert [row["kind"] for row in rows] == ["issued", "late"]
    assert state_after([row["kind"] for row in rows]) is TicketState.WAITING
    told = json.loads(rows[-1]["data"])
    assert before is not None
    assert (told["from_place"], told["place"]) == (before.place, moved.place)
    assert (told["let_first"], told["places"], told["by"]) == (2, 3, "phone")
    assert (moved.waiting_since, moved.number) == (before.waiting_since, before.number)


def test_who_waits_in_the_line_and_the_ticket_itself_are_told(floor: Floor) -> None:
    first, *_ = line(floor, 3)
    late(floor, first)
    assert {"line/ho-tich", f"ticket/{first}"} <= floor.rooms


def test_places_of_a_whole_line_are_those_of_each_ticket(floor: Floor) -> None:
    for n in range(12):
        floor.issue("ho-tich", "elderly" if n % 3 == 0 else "none")
    called(floor)
    late(floor, line(floor, 3)[0])

    def compare(session: Any) -> None:
        day = floor.value("SELECT MAX(day) AS day FROM ticket")
        places = queue.places(session, floor.centre, day, "ho-tich")
        assert len(places) == 14
        for id, ahead in places.items():
            ticket = tickets.get(session, floor.centre, id)
            assert ticket is not None
            assert queue.ahead(session, ticket) == ahead

    floor.store.read(compare)
