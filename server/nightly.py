"""Ends what was left open on the days before, soon after each midnight and at each start."""

import logging

import gevent

from .core.errors import MotcuaError
from .engine import Engine
from .queries.snapshot import Snapshot
from .store import centres, tickets
from .usecases.change import Actor
from .usecases.leaving import expire_old

log = logging.getLogger("motcua.nightly")
EVERY_S = 60.0


class Nightly:
    """Looks once a minute, in one greenlet; the look costs one index probe a centre."""

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
