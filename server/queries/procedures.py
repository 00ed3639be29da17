"""Finding a procedure in the catalogue."""

from ..store import procedures
from ..usecases.folding import fold
from .snapshot import Json, Snapshot

MAX_WORDS = 10


def find_procedures(
    look: Snapshot, query: str, field: str | None, after: str, limit: int
) -> list[Json]:
    """Procedures whose code and name hold every word of ``query``, ordered by code."""
    words = fold(query).replace("%", " ").replace("_", " ").split()[:MAX_WORDS]
    rows = procedures.search(look.session, look.centre.id, words, field, after, limit)
    return [dict(row) for row in rows]
