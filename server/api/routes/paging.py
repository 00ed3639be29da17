"""Short lists cut into pages by the id of the last row shown."""

from collections.abc import Sequence

from ...core.errors import Invalid
from ..endpoint import Json, Request


def page_of(request: Request, items: Sequence[Json], id_field: str = "id") -> Json:
    """A page of ``items`` after the request's cursor. Raises ``Invalid`` (cursor, limit)."""
    cursor, limit = request.page()
    start = 0
    if cursor:
        ids = [item[id_field] for item in items]
        if cursor not in ids:
            raise Invalid(field="cursor")
        start = ids.index(cursor) + 1
    shown = list(items[start : start + limit])
    more = start + limit < len(items)
    return {"items": shown, "next": shown[-1][id_field] if more else None}
