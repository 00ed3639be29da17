"""Finding a procedure in the catalogue."""

from ..core.search.finder import Finder
from ..store import procedures, searching
from .finders import Finders
from .snapshot import Json, Snapshot


def list_procedures(look: Snapshot, field: str | None, after: str, limit: int) -> list[Json]:
    """Procedures by code, those after ``after``."""
    rows = procedures.search(look.session, look.centre.id, [], field, after, limit)
    return [dict(row) for row in rows]


def find_procedures(
    look: Snapshot, finders: Finders, finder: Finder, query: str, field: str | None, limit: int
) -> list[Json]:
    """The procedures that answer ``query`` best, best first; ``why`` is the everyday phrase that
    led to one."""
    found = finder.find(query, limit, field, finders.popular(look))
    rows = searching.of_codes(look.session, look.centre.id, [one.code for one in found])
    by_code = {row["code"]: dict(row) for row in rows}
    return [by_code[one.code] | {"why": one.why} for one in found if one.code in by_code]
