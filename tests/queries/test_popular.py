"""What is popular is learnt from the centre's own tickets, at a cost that does not grow."""

from typing import Any

from stores import Floor

from server.engine import DirectLanes, Engine
from server.nightly import Nightly
from server.queries.services import kiosk_view
from server.queries.snapshot import look
from server.store import demand
from server.store.base import Session
from server.store.sqlite import SqliteStore
from server.usecases.demand import REMEMBERED_DAYS, first_day, forget_old_demand

DAY_S = 24 * 3600


def kiosk(floor: Floor) -> dict[str, Any]:
    return floor.store.read(lambda s: kiosk_view(look(s, "c1", floor.now)))


def procedures(floor: Floor) -> list[str]:
    return [one["code"] for one in kiosk(floor)["popular_procedures"]]


def test_a_new_centre_shows_the_order_of_its_list_with_open_lines_first(floor: Floor) -> None:
    view = kiosk(floor)
    assert view["popular"] == ["ho-tich", "chung-thuc", "dong-cua"]
    assert view["popular_procedures"] == []


def test_the_services_asked_for_most_come_first(floor: Floor) -> None:
    floor.issue("ho-tich")
    for _ in range(2):
        floor.issue("chung-thuc")
    assert kiosk(floor)["popular"] == ["chung-thuc", "ho-tich", "dong-cua"]


def test_the_procedures_asked_for_most_come_with_their_service(floor: Floor) -> None:
    for code in ("1.002", "1.001", "1.002"):
        floor.issue(procedure=code)
    assert kiosk(floor)["popular_procedures"] == [
        {"code": "1.002", "name": "Đăng ký kết hôn", "service": "ho-tich"},
        {"code": "1.001", "name": "Đăng ký khai sinh", "service": "ho-tich"},
    ]


def test_a_procedure_no_service_takes_is_not_offered(floor: Floor) -> None:
    floor.issue(procedure="1.001")
    floor.store.write(lambda s: s.run("UPDATE procedure SET service = NULL"))
    assert procedures(floor) == []


def test_a_repeated_press_counts_once(floor: Floor) -> None:
    for _ in range(3):
        floor.issue("chung-thuc", key="one")
    floor.issue("ho-tich")
    floor.issue("ho-tich")
    assert kiosk(floor)["popular"][0] == "ho-tich"


def test_what_is_older_than_the_days_remembered_is_forgotten(floor: Floor) -> None:
    for _ in range(3):
        floor.issue(procedure="1.001")
    floor.pass_time(REMEMBERED_DAYS * DAY_S)
    floor.issue(procedure="1.002")
    floor.do(forget_old_demand)
    assert procedures(floor) == ["1.001", "1.002"]
    floor.pass_time(DAY_S)
    floor.do(forget_old_demand)
    assert procedures(floor) == ["1.002"]
    assert floor.rooms == {"kiosk"}
    assert floor.value("SELECT COUNT(*) AS n FROM demand") == 2


def test_the_nightly_round_forgets_and_then_leaves_the_store_alone(floor: Floor) -> None:
    floor.store.write(lambda s: demand.add(s, "c1", "2020-01-01", "procedure", "1.001", 9))
    assert procedures(floor) == ["1.001"]
    nightly = Nightly(Engine(DirectLanes(floor.store), lambda centre, rooms: None))
    nightly.expire()
    assert procedures(floor) == []
    version = floor.value("SELECT version FROM centre")
    nightly.expire()
    assert floor.value("SELECT version FROM centre") == version


def test_sums_are_what_the_days_add_up_to(floor: Floor) -> None:
    for number in range(12):
        floor.issue("chung-thuc" if number % 3 else "ho-tich", procedure=f"1.00{1 + number % 2}")
        floor.pass_time(DAY_S / 2)
    summed = "SELECT kind, id, SUM(n) AS n FROM demand GROUP BY kind, id ORDER BY kind, id"
    kept = "SELECT kind, id, n FROM popular ORDER BY kind, id"
    assert floor.rows(kept) == [{**r, "n": int(r["n"])} for r in floor.rows(summed)]
    others = floor.store.read(lambda s: demand.services(s, "c2", 6))
    assert others == [], "one centre's counts are its own"


def test_the_first_day_that_counts() -> None:
    assert first_day("2026-03-01") == "2026-01-30"


def test_what_is_popular_is_read_from_the_end_of_an_index(floor: Floor) -> None:
    floor.store.write(_years_of_demand)
    if not isinstance(floor.store, SqliteStore):
        return  # PostgreSQL chooses by its statistics
    services = _plan(
        floor,
        "SELECT id FROM popular WHERE centre = 'c1' AND kind = 'service'"
        " ORDER BY n DESC, id DESC LIMIT 12",
    )
    assert "popular_by_n" in services and "TEMP B-TREE" not in services
    shown = floor.store.read(lambda s: demand.procedures(s, "c1", 6))
    assert [row["code"] for row in shown] == ["1.003", "1.002", "1.001"]


def _years_of_demand(session: Session) -> None:
    for number in range(1, 4):
        demand.add(session, "c1", "2026-11-01", "procedure", f"1.00{number}", number)
    session.many(
        "INSERT INTO popular (centre, kind, id, n) VALUES ('c1', 'procedure', :id, 0)",
        [{"id": f"9.{n}"} for n in range(3_000)],
    )


def _plan(floor: Floor, sql: str) -> str:
    rows = floor.rows(f"EXPLAIN QUERY PLAN {sql}")
    return "\n".join(row["detail"] for row in rows)
