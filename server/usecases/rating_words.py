"""Setting what rating terminals ask beside their keys, and the photos they may show."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import asdict, replace

from ..core.errors import NotFound
from ..core.rating_words import Reason, edited
from ..store import counters, officer_photos, people
from . import audit, centre_events, rooms
from .change import Change
from .change_settings import keep_settings


def change_words(
    change: Change, reasons: Sequence[Reason], *, comment: bool, officer: bool
) -> None:
    """Set the reasons offered, and whether people may write and see who served them. Reasons
    left out are kept out of use. Raises ``Invalid``."""
    words = change.settings.words
    listed = edited(words.reasons, reasons)
    wanted = replace(words, reasons=listed, comment=comment, officer=officer)
    if asdict(wanted) != asdict(words):
        keep_settings(change, replace(change.settings, words=wanted))


def put_photo(change: Change, person: str, picture: bytes) -> None:
    """Keep a person's photo. Raises ``NotFound``."""
    _person(change, person)
    id = hashlib.sha256(picture).hexdigest()[:40]
    text = base64.b64encode(picture).decode("ascii")
    officer_photos.put(change.session, change.centre.id, person, id, text, change.now)
    _tell(change, "officer_photo_set", person)


def remove_photo(change: Change, person: str) -> None:
    """Forget a person's photo; none is as good. Raises ``NotFound`` for an unknown person."""
    _person(change, person)
    if officer_photos.remove(change.session, change.centre.id, person):
        _tell(change, "officer_photo_removed", person)


def _person(change: Change, id: str) -> None:
    row = people.get(change.session, id)
    if row is None or row["centre"] != change.centre.id:
        raise NotFound(field="person")


def _tell(change: Change, kind: str, person: str) -> None:
    centre_events.append(change, kind, {"person": person})
    audit.record(change, kind, person)
    for counter in counters.listing(change.session, change.centre.id):
        change.touch(rooms.terminal(counter.id))
