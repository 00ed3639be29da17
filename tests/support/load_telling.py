"""What taking in departments' messages costs against a bare ``executemany`` of the same rows.

50,000 messages, 5 % of them malformed, shuffled and told three times; in turns with the bare
insert (one commit a delivery as well) into a table without keys, and into one with the single key
that keeps repeats out; best of a few rounds. Then, that the state it ends in is that of the good
ones in order and once, and that each malformed one is reported in its place with its reason.
"""

import time
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from dossier_desk import DossierDesk
from dossier_sync import Traffic, bare_insert, bare_rows, deliver, enter
from stores import ZONE, Floor

from server.core.dossier_messages import Malformed, read_message
from server.queries.departments import departments_page
from server.queries.dossiers import conflicts_list
from server.store.base import Session, Store

ROUNDS = 3


@dataclass(frozen=True)
class Compared:
    """Messages and rows a second; ``reported`` of ``malformed`` messages were told of."""

    ours: float
    bare: float
    keyed: float
    malformed: int
    reported: int

    @property
    def ratio(self) -> float:
        """Against a table that lets repeats in."""
        return self.ours / self.bare

    @property
    def keyed_ratio(self) -> float:
        """Against one that keeps them out."""
        return self.ours / self.keyed


def compare(store: Store, sent: Traffic, delivery: int, rounds: int = ROUNDS) -> Compared:
    """Best of ``rounds`` rounds of each, in turns; the store has the small centre."""
    desk, rows = DossierDesk(Floor(store)), bare_rows(sent.deliveries)
    ours = bare = keyed = float("inf")
    reported = 0
    for _ in range(rounds):
        store.write(_forget)
        enter(desk.floor, sent.codes)
        began = time.perf_counter()
        reported = deliver(desk, sent.deliveries, delivery)
        ours = min(ours, time.perf_counter() - began)
        bare = min(bare, bare_insert(store, rows, delivery))
        keyed = min(keyed, bare_insert(store, rows, delivery, keyed=True))
    n = len(rows)
    return Compared(len(sent.deliveries) / ours, n / bare, n / keyed, sent.bad, reported)


Problem = tuple[int, str, str]
"""Of a malformed message: its place among all, the field, what is wrong with it."""


@dataclass(frozen=True)
class Ended:
    """What a store holds in the end, and what was reported on the way."""

    dossiers: list[dict[str, Any]]
    messages: int
    conflicts: list[str]
    report: Any
    lag: Any
    problems: list[Problem]


def shuffled(store: Store, sent: Traffic, delivery: int) -> Ended:
    """After everything, shuffled and repeated, in deliveries of a size."""
    return _ended(store, sent, sent.deliveries, delivery)


def in_order(store: Store, sent: Traffic, delivery: int) -> Ended:
    """After the good ones in order, once."""
    return _ended(store, sent, sent.good, delivery)


def problems_of(messages: list[Any]) -> list[Problem]:
    """What must be reported: each message judged by itself."""
    zone, found = ZoneInfo(ZONE), []
    for place, raw in enumerate(messages):
        try:
            read_message(raw, "tu-phap", zone, 0)
        except Malformed as error:
            found.append((place, error.field, error.problem))
    return found


def _ended(store: Store, sent: Traffic, messages: list[Any], delivery: int) -> Ended:
    desk = DossierDesk(Floor(store))
    store.write(_forget)
    enter(desk.floor, sent.codes)
    problems = []
    for start in range(0, len(messages), delivery):
        done = desk.tell(messages[start : start + delivery])
        problems += [(start + place, field, what) for place, _, field, what in done.problems]
    (department,) = [one for one in desk.see(departments_page)["items"] if one["id"] == "tu-phap"]
    return Ended(
        desk.states(),
        desk.floor.value("SELECT COUNT(*) AS n FROM dossier_message"),
        [one["code"] for one in desk.see(lambda seen: conflicts_list(seen, "", 200))["items"]],
        desk.report("2026-01-01", "2026-12-31"),
        department["lag"],
        problems,
    )


def _forget(session: Session) -> None:
    session.run("DELETE FROM dossier_message")
    session.run("DELETE FROM dossier")


def told(found: Compared) -> str:
    return (
        f"{found.ours:,.0f} messages/s, bare {found.bare:,.0f} rows/s: ratio {found.ratio:.2f},"
        f" with a key {found.keyed:,.0f} rows/s: ratio {found.keyed_ratio:.2f};"
        f" malformed {found.malformed}, reported {found.reported}"
    )
