"""Alerts: those that stand, their history, and who has seen them."""

import json
from collections.abc import Collection, Iterable, Mapping

from .base import Row, Session

_COLUMNS = (
    "id, key, kind, subject, code, grave, facts, since, raised_at, told_at, cleared_at, seen_at,"
    " seen_by, times"
)


def standing(session: Session, centre: str) -> list[Row]:
    """The alerts that stand, the oldest first."""
    return session.all(
        f"SELECT {_COLUMNS} FROM alert WHERE centre = :centre AND cleared_at IS NULL"
        " ORDER BY raised_at, id",
        centre=centre,
    )


def ended_since(session: Session, centre: str, at: int) -> list[Row]:
    """Alerts that ended at ``at`` (ms) or later, the latest of a key last."""
    return session.all(
        f"SELECT {_COLUMNS} FROM alert WHERE centre = :centre AND cleared_at >= :at"
        " ORDER BY cleared_at, id",
        centre=centre,
        at=at,
    )


def get(session: Session, centre: str, id: str) -> Row | None:
    return session.one(
        f"SELECT {_COLUMNS} FROM alert WHERE centre = :centre AND id = :id", centre=centre, id=id
    )


def page(session: Session, centre: str, before: str, limit: int) -> list[Row]:
    """Alerts of all times, the latest first; ``before`` is the id of the last one seen, or ""."""
    return session.all(
        f"SELECT {_COLUMNS} FROM alert WHERE centre = :centre AND (:before = '' OR id < :before)"
        " ORDER BY id DESC LIMIT :limit",
        centre=centre,
        before=before,
        limit=limit,
    )


def add(
    session: Session,
    *,
    id: str,
    centre: str,
    key: str,
    kind: str,
    subject: str,
    code: str,
    grave: bool,
    facts: Mapping[str, object],
    since: int | None,
    now: int,
) -> bool:
    """Raise an alert; False when one of its key stands already."""
    added = session.run(
        "INSERT INTO alert (id, centre, key, kind, subject, code, grave, facts, since, raised_at,"
        " told_at, times) VALUES (:id, :centre, :key, :kind, :subject, :code, :grave, :facts,"
        " :since, :now, :now, 1) ON CONFLICT DO NOTHING",
        id=id,
        centre=centre,
        key=key,
        kind=kind,
        subject=subject,
        code=code,
        grave=int(grave),
        facts=_json(facts),
        since=since,
        now=now,
    )
    return added == 1


def back(
    session: Session,
    id: str,
    code: str,
    grave: bool,
    facts: Mapping[str, object],
    since: int | None,
) -> bool:
    """An alert that ended stands again; False when it, or another of its key, stands already."""
    changed = session.run(
        "UPDATE alert SET cleared_at = NULL, times = times + 1, code = :code, facts = :facts,"
        " since = :since, grave = CASE WHEN grave = 1 THEN 1 ELSE :grave END"
        " WHERE id = :id AND cleared_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM alert other"
        " WHERE other.centre = alert.centre AND other.key = alert.key"
        " AND other.cleared_at IS NULL)",
        id=id,
        code=code,
        grave=int(grave),
        facts=_json(facts),
        since=since,
    )
    return changed == 1


def say(
    session: Session,
    id: str,
    code: str,
    grave: bool,
    facts: Mapping[str, object],
    since: int | None,
) -> bool:
    """What a standing alert says now; False when it said so already, or has ended."""
    changed = session.run(
        "UPDATE alert SET code = :code, grave = :grave, facts = :facts, since = :since"
        " WHERE id = :id AND cleared_at IS NULL AND (code <> :code OR grave <> :grave)",
        id=id,
        code=code,
        grave=int(grave),
        facts=_json(facts),
        since=since,
    )
    return changed == 1


def told(session: Session, id: str, now: int) -> None:
    session.run("UPDATE alert SET told_at = :now WHERE id = :id", id=id, now=now)


def clear(session: Session, id: str, now: int) -> bool:
    """End an alert; False when it has ended already."""
    changed = session.run(
        "UPDATE alert SET cleared_at = :now WHERE id = :id AND cleared_at IS NULL",
        id=id,
        now=now,
    )
    return changed == 1


def see(session: Session, id: str, by: str, now: int) -> bool:
    """Note who saw an alert first; False when somebody had."""
    changed = session.run(
        "UPDATE alert SET seen_at = :now, seen_by = :by WHERE id = :id AND seen_at IS NULL",
        id=id,
        by=by,
        now=now,
    )
    return changed == 1


def unsee(session: Session, id: str) -> None:
    """It has become worse: whoever saw it has not seen this."""
    session.run("UPDATE alert SET seen_at = NULL, seen_by = NULL WHERE id = :id", id=id)


def note(
    session: Session,
    centre: str,
    alert: str,
    at: int,
    kind: str,
    actor: str,
    code: str,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Append to an alert's history."""
    session.run(
        "INSERT INTO alert_event (centre, alert, at, kind, actor, code, facts)"
        " VALUES (:centre, :alert, :at, :kind, :actor, :code, :facts)",
        centre=centre,
        alert=alert,
        at=at,
        kind=kind,
        actor=actor,
        code=code,
        facts=_json(facts or {}),
    )


def histories(session: Session, alerts: Iterable[str]) -> dict[str, list[Row]]:
    """The events of these alerts, in order."""
    return {
        id: session.all(
            "SELECT alert, at, kind, actor, code, facts FROM alert_event WHERE alert = :id"
            " ORDER BY id",
            id=id,
        )
        for id in alerts
    }


def claim(
    session: Session, wanted: Collection[str], owner: str, now: int, until: int
) -> frozenset[str]:
    """Look after the alerts of these centres until ``until`` (ms): those of them that no other
    process looks after."""
    rows = [(centre, owner, 0) for centre in wanted]
    session.fill("alert_watch", ["centre", "owner", "until"], rows)
    mine = session.among(
        "UPDATE alert_watch SET owner = :owner, until = :until"
        " WHERE centre IN :values AND (owner = :owner OR until <= :now) RETURNING centre",
        list(wanted),
        owner=owner,
        now=now,
        until=until,
    )
    return frozenset(row["centre"] for row in mine)


def _json(facts: Mapping[str, object]) -> str:
    return json.dumps(dict(facts), ensure_ascii=False)
