"""Every change of the configuration is kept, told, and taken back in one step."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from stores import Floor

from server.core.calling import Skill
from server.core.errors import AlreadyExists, ChangedSince, InUse, Invalid, NotFound
from server.core.model import Service
from server.usecases.administer import add_service, set_schedule, set_skills
from server.usecases.change import Change
from server.usecases.change_settings import change_settings
from server.usecases.configuration.editing import edit, remove
from server.usecases.configuration.history import recorded, undo, undo_settings
from server.usecases.configuration.kinds import all_pieces
from server.usecases.counter_state import set_service_open
from server.usecases.dossiers.form_texts import set_texts

WEEK: dict[str, list[tuple[str, str]]] = {"mon": [("07:30", "11:30"), ("13:30", "17:00")]}
Edit = Callable[[Change], object]


def pieces(floor: Floor) -> dict[str, Any]:
    found = floor.store.read(lambda session: all_pieces(session, floor.centre))
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]


def changes(floor: Floor) -> list[int]:
    rows = floor.rows("SELECT id FROM configuration_change WHERE undone_at IS NULL ORDER BY id")
    return [row["id"] for row in rows]


def renamed(kind: str, id: str, **values: object) -> Edit:
    return lambda change: edit(change, kind, id, values)


def edits(random_: random.Random) -> list[Edit]:
    """Every sort of change an administrator makes, in any order."""
    skills = [("chung-thuc", Skill(weight=3)), ("ho-tich", Skill(helps=True))]
    land = Service("dat-dai", "Đất đai", "Land", "M", "tu-phap", True, 600)
    made: list[Edit] = [
        renamed("centre", "", name="Trung tâm xã Đắk Nia", zone="Asia/Bangkok"),
        renamed("service", "ho-tich", name="Hộ tịch, quốc tịch", prefix="K", nominal_minutes=9),
        renamed("counter", "3", name="Quầy trả kết quả", number=30),
        lambda c: edit(c, "department", "thue", {"name": "Thuế"}, makes=True),
        recorded("counter_skills", lambda c: set_skills(c, "3", skills)),
        recorded("service_schedule", lambda c: set_schedule(c, "chung-thuc", WEEK, 40)),
        recorded("service_added", lambda c: add_service(c, land)),
        recorded("settings", lambda c: change_settings(c, {"scale": 4, "week": WEEK})),
        lambda c: remove(c, "service", "dong-cua"),
        recorded("form_texts", lambda c: set_texts(c, "01", {"vi": {"signer": "Trưởng bộ phận"}})),
    ]
    random_.shuffle(made)
    return made


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_undoing_every_change_gives_the_first_configuration_again(floor: Floor, seed: int) -> None:
    states = [pieces(floor)]
    for one in edits(random.Random(seed)):
        floor.do(one)
        states.append(pieces(floor))
        assert states[-1] != states[-2]
    kept = changes(floor)
    assert len(kept) == len(states) - 1
    for id, before in zip(reversed(kept), reversed(states[:-1]), strict=True):
        floor.do(lambda change, id=id: undo(change, id))
        assert pieces(floor) == before


def test_a_change_that_changes_nothing_is_not_kept(floor: Floor) -> None:
    floor.do(renamed("counter", "1", name="Quầy 1"))
    assert changes(floor) == []


def test_what_was_changed_again_since_is_not_overwritten_by_an_undo(floor: Floor) -> None:
    floor.do(renamed("counter", "1", name="Quầy A"))
    floor.do(renamed("counter", "1", name="Quầy B"))
    first, second = changes(floor)
    with pytest.raises(ChangedSince):
        floor.do(lambda change: undo(change, first))
    assert pieces(floor)["counter/1"]["name"] == "Quầy B"
    floor.do(lambda change: undo(change, second))
    floor.do(lambda change: undo(change, first))
    assert pieces(floor)["counter/1"]["name"] == "Quầy 1"


def test_an_undo_leaves_alone_what_else_became_of_the_piece(floor: Floor) -> None:
    floor.do(renamed("service", "ho-tich", name="Hộ tịch mới"))
    floor.do(renamed("service", "ho-tich", nominal_minutes=20))
    floor.do(lambda change: set_service_open(change, "ho-tich", False))
    first, _ = changes(floor)
    floor.do(lambda change: undo(change, first))
    now = pieces(floor)["service/ho-tich"]
    assert (now["name"], now["nominal_minutes"], now["open"]) == ("Hộ tịch", 20, False)


def test_an_undo_may_be_repeated_and_may_itself_be_undone(floor: Floor) -> None:
    floor.do(renamed("counter", "1", name="Quầy A"))
    (id,) = changes(floor)
    floor.do(lambda change: undo(change, id))
    floor.do(lambda change: undo(change, id))
    assert pieces(floor)["counter/1"]["name"] == "Quầy 1"
    (of_undo,) = changes(floor)
    floor.do(lambda change: undo(change, of_undo))
    assert pieces(floor)["counter/1"]["name"] == "Quầy A"


def test_settings_go_back_one_change_after_another_and_nothing_else_does(floor: Floor) -> None:
    def scaled(scale: int) -> Edit:
        return recorded("settings", lambda change: change_settings(change, {"scale": scale}))

    floor.do(scaled(4))
    floor.do(scaled(5))
    floor.do(renamed("counter", "1", name="Quầy A"))
    for expected in (4, 3):
        floor.do(undo_settings)
        assert pieces(floor)["settings"]["scale"] == expected
    with pytest.raises(NotFound):
        floor.do(undo_settings)
    assert pieces(floor)["counter/1"]["name"] == "Quầy A"


def test_a_service_with_tickets_does_not_go_and_keeps_its_prefix_today(floor: Floor) -> None:
    before = pieces(floor)
    floor.issue("chung-thuc")
    with pytest.raises(InUse):
        floor.do(lambda change: remove(change, "service", "chung-thuc"))
    with pytest.raises(InUse):
        floor.do(renamed("service", "chung-thuc", prefix="K"))
    assert pieces(floor) == before
    floor.pass_time(86_400)
    floor.do(renamed("service", "chung-thuc", prefix="K"))
    assert floor.issue("chung-thuc").ticket.number.startswith("K")


def test_a_counter_that_was_called_to_does_not_go(floor: Floor) -> None:
    floor.issue("ho-tich")
    floor.call("1")
    with pytest.raises(InUse):
        floor.do(lambda change: remove(change, "counter", "1"))
    floor.do(lambda change: remove(change, "counter", "3"))
    assert "counter/3" not in pieces(floor)


def test_a_department_with_services_does_not_go(floor: Floor) -> None:
    with pytest.raises(InUse):
        floor.do(lambda change: remove(change, "department", "tu-phap"))


@pytest.mark.parametrize(
    ("kind", "id", "values", "error", "field"),
    [
        ("service", "ho-tich", {"prefix": "B"}, Invalid, "service/ho-tich.prefix"),
        ("service", "ho-tich", {"department": "khong"}, Invalid, "service/ho-tich.department"),
        ("service", "ho-tich", {"hours": {"mon": [("9", "8")]}}, Invalid, "service/ho-tich.hours"),
        ("service", "ho-tich", {"officers": ["nobody"]}, Invalid, "service/ho-tich.officers"),
        ("service", "ho-tich", {"nominal_minutes": 0}, Invalid, None),
        ("service", "khong-co", {"name": "x"}, NotFound, "id"),
        ("counter", "1", {"number": 2}, AlreadyExists, "counter/1.number"),
        ("counter", "1", {"services": {"khong": {}}}, Invalid, "counter/1.services"),
        ("centre", "", {"zone": "Asia/Nowhere"}, Invalid, "centre.zone"),
        ("centre", "", {"name": "a\nb"}, Invalid, "centre.name"),
    ],
)
def test_what_is_wrong_is_named_and_changes_nothing(
    floor: Floor,
    kind: str,
    id: str,
    values: dict[str, object],
    error: type[Exception],
    field: str | None,
) -> None:
    before = pieces(floor)
    with pytest.raises(error) as told:
        floor.do(renamed(kind, id, **values))
    if field is not None:
        assert told.value.field == field  # type: ignore[attr-defined]
    assert pieces(floor) == before
    assert changes(floor) == []
