"""What taking in departments' messages costs against a bare ``executemany`` of the same rows.

50,000 messages, 5 % of them malformed, shuffled and told three times; in turns with the bare
insert (one commit a delivery as well) into a table without keys, and into one with the single key
that keeps repeats out; best of a few rounds.
"""

import time
from dataclasses import dataclass

from dossier_desk import DossierDesk
from dossier_sync import Traffic, bare_insert, bare_rows, deliver, enter
from stores import Floor

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


def _forget(session: Session) -> None:
    session.run("DELETE FROM dossier_message")
    session.run("DELETE FROM dossier")


def told(found: Compared) -> str:
    return (
        f"{found.ours:,.0f} messages/s, bare {found.bare:,.0f} rows/s: ratio {found.ratio:.2f},"
        f" with a key {found.keyed:,.0f} rows/s: ratio {found.keyed_ratio:.2f};"
        f" malformed {found.malformed}, reported {found.reported}"
    )
