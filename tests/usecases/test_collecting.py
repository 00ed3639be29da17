"""Collecting a result: a line of its own that is quick, and starves nobody."""

import pytest
from dossier_desk import PLAIN_RULES, DossierDesk
from stores import Floor

from server.core.calling import Skill
from server.core.errors import NotFound
from server.core.model import ServiceKind
from server.queries.collecting import readiness
from server.queries.desk import desk_view
from server.queries.services import services_list
from server.usecases.administer import set_kind, set_skills
from server.usecases.dossiers.rules import set_rules
from server.usecases.issue import IssueTicket, issue_ticket

RESULTS, OTHER = "chung-thuc", "ho-tich"


@pytest.fixture
def desk(floor: Floor) -> DossierDesk:
    """``RESULTS`` hands results over, at counter 2, which serves ``OTHER`` too."""
    floor.do(lambda c: set_kind(c, RESULTS, ServiceKind.RESULT), "admin")
    return DossierDesk(floor)


def comes_for(desk: DossierDesk, dossier: str | None, service: str = RESULTS) -> str:
    command = IssueTicket(service, None, "none", "vi", None, dossier=dossier)
    return desk.floor.do(lambda c: issue_ticket(c, command), "kiosk").ticket.id


def test_the_desk_sees_whose_result_it_is(desk: DossierDesk) -> None:
    code = desk.receive(procedure="1.001").code
    comes_for(desk, code)
    called = desk.floor.call("2")
    assert called is not None
    current = desk.see(lambda look: desk_view(look, "2"))["current"]
    assert current["collects"]
    assert current["dossier"] == {"code": code, "state": "received"}
    comes_for(desk, "H16.15-000000-0000")
    desk.floor.call("2")
    current = desk.see(lambda look: desk_view(look, "2"))["current"]
    assert (current["collects"], current["dossier"]) == (True, None)


def test_other_lines_keep_no_dossier(desk: DossierDesk) -> None:
    comes_for(desk, desk.receive(procedure="1.001").code, OTHER)
    desk.floor.call("1")
    current = desk.see(lambda look: desk_view(look, "1"))["current"]
    assert (current["collects"], current["dossier"]) == (False, None)
    assert desk.floor.rows("SELECT * FROM collecting") == []
    kinds = {one["id"]: one["kind"] for one in desk.see(services_list)}
    assert (kinds[RESULTS], kinds[OTHER]) == ("result", "usual")


def test_a_wait_for_a_result_counts_three_times_and_no_more(desk: DossierDesk) -> None:
    floor = desk.floor
    long_waiting = floor.issue(OTHER).ticket.id
    floor.pass_time(100)
    quick = comes_for(desk, None)
    floor.pass_time(100)  # the one has waited 200 s, the other 100 s: as if 300
    first = floor.call("2")
    assert first is not None and first.ticket.id == quick
    assert first.reason.code == "longest_weighted"
    late = comes_for(desk, None)
    floor.pass_time(60)
    second = floor.call("2")
    assert second is not None and second.ticket.id == long_waiting
    third = floor.call("2")
    assert third is not None and third.ticket.id == late


def test_weights_that_were_set_stay(desk: DossierDesk) -> None:
    floor = desk.floor
    weight = "SELECT weight FROM counter_service WHERE counter = '2' AND service = :s"
    assert floor.rows(weight, s=RESULTS) == [{"weight": 3}]
    skills = [(OTHER, Skill()), (RESULTS, Skill(weight=7))]
    floor.do(lambda c: set_skills(c, "2", skills), "admin")
    floor.do(lambda c: set_kind(c, RESULTS, ServiceKind.RESULT), "admin")
    assert floor.rows(weight, s=RESULTS) == [{"weight": 7}]
    assert floor.rows(weight, s=OTHER) == [{"weight": 1}]
    with pytest.raises(NotFound):
        floor.do(lambda c: set_kind(c, "nowhere", ServiceKind.RESULT), "admin")


def test_what_the_kiosk_says_of_a_result(desk: DossierDesk) -> None:
    desk.floor.do(lambda c: set_rules(c, PLAIN_RULES), "admin")
    code = desk.receive(procedure="1.001").code
    digits = code.split("-", 1)[1].replace("-", "")
    for asked in (code, digits):
        said = desk.see(lambda look, asked=asked: readiness(look, asked))
        assert (said["code"], said["ready"], said["collected"]) == (code, False, False)
        assert said["due_at"] is not None
    desk.act(code, "resolve")
    assert desk.see(lambda look: readiness(look, digits))["ready"]
    desk.act(code, "return")
    said = desk.see(lambda look: readiness(look, code))
    assert (said["ready"], said["collected"]) == (False, True)
    with pytest.raises(NotFound):
        desk.see(lambda look: readiness(look, "0000000000"))
