"""One piece of news for one receiver, and what became of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..core.model import Centre
from ..queries.alert_words import minutes_since, words
from ..queries.snapshot import Json
from ..store import alert_settings, centres, departments, dossier_procedures, reminders
from ..store.base import Row, Session
from ..usecases.alert_rules import (
    MAIL_PASSWORD,
    WEBHOOK_KEY,
    Delivery,
    MailServer,
    delivery_of,
)
from ..usecases.dossiers.contacts import key_name

PROBLEM = 200
"""Letters of a problem's description that are kept."""


class Again(Exception):
    """It did not arrive, and may when it is tried again; the text says why, without secrets."""


class Undeliverable(Exception):
    """It will never arrive this way; the text says why, without secrets."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Everything it takes to send one piece of news. ``id`` is the same at every try."""

    id: str
    channel: str
    target: str
    event: str
    told: Mapping[str, Any]
    """What ``usecases.alerts`` noted when it happened; times in epoch ms."""
    centre: Centre
    mail: MailServer | None = None
    webhook: str | None = None
    secret: str | None = None
    browser: Row | None = None
    department: tuple[str, str] = ("", "")
    """Its names, Vietnamese and English, where the target is one."""

    def centre_name(self, language: str) -> str:
        return self.centre.name if language == "vi" else self.centre.name_en

    def department_name(self, language: str) -> str:
        return self.department[0 if language == "vi" else 1]

    @property
    def words(self) -> Json:
        """``text`` and ``todo`` in each language, as they were when it happened."""
        code, facts = self.told.get("code", "test"), self.told.get("facts", {})
        return words(code, facts, minutes_since(self.told.get("since"), self.told["at"]))


def parcel_of(session: Session, row: Row) -> Parcel:
    """What to send, by the settings now. Raises ``Undeliverable`` when its way is not used."""
    centre = centres.get(session, row["centre"])
    if centre is None:
        raise Undeliverable("no such centre")
    delivery = delivery_of(session, row["centre"])
    packed = _packed(session, row, delivery)
    return Parcel(
        id=row["id"],
        channel=row["channel"],
        target=row["target"],
        event=row["event"],
        told=json.loads(row["body"]),
        centre=centres.from_row(centre),
        **packed,
    )


def _packed(session: Session, row: Row, delivery: Delivery) -> dict[str, Any]:
    found: dict[str, Any]
    if row["event"] == reminders.EVENT:
        return packed_reminder(session, row, delivery)
    match row["channel"]:
        case "mail":
            secret = alert_settings.secret(session, row["centre"], MAIL_PASSWORD)
            found = {"mail": delivery.mail, "secret": secret or ""}
        case "webhook":
            secret = alert_settings.secret(session, row["centre"], WEBHOOK_KEY)
            found = {"webhook": delivery.webhook, "secret": secret}
        case _:
            browser = alert_settings.browser(session, row["centre"], row["target"])
            found = {"browser": browser}
    return _whole(found)


def packed_reminder(session: Session, row: Row, delivery: Delivery) -> dict[str, Any]:
    """A reminder goes to the department that is its target, by its contact as it is now; mail by
    the centre's mail server. Raises ``Undeliverable``."""
    contact = departments.contact(session, row["centre"], row["target"])
    if contact is None:
        raise Undeliverable("the department has no contact any more")
    if row["channel"] == "webhook":
        key = alert_settings.secret(session, row["centre"], key_name(row["target"]))
        return _whole({"webhook": contact["webhook"], "secret": key})
    if delivery.mail is None:
        raise Undeliverable("the centre has no mail server set")
    names = dossier_procedures.departments(session, row["centre"])
    receivers = tuple(json.loads(contact["emails"]))
    if not receivers:
        raise Undeliverable("the department has no e-mail address any more")
    mail = replace(delivery.mail, recipients=receivers, language=contact["language"])
    secret = alert_settings.secret(session, row["centre"], MAIL_PASSWORD)
    named = names.get(row["target"], (row["target"], row["target"]))
    return {"mail": mail, "secret": secret or "", "department": named}


def _whole(found: dict[str, Any]) -> dict[str, Any]:
    if None in found.values():
        raise Undeliverable("this way of delivery is not used any more")
    return found
