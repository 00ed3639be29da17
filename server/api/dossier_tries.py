"""Looking a dossier up without signing in: how often anybody may try."""

from ..engine import Engine
from ..queries.dossiers import look_up
from ..queries.snapshot import Json
from .pacing import Pace

OF_ADDRESS = Pace(20, 300)
OF_DOSSIER = Pace(10, 3_600)


def tried(engine: Engine, centre: str, address: str, code: str, digits: str) -> Json:
    """What ``look_up`` answers. Raises ``NotFound``, or an ``ApiError`` (too_many_requests)."""
    OF_ADDRESS.step(address)
    OF_DOSSIER.step(code)
    return engine.look(centre, lambda look: look_up(look, code, digits))
