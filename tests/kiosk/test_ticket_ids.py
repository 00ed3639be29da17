"""Ids and links the agent makes by itself, as the server makes them."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from kiosk.ticket_ids import status_url, ticket_id
from server.usecases.ids import from_code, to_code

DAY = "2026-11-26"


@given(st.binary(min_size=32, max_size=32), st.uuids(), st.dates())
def test_an_id_is_a_uuid_of_version_seven(secret: bytes, press: uuid.UUID, day: object) -> None:
    made = uuid.UUID(ticket_id(secret, str(press), str(day)))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_the_same_press_has_the_same_id_and_nobody_else_can_tell_it() -> None:
    assert ticket_id(b"s", "p", DAY) == ticket_id(b"s", "p", DAY)
    others = {
        ticket_id(b"t", "p", DAY),
        ticket_id(b"s", "q", DAY),
        ticket_id(b"s", "p", "2026-11-27"),
    }
    assert ticket_id(b"s", "p", DAY) not in others and len(others) == 3


@given(st.uuids())
def test_links_are_those_of_the_server(id: uuid.UUID) -> None:
    link = status_url("http://h:1/t/{code}", str(id))
    assert link == f"http://h:1/t/{to_code(str(id))}"
    assert from_code(link.rpartition("/")[2]) == str(id)
