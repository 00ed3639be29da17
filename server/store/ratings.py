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
    now: int,
) -> None:
    session.put(
        "INSERT INTO press (centre, device, boot, seq, counter, ticket, number, value, scale,"
        " status, pressed_at, received_at) VALUES (:centre, :device, :boot, :seq, :counter,"
        " :ticket, :number, :value, :scale, :status, :pressed_at, :now)",
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
        now=now,
    )


def get(session: Session, ticket: str) -> Row | None:
    return session.one(
        "SELECT ticket, value, scale, reasons, first_pressed_at, pressed_at FROM rating"
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
) -> None:
    session.put(
        "INSERT INTO rating (ticket, centre, day, service, counter, officer, value, scale,"
        " reasons, first_pressed_at, pressed_at) VALUES (:ticket, :centre, :day, :service,"
        " :counter, :officer, :value, :scale, :reasons, :pressed_at, :pressed_at)",
        ticket=ticket,
        centre=centre,
        day=day,
        service=service,
        counter=counter,
        officer=officer,
        value=value,
        scale=scale,
        reasons=reasons,
        pressed_at=pressed_at,
    )


def change(
    session: Session, ticket: str, value: str, scale: int, reasons: str, pressed_at: int
) -> None:
    session.put(
        "UPDATE rating SET value = :value, scale = :scale, reasons = :reasons,"
        " pressed_at = :pressed_at WHERE ticket = :ticket",
        ticket=ticket,
        value=value,
        scale=scale,
        reasons=reasons,
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
