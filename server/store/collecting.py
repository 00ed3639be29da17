"""Which dossier's result a ticket was drawn for."""

from .base import Row, Session


def add(session: Session, centre: str, ticket: str, dossier: str) -> None:
    """Keep the dossier a ticket names; the first one named stays."""
    session.run(
        "INSERT INTO collecting (ticket, centre, dossier) VALUES (:ticket, :centre, :dossier)"
        " ON CONFLICT (ticket) DO NOTHING",
        ticket=ticket,
        centre=centre,
        dossier=dossier,
    )


def of_ticket(session: Session, centre: str, ticket: str) -> Row | None:
    """The dossier of a ticket: ``code`` and ``state``; None where none was named."""
    return session.one(
        "SELECT d.code, d.state FROM collecting c"
        " JOIN dossier d ON d.centre = c.centre AND d.code = c.dossier"
        " WHERE c.ticket = :ticket AND c.centre = :centre",
        ticket=ticket,
        centre=centre,
    )
