"""Raising, ending and seeing alerts. All may be repeated: what is so already changes nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ..core.alerts import Raised, Sign, Verdict
from ..core.errors import NotFound
from ..store import alert_outbox, alert_settings, alerts
from ..store.base import Row
from . import rooms
from .alert_rules import delivery_of
from .change import Change
from .ids import new_id

MAIL, WEBHOOK, BROWSER = "mail", "webhook", "browser"
CHANNELS = {
    "raised": (MAIL, WEBHOOK, BROWSER),
    "worse": (MAIL, WEBHOOK, BROWSER),
    "cleared": (WEBHOOK,),
    "seen": (WEBHOOK,),
    "test": (MAIL, WEBHOOK, BROWSER),
}
"""Who is told of what: people of what needs them, other software of everything."""
KEPT_MS = 30 * 86_400_000
"""How long what was sent is remembered."""
MOST_BROWSERS = 50

Names = Mapping[str, Mapping[str, str]]
"""By an alert's key, what it is about: ``name`` and ``name_en``."""


@dataclass(frozen=True, slots=True)
class Browser:
    """Where and how a manager's browser is told: its address and its keys (base64url)."""

    endpoint: str
    p256dh: str
    auth: str
    language: str


def apply(change: Change, verdict: Verdict, names: Names) -> None:
    """Make a verdict true, once, whoever else is doing so at the same time."""
    for sign in verdict.raised:
        _raise(change, sign, _facts(sign, names))
    for one, sign in verdict.again:
        facts = _facts(sign, names)
        if alerts.back(change.session, one.id, sign.code, sign.grave, facts, sign.since):
            _note(change, one.id, "again", sign.code, facts)
            if sign.grave and not one.grave:
                _worse(change, one.id)
    for one, sign in (*verdict.worse, *verdict.other):
        _say(change, one, sign, _facts(sign, names))
    for one in verdict.cleared:
        if alerts.clear(change.session, one.id, change.now):
            _note(change, one.id, "cleared", one.code)
            _tell(change, one.id, "cleared")
    change.touch(rooms.MANAGER, rooms.ALERTS)


def see(change: Change, id: str) -> None:
    """The acting person has seen an alert; the first who has is kept. Raises ``NotFound``."""
    found = alerts.get(change.session, change.centre.id, id)
    if found is None:
        raise NotFound(field="id")
    if alerts.see(change.session, id, change.actor.label, change.now):
        _note(change, id, "seen", found["code"])
        _tell(change, id, "seen")
        change.touch(rooms.MANAGER, rooms.ALERTS)


def add_browser(change: Change, browser: Browser) -> None:
    """Tell this browser of the acting person from now on. May be repeated."""
    if change.actor.person is None:
        raise NotFound(field="person")
    alert_settings.add_browser(
        change.session,
        centre=change.centre.id,
        person=change.actor.person,
        endpoint=browser.endpoint,
        p256dh=browser.p256dh,
        auth=browser.auth,
        language=browser.language,
        now=change.now,
    )
    alert_settings.keep_newest_browsers(change.session, change.centre.id, MOST_BROWSERS)


def forget_browser(change: Change, endpoint: str) -> None:
    """Tell this browser no more. May be repeated."""
    alert_settings.remove_browser(change.session, change.centre.id, endpoint)


def send_test(change: Change) -> None:
    """Send a word by every way that is set, to see that it arrives."""
    _enqueue(change, "test", {"event": "test", "at": change.now})
    change.touch(rooms.ALERTS)


def raised_of(row: Row) -> Raised:
    return Raised(
        row["id"], row["key"], row["code"], bool(row["grave"]), row["told_at"], row["cleared_at"]
    )


def _raise(change: Change, sign: Sign, facts: Mapping[str, object]) -> None:
    id = new_id(change.now)
    added = alerts.add(
        change.session,
        id=id,
        centre=change.centre.id,
        key=sign.key,
        kind=sign.kind.value,
        subject=sign.subject,
        code=sign.code,
        grave=sign.grave,
        facts=facts,
        since=sign.since,
        now=change.now,
    )
    if added:
        _note(change, id, "raised", sign.code, facts)
        _tell(change, id, "raised")


def _say(change: Change, one: Raised, sign: Sign, facts: Mapping[str, object]) -> None:
    """It says something else now, and is told anew where it has become grave."""
    worse = sign.grave and not one.grave
    grave = sign.grave or one.grave
    if not alerts.say(change.session, one.id, sign.code, grave, facts, sign.since):
        return
    _note(change, one.id, "worse" if worse else "other", sign.code, facts)
    if worse:
        _worse(change, one.id)


def _worse(change: Change, id: str) -> None:
    alerts.unsee(change.session, id)
    alerts.told(change.session, id, change.now)
    _tell(change, id, "worse")


def _facts(sign: Sign, names: Names) -> Mapping[str, object]:
    return {**sign.facts, **names.get(sign.key, {})}


def _note(
    change: Change, id: str, kind: str, code: str, facts: Mapping[str, object] | None = None
) -> None:
    actor = change.actor.label
    alerts.note(change.session, change.centre.id, id, change.now, kind, actor, code, facts)


def _tell(change: Change, id: str, event: str) -> None:
    row = alerts.get(change.session, change.centre.id, id)
    assert row is not None
    told = {name: row[name] for name in ("id", "kind", "subject", "code", "since", "raised_at")}
    facts = json.loads(row["facts"])
    told |= {"grave": bool(row["grave"]), "facts": facts, "event": event, "at": change.now}
    _enqueue(change, event, told)


def _enqueue(change: Change, event: str, told: Mapping[str, object]) -> None:
    body = json.dumps(dict(told), ensure_ascii=False)
    for channel, target in _targets(change, event):
        alert_outbox.add(
            change.session,
            id=new_id(change.now),
            centre=change.centre.id,
            channel=channel,
            target=target,
            event=event,
            body=body,
            now=change.now,
        )
    alert_outbox.remove_ended(change.session, change.centre.id, change.now - KEPT_MS)


def _targets(change: Change, event: str) -> list[tuple[str, str]]:
    wanted, delivery = CHANNELS[event], delivery_of(change.session, change.centre.id)
    found = []
    if MAIL in wanted and delivery.mail is not None:
        found.append((MAIL, ""))
    if WEBHOOK in wanted and delivery.webhook is not None:
        found.append((WEBHOOK, ""))
    if BROWSER in wanted:
        browsers = alert_settings.browsers(change.session, change.centre.id)
        found.extend((BROWSER, row["endpoint"]) for row in browsers)
    return found
