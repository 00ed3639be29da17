"""Presses as they came, and the one rating a ticket has."""

from .base import Row, Session


def find_press(session: Session, centre: str, device: str, boot: str, seq: int) -> Row | None:
    return session.one(
        "SELECT ticket, number, value, status FROM press"
        " WHERE centre = :centre AND device = :device AND boot = :boot AND seq = :seq",
        centre=centre,
        device=device,
        boot=boot,
        seq=seq,
    )


def add_press(
    session: Session,
    *,
    centre: str,
    device: str,
    boot: str,
    seq: int,
    counter: str,
    ticket: str | None,
    number: str | None,
    value: str,
    scale: int,
    status: str,
    pressed_at: int,
    undated: bool,
    source: str,
    shown_ms: int | None,
    now: int,
) -> None:
    session.put(
        "INSERT INTO press (centre, device, boot, seq, counter, ticket, number, value, scale,"
        " status, pressed_at, undated, source, shown_ms, received_at) VALUES (:centre, :device,"
        " :boot, :seq, :counter, :ticket, :number, :value, :scale, :status, :pressed_at, :undated,"
        " :source, :shown_ms, :now)",
        centre=centre,
        device=device,
        boot=boot,
        seq=seq,
        counter=counter,
        ticket=ticket,
        number=number,
        value=value,
        scale=scale,
        status=status,
        pressed_at=pressed_at,
        undated=int(undated),
        source=source,
        shown_ms=shown_ms,
        now=now,
    )


def press_count(session: Session, centre: str, device: str) -> int:
    """How many presses of a device are kept."""
    row = session.one(
        "SELECT COUNT(*) AS n FROM press WHERE centre = :centre AND device = :device",
        centre=centre,
        device=device,
    )
    return 0 if row is None else int(row["n"])


def get(session: Session, ticket: str) -> Row | None:
    return session.one(
        "SELECT ticket, value, scale, reasons, comment, source, first_pressed_at, pressed_at"
        " FROM rating"
        " WHERE ticket = :ticket",
        ticket=ticket,
    )


def add(
    session: Session,
    *,
    ticket: str,
    centre: str,
    day: str,
    service: str,
    counter: str,
    officer: str | None,
    value: str,
    scale: int,
    reasons: str,
    pressed_at: int,
    comment: str = "",
    source: str = "desk",
) -> None:
    session.put(
        "INSERT INTO rating (ticket, centre, day, service, counter, officer, value, scale,"
        " reasons, comment, source, first_pressed_at, pressed_at) VALUES (:ticket, :centre, :day,"
        " :service, :counter, :officer, :value, :scale, :reasons, :comment, :source, :pressed_at,"
        " :pressed_at)",
        ticket=ticket,
        centre=centre,
        day=day,
        service=service,
        counter=counter,
        officer=officer,
        value=value,
        scale=scale,
        reasons=reasons,
        comment=comment,
        source=source,
        pressed_at=pressed_at,
    )


def change(
    session: Session,
    ticket: str,
    value: str,
    scale: int,
    reasons: str,
    pressed_at: int,
    *,
    comment: str,
) -> None:
    session.put(
        "UPDATE rating SET value = :value, scale = :scale, reasons = :reasons,"
        " comment = :comment, pressed_at = :pressed_at WHERE ticket = :ticket",
        ticket=ticket,
        value=value,
        scale=scale,
        reasons=reasons,
        comment=comment,
        pressed_at=pressed_at,
    )


def recent(session: Session, centre: str, day: str, limit: int) -> list[Row]:
    """The latest ratings of a day, newest first: no ticket, no officer."""
    return session.all(
        "SELECT r.value, r.counter, r.pressed_at, s.name AS service_name,"
        " s.name_en AS service_name_en FROM rating r"
        " JOIN service s ON s.centre = r.centre AND s.id = r.service"
        " WHERE r.centre = :centre AND r.day = :day ORDER BY r.pressed_at DESC LIMIT :limit",
        centre=centre,
        day=day,
        limit=limit,
    )
