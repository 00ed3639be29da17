"""Estimates that were shown, and what happened then, on both stores."""

from stores import NOON, Floor

from server.core.forecast import Expected
from server.reports.estimate_error import estimate_error
from server.store import estimates
from server.usecases.issue import Issued, IssueTicket, issue_ticket

TOLD = Expected(120.0, 300.0, 600.0, "learnt")


def issue(floor: Floor, wait: Expected | None = TOLD, key: str | None = None) -> Issued:
    command = IssueTicket("ho-tich", None, "none", "vi", key, wait=wait)
    return floor.do(lambda change: issue_ticket(change, command), "kiosk")


def settle(floor: Floor) -> None:
    def job(session: object) -> None:
        calls = estimates.first_calls(session, 0, floor.now, 100)  # type: ignore[arg-type]
        estimates.resolve(session, calls)  # type: ignore[arg-type]

    floor.store.write(job)


def test_what_was_told_is_kept_with_the_ticket_and_told_again(floor: Floor) -> None:
    first = issue(floor, key="press")
    again = issue(floor, wait=Expected(1.0, 2.0, 3.0, "learnt"), key="press")
    assert again.repeated
    assert first.wait == again.wait == TOLD
    row = floor.rows("SELECT * FROM estimate")
    assert [(r["ticket"], r["at_issue"], r["p50"], r["waited_ms"]) for r in row] == [
        (first.ticket.id, 1, 300, None)
    ]


def test_nothing_is_kept_where_nothing_was_told(floor: Floor) -> None:
    assert issue(floor, wait=None, key="k").wait is None
    assert issue(floor, wait=None, key="k").wait is None
    assert floor.value("SELECT COUNT(*) AS n FROM estimate") == 0


def test_a_call_says_how_long_it_really_was(floor: Floor) -> None:
    ticket = issue(floor).ticket
    floor.pass_time(200)
    seen = estimates.row_of(ticket.id, "c1", ticket.day, "ho-tich", floor.now, TOLD)
    twice = dict(seen, at=floor.now + 1)
    floor.store.write(lambda session: estimates.add_all(session, [seen, twice]))
    floor.pass_time(250)
    floor.call("1")
    settle(floor)
    settle(floor)
    rows = floor.rows("SELECT at_issue, waited_ms FROM estimate ORDER BY at")
    assert [(r["at_issue"], r["waited_ms"]) for r in rows] == [(1, 450_000), (0, 250_000)]


def test_the_products_own_error(floor: Floor) -> None:
    for waited in (300, 360, 900):
        issue(floor)
        floor.pass_time(waited)
        floor.call("1")
    issue(floor)
    settle(floor)
    found = floor.store.read(lambda session: estimate_error(session, "c1", "2026-11-26"))
    assert found.whole is not None
    assert found.whole.n == 3
    assert found.whole.median_minutes == 1.0
    assert found.whole.coverage == 2 / 3
    assert found.services["ho-tich"] == found.whole
    later = floor.store.read(lambda session: estimate_error(session, "c1", "2026-12-20"))
    assert later.whole is None


def test_only_what_phones_showed_is_forgotten(floor: Floor) -> None:
    ticket = issue(floor).ticket
    live = estimates.row_of(ticket.id, "c1", ticket.day, "ho-tich", NOON + 60_000, TOLD)
    floor.store.write(lambda session: estimates.add(session, live))
    gone = floor.store.write(lambda s: estimates.forget_live(s, "c1", "2027-01-01", 10))
    assert gone == 1
    assert floor.value("SELECT at_issue FROM estimate") == 1
