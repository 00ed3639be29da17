"""What is on its way to people who do not look at the page."""

from .base import Row, Session

_COLUMNS = "id, centre, channel, target, event, body, made_at, tries, due_at, state, problem"


def add(
    session: Session, *, id: str, centre: str, channel: str, target: str, event: str, body: str,
    now: int,
) -> None:  # fmt: skip
    """Something to send, written with the change it tells of."""
    session.run(
        "INSERT INTO alert_outbox (id, centre, channel, target, event, body, made_at, tries,"
        " due_at, state, problem) VALUES (:id, :centre, :channel, :target, :event, :body, :now, 0,"
        " :now, 'waiting', '')",
        id=id,
        centre=centre,
        channel=channel,
        target=target,
        event=event,
        body=body,
        now=now,
    )


def due(session: Session, now: int, limit: int) -> list[Row]:
    """What is to be sent now, the most overdue first."""
    return session.all(
        f"SELECT {_COLUMNS} FROM alert_outbox WHERE state = 'waiting' AND due_at <= :now"
        " ORDER BY due_at, id LIMIT :limit",
        now=now,
        limit=limit,
    )


def next_due(session: Session) -> int | None:
    """When the next of what waits is to be sent (ms)."""
    row = session.one("SELECT MIN(due_at) AS at FROM alert_outbox WHERE state = 'waiting'")
    return None if row is None else row["at"]


def claim(session: Session, id: str, due_at: int, until: int) -> bool:
    """Take one to send it; False when another process has. After ``until`` (ms) it is free again:
    the one that took it may have died."""
    changed = session.run(
        "UPDATE alert_outbox SET due_at = :until, tries = tries + 1"
        " WHERE id = :id AND state = 'waiting' AND due_at = :due_at",
        id=id,
        due_at=due_at,
        until=until,
    )
    return changed == 1


def again(session: Session, id: str, due_at: int, problem: str) -> None:
    """It did not arrive: another try at ``due_at`` (ms)."""
    session.run(
        "UPDATE alert_outbox SET due_at = :due_at, problem = :problem"
        " WHERE id = :id AND state = 'waiting'",
        id=id,
        due_at=due_at,
        problem=problem,
    )


def end(session: Session, id: str, state: str, problem: str, now: int) -> None:
    """It arrived (``sent``), or is given up (``failed``)."""
    session.run(
        "UPDATE alert_outbox SET state = :state, problem = :problem, ended_at = :now"
        " WHERE id = :id",
        id=id,
        state=state,
        problem=problem,
        now=now,
    )


def recent(session: Session, centre: str, limit: int) -> list[Row]:
    """The latest of a centre to its own people, the latest first."""
    return session.all(
        f"SELECT {_COLUMNS}, ended_at FROM alert_outbox WHERE centre = :centre"
        " AND event <> 'reminder'"
        " ORDER BY made_at DESC, id DESC LIMIT :limit",
        centre=centre,
        limit=limit,
    )


def counts(session: Session) -> dict[str, int]:
    """How many wait to be sent, by channel."""
    rows = session.all(
        "SELECT channel, COUNT(*) AS n FROM alert_outbox WHERE state = 'waiting' GROUP BY channel"
    )
    return {row["channel"]: row["n"] for row in rows}


def remove_ended(session: Session, centre: str, before: int) -> None:
    """Forget what was made before a moment (ms) and is no longer on its way."""
    session.run(
        "DELETE FROM alert_outbox WHERE centre = :centre AND state <> 'waiting'"
        " AND made_at < :before",
        centre=centre,
        before=before,
    )
