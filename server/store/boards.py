"""Boards of the hall and their media."""

import json
from dataclasses import asdict

from ..core.board import WHOLE, Board, from_json, whole
from .base import Row, Session


def get(session: Session, centre: str, id: str) -> Board | None:
    """A board; the whole centre's is always there."""
    row = session.one(
        "SELECT id, setup FROM board WHERE centre = :centre AND id = :id", centre=centre, id=id
    )
    if row is None:
        return whole() if id == WHOLE else None
    return from_json(row["id"], json.loads(row["setup"]))


def listing(session: Session, centre: str) -> list[Board]:
    """Every board, the whole centre's first."""
    rows = session.all(
        "SELECT id, setup FROM board WHERE centre = :centre ORDER BY id", centre=centre
    )
    found = {row["id"]: from_json(row["id"], json.loads(row["setup"])) for row in rows}
    first = found.pop(WHOLE, whole())
    return [first, *found.values()]


def put(session: Session, centre: str, board: Board, now: int) -> None:
    """Keep a board, in place of the one of its id."""
    setup = {name: value for name, value in asdict(board).items() if name != "id"}
    session.run(
        "INSERT INTO board (centre, id, setup, changed_at) VALUES (:centre, :id, :setup, :now)"
        " ON CONFLICT (centre, id) DO UPDATE SET setup = :setup, changed_at = :now",
        centre=centre,
        id=board.id,
        setup=json.dumps(setup, ensure_ascii=False),
        now=now,
    )


def remove(session: Session, centre: str, id: str) -> bool:
    """Forget a board; False when there was none."""
    return (
        session.run("DELETE FROM board WHERE centre = :centre AND id = :id", centre=centre, id=id)
        == 1
    )


def add_media(
    session: Session, centre: str, id: str, name: str, type: str, size: int, now: int
) -> None:
    """Note an uploaded file; the same content again changes nothing but its name."""
    session.run(
        "INSERT INTO board_media (centre, id, name, type, size, added_at)"
        " VALUES (:centre, :id, :name, :type, :size, :now)"
        " ON CONFLICT (centre, id) DO UPDATE SET name = :name",
        centre=centre,
        id=id,
        name=name,
        type=type,
        size=size,
        now=now,
    )


def media(session: Session, centre: str) -> list[Row]:
    """Every uploaded file, oldest first."""
    return session.all(
        "SELECT id, name, type, size, added_at FROM board_media WHERE centre = :centre"
        " ORDER BY added_at, id",
        centre=centre,
    )


def remove_media(session: Session, centre: str, id: str) -> bool:
    return (
        session.run(
            "DELETE FROM board_media WHERE centre = :centre AND id = :id", centre=centre, id=id
        )
        == 1
    )
