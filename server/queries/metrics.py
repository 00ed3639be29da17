"""Figures of the floor for those who run the machines: few, cheap, and without a name in them."""

from collections import Counter
from dataclasses import dataclass

from ..core.model import CounterState
from ..store import alert_outbox, alerts, centres, counters, services, tallies
from ..store.base import Session
from .devices import devices_view
from .snapshot import Snapshot, look

MOST_CENTRES = 200
MOST_SERVICES = 60
"""Series a centre has at most for its services; the others are counted as one, ``other``."""
OTHER = "other"


@dataclass(frozen=True, slots=True)
class CentreFigures:
    """One centre now. Counts by service id, counter state, device state, (alert kind, grave)."""

    centre: str
    waiting: dict[str, int]
    longest_wait_s: float
    counters: dict[str, int]
    devices: dict[str, int]
    alerts: dict[tuple[str, bool], int]
    issued: int
    called: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All centres (``MOST_CENTRES`` at most), and what waits to be sent, by channel."""

    centres: list[CentreFigures]
    outbox: dict[str, int]


def figures(session: Session, now: int) -> Figures:
    """Everything at ``now`` (epoch ms), from a few indexed look-ups a centre."""
    ids = centres.all_ids(session)[:MOST_CENTRES]
    return Figures([_centre(look(session, id, now)) for id in ids], alert_outbox.counts(session))


def _centre(look: Snapshot) -> CentreFigures:
    session, centre = look.session, look.centre.id
    listed = services.listing(session, centre, look.day)
    oldest = services.oldest_waiting(session, centre, look.day)
    states = Counter(one.state.value for one in counters.listing(session, centre))
    kinds = Counter((row["kind"], bool(row["grave"])) for row in alerts.standing(session, centre))
    waiting: Counter[str] = Counter()
    for place, row in enumerate(listed):
        waiting[row["id"] if place < MOST_SERVICES else OTHER] += services.waiting_in(row)
    counted = tallies.of_day(session, centre, look.day)
    return CentreFigures(
        centre=centre,
        waiting=dict(waiting),
        longest_wait_s=max(0, look.now - min(oldest.values(), default=look.now)) / 1000,
        counters={state.value: states[state.value] for state in CounterState},
        devices=dict(Counter(one["state"] for one in devices_view(look))),
        alerts=dict(kinds),
        issued=sum(row["issued"] for row in listed),
        called=sum(row["n"] for row in counted if row["kind"] == "called"),
    )
