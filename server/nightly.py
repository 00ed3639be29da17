"""Ends what was left open on the days before, forgets what was popular too long ago and what was
kept long enough, soon after each midnight and at each start."""

import logging
from collections import Counter
from functools import partial

import gevent

from .core.errors import MotcuaError
from .engine import Engine
from .lease import Lease
from .queries.departments import apologies_are_due, reminders_are_due
from .queries.popular import popular_is_old
from .queries.snapshot import Snapshot
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


class Nightly:
    """Looks once a minute, in one greenlet; a look costs two index probes a centre. Of several
    processes the one with the ``lease`` does."""

    def __init__(self, engine: Engine, lease: Lease | None = None) -> None:
        self._engine, self._lease = engine, lease
        self._purged: dict[str, str] = {}
        """The day of each centre's last purge."""

    def start(self) -> None:
        gevent.spawn(self._run)

    def expire(self) -> int:
        """End old tickets of every centre; how many."""
        ended = 0
        for centre in self._engine.read(centres.all_ids):
            actor = Actor("system", centre, "nightly")
            while self._engine.look(centre, _something_old):
                ended += self._engine.change(actor, expire_old)
            if self._engine.look(centre, _old_phones):
                self._engine.change(actor, forget_old_phones)
            if self._engine.look(centre, popular_is_old):
                self._engine.change(actor, forget_old_demand)
            self._chase(actor)
            self._purge(actor)
            # After what is old has ended: a day is counted as it stays.
            catch_up(self._engine, centre)
        return ended

    def _chase(self, actor: Actor) -> None:
        """Departments are reminded, and apologies drafted, as soon as it is time."""
        if self._engine.look(actor.centre, reminders_are_due):
            self._engine.change(actor, remind)
        while self._engine.look(actor.centre, apologies_are_due):
            if not self._engine.change(actor, draft_apologies):
                break

    def _purge(self, actor: Actor) -> None:
        """Once a day: piece by piece, with the hall's own changes in between."""
        day = self._engine.look(actor.centre, lambda seen: seen.day)
        if self._purged.get(actor.centre) == day:
            return
        total: Counter[str] = Counter()
        found = {"": PIECE}
        while max(found.values()) >= PIECE:
            found = self._engine.change(actor, purge)
            total.update(found)
        if total.total():
            self._engine.change(actor, partial(report_purge, counts=total))
        self._purged[actor.centre] = day

    def _run(self) -> None:
        while True:
            try:
                if self._lease is None or self._lease.is_ours():
                    self.expire()
            except MotcuaError:
                log.exception("old tickets are not ended yet; tried again in a minute")
            gevent.sleep(EVERY_S)


def _something_old(look: Snapshot) -> bool:
    # A look first: a change would raise the centre's version, and write, every minute.
    return bool(tickets.unfinished_before(look.session, look.centre.id, look.day, 1))


def _old_phones(look: Snapshot) -> bool:
    return push.any_before(look.session, look.centre.id, look.day)
