"""Rules and delivery of alerts as their pages show them: no secret among it."""

from dataclasses import asdict

from ..store import alert_outbox, alert_settings
from ..store.base import Row
from ..usecases.alert_rules import MAIL_PASSWORD, WEBHOOK_KEY, delivery_of, rules_of
from .snapshot import Json, Snapshot, when

SHOWN = 20


def rules_json(look: Snapshot) -> Json:
    found = rules_of(look.session, look.centre.id)
    rules = {kind.value: asdict(rule) for kind, rule in found.rules.items()}
    return {"rules": rules, "target_minutes": found.target_minutes}


def delivery_json(look: Snapshot) -> Json:
    session, centre = look.session, look.centre.id
    found = delivery_of(session, centre)
    mail = None
    if found.mail is not None:
        has = bool(alert_settings.secret(session, centre, MAIL_PASSWORD))
        mail = {**asdict(found.mail), "has_password": has}
        mail["recipients"] = list(found.mail.recipients)
    webhook = None
    if found.webhook is not None:
        has = alert_settings.secret(session, centre, WEBHOOK_KEY) is not None
        webhook = {"url": found.webhook, "has_key": has}
    latest = alert_outbox.recent(session, centre, SHOWN)
    return {
        "mail": mail,
        "webhook": webhook,
        "browsers": len(alert_settings.browsers(session, centre)),
        "latest": [_sent(row) for row in latest],
    }


def _sent(row: Row) -> Json:
    told = {name: row[name] for name in ("id", "channel", "event", "state", "tries", "problem")}
    due = row["due_at"] if row["state"] == "waiting" else None
    return {**told, "made_at": when(row["made_at"]), "due_at": when(due)}
