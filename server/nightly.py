"""Ends what was left open on the days before, forgets what was popular too long ago and what was
kept long enough, soon after each midnight and at each start."""

import logging
import time
from collections import Counter
from dataclasses import dataclass
from functools import partial

import gevent

from .core.errors import MotcuaError
from .engine import Engine
from .lease import Lease
from .queries.departments import apologies_are_due, reminders_are_due
from .queries.popular import popular_is_old
from .queries.snapshot import Snapshot
from .reports.spans import settled
from .rolling import catch_up
from .store import centres, push, tickets
from .usecases.change import Actor
from .usecases.demand import forget_old_demand
from .usecases.dossiers.apologies import draft_apologies
from .usecases.dossiers.reminding import remind
from .usecases.leaving import expire_old
from .usecases.push import forget_old_phones
from .usecases.retention import PIECE, purge, report_purge

log = logging.getLogger("motcua.nightly")
EVERY_S = 60.0


RESTS, REST_S = 5.0, 0.5
"""After each centre so many times its length is rested, and so long at most."""


@dataclass(frozen=True, slots=True)
class Chores:
    """What one centre needs now, seen in one look: a change would raise its version, and write,
    every minute."""

    day: str
    settled: str
    """The last day whose figures stay."""
    old_tickets: bool
    old_phones: bool
    old_demand: bool
    reminders: bool
    apologies: bool


def chores(look: Snapshot) -> Chores:
    return Chores(
        day=look.day,
        settled=settled(look),
        old_tickets=_something_old(look),
        old_phones=push.any_before(look.session, look.centre.id, look.day),
        old_demand=popular_is_old(look),
        reminders=reminders_are_due(look),
        apologies=apologies_are_due(look),
    )


class Nightly:
    """Looks once a minute, in one greenlet; a look costs some index probes a centre. Of several
    processes the one with the ``lease`` does."""

    def __init__(self, engine: Engine, lease: Lease | None = None) -> None:
        self._engine, self._lease = engine, lease
        self._purged: dict[str, str] = {}
        """The day of each centre's last purge."""
        self._counted: dict[str, str] = {}
        """The last day of each centre up to which everything was found counted."""

    def start(self) -> None:
        gevent.spawn(self._run)

    def expire(self) -> int:
        """Do what is due in every centre; how many old tickets were ended."""
        return sum(self._tend(centre) for centre in self._engine.read(centres.all_ids))

    def _tend(self, centre: str) -> int:
        actor = Actor("system", centre, "nightly")
        due, ended = self._engine.look(centre, chores), 0
        more = due.old_tickets
        while more:
            ended += self._engine.change(actor, expire_old)
            more = self._engine.look(centre, _something_old)
        if due.old_phones:
            self._engine.change(actor, forget_old_phones)
        if due.old_demand:
            self._engine.change(actor, forget_old_demand)
        if due.reminders:
            self._engine.change(actor, remind)
        if due.apologies:
            self._draft_apologies(actor)
        if self._purged.get(centre) != due.day:
            self._purge(actor)
            self._purged[centre] = due.day
        if ended or self._counted.get(centre) != due.settled:
            # After what is old has ended: a day is counted as it stays.
            self._count(centre, due.settled)
        return ended

    def _count(self, centre: str, last: str) -> None:
        """Some spans a minute until all are counted. What changes in them later is counted when a
        report asks for it, or on the next day."""
        if catch_up(self._engine, centre) == 0:
            self._counted[centre] = last

    def _draft_apologies(self, actor: Actor) -> None:
        while self._engine.change(actor, draft_apologies):
            if not self._engine.look(actor.centre, apologies_are_due):
                return

    def _purge(self, actor: Actor) -> None:
        """Once a day: piece by piece, with the hall's own changes in between."""
        total: Counter[str] = Counter()
        found = {"": PIECE}
        while max(found.values()) >= PIECE:
            found = self._engine.change(actor, purge)
            total.update(found)
        if total.total():
            self._engine.change(actor, partial(report_purge, counts=total))

    def _run(self) -> None:
        while True:
            try:
                if self._lease is None or self._lease.is_ours():
                    self._round()
            except MotcuaError:
                log.exception("old tickets are not ended yet; tried again in a minute")
            gevent.sleep(EVERY_S)

    def _round(self) -> None:
        for centre in self._engine.read(centres.all_ids):
            began = time.monotonic()
            self._tend(centre)
            # Hundreds of centres in one go would hold up those who are being served.
            gevent.sleep(min(REST_S, (time.monotonic() - began) * RESTS))


def _something_old(look: Snapshot) -> bool:
    return bool(tickets.unfinished_before(look.session, look.centre.id, look.day, 1))
