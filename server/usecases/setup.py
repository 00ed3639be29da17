"""The first administrator: a one-time link printed when a new store is made."""

from ..core.errors import NotFound
from ..store import centres, people, tokens
from ..store.base import Session
from .administer import NewPerson, add_person
from .change import Actor, Change, begin
from .ids import new_id
from .secrets import digest, new_secret
from .seed import DEFAULT_ZONE, CentreSample, create_centre, fill_centre

LINK_MS = 7 * 24 * 3600 * 1000
UNNAMED = ("Trung tâm Phục vụ hành chính công", "Public Administration Service Centre")


def ensure_centre(session: Session, now: int) -> str:
    """The installation's centre, made empty when there is none yet; its id."""
    row = centres.first(session)
    if row is not None:
        return str(row["id"])
    return create_centre(session, now, *UNNAMED, DEFAULT_ZONE).id


def setup_secret(session: Session, now: int) -> str | None:
    """The secret of a fresh set-up link; None when somebody can already sign in.

    Links given out before and not used stop working.
    """
    centre = ensure_centre(session, now)
    if people.listing(session, centre):
        return None
    for row in tokens.listing(session, centre, "setup"):
        tokens.revoke(session, centre, row["id"], now)
    return new_link(session, centre, now)


def new_link(session: Session, centre: str, now: int) -> str:
    """The secret of one more set-up link of a centre."""
    secret = new_secret()
    tokens.add(
        session,
        hash=digest(secret),
        id=new_id(now),
        kind="setup",
        centre=centre,
        role="admin",
        counter=None,
        person=None,
        label="",
        now=now,
        expires_at=now + LINK_MS,
    )
    return secret


def set_up(
    session: Session, secret: str, new: NewPerson, sample: CentreSample | None, now: int
) -> Change:
    """Use the link: add the administrator, perhaps fill in a sample; the change to go on with.

    Raises ``NotFound`` when the link is unknown, used or expired.
    """
    row = tokens.live(session, digest(secret), now)
    if row is None or row["kind"] != "setup":
        raise NotFound(field="secret")
    change = begin(session, Actor("admin", row["centre"], row["id"], kind="setup"), now)
    # Only now, with the centre locked, is it sure that nobody else used the link meanwhile.
    if not tokens.revoke(session, change.centre.id, row["id"], now):
        raise NotFound(field="secret")
    person = add_person(change, new)
    if sample is not None:
        fill_centre(session, change.centre.id, sample, now)
    change.actor = Actor(
        role="admin",
        centre=change.centre.id,
        id="",
        kind="session",
        person=person,
        name=new.name,
        username=new.username,
    )
    return change
