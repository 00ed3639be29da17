"""After a change of the register: which phones are told that a dossier is answered, or promised for
another day.

Any process may look; before it is told of an answer a phone is taken out of the store, so that it
hears once and nothing of it stays. One that is told of another day goes on waiting.
What a process that died was about to look for is found by the next change of the register.
"""

import time

from ..core.calendar import local_day
from ..engine import Engine
from ..store import result_phones
from ..store.base import Row, Session
from ..texts import catalogue
from ..usecases.rooms import DOSSIERS
from .delivery import Delivery
from .looking import Looking
from .sending import Push

GAP_S = 1.0
"""Between two looks: a department's whole delivery shares one."""
MOST_AT_ONCE = 200
LATEST_S = 3_600.0
"""Seconds after which this process gives up: the page says it too."""
KEPT_S = 3 * 86_400
"""Seconds a push service keeps the news for a phone that is away."""


class ResultNotices:
    """Looks for answered dossiers."""

    def __init__(self, engine: Engine, delivery: Delivery) -> None:
        self._engine, self._delivery = engine, delivery
        self._looking = Looking(lambda centre, _: self.tell(centre), GAP_S)

    def touch(self, centre: str, rooms: frozenset[str]) -> None:
        """Rooms of a centre were changed by this process. Returns at once."""
        if DOSSIERS in rooms:
            self._looking.touch(centre, rooms)

    def tell(self, centre: str) -> None:
        """Tell every phone of this centre whose dossier is answered or put off."""
        while True:
            due, later = self._engine.read(
                lambda s: (
                    result_phones.due(s, centre, MOST_AT_ONCE),
                    result_phones.put_off(s, centre, MOST_AT_ONCE),
                )
            )
            if not due and not later:
                return

            def claim(
                session: Session, due: list[Row] = due, later: list[Row] = later
            ) -> list[Row]:
                # Who holds the result already needs no call.
                return [
                    one
                    for one in due
                    if result_phones.remove(session, centre, one["dossier"], one["endpoint"])
                    and one["state"] != "returned"
                ] + [
                    one
                    for one in later
                    if result_phones.mark_told(
                        session, centre, one["dossier"], one["endpoint"], one["new_due"]
                    )
                ]

            zone = self._engine.look(centre, lambda look: look.centre.zone)
            for one in self._engine.write(claim):
                self._delivery.put(as_push(one, zone, time.monotonic()))


def as_push(due: Row, zone: str, now: float) -> Push:
    """The push for a phone's news; ``now`` is monotonic seconds. It names a code, and nobody."""
    texts, language = catalogue("server.push"), due["language"]
    new_due = dict(due).get("new_due")
    kind = "result" if due["state"] == "resolved" else "answer" if new_due is None else "later"
    day = "" if new_due is None else f"{local_day(new_due, zone):%d/%m/%Y}"
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
            "body": texts.text(f"{kind}.text", language, code=due["dossier"], day=day),
        },
        until=now + LATEST_S,
        lasts_s=KEPT_S,
        topic="result",
    )
