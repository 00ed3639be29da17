"""The recorded clips of the boards' voice."""

from ...core.errors import Invalid
from ...queries.snapshot import Snapshot
from ...store import services
from ...voice.clips import MOST_BYTES
from ..board_models import ClipList, ClipOut
from ..endpoint import PAGE, Answer, Json, Request
from .paging import page_of
from .registry import endpoint

ADMINS = {"admin"}


@endpoint(
    "GET",
    "/voice/{accent}/clips",
    summary="What is to be recorded for an accent (north, south, en), and what has been.",
    roles=ADMINS,
    answers={200: ClipList},
    parameters=PAGE,
    problems=(404,),
)
def listing(request: Request) -> Answer:
    return 200, page_of(request, _clips(request))


@endpoint(
    "PUT",
    "/voice/{accent}/clips/{clip}",
    summary="Keep a recording: WAV, 16 bit, 8 to 96 kHz. Boards speak with it from the next call.",
    roles=ADMINS,
    upload=MOST_BYTES,
    answers={200: ClipOut},
    problems=(404, 413, 422),
)
def put(request: Request) -> Answer:
    accent, clip = request.path["accent"], request.path["clip"]
    data, files = request.body, request.engine.files
    if not data:
        raise Invalid(field="body")
    request.engine.work(lambda: files.clips.put(accent, clip, data))
    files.speaking.forget()
    return 200, next(one for one in _clips(request) if one["id"] == clip)


@endpoint(
    "DELETE",
    "/voice/{accent}/clips/{clip}",
    summary="Forget a recording.",
    roles=ADMINS,
    answers={204: None},
    problems=(404,),
)
def delete(request: Request) -> Answer:
    accent, clip = request.path["accent"], request.path["clip"]
    files = request.engine.files
    request.engine.work(lambda: files.clips.remove(accent, clip))
    files.speaking.forget()
    return 204, None


def _clips(request: Request) -> list[Json]:
    letters = request.engine.look(request.centre, _letters)
    files, accent = request.engine.files, request.path["accent"]
    return request.engine.work(lambda: files.clips.listing(accent, letters))


def _letters(look: Snapshot) -> str:
    """The letters that tickets of this centre begin with."""
    found = services.prefixes(look.session, look.centre.id)
    return "".join(sorted({sign for prefix in found for sign in prefix if sign.isalpha()}))
