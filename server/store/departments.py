"""Departments from outside: how they are reached, and when their software was heard."""

import json
from collections.abc import Sequence

from .base import Row, Session


def contacts(session: Session, centre: str) -> dict[str, Row]:
    """By department: ``emails`` (JSON list), ``webhook``, ``language``."""
    rows = session.all(
        "SELECT department, emails, webhook, language FROM department_contact"
        " WHERE centre = :centre",
        centre=centre,
    )
    return {row["department"]: row for row in rows}


def contact(session: Session, centre: str, department: str) -> Row | None:
    return contacts(session, centre).get(department)


def set_contact(
    session: Session,
    centre: str,
    department: str,
    emails: Sequence[str],
    webhook: str | None,
    language: str,
) -> None:
    session.run(
        "INSERT INTO department_contact (centre, department, emails, webhook, language)"
        " VALUES (:centre, :department, :emails, :webhook, :language)"
        " ON CONFLICT (centre, department) DO UPDATE SET emails = excluded.emails,"
        " webhook = excluded.webhook, language = excluded.language",
        centre=centre,
        department=department,
        emails=json.dumps(list(emails)),
        webhook=webhook,
        language=language,
    )


def hear(
    session: Session, centre: str, department: str, now: int, messages: int, malformed: int
) -> None:
    """Note that a department told something."""
    session.put(
        "INSERT INTO department_heard (centre, department, at, messages, malformed)"
        " VALUES (:centre, :department, :now, :messages, :malformed)"
        " ON CONFLICT (centre, department) DO UPDATE SET at = excluded.at,"
        " messages = excluded.messages, malformed = excluded.malformed",
        centre=centre,
        department=department,
        now=now,
        messages=messages,
        malformed=malformed,
    )


def heard(session: Session, centre: str) -> dict[str, Row]:
    """The last delivery by department: ``at`` (ms), ``messages``, ``malformed``."""
    rows = session.all(
        "SELECT department, at, messages, malformed FROM department_heard WHERE centre = :centre",
        centre=centre,
    )
    return {row["department"]: row for row in rows}


def keys(session: Session, centre: str) -> list[Row]:
    """Keys of departments' software that can still be used."""
    return session.all(
        "SELECT id, department, label, created_at FROM token WHERE centre = :centre"
        " AND kind = 'device' AND role = 'department' AND revoked_at IS NULL"
        " ORDER BY created_at, id",
        centre=centre,
    )


def lags(session: Session, centre: str, since: str) -> list[Row]:
    """By department and minutes from the result to its being recorded: how many dossiers received
    since a day."""
    return session.all(
        "SELECT department, (recorded_at - resolved_at) / 60000 AS minutes, COUNT(*) AS n"
        " FROM dossier WHERE centre = :centre AND received_day >= :since"
        " AND resolved_at IS NOT NULL AND recorded_at IS NOT NULL"
        " GROUP BY 1, 2 ORDER BY 1, 2",
        centre=centre,
        since=since,
    )
