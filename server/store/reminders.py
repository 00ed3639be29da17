"""Reminders to departments: which days and which dossiers they were made for, and what came of
them."""

from collections.abc import Sequence

from .base import Row, Session

CHANNELS = ("mail", "webhook")
EVENT = "reminder"
"""How the outbox calls what goes to departments; the target is the department."""


def claim_day(session: Session, centre: str, day: str, now: int) -> bool:
    """Take a day to make its reminders; False when that has been done."""
    taken = session.run(
        "INSERT INTO reminder_day (centre, day, at) VALUES (:centre, :day, :now)"
        " ON CONFLICT DO NOTHING",
        centre=centre,
        day=day,
        now=now,
    )
    return taken == 1


def is_done(session: Session, centre: str, day: str) -> bool:
    found = session.one(
        "SELECT 1 AS one FROM reminder_day WHERE centre = :centre AND day = :day",
        centre=centre,
        day=day,
    )
    return found is not None


def pressing(session: Session, centre: str, before: int) -> list[Row]:
    """Open dossiers due before a moment (ms), the most pressing first, but for those that wait for
    a supplement; ``reminder`` is NULL for those their department was not reminded of."""
    return session.all(
        "SELECT d.code, d.department, d.due_at, r.reminder FROM dossier d"
        " LEFT JOIN dossier_reminded r"
        "  ON r.centre = d.centre AND r.code = d.code AND r.due_at = d.due_at"
        " WHERE d.centre = :centre AND d.resolved_at IS NULL AND d.due_at < :before"
        " AND d.state <> 'supplement' AND d.department <> '' ORDER BY d.due_at, d.code",
        centre=centre,
        before=before,
    )


def add(
    session: Session,
    *,
    id: str,
    centre: str,
    department: str,
    now: int,
    asked_by: str | None,
    dossiers: int,
    fresh: Sequence[Row],
) -> None:
    """Keep that a department is reminded of so many dossiers, the ``fresh`` ones among them."""
    session.run(
        "INSERT INTO reminder (id, centre, department, made_at, asked_by, dossiers, fresh)"
        " VALUES (:id, :centre, :department, :now, :asked_by, :dossiers, :fresh)",
        id=id,
        centre=centre,
        department=department,
        now=now,
        asked_by=asked_by,
        dossiers=dossiers,
        fresh=len(fresh),
    )
    rows = [(centre, row["code"], row["due_at"], id) for row in fresh]
    session.fill("dossier_reminded", ("centre", "code", "due_at", "reminder"), rows)


def page(session: Session, centre: str, before: str, limit: int) -> list[Row]:
    """The latest first, those before the id ``before``."""
    clause = " AND id < :before" if before else ""
    return session.all(
        "SELECT id, department, made_at, asked_by, dossiers, fresh FROM reminder"
        f" WHERE centre = :centre{clause} ORDER BY id DESC LIMIT :limit",
        centre=centre,
        before=before,
        limit=limit,
    )


def deliveries(session: Session, ids: Sequence[str]) -> dict[str, list[Row]]:
    """By reminder, its ways to the department as the outbox still knows them."""
    rows = session.among(
        "SELECT id, channel, state, tries, problem, ended_at FROM alert_outbox WHERE id IN :values",
        [piece_of(id, channel) for id in ids for channel in CHANNELS],
    )
    found: dict[str, list[Row]] = {id: [] for id in ids}
    for row in rows:
        found[row["id"].rpartition(".")[0]].append(row)
    return found


def piece_of(id: str, channel: str) -> str:
    """The outbox's id of one way of a reminder."""
    return f"{id}.{channel}"
