"""Setting up boards: one of each zone speaks; pictures and videos are bounded."""

from dataclasses import replace

from ..core.board import MOST_MEDIA, WHOLE, Board, check, silenced
from ..core.errors import NotFound, TooMany
from ..store import boards, counters, services
from . import audit, centre_events, rooms
from .change import Change

MOST_BOARDS = 50
MOST_MEDIA_KEPT = 60
MOST_MEDIA_BYTES = 600 * 1024 * 1024


def put_board(change: Change, board: Board) -> None:
    """Keep a board. If it speaks, the one that spoke in its zone falls silent.

    Raises ``Invalid``, naming what is not there, or ``TooMany``.
    """
    centre = change.centre.id
    known = [row["id"] for row in services.listing(change.session, centre, change.day)]
    places = [counter.id for counter in counters.listing(change.session, centre)]
    files = [row["id"] for row in boards.media(change.session, centre)]
    check(board, known, places, files)
    others = [one for one in boards.listing(change.session, centre) if one.id != board.id]
    if len(others) >= MOST_BOARDS:
        raise TooMany(field="id", most=MOST_BOARDS)
    for other in others:
        if board.speaks and other.speaks and other.zone == board.zone:
            _keep(change, silenced(other))
    _keep(change, board)
    _tell(change, "board_set", board.id)


def remove_board(change: Change, id: str) -> None:
    """Forget a board; the whole centre's takes its defaults again. Raises ``NotFound``."""
    if not boards.remove(change.session, change.centre.id, id) and id != WHOLE:
        raise NotFound(field="id")
    _tell(change, "board_removed", id)


def add_media(change: Change, id: str, name: str, type: str, size: int) -> None:
    """Note an uploaded file of ``size`` bytes. Raises ``TooMany``."""
    kept = [row for row in boards.media(change.session, change.centre.id) if row["id"] != id]
    total = size + sum(row["size"] for row in kept)
    if len(kept) >= MOST_MEDIA_KEPT or total > MOST_MEDIA_BYTES:
        raise TooMany(most=MOST_MEDIA_KEPT)
    boards.add_media(change.session, change.centre.id, id, name, type, size, change.now)
    _tell(change, "media_added", id)


def remove_media(change: Change, id: str) -> None:
    """Take a file off every board and out of the list. Raises ``NotFound``."""
    if not boards.remove_media(change.session, change.centre.id, id):
        raise NotFound(field="id")
    for board in boards.listing(change.session, change.centre.id):
        if id in board.media:
            left = tuple(one for one in board.media if one != id)
            _keep(change, replace(board, media=left))
    _tell(change, "media_removed", id)


def _keep(change: Change, board: Board) -> None:
    assert len(board.media) <= MOST_MEDIA  # the API's bound
    boards.put(change.session, change.centre.id, board, change.now)


def _tell(change: Change, kind: str, id: str) -> None:
    centre_events.append(change, kind, {"id": id})
    audit.record(change, kind, id)
    change.touch(rooms.HALL)
