"""Looking a dossier up without signing in: where, and how often anybody may try."""

from dataclasses import dataclass

from ..core.errors import NotFound, SeveralCentres
from ..engine import Engine
from ..queries.dossiers import look_up
from ..queries.snapshot import Json, centre_json
from ..store import dossiers
from .pacing import Pace

OF_ADDRESS = Pace(20, 300)
OF_DOSSIER = Pace(10, 3_600)


@dataclass(frozen=True, slots=True)
class Found:
    """What ``look_up`` answers, and in which centre."""

    centre: str
    dossier: Json


def tried(engine: Engine, named: str, address: str, code: str, digits: str) -> Found:
    """A dossier of the ``named`` centre, else ("") of whichever centre has it.

    Raises ``NotFound``, ``SeveralCentres`` where code and digits fit more than one dossier, or an
    ``ApiError`` (too_many_requests).
    """
    OF_ADDRESS.step(address)
    OF_DOSSIER.step(code)
    if named:
        return Found(named, engine.look(named, lambda look: look_up(look, code, digits)))
    where = engine.read(lambda session: dossiers.centres_of(session, code))
    found = [one for centre in where if (one := _in(engine, centre, code, digits)) is not None]
    if not found:
        raise NotFound(field="code")
    if len(found) > 1:
        raise SeveralCentres(field="centre", centres=[_name(engine, one.centre) for one in found])
    return found[0]


def _in(engine: Engine, centre: str, code: str, digits: str) -> Found | None:
    try:
        return Found(centre, engine.look(centre, lambda look: look_up(look, code, digits)))
    except NotFound:
        return None


def _name(engine: Engine, centre: str) -> Json:
    return engine.look(centre, lambda look: centre_json(look.centre))
