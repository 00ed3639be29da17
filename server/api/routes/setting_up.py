"""The set-up link's transaction, with the sample centre if it is asked for."""

from ...demo.sample import sample_centre
from ...store.base import Session
from ...usecases.administer import NewPerson
from ...usecases.change import Actor
from ...usecases.setup import set_up


def set_up_centre(session: Session, secret: str, new: NewPerson, sample: bool, now: int) -> Actor:
    """Make the first administrator; the actor to sign in. Raises ``NotFound`` or ``Invalid``."""
    chosen = sample_centre() if sample else None
    return set_up(session, secret, new, chosen, now).actor
