"""Forecasting, as the server wires it: what it hears, whom it tells, what it keeps."""

from typing import Any

from ..config import Config
from ..engine import Engine
from ..lease import Lease
from .keeper import Keeper, Share, Touch
from .recording import Recording, Watching


class Forecasting:
    """Of one server process; nothing happens before ``start``."""

    def __init__(self, config: Config, engine: Engine) -> None:
        self._wanted = config.forecast
        self._shared = config.database is not None
        self._engine = engine
        self._keeper = Keeper(config, engine.forecast)
        self._watching: Watching = list

    def join(self, touch: Touch, watching: Watching, share: Share | None = None) -> None:
        """``touch`` is told the rooms that show another wait; ``watching`` knows whose phones
        look at theirs; ``share`` tells the other processes, where there are any."""
        self._keeper.tell(touch, share)
        self._watching = watching

    def hear(self, message: dict[str, Any]) -> None:
        """What another process has computed."""
        self._keeper.hear(message)

    def touch(self, centre: str) -> None:
        """Something has happened in a centre. Returns at once."""
        self._keeper.touch(centre)

    def touch_all(self) -> None:
        """Something may have happened anywhere."""
        self._keeper.touch_all()

    def start(self) -> None:
        if self._wanted:
            self._keeper.start()
            lease = Lease(self._engine, "recording", shared=self._shared)
            Recording(self._engine, self._watching, lease).start()
