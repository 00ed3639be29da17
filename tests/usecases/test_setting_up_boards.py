"""Setting up boards, on each store."""

import pytest
from stores import Floor

from server.core.board import Board
from server.core.errors import Invalid, NotFound, TooMany
from server.store import boards
from server.usecases import boards as setting_up
from server.usecases.boards import (
    MOST_BOARDS,
    MOST_MEDIA_KEPT,
    add_media,
    put_board,
    remove_board,
    remove_media,
)

PICTURE = f"{'a' * 40}.png"


def listed(floor: Floor) -> dict[str, Board]:
    found = floor.store.read(lambda s: boards.listing(s, floor.centre))
    return {board.id: board for board in found}


def put(floor: Floor, board: Board) -> None:
    floor.do(lambda c: put_board(c, board), "admin")


def test_the_whole_centres_board_is_always_there(floor: Floor) -> None:
    assert list(listed(floor)) == ["hall"]
    put(floor, Board("hall", "Sảnh", speaks=False))
    assert listed(floor)["hall"].name == "Sảnh"
    floor.do(lambda c: remove_board(c, "hall"), "admin")
    assert listed(floor)["hall"] == Board("hall", speaks=True)


def test_one_board_of_each_zone_speaks(floor: Floor) -> None:
    for id, zone in (("a", "1"), ("b", "1"), ("c", "2")):
        put(floor, Board(id, zone=zone, speaks=True))
    assert {id: b.speaks for id, b in listed(floor).items()} == {
        "hall": True, "a": False, "b": True, "c": True
    }  # fmt: skip
    put(floor, Board("b", zone="", speaks=True))
    assert not listed(floor)["hall"].speaks


def test_every_board_is_told_of_a_change(floor: Floor) -> None:
    put(floor, Board("a", services=("ho-tich",), counters=("1",)))
    assert "hall" in floor.rooms
    floor.do(lambda c: remove_board(c, "a"), "admin")
    assert (list(listed(floor)), "hall" in floor.rooms) == (["hall"], True)


def test_a_board_may_name_only_what_is_there(floor: Floor) -> None:
    for board in (
        Board("a", services=("x",)),
        Board("a", counters=("9",)),
        Board("a", media=(PICTURE,)),
    ):
        with pytest.raises(Invalid):
            put(floor, board)
    with pytest.raises(NotFound):
        floor.do(lambda c: remove_board(c, "a"), "admin")


def test_a_deleted_picture_leaves_every_board(floor: Floor) -> None:
    floor.do(lambda c: add_media(c, PICTURE, "ảnh", "image/png", 10), "admin")
    floor.do(lambda c: add_media(c, PICTURE, "tên khác", "image/png", 10), "admin")
    put(floor, Board("a", media=(PICTURE,)))
    floor.do(lambda c: remove_media(c, PICTURE), "admin")
    assert listed(floor)["a"].media == ()
    with pytest.raises(NotFound):
        floor.do(lambda c: remove_media(c, PICTURE), "admin")


def test_boards_and_media_are_bounded(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting_up, "MOST_BOARDS", 2)
    monkeypatch.setattr(setting_up, "MOST_MEDIA_KEPT", 1)
    assert (MOST_BOARDS, MOST_MEDIA_KEPT) == (50, 60)
    put(floor, Board("a"))
    put(floor, Board("a", "changed"))
    with pytest.raises(TooMany):
        put(floor, Board("b"))
    floor.do(lambda c: add_media(c, PICTURE, "", "image/png", 1), "admin")
    with pytest.raises(TooMany):
        floor.do(lambda c: add_media(c, f"{'b' * 40}.png", "", "image/png", 1), "admin")
    with pytest.raises(TooMany):
        floor.do(lambda c: add_media(c, PICTURE, "", "image/png", 10**9), "admin")
