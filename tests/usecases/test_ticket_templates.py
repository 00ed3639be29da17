"""The centre's ticket template: versions, news for the kiosks, its story."""

import json
from typing import Any

from stores import Floor

from hardware.tickets.template import DEFAULT, Element, Kind, Template, parse_template
from server.queries.services import kiosk_view
from server.queries.snapshot import look
from server.queries.ticket_sample import sample_ticket
from server.queries.ticket_templates import template_answer
from server.usecases import rooms
from server.usecases.ticket_templates import change_template

OWN = Template((Element(Kind.NUMBER), Element(Kind.TEXT, vi="Tầng 2", en="Second floor")), b"x")


def put(floor: Floor, template: Template) -> frozenset[str]:
    floor.do(lambda c: change_template(c, template), "admin")
    return floor.rooms


def see(floor: Floor) -> dict[str, Any]:
    return floor.store.read(lambda s: template_answer(look(s, floor.centre, floor.now)))


def version_for_kiosks(floor: Floor) -> int:
    view = floor.store.read(lambda s: kiosk_view(look(s, floor.centre, floor.now)))
    return int(view["template"])


def test_without_one_the_default_holds(floor: Floor) -> None:
    answer = see(floor)
    assert answer["version"] == version_for_kiosks(floor) == 0
    assert parse_template(answer["template"]) == parse_template(answer["default"]) == DEFAULT


def test_a_new_template_is_a_new_version_that_kiosks_hear_of(floor: Floor) -> None:
    assert put(floor, OWN) == {rooms.KIOSK}
    assert parse_template(see(floor)["template"]) == OWN
    assert see(floor)["version"] == version_for_kiosks(floor) == 1
    assert put(floor, OWN) == frozenset(), "the same one again is no change"
    assert put(floor, DEFAULT) == {rooms.KIOSK}
    assert see(floor)["version"] == version_for_kiosks(floor) == 2
    told = floor.rows("SELECT data FROM event WHERE kind = 'ticket_template_changed' ORDER BY id")
    assert [json.loads(row["data"])["version"] for row in told] == [1, 2]


def test_the_sample_ticket_is_of_this_centre(floor: Floor) -> None:
    def sample(kind: str) -> Any:
        return floor.store.read(
            lambda s: sample_ticket(look(s, floor.centre, floor.now), "vi", kind)
        )[0]

    usual = sample("usual")
    assert usual.service and usual.centre and usual.number.endswith("017")
    offline = sample("offline")
    assert offline.offline and offline.wait is None and offline.people_ahead is None
    assert sample("reprint").reprint and sample("priority").priority != "none"
    assert sample("appointment").appointment_at is not None
