"""After each change: which phones are told that it is soon, or that they are called.

Only the process that made a change looks, and each piece of news is claimed in the store before it
is sent: however many processes there are, a phone hears it once. Nothing here makes the change
wait: it is durable and answered before this begins.
"""

import time
from collections.abc import Sequence

from ..engine import Engine
from ..queries.push import Due, news_for_phones
from ..store import push
from ..store.base import Session
from ..texts import catalogue
from .delivery import Delivery
from .looking import Looking
from .sending import Push

GAP_S = 0.2
"""Between two looks at a centre: the changes of a burst share one."""
CALL_S, SOON_S = 30.0, 120.0
"""Seconds after which a call, and that it is soon, is told no more."""
KEPT_CALL_S, KEPT_SOON_S = 60, 300
"""Seconds a push service keeps them for a phone that is away."""
ABOUT = ("ticket/", "line/")


class Notices:
    """Looks for news of tickets."""

    def __init__(self, engine: Engine, delivery: Delivery) -> None:
        self._engine, self._delivery = engine, delivery
        self._looking = Looking(self.tell, GAP_S, self._with_phones)

    def touch(self, centre: str, rooms: frozenset[str]) -> None:
        """Rooms of a centre were changed by this process. Returns at once."""
        about = frozenset(room for room in rooms if room.startswith(ABOUT))
        if about:
            self._looking.touch(centre, about)

    def _with_phones(self, centres: Sequence[str]) -> list[str]:
        return self._engine.ask(lambda session: push.with_phones(session, centres))

    def tell(self, centre: str, touched: frozenset[str]) -> None:
        """Tell every phone for which these rooms mean news, and forget those of ended tickets."""
        news = self._engine.look(centre, lambda look: news_for_phones(look, touched))
        if not news.due and not news.over:
            return

        def claim(session: Session) -> list[Due]:
            for ticket in news.over:
                push.remove_of_ticket(session, ticket)
            return [due for due in news.due if _claimed(session, due)]

        for due in self._engine.write(claim):
            self._delivery.put(as_push(due, time.monotonic()))


def _claimed(session: Session, due: Due) -> bool:
    if due.call is None:
        return push.claim_soon(session, due.ticket, due.endpoint)
    return push.claim_call(session, due.ticket, due.endpoint, due.call)


def as_push(due: Due, now: float) -> Push:
    """The push for a phone's news; ``now`` is monotonic seconds. It names a number and a counter,
    and nobody."""
    called = due.call is not None
    return Push(
        ticket=due.ticket,
        endpoint=due.endpoint,
        p256dh=due.p256dh,
        auth=due.auth,
        payload=_payload(due),
        until=now + (CALL_S if called else SOON_S),
        lasts_s=KEPT_CALL_S if called else KEPT_SOON_S,
    )


def _payload(due: Due) -> dict[str, object]:
    texts, language = catalogue("server.push"), due.language
    kind = "soon" if due.call is None else "called"
    body = "called.text" if due.call is not None else "soon.ahead" if due.ahead else "soon.next"
    values = {"number": due.number, "counter": due.counter, "ahead": due.ahead}
    return {
        "kind": kind,
        "number": due.number,
        "counter": due.counter,
        "ahead": due.ahead,
        "lang": language,
        "title": texts.text(f"{kind}.title", language, **values),
        "body": texts.text(body, language, **values),
    }
