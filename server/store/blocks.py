"""Blocks of numbers that kiosks hold for the time without a network."""

from collections.abc import Iterable

from ..core.offline import Block
from .base import Row, Session

_COLUMNS = "day, service, prefix, first_serial, last_serial, next_serial, leased_at"


def add(session: Session, centre: str, device: str, holder: str, blocks: Iterable[Block]) -> None:
    session.many(
        f"INSERT INTO number_block (centre, device, holder, {_COLUMNS}) VALUES (:centre, :device,"
        " :holder, :day, :service, :prefix, :first, :last, :next, :leased_at)",
        [
            {
                "centre": centre,
                "device": device,
                "holder": holder,
                "day": block.day,
                "service": block.service,
                "prefix": block.prefix,
                "first": block.first,
                "last": block.last,
                "next": block.next,
                "leased_at": block.leased_at,
            }
            for block in blocks
        ],
    )


def held(session: Session, centre: str, device: str, holder: str, days: Iterable[str]) -> list[Row]:
    """The blocks of one store of a kiosk on certain days, in order of number."""
    found: list[Row] = []
    for day in days:
        found += session.all(
            f"SELECT {_COLUMNS} FROM number_block WHERE centre = :centre AND device = :device"
            " AND holder = :holder AND day = :day ORDER BY service, first_serial",
            centre=centre,
            device=device,
            holder=holder,
            day=day,
        )
    return found


def count(session: Session, centre: str, device: str, day: str) -> dict[str, int]:
    """How many blocks a kiosk has of each service on a day, in all its stores."""
    rows = session.all(
        "SELECT service, COUNT(*) AS n FROM number_block WHERE centre = :centre"
        " AND device = :device AND day = :day GROUP BY service",
        centre=centre,
        device=device,
        day=day,
    )
    return {row["service"]: row["n"] for row in rows}


def holding(
    session: Session, centre: str, device: str, day: str, service: str, serial: int
) -> Row | None:
    """The block of a kiosk that a number comes from; None when the kiosk does not hold it."""
    return session.one(
        f"SELECT {_COLUMNS} FROM number_block WHERE centre = :centre AND day = :day"
        " AND service = :service AND first_serial <= :serial AND last_serial >= :serial"
        " AND device = :device",
        centre=centre,
        day=day,
        service=service,
        serial=serial,
        device=device,
    )


def used(session: Session, centre: str, day: str, service: str, first: int, next: int) -> None:
    """Numbers before ``next`` of the block that begins with ``first`` are used."""
    session.put(
        "UPDATE number_block SET next_serial = :next WHERE centre = :centre AND day = :day"
        " AND service = :service AND first_serial = :first AND next_serial < :next",
        centre=centre,
        day=day,
        service=service,
        first=first,
        next=next,
    )


def forget_before(session: Session, centre: str, day: str) -> None:
    """Drop the blocks of days before ``day``."""
    session.put(
        "DELETE FROM number_block WHERE centre = :centre AND day < :day", centre=centre, day=day
    )


def from_row(row: Row) -> Block:
    return Block(
        day=row["day"],
        service=row["service"],
        prefix=row["prefix"],
        first=row["first_serial"],
        last=row["last_serial"],
        next=row["next_serial"],
        leased_at=row["leased_at"],
    )
