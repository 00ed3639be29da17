"""The books after a fault: what the store holds against what clients were told."""

from collections import Counter
from typing import Any

from fault_clients import Ledger
from load_flood import count_faults
from load_server import Floor

Rows = list[dict[str, Any]]


def rows(floor: Floor, sql: str) -> Rows:
    """Rows straight from the store, behind the server's back."""
    store = floor.store()
    try:
        return [dict(row) for row in store.read(lambda session: session.all(sql))]
    finally:
        store.close()


def check_tickets(floor: Floor, ledger: Ledger) -> None:
    """Every acknowledged ticket is there as told; no number twice, none left out."""
    stored = {r["id"]: r["number"] for r in rows(floor, "SELECT id, number FROM ticket")}
    told = {t["id"]: t["number"] for t in ledger.tickets.values()}
    lost = {id for id, number in told.items() if stored.get(id) != number}
    assert not lost, f"{len(lost)} acknowledged tickets are not in the store as they were told"
    assert count_faults(stored.values()) == (0, 0)
    assert len(told) == len(ledger.tickets), "two presses got the same ticket"


def check_one_ticket_a_press(floor: Floor, ledger: Ledger) -> None:
    """Call when every open key has been sent again: as many tickets as presses."""
    assert not ledger.open_keys
    assert len(rows(floor, "SELECT id FROM ticket")) == len(ledger.tickets)


def check_calls(floor: Floor, ledger: Ledger) -> None:
    """Every acknowledged call is there; no ticket was called at two counters."""
    stored = rows(floor, "SELECT id, ticket, counter, attempt FROM call")
    by_id = {r["id"]: r for r in stored}
    for answer in ledger.calls.values():
        kept = by_id.get(answer["call"]["id"])
        assert kept is not None, "an acknowledged call is not in the store"
        ticket = answer["ticket"]
        assert (kept["ticket"], kept["counter"]) == (ticket["id"], ticket["counter"])
    twice = [t for t, n in Counter(r["ticket"] for r in stored).items() if n > 1]
    assert not twice, "a ticket was called for the first time twice"


def check_finished(floor: Floor, ledger: Ledger) -> None:
    states = {r["id"]: r["state"] for r in rows(floor, "SELECT id, state FROM ticket")}
    assert all(states[id] == "finished" for id in ledger.finished)


def check_ratings(floor: Floor, ledger: Ledger) -> None:
    """Every acknowledged press is there once, and counted at most once."""
    kept = Counter(
        (r["device"], r["boot"], r["seq"])
        for r in rows(floor, "SELECT device, boot, seq FROM press")
    )
    assert set(ledger.presses) <= set(kept), "an acknowledged press is not in the store"
    ratings = {r["ticket"]: r["value"] for r in rows(floor, "SELECT ticket, value FROM rating")}
    for told in ledger.presses.values():
        if told["status"] == "counted":
            assert ratings.get(told["ticket"]) == told["value"]
    counted = rows(floor, "SELECT SUM(n) AS n FROM tally WHERE kind = 'rated'")[0]["n"] or 0
    assert counted == len(ratings), "the day's count is not the number of ratings"


def check_events(floor: Floor) -> None:
    """Each ticket has exactly one event of each kind that its state tells of."""
    found = Counter(
        (r["ticket"], r["kind"])
        for r in rows(floor, "SELECT ticket, kind FROM event WHERE ticket IS NOT NULL")
    )
    assert not [key for key, n in found.items() if n > 1]
    for ticket in rows(floor, "SELECT id, state FROM ticket"):
        id = ticket["id"]
        assert (id, "issued") in found
        assert ((id, "called") in found) == (ticket["state"] != "waiting")
        assert ((id, "finished") in found) == (ticket["state"] == "finished")


def check_all(floor: Floor, ledger: Ledger) -> None:
    """The whole account. Call while nobody writes."""
    assert not ledger.wrong, ledger.wrong[:3]
    check_tickets(floor, ledger)
    check_calls(floor, ledger)
    check_finished(floor, ledger)
    check_ratings(floor, ledger)
    check_events(floor)
