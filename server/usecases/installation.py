"""Who may do what concerns all centres of an installation at once."""

from ..core.errors import Forbidden
from ..core.model import Role
from ..store import centres, grants
from ..store.base import Session
from .change import Actor


def check_oversees(session: Session, actor: Actor) -> None:
    """A signed-in administrator of the first centre, whose rules hold for the installation; where
    there are others beside it, one of everywhere. Raises ``Forbidden``."""
    first = centres.first(session)
    if first is None or actor.person is None:
        raise Forbidden()
    if actor.role != Role.ADMIN or actor.centre != first["id"]:
        raise Forbidden()
    alone = len(centres.all_ids(session)) == 1
    if not alone and not grants.covers(session, actor.person, grants.EVERYWHERE, Role.ADMIN):
        raise Forbidden()
