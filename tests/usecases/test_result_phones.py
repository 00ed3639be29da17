"""Phones that wait for a dossier's answer: found however the answer came, and told once."""

import threading

import pytest
from dossier_desk import DossierDesk
from fixture_types import MakeStore
from stores import Floor, add_centre

from server.core.calendar import Term, Unit
from server.core.errors import NotFound, WrongState
from server.push.results import as_push
from server.store import person_data, personal, result_phones
from server.usecases.dossiers.apologies import confirm_apology, draft_apologies
from server.usecases.dossiers.intake import Applicant
from server.usecases.push import MOST_PHONES, Phone
from server.usecases.result_phones import forget_result_phone, tell_of_result
from server.usecases.rooms import DOSSIERS

PERSON = Applicant("", "0912340001", consent=True)


@pytest.fixture
def desk(floor: Floor) -> DossierDesk:
    return DossierDesk(floor)


def phone(n: int = 1) -> Phone:
    return Phone(f"https://push.example.com/{n}", "p", "a", "vi")


def ask(desk: DossierDesk, code: str, n: int = 1) -> None:
    desk.floor.do(lambda c: tell_of_result(c, code, phone(n)), "holder")


def due(desk: DossierDesk) -> list[tuple[str, str]]:
    rows = desk.floor.store.read(lambda s: result_phones.due(s, desk.floor.centre, 99))
    return [(row["dossier"], row["state"]) for row in rows]


def test_an_answer_is_found_by_whichever_way_it_came(desk: DossierDesk) -> None:
    codes = [desk.receive(procedure="1.001", applicant=PERSON).code for _ in range(3)]
    for code in codes:
        ask(desk, code)
    assert due(desk) == []
    desk.act(codes[0], "resolve")
    assert DOSSIERS in desk.floor.rooms
    told = {"code": codes[1], "state": "resolved", "at": "2026-11-26T12:00:00+07:00",
            "resolved_at": "2026-11-26T12:00:00+07:00", "id": "m1"}  # fmt: skip
    desk.tell([told])
    assert DOSSIERS in desk.floor.rooms
    assert due(desk) == [(codes[0], "resolved"), (codes[1], "resolved")]
    desk.act(codes[2], "refuse")
    assert due(desk)[-1] == (codes[2], "refused")


def test_two_processes_tell_a_phone_once(make_store: MakeStore) -> None:
    add_centre(make_store())
    desk = DossierDesk(Floor(make_store()))
    code = desk.receive(procedure="1.001", applicant=PERSON).code
    ask(desk, code)
    desk.act(code, "resolve")
    start, took = threading.Barrier(4), []

    def process() -> None:
        store = make_store()
        (row,) = store.read(lambda s: result_phones.due(s, "c1", 9))
        start.wait(30)
        took.append(
            store.write(lambda s: result_phones.remove(s, "c1", row["dossier"], row["endpoint"]))
        )

    threads = [threading.Thread(target=process) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(took) == [False, False, False, True]
    assert due(desk) == []


def test_who_may_wait_for_what(desk: DossierDesk) -> None:
    code = desk.receive(procedure="1.001", applicant=PERSON).code
    for n in range(MOST_PHONES + 2):
        ask(desk, code, n)
        desk.floor.pass_time(1)
    rows = desk.floor.rows("SELECT endpoint FROM result_phone ORDER BY endpoint")
    assert [row["endpoint"][-1] for row in rows] == ["2", "3", "4"]
    desk.floor.do(lambda c: forget_result_phone(c, code, phone(2).endpoint), "holder")
    assert len(desk.floor.rows("SELECT endpoint FROM result_phone")) == MOST_PHONES - 1
    desk.act(code, "resolve")
    with pytest.raises(WrongState):
        ask(desk, code, 9)
    with pytest.raises(NotFound):
        ask(desk, "H16.15-000000-0000")


def test_their_table_alone_names_no_dossier_and_nothing_stays(desk: DossierDesk) -> None:
    codes = [desk.receive(procedure="1.001", applicant=PERSON).code for _ in range(2)]
    for code in codes:
        ask(desk, code)
    for row in desk.floor.rows("SELECT * FROM result_phone"):
        assert not any(code in str(value) for value in row.values() for code in codes)
    store, centre = desk.floor.store, desk.floor.centre
    store.write(lambda s: result_phones.remove(s, centre, codes[0], phone().endpoint))
    assert [row["code"] for row in desk.floor.rows("SELECT code FROM result_wait")] == codes[1:]
    store.write(lambda s: person_data.erase_beside(s, centre, codes[1]))
    for table in ("result_wait", "result_phone"):
        assert desk.floor.rows(f"SELECT * FROM {table}") == []
    ask(desk, codes[0])
    assert store.write(lambda s: personal.result_phones(s, centre, desk.floor.now + 1, 9)) == 1
    assert desk.floor.rows("SELECT * FROM result_wait") == []


def test_a_phone_hears_of_another_date_once_and_goes_on_waiting(desk: DossierDesk) -> None:
    code = desk.receive(procedure="1.001", applicant=PERSON, term=Term(1, Unit.WORKING_DAYS)).code
    ask(desk, code)
    desk.floor.pass_time(5 * 86_400)
    assert desk.floor.do(draft_apologies, "system") == 1
    store, centre = desk.floor.store, desk.floor.centre
    assert store.read(lambda s: result_phones.put_off(s, centre, 9)) == []
    desk.floor.do(lambda c: confirm_apology(c, code, "", None), "staff")
    (row,) = store.read(lambda s: result_phones.put_off(s, centre, 9))
    assert row["dossier"] == code
    told = [code, row["endpoint"], row["new_due"]]
    took = [store.write(lambda s: result_phones.mark_told(s, centre, *told)) for _ in range(2)]
    assert took == [True, False]
    assert store.read(lambda s: result_phones.put_off(s, centre, 9)) == []
    assert "ngày" in as_push(row, "Asia/Ho_Chi_Minh", 0.0).payload["body"]
    desk.act(code, "resolve")
    assert due(desk) == [(code, "resolved")]
