"""What rating terminals ask beside their keys, and who may be shown there."""

import base64
from dataclasses import asdict

from ..core.errors import Forbidden, NotFound
from ..core.rating_words import offered
from ..store import officer_photos, people
from .snapshot import Json, Snapshot

SHOW_OFFICER = frozenset({"terminal"})
"""Roles that see a photo only where the centre shows who served."""


def words_json(look: Snapshot) -> Json:
    """Everything an administrator sets, with the reasons no longer offered."""
    return asdict(look.settings.words)


def asked(look: Snapshot) -> Json:
    """What a terminal asks: the reasons in order, and whether one may write."""
    words = look.settings.words
    reasons = [
        {"code": reason.code, "name": reason.name, "name_en": reason.name_en}
        for reason in offered(words)
    ]
    return {"reasons": reasons, "comment": words.comment}


def officer_json(look: Snapshot, person: str | None) -> Json | None:
    """Name and photo's id of who served, where the centre shows them."""
    if person is None or not look.settings.words.officer:
        return None
    row = people.get(look.session, person)
    if row is None:
        return None
    photo = officer_photos.id_of(look.session, look.centre.id, person)
    return {"id": person, "name": row["name"], "photo": photo}


def officers(look: Snapshot) -> list[Json]:
    """Everybody who may serve, with the photo's id if there is one."""
    photos = officer_photos.ids(look.session, look.centre.id)
    return [
        {"id": row["id"], "name": row["name"], "photo": photos.get(row["id"])}
        for row in people.listing(look.session, look.centre.id)
        if row["active"]
    ]


def photo(look: Snapshot, person: str, role: str) -> bytes:
    """A person's photo as JPEG. Raises ``NotFound``, ``Forbidden``."""
    if role in SHOW_OFFICER and not look.settings.words.officer:
        raise Forbidden()
    row = officer_photos.picture(look.session, look.centre.id, person)
    if row is None:
        raise NotFound(field="person")
    return base64.b64decode(row["picture"])
