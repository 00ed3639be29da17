"""Versions of the rules dossiers are judged by."""

from .base import Row, Session


def latest(session: Session, centre: str) -> Row | None:
    return session.one(
        "SELECT version, settings, dates FROM dossier_rule WHERE centre = :centre"
        " ORDER BY version DESC LIMIT 1",
        centre=centre,
    )


def get(session: Session, centre: str, version: int) -> Row | None:
    return session.one(
        "SELECT version, settings, dates FROM dossier_rule"
        " WHERE centre = :centre AND version = :version",
        centre=centre,
        version=version,
    )


def add(session: Session, centre: str, version: int, settings: str, dates: str, now: int) -> None:
    session.run(
        "INSERT INTO dossier_rule (centre, version, settings, dates, made_at)"
        " VALUES (:centre, :version, :settings, :dates, :now)",
        centre=centre,
        version=version,
        settings=settings,
        dates=dates,
        now=now,
    )
