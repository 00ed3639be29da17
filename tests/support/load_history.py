"""Years of work in a store within a minute: past days as the server would have left them.

Rows are written straight by SQL (executemany or COPY), a batch of tickets at a time: tickets with
their events, calls, idempotency keys, lines, tallies, presses and ratings.
"""

import random
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

import psycopg
from load_server import Floor

from server.config import STORE_FILE
from server.core.numbering import format_number
from server.demo.sample import sample_centre
from server.store.driver import sqlite
from server.store.requests import DAY_MS
from server.usecases.ids import new_id
from server.usecases.seed import DEFAULT_CENTRE

PER_DAY = 4_000
OPENS_MS = 8 * 3_600_000
UTC_OFFSET_MS = 7 * 3_600_000
RATED_SHARE = 0.4
EPOCH = date(1970, 1, 1)

Rows = dict[str, list[tuple[Any, ...]]]
COLUMNS = {
    "ticket": "id, centre, day, service, number, priority, lane, place, state, language, counter,"
    " calls, people_ahead_at_issue, issued_at, called_at, started_at, ended_at",
    "event": "centre, at, kind, ticket, counter, actor, data",
    "call": "centre, day, ticket, number, service, counter, lane, attempt, reason, called_at",
    "request": "centre, day, key, fingerprint, result, at",
    "line": "centre, service, day, last_serial, waiting_priority, waiting_normal",
    "tally": "centre, day, kind, service, counter, n",
    "demand": "centre, day, kind, id, n",
    "press": "centre, device, boot, seq, counter, ticket, number, value, scale, status,"
    " pressed_at, received_at",
    "rating": "ticket, centre, day, service, counter, value, scale, reasons, first_pressed_at,"
    " pressed_at",
}
REASON = '{"code": "longest_waiting", "params": {"minutes": 12}}'


def fill(floor: Floor, tickets: int, say: Callable[[str], None]) -> None:
    """Put ``tickets`` of past days into a floor's store. Its server must not be running."""
    days = max(1, tickets // PER_DAY)
    per_day = tickets // days
    batches = _batches(floor, days, per_day, tickets - per_day * days, say)
    if floor.config.database is None:
        _into_sqlite(str(floor.config.data / STORE_FILE), batches)
    else:
        _into_postgres(floor.config.database, batches)


def _batches(
    floor: Floor, days: int, per_day: int, rest: int, say: Callable[[str], None]
) -> Iterator[Rows]:
    past = _Past(floor)
    for back in range(days, 0, -1):
        yield past.day(date.today() - timedelta(days=back), per_day + (rest if back == 1 else 0))
        if back % 50 == 1:
            say(f"{past.tickets} tickets of history")


class _Past:
    def __init__(self, floor: Floor) -> None:
        self.tickets = 0
        self._random = random.Random(1)
        self._services = [(s.id, s.prefix) for s in sample_centre().services if s.open]
        self._at = _counters_of(floor)
        self._asked = [p["code"] for p in islice(sample_centre().procedures(), 500)]

    def day(self, day: date, tickets: int) -> Rows:
        rows: Rows = defaultdict(list)
        opens = (day - EPOCH).days * 86_400_000 + OPENS_MS - UTC_OFFSET_MS
        serials: Counter[str] = Counter()
        counts: Counter[tuple[str, str, str]] = Counter()
        for i in range(tickets):
            service, prefix = self._services[i % len(self._services)]
            serials[service] += 1
            number = format_number(prefix, serials[service])
            counter = self._random.choice(self._at[service])
            issued = opens + i * 7_000 + self._random.randrange(5_000)
            self._ticket(rows, day.isoformat(), service, number, counter, issued, counts)
        name = day.isoformat()
        rows["line"] = [(DEFAULT_CENTRE, s, name, n, 0, 0) for s, n in serials.items()]
        rows["demand"] = [(DEFAULT_CENTRE, name, "service", s, n) for s, n in serials.items()]
        rows["demand"] += [(DEFAULT_CENTRE, name, "procedure", code, 2) for code in self._asked]
        rows["tally"] = [(DEFAULT_CENTRE, name, *kind, n) for kind, n in counts.items()]
        return rows

    def _ticket(
        self,
        rows: Rows,
        day: str,
        service: str,
        number: str,
        counter: str,
        issued: int,
        counts: Counter[tuple[str, str, str]],
    ) -> None:
        self.tickets += 1
        c, id = DEFAULT_CENTRE, new_id(issued)
        called, started, ended = issued + 600_000, issued + 630_000, issued + 900_000
        lane = "priority" if self.tickets % 12 == 0 else "normal"
        priority = "elderly" if lane == "priority" else "none"
        times = (issued, called, started, ended)
        place, ahead = issued, 9
        what = (id, c, day, service, number, priority, lane, place)
        rows["ticket"].append((*what, "finished", "vi", counter, 1, ahead, *times))
        officer = f"device:{counter}"
        data = f'{{"number": "{number}", "ahead": 9}}'
        told = f'{{"call": {self.tickets}, "reason": {REASON}}}'
        rows["event"] += [
            (c, issued, "issued", id, None, "device:kiosk", data),
            (c, called, "called", id, counter, officer, told),
            (c, started, "started", id, counter, officer, "{}"),
            (c, ended, "finished", id, counter, officer, "{}"),
        ]
        rows["call"].append((c, day, id, number, service, counter, lane, 1, REASON, called))
        asked = f"issue|{service}||{priority}|vi"
        rows["request"] += [
            (c, issued // DAY_MS, self._key(), asked, id, issued),
            (c, called // DAY_MS, self._key(), f"call-next|{counter}", str(self.tickets), called),
        ]
        for kind in ("called", "served"):
            counts[kind, service, counter] += 1
        if self._random.random() < RATED_SHARE:
            self._rating(rows, day, service, number, counter, id, ended + 5_000)
            for kind in ("rated", "satisfied"):
                counts[kind, service, counter] += 1

    def _rating(
        self, rows: Rows, day: str, service: str, number: str, counter: str, id: str, at: int
    ) -> None:
        c, value = DEFAULT_CENTRE, "satisfied"
        pressed = (f"pad-{counter}", day, self.tickets, counter, id, number, value, 3)
        rows["press"].append((c, *pressed, "counted", at, at))
        rows["rating"].append((id, c, day, service, counter, value, 3, "[]", at, at))
        said = f'{{"value": "{value}", "scale": 3, "reasons": []}}'
        rows["event"].append((c, at, "rated", id, counter, f"device:pad-{counter}", said))

    def _key(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128)))


def _counters_of(floor: Floor) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for counter in sample_centre().counters:
        for service in counter.services:
            found[service].append(counter.id)
    return {s: found[s] or floor.counters[:1] for s in floor.services}


def _into_sqlite(path: str, batches: Iterable[Rows]) -> None:
    connection = sqlite.connect(path, isolation_level=None)
    # History need not survive a power cut while it is being made up.
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-500000")
    for rows in batches:
        connection.execute("BEGIN IMMEDIATE")
        for name, values in rows.items():
            marks = ", ".join("?" * len(values[0]))
            connection.executemany(f"INSERT INTO {name} ({COLUMNS[name]}) VALUES ({marks})", values)
        connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _into_postgres(url: str, batches: Iterable[Rows]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        for rows in batches:
            with connection.transaction(), connection.cursor() as cursor:
                for name, values in rows.items():
                    statement = f"COPY {name} ({COLUMNS[name]}) FROM STDIN"
                    with cursor.copy(statement) as copy:
                        for row in values:
                            copy.write_row(row)
        # Autovacuum would have been here long ago.
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
