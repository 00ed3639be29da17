"""Boards of the hall, their media, and the calls they have missed."""

import re
from dataclasses import asdict

from ...core.board import WHOLE, Board, from_json
from ...core.errors import Invalid, NotFound, TooMany
from ...files import MOST_BYTES
from ...queries.boards import calls_after
from ...queries.snapshot import Snapshot, when
from ...store import boards
from ...usecases import boards as setting_up
from ..board_models import BoardBody, BoardCallList, BoardList, BoardOut, MediaList, MediaOut
from ..endpoint import PAGE, Answer, Json, Parameter, Request
from .paging import page_of
from .registry import endpoint

ADMINS = {"admin"}
MOST_NAME = 100
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_CALL = re.compile(r"[0-9]{1,15}")


@endpoint(
    "GET",
    "/boards",
    summary="The boards: the whole centre's first.",
    roles={"display", "manager", "admin"},
    answers={200: BoardList},
    parameters=PAGE,
)
def listing(request: Request) -> Answer:
    def query(look: Snapshot) -> list[Json]:
        return [_json(board) for board in boards.listing(look.session, look.centre.id)]

    return 200, page_of(request, request.engine.look(request.centre, query))


@endpoint(
    "PUT",
    "/boards/{id}",
    summary="Set up a board, new or known. If it speaks, the others of its zone fall silent.",
    roles=ADMINS,
    body=BoardBody,
    answers={200: BoardOut},
    problems=(409, 422),
)
def put(request: Request) -> Answer:
    board = from_json(_id(request), request.body.model_dump(mode="json"))
    request.configure("board_set", lambda change: setting_up.put_board(change, board))
    return 200, _json(board)


@endpoint(
    "DELETE",
    "/boards/{id}",
    summary="Forget a board; the whole centre's takes its defaults again.",
    roles=ADMINS,
    answers={204: None},
    problems=(404,),
)
def delete(request: Request) -> Answer:
    id = _id(request)
    request.configure("board_removed", lambda change: setting_up.remove_board(change, id))
    return 204, None


@endpoint(
    "GET",
    "/calls",
    summary="Today's calls of a board after a call it knows, oldest first.",
    answers={200: BoardCallList},
    parameters=(
        PAGE[0],
        Parameter("after", {"type": "string", "pattern": "^[0-9]{1,15}$", "default": "0"}),
        Parameter("board", {"type": "string", "maxLength": 64, "default": WHOLE}),
    ),
    problems=(404,),
)
def calls(request: Request) -> Answer:
    text = request.query.get("after", "0")
    if not _CALL.fullmatch(text):
        raise Invalid(field="after")
    _, limit = request.page()
    id = request.query.get("board") or WHOLE
    found = request.engine.look(
        request.centre, lambda look: calls_after(look, id, int(text), limit + 1)
    )
    if found is None:
        raise NotFound(field="board")
    shown = found[:limit]
    more = len(found) > limit
    return 200, {"items": shown, "next": str(shown[-1]["call"]) if more else None}


@endpoint(
    "GET",
    "/board-media",
    summary="The pictures and videos that boards may show.",
    roles=ADMINS,
    answers={200: MediaList},
    parameters=PAGE,
)
def media(request: Request) -> Answer:
    return 200, page_of(request, request.engine.look(request.centre, _media))


@endpoint(
    "POST",
    "/board-media",
    summary="Upload a picture (PNG, JPEG, WebP) or a short video (MP4, WebM) as it is.",
    roles=ADMINS,
    upload=MOST_BYTES,
    answers={201: MediaOut},
    parameters=(Parameter("name", {"type": "string", "maxLength": MOST_NAME}),),
    problems=(409, 413, 422),
)
def add_media(request: Request) -> Answer:
    data: bytes = request.body
    name = request.query.get("name", "")[:MOST_NAME]
    files = request.engine.files
    id, type = request.engine.work(lambda: files.media.add(data))
    try:
        request.engine.change(
            request.who, lambda change: setting_up.add_media(change, id, name, type, len(data))
        )
    except TooMany:
        request.engine.work(lambda: files.media.remove(id))
        raise
    found = request.engine.look(request.centre, _media)
    return 201, next(row for row in found if row["id"] == id)


@endpoint(
    "DELETE",
    "/board-media/{id}",
    summary="Take a picture or video off every board and forget it.",
    roles=ADMINS,
    answers={204: None},
    problems=(404,),
)
def delete_media(request: Request) -> Answer:
    id, files = request.path["id"], request.engine.files
    request.configure("media_removed", lambda change: setting_up.remove_media(change, id))
    request.engine.work(lambda: files.media.remove(id))
    return 204, None


def _id(request: Request) -> str:
    id = request.path["id"]
    if not _ID.fullmatch(id):
        raise Invalid(field="id")
    return id


def _json(board: Board) -> Json:
    path = "/hall" if board.id == WHOLE else f"/hall/{board.id}"
    return {**asdict(board), "path": path}


def _media(look: Snapshot) -> list[Json]:
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "type": row["type"],
            "size": row["size"],
            "added_at": when(row["added_at"]),
        }
        for row in boards.media(look.session, look.centre.id)
    ]
