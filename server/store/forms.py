"""Sheets that were issued, with their numbers, and the wordings of the forms."""

from typing import Any

from .base import Row, Session

COLUMNS = (
    "code", "form", "nth", "year", "number", "label", "template", "wording", "common",
    "issued_at", "actor", "applicant", "phone", "facts",
)  # fmt: skip
_LIST = ", ".join(COLUMNS)


def next_number(session: Session, centre: str, form: str, year: int) -> int:
    """The next number of a form in a year: 1, 2, 3 … without gaps, since it rises in the
    transaction that uses it."""
    row = session.one(
        "INSERT INTO form_serial (centre, form, year, last) VALUES (:centre, :form, :year, 1)"
        " ON CONFLICT (centre, form, year) DO UPDATE SET last = form_serial.last + 1"
        " RETURNING last",
        centre=centre,
        form=form,
        year=year,
    )
    assert row is not None
    return int(row["last"])


def add(session: Session, centre: str, sheet: dict[str, Any]) -> None:
    """Keep a sheet: every column but the centre."""
    marks = ", ".join(f":{name}" for name in COLUMNS)
    session.run(
        f"INSERT INTO dossier_form (centre, {_LIST}) VALUES (:centre, {marks})",
        **sheet,
        centre=centre,
    )


def count(session: Session, centre: str, code: str, form: str) -> int:
    """How many sheets of a form a dossier has."""
    row = session.one(
        "SELECT COUNT(*) AS n FROM dossier_form"
        " WHERE centre = :centre AND code = :code AND form = :form",
        centre=centre,
        code=code,
        form=form,
    )
    return int(row["n"]) if row else 0


def get(session: Session, centre: str, code: str, form: str, nth: int | None) -> Row | None:
    """A sheet; the latest of its form where ``nth`` is None."""
    clause = "" if nth is None else " AND nth = :nth"
    return session.one(
        f"SELECT {_LIST} FROM dossier_form WHERE centre = :centre AND code = :code"
        f" AND form = :form{clause} ORDER BY nth DESC LIMIT 1",
        centre=centre,
        code=code,
        form=form,
        **({} if nth is None else {"nth": nth}),
    )


def of_dossier(session: Session, centre: str, code: str) -> list[Row]:
    """A dossier's sheets in the order they were issued, without what stands on them."""
    return session.all(
        "SELECT form, nth, label, template, issued_at FROM dossier_form"
        " WHERE centre = :centre AND code = :code ORDER BY issued_at, form, nth",
        centre=centre,
        code=code,
    )


def wording(session: Session, centre: str, form: str, version: int | None = None) -> Row | None:
    """A form's wording: that version, or the latest; None before anybody changed it."""
    clause = "" if version is None else " AND version = :version"
    return session.one(
        "SELECT version, texts, author, made_at FROM form_text WHERE centre = :centre"
        f" AND form = :form{clause} ORDER BY version DESC LIMIT 1",
        centre=centre,
        form=form,
        **({} if version is None else {"version": version}),
    )


def add_wording(
    session: Session, centre: str, form: str, version: int, texts: str, author: str, now: int
) -> None:
    session.run(
        "INSERT INTO form_text (centre, form, version, texts, author, made_at)"
        " VALUES (:centre, :form, :version, :texts, :author, :now)",
        centre=centre,
        form=form,
        version=version,
        texts=texts,
        author=author,
        now=now,
    )
