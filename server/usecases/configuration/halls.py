"""The pieces ``board/…``: the boards of the hall. Their media are files and stay where they are."""

from dataclasses import asdict

from ...core.board import Board
from ...store import boards
from ...store.base import Session
from ..boards import put_board, remove_board
from ..change import Change
from .piece import Json, Pieces
from .shapes import Slug, typed


class Halls:
    name = "board"

    def read(self, session: Session, centre: str) -> Pieces:
        return {
            board.id: {name: value for name, value in asdict(board).items() if name != "id"}
            for board in boards.listing(session, centre)
        }

    def put(self, change: Change, id: str, value: Json) -> None:
        piece = f"{self.name}/{id}"
        typed(Slug, piece, id)
        board: Board = typed(Board, piece, {**value, "id": id})
        put_board(change, board)

    def drop(self, change: Change, id: str) -> None:
        remove_board(change, id)
