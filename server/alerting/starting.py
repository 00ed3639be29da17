"""Putting alerts together when the server starts."""

from ..engine import Engine
from ..push.sending import Sender
from ..push.starting import contact_of
from .browser import browser_sender
from .courier import Courier
from .mail import mail_sender
from .watch import Watch
from .webhook import webhook_sender


def alerting(
    engine: Engine,
    key: str,
    public_url: str | None,
    push_hosts: frozenset[str],
    alert_hosts: frozenset[str],
    *,
    shared: bool,
) -> tuple[Watch, Courier]:
    """What looks for alerts and what sends them; neither has begun. ``shared``: other processes
    work on the same store. Hosts (``host:port``) are called wherever they are."""
    courier = Courier(
        engine,
        {
            "mail": mail_sender(public_url),
            "webhook": webhook_sender(alert_hosts),
            "browser": browser_sender(Sender(key, contact_of(public_url), push_hosts)),
        },
    )
    return Watch(engine, courier.wake, shared=shared), courier
