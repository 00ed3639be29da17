"""What phones showed is kept once a minute, and what happened then, on both stores."""

from stores import Floor

from server.core.forecast import Expected, Forecast
from server.engine import DirectLanes, Engine
from server.forecast.recording import SETTLED_MS, Recording

TOLD = Expected(60.0, 120.0, 240.0, "learnt")


def process(floor: Floor, ticket: str) -> Recording:
    """A server process in which somebody looks at a ticket."""
    engine = Engine(DirectLanes(floor.store), lambda _centre, _rooms: None)
    made_at = floor.now
    engine.forecast.put("c1", Forecast(made_at, made_at + 10**9, {ticket: TOLD}))
    return Recording(engine, lambda: [("c1", ticket)])


def test_what_several_processes_showed_in_a_minute_is_kept_once(floor: Floor) -> None:
    ticket = floor.issue().ticket
    floor.now += 60_000 - floor.now % 60_000
    processes = [process(floor, ticket.id) for _ in range(2)]
    for seconds in (0, 10, 60):
        for one in processes:
            one.record(floor.now + seconds * 1_000)
    rows = floor.rows("SELECT at, p50, at_issue, service, day FROM estimate ORDER BY at")
    assert [(row["at"] - floor.now, row["p50"], row["at_issue"]) for row in rows] == [
        (0, 120, 0),
        (60_000, 60, 0),
    ]
    assert {(row["service"], row["day"]) for row in rows} == {("ho-tich", ticket.day)}


def test_what_happened_is_known_once_a_call_cannot_be_undone(floor: Floor) -> None:
    ticket = floor.issue().ticket
    showing = process(floor, ticket.id)
    showing.record(floor.now)
    floor.pass_time(90)
    floor.call("1")
    showing.record(floor.now + SETTLED_MS - 1_000)
    assert floor.value("SELECT COUNT(waited_ms) AS n FROM estimate") == 0
    showing.record(floor.now + SETTLED_MS)
    assert floor.value("SELECT waited_ms FROM estimate WHERE waited_ms IS NOT NULL") == 90_000


def test_nobody_is_shown_what_is_not_known(floor: Floor) -> None:
    waiting, other = floor.issue().ticket, floor.issue().ticket
    showing = process(floor, waiting.id)
    showing.record(floor.now)
    nothing = Recording(
        Engine(DirectLanes(floor.store), lambda _centre, _rooms: None), lambda: [("c1", other.id)]
    )
    nothing.record(floor.now)
    assert floor.value("SELECT ticket FROM estimate") == waiting.id
