"""Putting the pushes together when the server starts."""

from ..engine import Engine
from ..store import push, result_phones
from ..store.base import Store
from .delivery import Delivery
from .keys import fresh_key
from .notices import Notices
from .results import ResultNotices
from .sending import Push, Sender

NOBODY = "mailto:motcua@example.org"
"""The contact of an installation that has no address of its own yet."""


def signing_key(store: Store) -> str:
    """The installation's key, made at its first start."""
    known = store.read(push.signing_key)
    if known is not None:
        return known
    fresh = fresh_key()
    return store.write(lambda session: push.make_signing_key(session, fresh))


def pushes(engine: Engine, key: str, public_url: str | None, trusted: frozenset[str]) -> Notices:
    """What is to hear of every change this process makes. ``trusted`` hosts (``host:port``) are
    called wherever they are."""
    sender = Sender(key, contact_of(public_url), trusted)

    def gone(one: Push) -> None:
        engine.write(lambda session: push.remove(session, one.ticket, one.endpoint))

    return Notices(engine, Delivery(sender.send, gone))


def result_pushes(
    engine: Engine, key: str, public_url: str | None, trusted: frozenset[str]
) -> ResultNotices:
    """What is to hear of every change of the register this process makes."""
    sender = Sender(key, contact_of(public_url), trusted)

    def gone(one: Push) -> None:
        engine.write(lambda session: result_phones.forget(session, one.endpoint))

    return ResultNotices(engine, Delivery(sender.send, gone))


def contact_of(public_url: str | None) -> str:
    """Whom push services ask about pushes of an installation at ``public_url``."""
    own = public_url is not None and public_url.startswith("https://")
    return public_url if own and public_url else NOBODY
