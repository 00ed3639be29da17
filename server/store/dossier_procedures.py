"""What the register asks of the catalogue and of the centre's departments."""

from typing import Any

from . import services
from .base import Row, Session


def get(session: Session, centre: str, code: str) -> Row | None:
    """A procedure: code, field, its working days, and the department whose service takes it."""
    return session.one(
        "SELECT p.code, p.field, p.processing_days, s.department FROM procedure p"
        " LEFT JOIN service s ON s.centre = p.centre AND s.id = p.service"
        " WHERE p.centre = :centre AND p.code = :code",
        centre=centre,
        code=code,
    )


def all_of(session: Session, centre: str) -> dict[str, dict[str, Any]]:
    """Every procedure by code, as ``get`` gives it."""
    rows = session.all(
        "SELECT p.code, p.field, p.processing_days, s.department FROM procedure p"
        " LEFT JOIN service s ON s.centre = p.centre AND s.id = p.service"
        " WHERE p.centre = :centre",
        centre=centre,
    )
    return {row["code"]: dict(row) for row in rows}


def departments(session: Session, centre: str) -> dict[str, tuple[str, str]]:
    """Names, Vietnamese and English, by id."""
    rows = services.departments(session, centre)
    return {row["id"]: (row["name"], row["name_en"]) for row in rows}


def procedure_names(session: Session, centre: str, codes: list[str]) -> dict[str, str]:
    """Names of these procedures by code."""
    found: dict[str, str] = {}
    for start in range(0, len(codes), 500):
        part = {f"c{n}": code for n, code in enumerate(codes[start : start + 500])}
        marks = ", ".join(f":{name}" for name in part)
        rows = session.all(
            f"SELECT code, name FROM procedure WHERE centre = :centre AND code IN ({marks})",
            centre=centre,
            **part,
        )
        found.update((row["code"], row["name"]) for row in rows)
    return found
