"""A centre's whole configuration goes out as one file and comes in again."""

import json
from typing import Any

import pytest
from stores import Floor, SmallCentre, add_centre

from server.core.errors import Invalid
from server.core.model import Centre
from server.demo.sample import sample_centre
from server.store import centres
from server.store.base import Store
from server.usecases.administer import NewPerson, add_person, reserve
from server.usecases.configuration.document import export
from server.usecases.configuration.editing import edit
from server.usecases.configuration.history import undo
from server.usecases.configuration.importing import import_file, rehearse
from server.usecases.rehearsal import Rehearsed
from server.usecases.seed import fill_centre


def file_of(floor: Floor) -> dict[str, Any]:
    told = floor.store.read(lambda session: export(session, floor.centre))
    return json.loads(json.dumps(told, ensure_ascii=False))  # type: ignore[no-any-return]


def empty_centre(store: Store, id: str) -> Floor:
    store.write(lambda s: centres.add(s, Centre(id, "Mới", "New", "Asia/Ho_Chi_Minh"), "{}", 1))
    return Floor(store, id)


@pytest.fixture
def sample(store: Store) -> Floor:
    """The whole sample centre with a person to keep a service for."""
    add_centre(store)
    floor = empty_centre(store, "lon")
    store.write(lambda session: fill_centre(session, "lon", sample_centre(), floor.now))
    person = floor.do(lambda c: add_person(c, NewPerson("lan", "Lê Lan", "staff", "mat-khau-dai")))
    floor.do(lambda change: reserve(change, "ho-tich", [person]))
    return floor


def test_a_file_makes_an_empty_centre_the_same_as_the_one_it_came_from(sample: Floor) -> None:
    told = file_of(sample)
    # One person has one user name in the installation, so another centre's must be free.
    fresh = empty_centre(sample.store, "moi")
    told["people"] = [{"username": "hoa", "name": "Hoa", "role": "staff"}]
    told["services"][0]["officers"] = ["hoa"]
    plan = fresh.do(lambda change: import_file(change, told))
    assert [one.username for one in plan.people] == ["hoa"]
    assert file_of(fresh) == told
    again = fresh.do(lambda change: import_file(change, told))
    assert (again.differences, again.people) == ((), ())


def test_a_rehearsal_tells_the_differences_and_leaves_nothing(sample: Floor) -> None:
    before = file_of(sample)
    wanted = json.loads(json.dumps(before))
    wanted["counters"][0]["name"] = "Quầy lớn"
    wanted["counters"].append({"id": "99", "number": 99, "name": "Q", "name_en": "C"})
    wanted["people"].append({"username": "moi", "name": "Mới", "role": "manager"})
    with pytest.raises(Rehearsed) as told:
        sample.do(lambda change: rehearse(change, wanted))
    plan = told.value.value
    assert [(one.piece, one.fields, one.before is None) for one in plan.differences] == [
        ("counter/1", ["name"], False),
        ("counter/99", [], True),
    ]
    assert [one.username for one in plan.people] == ["moi"]
    assert file_of(sample) == before


def test_an_import_is_one_change_and_one_undo_takes_it_back(floor: Floor) -> None:
    before = file_of(floor)
    wanted = json.loads(json.dumps(before))
    wanted["settings"]["scale"] = 4
    wanted["services"][0]["name"] = "Hộ tịch và quốc tịch"
    wanted["counters"] = wanted["counters"][:2]
    floor.do(lambda change: import_file(change, wanted, remove_missing=True))
    assert file_of(floor) == wanted
    (change_id,) = [row["id"] for row in floor.rows("SELECT id FROM configuration_change")]
    floor.do(lambda change: undo(change, change_id))
    assert file_of(floor) == before


def test_what_a_file_leaves_out_stays(floor: Floor) -> None:
    before = file_of(floor)
    floor.do(lambda c: import_file(c, {"motcua": 1, "settings": {"elderly_age": 70}}))
    assert file_of(floor)["settings"] == before["settings"] | {"elderly_age": 70}
    assert file_of(floor)["services"] == before["services"]


def test_the_file_holds_no_secret(floor: Floor) -> None:
    floor.do(lambda c: add_person(c, NewPerson("lan", "Lê Lan", "staff", "mat-khau-dai")))
    text = json.dumps(file_of(floor))
    assert "mat-khau" not in text
    assert "argon2" not in text


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ([], "file"),
        ({}, "motcua"),
        ({"motcua": 2}, "motcua"),
        ({"motcua": 1, "extra": 1}, "extra"),
        ({"motcua": 1, "services": [{"name": "x"}]}, "services.0.id"),
        ({"motcua": 1, "services": {"a": 1}}, "services"),
        ({"motcua": 1, "counters": [{"id": "a/b", "number": 9}]}, "counter/a/b"),
        ({"motcua": 1, "counters": [{"id": "7", "number": "chín"}]}, "counter/7.number"),
        ({"motcua": 1, "settings": {"scale": "ba"}}, "settings.scale"),
        ({"motcua": 1, "settings": {"calling": {"ratio": 99}}}, "settings.ratio"),
        ({"motcua": 1, "dossier_rules": {"agency": "?"}}, "dossier_rules.agency"),
        ({"motcua": 1, "fields": {"Hộ tịch": "khong-co"}}, "fields.Hộ tịch"),
        (
            {"motcua": 1, "people": [{"username": "x y", "name": "X", "role": "staff"}]},
            "people.0.username",
        ),
        (
            {"motcua": 1, "people": [{"username": "x", "name": "X", "role": "kiosk"}]},
            "people.x.role",
        ),
    ],
)
def test_a_bad_file_names_its_place_and_changes_nothing(floor: Floor, raw: Any, field: str) -> None:
    before = file_of(floor)
    with pytest.raises(Invalid) as told:
        floor.do(lambda change: import_file(change, raw))
    assert told.value.field == field
    assert file_of(floor) == before


def test_order_in_the_file_is_order_on_the_kiosk(floor: Floor) -> None:
    wanted = file_of(floor)
    wanted["services"].reverse()
    floor.do(lambda change: import_file(change, wanted))
    assert [one["id"] for one in file_of(floor)["services"]] == [
        one[0] for one in reversed(list(SmallCentre().services))
    ]
    floor.do(lambda c: edit(c, "service", "ho-tich", {"position": 0}))
    assert {"ho-tich"} <= {one["id"] for one in file_of(floor)["services"]}
