"""What rating terminals ask beside their keys, and photos of officers."""

from ...core.rating_words import Reason
from ...photos import MOST_BYTES, square
from ...queries import rating_words as words
from ...usecases.rating_words import change_words, put_photo, remove_photo
from ..endpoint import PAGE, Answer, Blob, Request
from ..rating_models import OfficerList, RatingWordsBody, RatingWordsOut
from .paging import page_of
from .registry import endpoint

ADMINS = {"admin"}


@endpoint(
    "GET",
    "/rating-words",
    summary="The reasons offered after an unsatisfied answer, and whether people may write.",
    roles={"manager", "admin"},
    answers={200: RatingWordsOut},
)
def get(request: Request) -> Answer:
    return 200, request.engine.look(request.centre, words.words_json)


@endpoint(
    "PUT",
    "/rating-words",
    summary="Set the reasons in order. Those left out are no longer offered and stay readable.",
    roles=ADMINS,
    body=RatingWordsBody,
    answers={200: RatingWordsOut},
)
def put(request: Request) -> Answer:
    body: RatingWordsBody = request.body
    reasons = [Reason(one.code, one.name, one.name_en, one.active) for one in body.reasons]
    request.configure(
        "rating_words",
        lambda change: change_words(change, reasons, comment=body.comment, officer=body.officer),
    )
    return get(request)


@endpoint(
    "GET",
    "/officers",
    summary="Who may be shown on rating terminals, with their photos' ids.",
    roles=ADMINS,
    answers={200: OfficerList},
    parameters=PAGE,
)
def officers(request: Request) -> Answer:
    return 200, page_of(request, request.engine.look(request.centre, words.officers))


@endpoint(
    "GET",
    "/officers/{id}/photo",
    summary="An officer's photo; for terminals only where the centre shows who served.",
    roles={"terminal", "manager", "admin"},
    answers={200: None},
    problems=(404,),
    produces="image/jpeg",
)
def photo(request: Request) -> Answer:
    id, role = request.path["id"], request.who.role
    picture = request.engine.look(request.centre, lambda look: words.photo(look, id, role))
    return 200, Blob("image/jpeg", picture)


@endpoint(
    "PUT",
    "/officers/{id}/photo",
    summary="Set an officer's photo (JPEG, PNG or WebP); a small square is kept.",
    roles=ADMINS,
    upload=MOST_BYTES,
    answers={204: None},
    problems=(404, 413, 422),
)
def set_photo(request: Request) -> Answer:
    data, id = request.body, request.path["id"]
    picture = request.engine.work(lambda: square(data))
    request.engine.change(request.who, lambda change: put_photo(change, id, picture))
    return 204, None


@endpoint(
    "DELETE",
    "/officers/{id}/photo",
    summary="Forget an officer's photo.",
    roles=ADMINS,
    answers={204: None},
    problems=(404,),
)
def delete_photo(request: Request) -> Answer:
    id = request.path["id"]
    request.engine.change(request.who, lambda change: remove_photo(change, id))
    return 204, None
