"""Everything kept about one person, found by what the person can name."""

from collections.abc import Sequence

from . import result_phones
from .base import Row, Session

MOST = 500
"""Dossiers, or tickets, of one person."""


def dossiers_of_phone(session: Session, centre: str, phone: str) -> list[str]:
    """Codes of dossiers with this phone number, however it was written."""
    rows = session.all(
        "SELECT code FROM dossier WHERE centre = :centre AND phone <> '' AND"
        " REPLACE(REPLACE(REPLACE(phone, ' ', ''), '.', ''), '-', '') = :phone"
        " ORDER BY code LIMIT :most",
        centre=centre,
        phone=phone,
        most=MOST,
    )
    return [row["code"] for row in rows]


def dossiers_of_ticket(session: Session, centre: str, ticket: str) -> list[str]:
    """Codes of dossiers that were taken in at a ticket."""
    rows = session.all(
        "SELECT code FROM dossier WHERE centre = :centre AND ticket = :ticket ORDER BY code",
        centre=centre,
        ticket=ticket,
    )
    return [row["code"] for row in rows]


def tickets_of_identity(session: Session, centre: str, identity: str) -> list[str]:
    """Ids of tickets with this hash of an identity number."""
    rows = session.all(
        "SELECT id FROM ticket WHERE centre = :centre AND identity = :identity"
        " ORDER BY serial LIMIT :most",
        centre=centre,
        identity=identity,
        most=MOST,
    )
    return [row["id"] for row in rows]


def tickets_of_dossier(session: Session, centre: str, code: str) -> list[str]:
    """Ids of the tickets a dossier was taken in at, and of those that came for its result."""
    rows = session.all(
        "SELECT ticket FROM dossier WHERE centre = :centre AND code = :code AND ticket IS NOT NULL"
        " UNION SELECT ticket FROM collecting WHERE centre = :centre AND dossier = :code",
        centre=centre,
        code=code,
    )
    return [row["ticket"] for row in rows]


def dossier(session: Session, centre: str, code: str) -> Row | None:
    return session.one(
        "SELECT code, procedure, field, department, channel, applicant, phone, consent_at,"
        " lookup IS NOT NULL AS findable, received_at, due_at, state, resolved_at, documents"
        " FROM dossier WHERE centre = :centre AND code = :code",
        centre=centre,
        code=code,
    )


def steps(session: Session, centre: str, code: str) -> list[Row]:
    return session.all(
        "SELECT at, kind, data FROM dossier_event WHERE centre = :centre AND code = :code"
        " ORDER BY id",
        centre=centre,
        code=code,
    )


def messages(session: Session, centre: str, code: str) -> list[Row]:
    return session.all(
        "SELECT at, state, note FROM dossier_message WHERE centre = :centre AND code = :code"
        " ORDER BY serial",
        centre=centre,
        code=code,
    )


def sheets(session: Session, centre: str, code: str) -> list[Row]:
    return session.all(
        "SELECT form, label, issued_at, applicant, phone FROM dossier_form"
        " WHERE centre = :centre AND code = :code ORDER BY issued_at, form",
        centre=centre,
        code=code,
    )


def ticket(session: Session, centre: str, id: str) -> Row | None:
    return session.one(
        "SELECT id, number, day, service, procedure, priority, language, state, note, park_reason,"
        " identity IS NOT NULL AS identified, issued_at, called_at, started_at, ended_at"
        " FROM ticket WHERE centre = :centre AND id = :id",
        centre=centre,
        id=id,
    )


def rating(session: Session, id: str) -> Row | None:
    return session.one(
        "SELECT value, scale, reasons, comment, pressed_at FROM rating WHERE ticket = :id", id=id
    )


def phones(session: Session, ids: Sequence[str], codes: Sequence[str], centre: str) -> int:
    """How many phones asked to be told of these tickets and dossiers."""
    found = 0
    for id in ids:
        row = session.one("SELECT COUNT(*) AS n FROM push_subscription WHERE ticket = :id", id=id)
        found += 0 if row is None else int(row["n"])
    for code in codes:
        found += result_phones.of_dossier(session, centre, code)
    return found


def erase_ticket(session: Session, centre: str, id: str) -> None:
    """The personal parts of one ticket; that there was one, and its times, stay."""
    session.run(
        "UPDATE ticket SET identity = NULL, note = NULL, park_reason = NULL"
        " WHERE centre = :centre AND id = :id",
        centre=centre,
        id=id,
    )
    session.run("UPDATE rating SET comment = '' WHERE ticket = :id", id=id)
    session.run("DELETE FROM push_subscription WHERE ticket = :id", id=id)


def event_data(session: Session, id: str) -> list[Row]:
    """A ticket's events in which somebody may have written."""
    return session.all(
        "SELECT id, data FROM event WHERE ticket = :ticket"
        " AND kind IN ('parked', 'sent_away', 'transferred') ORDER BY id",
        ticket=id,
    )


def set_event_data(session: Session, id: int, data: str) -> None:
    session.run("UPDATE event SET data = :data WHERE id = :id", id=id, data=data)


def step_data(session: Session, centre: str, code: str) -> list[Row]:
    return session.all(
        "SELECT id, data FROM dossier_event WHERE centre = :centre AND code = :code ORDER BY id",
        centre=centre,
        code=code,
    )


def set_step_data(session: Session, id: int, data: str) -> None:
    session.run("UPDATE dossier_event SET data = :data WHERE id = :id", id=id, data=data)


def erase_beside(session: Session, centre: str, code: str) -> None:
    """Phones that wait for a dossier's result, and what departments wrote about it."""
    result_phones.remove_all(session, centre, code)
    session.run(
        "UPDATE dossier_message SET note = '' WHERE centre = :centre AND code = :code",
        centre=centre,
        code=code,
    )
