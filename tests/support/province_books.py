"""The books of a province after a load: what was told against what the store holds."""

import json
import random
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from province_keys import Keys
from province_screens import Screens

from server.store.base import Store

HEAL_S = 30.0


@dataclass(frozen=True, slots=True)
class Account:
    """What was told against what is kept."""

    tickets: int
    calls: int
    lost: int
    doubled: int
    refused: list[str]


def account(store: Store, told: list[dict[str, Any]]) -> Account:
    """Compare with the store. Call while nobody writes."""
    rows = store.read(lambda s: s.all("SELECT id, centre, day, service, number FROM ticket"))
    kept = {row["id"]: row["number"] for row in rows}
    numbers = Counter((r["centre"], r["day"], r["service"], r["number"]) for r in rows)
    called = store.read(lambda s: s.all("SELECT id, ticket, counter, attempt FROM call"))
    by_id = {row["id"]: row for row in called}
    first = Counter(row["ticket"] for row in called if row["attempt"] == 1)
    tickets = [t for each in told for t in each["tickets"]]
    calls = [c for each in told for c in each["calls"]]
    lost = sum(kept.get(id) != number for _, id, number in tickets)
    lost += sum(_is_lost(by_id.get(id), ticket, desk) for _, id, ticket, desk in calls)
    doubled = sum(n - 1 for n in numbers.values()) + sum(n - 1 for n in first.values())
    doubled += len(tickets) - len({id for _, id, _ in tickets})
    return Account(len(tickets), len(calls), lost, doubled, [w for t in told for w in t["wrong"]])


def _is_lost(row: Any, ticket: str, desk: str) -> bool:
    return row is None or (row["ticket"], row["counter"]) != (ticket, desk)


def stale(store: Store, screens: list[Screens], keys: list[Keys], sample: int) -> int:
    """How many counter displays out of a sample do not show what the store says, once everybody
    had time to hear of it."""
    chosen = random.Random(3).sample(keys, min(sample, len(keys)))
    rooms = [(key.centre, f"counter/{desk}") for key in chosen for desk in key.desks]
    ends = time.monotonic() + HEAL_S
    while True:
        wrong = _wrong(store, screens, rooms)
        if not wrong or time.monotonic() > ends:
            return wrong
        time.sleep(0.5)


def _wrong(store: Store, screens: list[Screens], rooms: list[tuple[str, str]]) -> int:
    rows = store.read(
        lambda s: s.all(
            "SELECT c.centre, c.id, t.number FROM counter c LEFT JOIN ticket t ON t.id = c.ticket"
        )
    )
    now = {(row["centre"], f"counter/{row['id']}"): row["number"] for row in rows}
    wrong = 0
    for wall in screens:
        for centre, room, _, text in wall.tell(rooms)["shown"]:
            shown = json.loads(text[2:])[1]["data"]["ticket"] if text else {"number": "?"}
            wrong += (shown or {}).get("number") != now[centre, room]
    return wrong
