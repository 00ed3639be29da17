"""A centre's whole configuration as one file that people can read and edit.

JSON with ``"motcua": 1``. Lists stand in the order of the kiosk and the hall. People are named
without passwords; devices' tokens, keys and uploaded media are no part of it.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from ...core.errors import Invalid
from ...store import people
from ...store.base import Session
from .kinds import KINDS, all_pieces
from .piece import Json, name_of, parts_of
from .shapes import PersonShape, Shape

VERSION = 1
LISTS_BY_KIND = {
    "department": "departments",
    "service": "services",
    "counter": "counters",
    "board": "boards",
    "form": "forms",
}
MOST = 2_000

Items = Annotated[list[dict[str, Any]], Field(max_length=MOST)]


class Document(Shape):
    """The file's outer form; each piece is judged by its kind."""

    motcua: Literal[1]
    centre: dict[str, Any] | None = None
    settings: dict[str, Any] | None = None
    departments: Items = Field(default_factory=list)
    services: Items = Field(default_factory=list)
    counters: Items = Field(default_factory=list)
    fields: dict[str, Any] | None = None
    boards: Items = Field(default_factory=list)
    forms: Items = Field(default_factory=list)
    synonyms: dict[str, Any] | None = None
    ticket_template: dict[str, Any] | None = None
    alert_rules: dict[str, Any] | None = None
    dossier_rules: dict[str, Any] | None = None
    people: Annotated[list[PersonShape], Field(max_length=MOST)] = Field(default_factory=list)


def export(session: Session, centre: str) -> Json:
    """The file's contents."""
    found: Json = {"motcua": VERSION}
    for name, value in all_pieces(session, centre).items():
        kind, id = parts_of(name)
        listed = LISTS_BY_KIND.get(kind)
        if listed is None:
            found[kind] = value
        else:
            kept = {n: v for n, v in value.items() if n != "position"}
            found.setdefault(listed, []).append({"id": id, **kept})
    found["people"] = [
        {n: row[n] for n in ("username", "name", "role")} for row in people.listing(session, centre)
    ]
    return found


def read(raw: Any) -> tuple[dict[str, Json], list[PersonShape]]:
    """The pieces and people a file describes. Raises ``Invalid`` naming what is wrong."""
    try:
        document = Document.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise Invalid(field=".".join(map(str, first["loc"][:3])) or "file") from None
    pieces: dict[str, Json] = {}
    for kind in KINDS:
        value = getattr(document, LISTS_BY_KIND.get(kind, kind))
        if isinstance(value, list):
            pieces.update(_listed(kind, value))
        elif value is not None:
            pieces[kind] = value
    return pieces, document.people


def _listed(kind: str, items: list[Mapping[str, Any]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for position, item in enumerate(items):
        id = item.get("id")
        name = name_of(kind, str(id))
        if not isinstance(id, str) or name in found:
            raise Invalid(field=f"{LISTS_BY_KIND[kind]}.{position}.id", value=id)
        value = {n: v for n, v in item.items() if n != "id"}
        if kind in ("department", "service"):
            value["position"] = position
        found[name] = value
    return found
