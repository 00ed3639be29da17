"""By which rules a centre alerts, and to whom besides the page: set, checked, dated.

Secrets (the mail server's password, the webhook's key) are kept apart and never told again.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ..core.alerts import DEFAULTS, Kind, Rule, Rules, check_rule
from ..core.errors import Invalid
from ..store import alert_settings
from ..store.base import Session
from . import audit, rooms
from .change import Change

RULES, DELIVERY = "rules", "delivery"
MAIL_PASSWORD, WEBHOOK_KEY = "smtp_password", "webhook_key"
MOST_RECIPIENTS = 20
KEY_BYTES = (16, 64)
KEY_MARK = "whsec_"
"""How a key of the Standard Webhooks specification begins."""
_ADDRESS = re.compile(r"[!-~]{1,64}@[A-Za-z0-9.-]{1,190}")


@dataclass(frozen=True, slots=True)
class AlertRules:
    """``target_minutes``: who is called within them counts for the service level."""

    rules: Rules = field(default_factory=lambda: dict(DEFAULTS))
    target_minutes: int = 15


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. ``security`` is none, starttls or tls."""

    host: str
    port: int = 587
    security: str = "starttls"
    user: str = ""
    sender: str = ""
    recipients: tuple[str, ...] = ()
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class Delivery:
    """How alerts leave the page, besides the browsers that asked for them; None where a way is
    not used. ``webhook`` is an address."""

    mail: MailServer | None = None
    webhook: str | None = None


def rules_of(session: Session, centre: str) -> AlertRules:
    """A centre's rules; what it has not set takes its default."""
    text = alert_settings.current(session, centre, RULES)
    if text is None:
        return AlertRules()
    raw = json.loads(text)
    set_ones = {Kind(kind): Rule(**rule) for kind, rule in raw["rules"].items() if kind in _KINDS}
    return AlertRules({**DEFAULTS, **set_ones}, raw["target_minutes"])


def delivery_of(session: Session, centre: str) -> Delivery:
    text = alert_settings.current(session, centre, DELIVERY)
    raw = json.loads(text) if text else {}
    mail = raw.get("mail")
    if mail is not None:
        mail = MailServer(**{**mail, "recipients": tuple(mail["recipients"])})
    return Delivery(mail, raw.get("webhook"))


def set_rules(change: Change, raw: Mapping[str, Any]) -> None:
    """Set all rules at once; a kind that is left out stays as it is. Raises ``Invalid``."""
    before = rules_of(change.session, change.centre.id)
    given = {Kind(kind): Rule(**rule) for kind, rule in raw["rules"].items()}
    for kind, rule in given.items():
        check_rule(kind.value, rule)
    merged = {kind.value: asdict(rule) for kind, rule in {**before.rules, **given}.items()}
    _put(change, RULES, {"rules": merged, "target_minutes": raw["target_minutes"]})


def set_delivery(change: Change, raw: Mapping[str, Any]) -> None:
    """Set all ways at once. A password or key that is left out stays as it is.

    Raises ``Invalid``: addresses that are none, a webhook without a key.
    """
    mail, webhook = raw.get("mail"), raw.get("webhook")
    if mail is not None:
        _check_mail(mail)
    _set_secret(change, MAIL_PASSWORD, mail, "password")
    if webhook is not None and webhook.get("key") is not None:
        key_bytes(webhook["key"])
    _set_secret(change, WEBHOOK_KEY, webhook, "key")
    known = alert_settings.secret(change.session, change.centre.id, WEBHOOK_KEY)
    if webhook is not None and known is None:
        raise Invalid(field="webhook.key")
    kept = None if mail is None else {k: v for k, v in mail.items() if k != "password"}
    _put(change, DELIVERY, {"mail": kept, "webhook": webhook and webhook["url"]})


def is_address(text: str) -> bool:
    """Whether mail can be sent there, as far as its form says."""
    return _ADDRESS.fullmatch(text) is not None


def key_bytes(text: str, named: str = "webhook.key") -> bytes:
    """A webhook's key: ``whsec_`` and 16 to 64 bytes in base64. Raises ``Invalid`` (``named``)."""
    try:
        found = base64.b64decode(text.removeprefix(KEY_MARK), validate=True)
    except (binascii.Error, ValueError):
        raise Invalid(field=named) from None
    if not KEY_BYTES[0] <= len(found) <= KEY_BYTES[1]:
        raise Invalid(field=named)
    return found


_KINDS = frozenset(kind.value for kind in Kind)


def _check_mail(mail: Mapping[str, Any]) -> None:
    for name, addresses in (("sender", [mail["sender"]]), ("recipients", mail["recipients"])):
        if not addresses or not all(_ADDRESS.fullmatch(one) for one in addresses):
            raise Invalid(field=f"mail.{name}")
    if mail["security"] == "none" and mail["user"]:
        # A password is not sent where anybody on the line can read it.
        raise Invalid(field="mail.security")


def _set_secret(change: Change, name: str, part: Mapping[str, Any] | None, field: str) -> None:
    """Keep a secret that was given; forget it when its way is no longer used or it is empty."""
    given = None if part is None else part.get(field)
    if given:
        alert_settings.set_secret(change.session, change.centre.id, name, given)
    elif part is None or given == "":
        alert_settings.remove_secret(change.session, change.centre.id, name)


def _put(change: Change, name: str, value: Mapping[str, object]) -> None:
    alert_settings.put(
        change.session,
        change.centre.id,
        name,
        json.dumps(value, ensure_ascii=False),
        change.now,
        change.actor.label,
    )
    audit.record(change, "alert_settings_changed", name)
    change.touch(rooms.MANAGER, rooms.ALERTS)
