"""Everyday words for official ones: the list the search reads."""

from typing import cast

from ...core.errors import Invalid
from ...queries.snapshot import Snapshot
from ...usecases.everyday import SynonymRow, shipped_words
from ...usecases.synonyms import list_of, replace_list, restore_list
from ..endpoint import PAGE, Answer, Json, Request
from ..synonym_models import SynonymList, SynonymsBody, SynonymsKept
from .registry import endpoint

ADMINS = {"admin"}
MAX_BODY = 1024 * 1024


@endpoint(
    "GET",
    "/synonyms",
    summary="What people say and what the catalogue calls it (best first). Ways of saying the "
    "same thing stand in one row, split by ;",
    roles=ADMINS,
    answers={200: SynonymList},
    parameters=PAGE,
)
def get(request: Request) -> Answer:
    cursor, limit = request.page()
    if cursor and not (cursor.isdecimal() and cursor.isascii() and len(cursor) < 7):
        raise Invalid(field="cursor")
    start = int(cursor or 0)

    def query(look: Snapshot) -> Json:
        rows, shipped = list_of(look.session, look.centre.id)
        more = start + limit < len(rows)
        return {
            "items": list(rows[start : start + limit]),
            "next": str(start + limit) if more else None,
            "shipped": shipped,
        }

    return 200, request.engine.look(request.centre, query)


@endpoint(
    "PUT",
    "/synonyms",
    summary="Set the whole list; none at all is a list too.",
    roles=ADMINS,
    body=SynonymsBody,
    answers={200: SynonymsKept},
    roomy=MAX_BODY,
)
def put(request: Request) -> Answer:
    body: SynonymsBody = request.body
    rows = cast(list[SynonymRow], [one.model_dump() for one in body.items])
    request.configure("synonyms", lambda change: replace_list(change, rows))
    return 200, {"rows": len(rows), "shipped": False}


@endpoint(
    "DELETE",
    "/synonyms",
    summary="Go back to the list that comes with the program.",
    roles=ADMINS,
    answers={200: SynonymsKept},
)
def restore(request: Request) -> Answer:
    request.configure("synonyms", restore_list)
    return 200, {"rows": len(shipped_words()), "shipped": True}
