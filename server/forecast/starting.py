"""Forecasting, as the server wires it: what it hears, whom it tells, what it keeps."""

from ..config import Config
from ..engine import Engine
from .keeper import Keeper, Touch
from .recording import Recording, Watching


class Forecasting:
    """Of one server process; nothing happens before ``start``."""

    def __init__(self, config: Config, engine: Engine) -> None:
        self._wanted = config.forecast
        self._engine = engine
        self._keeper = Keeper(config, engine.forecast)
        self._watching: Watching = list

    def join(self, touch: Touch, watching: Watching) -> None:
        """``touch`` is told the rooms that show another wait; ``watching`` knows whose phones
        look at theirs."""
        self._keeper.tell(touch)
        self._watching = watching

    def touch(self, centre: str) -> None:
        """Something has happened in a centre. Returns at once."""
        self._keeper.touch(centre)

    def touch_all(self) -> None:
        """Something may have happened anywhere."""
        self._keeper.touch_all()

    def start(self) -> None:
        if self._wanted:
            self._keeper.start()
            Recording(self._engine, self._watching).start()
