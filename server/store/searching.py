"""What the search reads: the words of every procedure, and the rows of those it found."""

from collections.abc import Sequence

from .base import Row, Session

MOST_ASKED = 300


def entries(session: Session, centre: str) -> list[Row]:
    """Code, name, field, level and audience of every procedure, by code."""
    return session.all(
        "SELECT code, name, field, level, audience FROM procedure WHERE centre = :centre"
        " ORDER BY code",
        centre=centre,
    )


def of_codes(session: Session, centre: str, codes: Sequence[str]) -> list[Row]:
    """The rows of some procedures, in no order."""
    if not codes:
        return []
    names = ", ".join(f":c{i}" for i in range(len(codes)))
    return session.all(
        "SELECT code, name, field, agency, level, processing_days, processing_text, fee_text,"
        f" service FROM procedure WHERE centre = :centre AND code IN ({names})",
        centre=centre,
        **{f"c{i}": code for i, code in enumerate(codes)},
    )


def most_asked(session: Session, centre: str) -> dict[str, int]:
    """How often the procedures asked for most were asked for in the days that are counted."""
    rows = session.all(
        "SELECT id, n FROM popular WHERE centre = :centre AND kind = 'procedure'"
        " ORDER BY n DESC, id DESC LIMIT :limit",
        centre=centre,
        limit=MOST_ASKED,
    )
    return {row["id"]: int(row["n"]) for row in rows}
