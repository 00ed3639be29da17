"""Ends what was left open on the days before, and forgets what was popular too long ago, soon
after each midnight and at each start."""

import logging

import gevent

from .core.errors import MotcuaError
from .engine import Engine
from .queries.popular import popular_is_old
from .queries.snapshot import Snapshot
from .rolling import catch_up
from .store import centres, push, tickets
from .usecases.change import Actor
from .usecases.demand import forget_old_demand
from .usecases.leaving import expire_old
from .usecases.push import forget_old_phones

log = logging.getLogger("motcua.nightly")
EVERY_S = 60.0


class Nightly:
    """Looks once a minute, in one greenlet; a look costs two index probes a centre."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

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
            # After what is old has ended: a day is counted as it stays.
            catch_up(self._engine, centre)
        return ended

    def _run(self) -> None:
        while True:
            try:
                self.expire()
            except MotcuaError:
                log.exception("old tickets are not ended yet; tried again in a minute")
            gevent.sleep(EVERY_S)


def _something_old(look: Snapshot) -> bool:
    # A look first: a change would raise the centre's version, and write, every minute.
    return bool(tickets.unfinished_before(look.session, look.centre.id, look.day, 1))


def _old_phones(look: Snapshot) -> bool:
    return push.any_before(look.session, look.centre.id, look.day)
