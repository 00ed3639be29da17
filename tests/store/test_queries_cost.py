"""The hot paths stay as cheap with a long line as with a short one."""

import pytest
from stores import Floor

from server.store import events, lines, queue, services
from server.store.base import Row, Session
from server.store.postgres import PostgresStore
from server.store.sqlite import SqliteStore


class Spy:
    """A session that remembers the statements it was given."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.seen: list[tuple[str, dict[str, object]]] = []

    def all(self, sql: str, **params: object) -> list[Row]:
        self.seen.append((sql, params))
        return self._session.all(sql, **params)

    def one(self, sql: str, **params: object) -> Row | None:
        self.seen.append((sql, params))
        return self._session.one(sql, **params)


def plan(floor: Floor, query) -> str:
    """How the store would run the first statement of ``query``."""

    def job(session: Session) -> str:
        spy = Spy(session)
        query(spy)
        sql, params = spy.seen[0]
        if isinstance(floor.store, SqliteStore):
            return "\n".join(
                r["detail"] for r in session.all(f"EXPLAIN QUERY PLAN {sql}", **params)
            )
        return "\n".join(r["QUERY PLAN"] for r in session.all(f"EXPLAIN {sql}", **params))

    return floor.store.read(job)


SERVED = 3_000


@pytest.fixture
def day(floor: Floor) -> str:
    """A day with some waiting tickets among many that are done."""
    for number in range(40):
        floor.issue("ho-tich", "elderly" if number % 4 == 0 else "none")
        floor.issue("chung-thuc")
    found: str = floor.value("SELECT DISTINCT day FROM ticket")
    floor.store.write(lambda s: _add_served(s, found))
    floor.store.write(lambda s: s.run("ANALYZE"))
    return found


def _add_served(session: Session, day: str) -> None:
    session.many(
        "INSERT INTO ticket (id, centre, day, service, number, priority, lane, place, state,"
        " language, calls, people_ahead_at_issue, issued_at) VALUES (:id, 'c1', :day, 'ho-tich',"
        " :id, 'none', 'normal', 0, 'finished', 'vi', 1, 0, 0)",
        [{"id": f"done-{n}", "day": day} for n in range(SERVED)],
    )


def test_the_heads_of_the_lanes_come_from_the_index_of_waiting_tickets(
    floor: Floor, day: str
) -> None:
    text = plan(floor, lambda s: queue.heads(s, "c1", day, "2", None))
    assert text.count("ticket_waiting") >= 2, text
    assert "SCAN ticket" not in text
    assert "SCAN p" not in text and "SCAN n" not in text


def test_the_oldest_of_each_line_comes_from_the_same_index(floor: Floor, day: str) -> None:
    text = plan(floor, lambda s: services.oldest_waiting(s, "c1", day))
    assert text.count("ticket_waiting") >= 2, text


def test_counting_those_ahead_reads_waiting_tickets_only(floor: Floor, day: str) -> None:
    last = floor.issue("ho-tich").ticket
    text = plan(floor, lambda s: queue.ahead(s, last))
    assert "ticket_waiting" in text, text


def test_what_happened_since_is_found_without_reading_other_centres(floor: Floor, day: str) -> None:
    floor.store.write(_add_events_elsewhere)
    floor.store.write(lambda s: s.run("ANALYZE"))
    text = plan(floor, lambda s: events.happenings(s, "c1", 10, 1_000))
    assert "event_of_centre" in text, text


def _add_events_elsewhere(session: Session) -> None:
    session.many(
        "INSERT INTO event (centre, at, kind, actor, data)"
        " VALUES (:centre, 0, 'counter_open', 'test', '{}')",
        [{"centre": f"far-{n % 50}"} for n in range(5_000)],
    )


def test_a_ticket_is_numbered_by_one_row_of_its_line(floor: Floor, day: str) -> None:
    before = floor.value("SELECT COUNT(*) AS n FROM line")
    row = floor.do(lambda c: lines.join(c.session, "c1", "ho-tich", c.day, lines.Lane.NORMAL))
    assert row["last_serial"] == 41
    assert floor.value("SELECT COUNT(*) AS n FROM line") == before


def test_the_heads_are_the_same_as_by_sorting_everything(floor: Floor, day: str) -> None:
    heads = floor.store.read(lambda s: queue.heads(s, "c1", day, "2", None))
    everything = floor.rows(
        "SELECT id, service, lane FROM ticket WHERE state = 'waiting' ORDER BY place, serial"
    )
    first: dict[tuple[str, str], str] = {}
    for row in everything:
        first.setdefault((row["service"], row["lane"]), row["id"])
    assert {(h.service, h.lane.value): h.ticket for h in heads} == first
    assert not floor.store.read(lambda s: queue.heads(s, "c1", day, "3", None))


def test_both_stores_are_really_tested(floor: Floor, request: pytest.FixtureRequest) -> None:
    expected = SqliteStore if "sqlite" in request.node.name else PostgresStore
    assert type(floor.store) is expected
