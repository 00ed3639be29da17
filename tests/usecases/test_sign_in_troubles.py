"""Failed sign-ins in the audit trail: told, bounded, and without what was typed."""

import json

import pytest
from stores import Floor

from server.core.common_passwords import is_common
from server.core.errors import Invalid
from server.store.base import Row
from server.usecases.administer import NewPerson, add_person
from server.usecases.change import change
from server.usecases.passwords import check_new
from server.usecases.sessions import start_session, verify
from server.usecases.sign_in_troubles import Trouble, network, note_trouble, tried_as

PASSWORD, PERSON_NAME = "mật khẩu dài", "an"


def fail(floor: Floor, username: str, times: int = 1, **more: object) -> None:
    for _ in range(times):
        actor, person = floor.store.read(lambda s: tried_as(s, username))
        trouble = Trouble(person, "8.8.4.4", "wrong_password", **more)  # type: ignore[arg-type]
        floor.store.write(change(actor, floor.now, lambda c, t=trouble: note_trouble(c, t)))


def told(floor: Floor, what: str = "sign_in_failed") -> list[Row]:
    return floor.rows(f"SELECT subject, data, actor FROM audit WHERE what = '{what}' ORDER BY seq")


def times(floor: Floor, what: str = "sign_in_failed") -> list[int]:
    return [json.loads(row["data"])["times"] for row in told(floor, what)]


@pytest.fixture
def person(floor: Floor) -> str:
    new = NewPerson(PERSON_NAME, "Nguyễn Thị An", "staff", PASSWORD)
    return floor.do(lambda c: add_person(c, new), "admin")


def test_failures_are_told_ever_more_rarely(floor: Floor, person: str) -> None:
    fail(floor, PERSON_NAME, 130)
    assert times(floor) == [1, 5, 25, 125]
    first = told(floor)[0]
    assert (first["subject"], first["actor"]) == (person, "device:sign-in")
    assert json.loads(first["data"]) == {
        "why": "wrong_password", "from": "8.8.4.0/24", "times": 1}  # fmt: skip
    floor.now += 86_400_001
    fail(floor, PERSON_NAME)
    assert times(floor)[4:] == [1]


def test_a_flood_of_made_up_names_is_one_row_and_a_handful_of_entries(floor: Floor) -> None:
    for n in range(60):
        fail(floor, f"mat-khau-cua-toi-{n}")
    assert times(floor) == [1, 5, 25]
    assert len(floor.rows("SELECT who FROM sign_in_trouble")) == 1
    kept = str([dict(row) for row in floor.rows("SELECT * FROM audit")])
    kept += str([dict(row) for row in floor.rows("SELECT * FROM sign_in_trouble")])
    assert "mat-khau" not in kept


def test_being_held_up_is_told_apart(floor: Floor, person: str) -> None:
    fail(floor, PERSON_NAME, 6, held_s=4)
    assert times(floor, "sign_in_held_up") == [1, 5]
    assert json.loads(told(floor, "sign_in_held_up")[0]["data"])["seconds"] == 4


def test_getting_in_tells_how_and_after_how_many_failures(floor: Floor, person: str) -> None:
    fail(floor, PERSON_NAME, 3)
    actor = floor.store.read(lambda s: verify(s, PERSON_NAME, PASSWORD))
    floor.store.write(change(actor, floor.now, lambda c: start_session(c, second=True)))
    (row,) = told(floor, "signed_in")
    assert json.loads(row["data"]) == {"way": "password", "second": True, "failures_that_day": 3}


def test_an_address_outside_the_house_is_told_as_its_network() -> None:
    assert network("10.1.2.3") == "10.1.2.3"
    assert network("2001:4860:4860::8888") == "2001:4860:4860::/48"
    assert network("session 1\nx") == ""


@pytest.mark.parametrize(
    "password",
    ["short", "1234567890", "aaaaaaaaaaaa", "Password!2026", "Nguyen@2026", "1q2w3e4r5t",
     "Hà Nội 2026!", "motcua123456", "4815162342", "Tinkerbell", "qazwsxedcrfv",
     "anhyeuem1999", "admin@hanoi"],
)  # fmt: skip
def test_what_guessing_begins_with_is_refused(password: str) -> None:
    with pytest.raises(Invalid):
        check_new(password)


@pytest.mark.parametrize(
    "password", ["mật khẩu dài", "ba con mèo trên mái", "x" * 3 + "k7#Qf0" * 11, "0f8a1c44e9b2"]
)
def test_anything_else_of_any_characters_is_taken(password: str) -> None:
    check_new(password)
    assert not is_common(password)
