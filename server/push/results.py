"""After a change of the register: which phones are told that a dossier is answered.

Any process may look; a phone is taken out of the store before it is told, so that it hears once
and nothing of it stays.
What a process that died was about to look for is found by the next change of the register.
"""

import logging
import time

import gevent
from gevent.event import Event

from ..core.errors import MotcuaError
from ..engine import Engine
from ..store import result_phones
from ..store.base import Row, Session
from ..texts import catalogue
from ..usecases.rooms import DOSSIERS
from .delivery import Delivery
from .sending import Push

log = logging.getLogger("motcua.push")

GAP_S = 1.0
"""Between two looks: a department's whole delivery shares one."""
MOST_AT_ONCE = 200
LATEST_S = 3_600.0
"""Seconds after which this process gives up: the page says it too."""
KEPT_S = 3 * 86_400
"""Seconds a push service keeps the news for a phone that is away."""


class ResultNotices:
    """Looks for answered dossiers in one greenlet."""

    def __init__(self, engine: Engine, delivery: Delivery) -> None:
        self._engine, self._delivery = engine, delivery
        self._touched: set[str] = set()
        self._wake = Event()
        self._running = False

    def touch(self, centre: str, rooms: frozenset[str]) -> None:
        """Rooms of a centre were changed by this process. Returns at once."""
        if DOSSIERS not in rooms:
            return
        self._touched.add(centre)
        if not self._running:
            self._running = True
            gevent.spawn(self._run)
        self._wake.set()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            touched, self._touched = self._touched, set()
            for centre in touched:
                try:
                    self.tell(centre)
                except MotcuaError:
                    log.exception("owners of dossiers are not told")
                except Exception:
                    log.exception("owners of dossiers are not told")
            gevent.sleep(GAP_S)

    def tell(self, centre: str) -> None:
        """Tell every phone of this centre whose dossier is answered."""
        while True:
            due = self._engine.read(lambda s: result_phones.due(s, centre, MOST_AT_ONCE))
            if not due:
                return

            def claim(session: Session, due: list[Row] = due) -> list[Row]:
                return [
                    one
                    for one in due
                    if result_phones.remove(session, centre, one["dossier"], one["endpoint"])
                ]

            for one in self._engine.write(claim):
                # Who holds the result already needs no call.
                if one["state"] != "returned":
                    self._delivery.put(as_push(one, time.monotonic()))


def as_push(due: Row, now: float) -> Push:
    """The push for a phone's news; ``now`` is monotonic seconds. It names a code, and nobody."""
    texts, language = catalogue("server.push"), due["language"]
    kind = "result" if due["state"] == "resolved" else "answer"
    return Push(
        ticket=due["dossier"],
        endpoint=due["endpoint"],
        p256dh=due["p256dh"],
        auth=due["auth"],
        payload={
            "kind": kind,
            "lang": language,
            "tag": due["dossier"],
            "title": texts.text(f"{kind}.title", language),
            "body": texts.text(f"{kind}.text", language, code=due["dossier"]),
        },
        until=now + LATEST_S,
        lasts_s=KEPT_S,
        topic="result",
    )
