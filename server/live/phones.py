"""Views of tickets on phones, made cheaply where only the line has moved.

When somebody is called, everybody behind moves up by one. Nothing else about their tickets has
changed: whatever else a holder sees changes together with the room of the ticket itself. So a whole
line costs one query, and each of its phones the last view with another number in it.
"""

from ..queries import tickets
from ..queries.snapshot import Json, Snapshot
from ..store import queue
from .watchers import Watched


class Lines:
    """The places in the lines of one look at a centre, each line asked for once."""

    def __init__(self, look: Snapshot) -> None:
        self._look = look
        self._places: dict[str, dict[str, int]] = {}

    def moved(self, watched: Watched) -> Json | None:
        """A phone's view after a change of its line; None where the view must be made anew."""
        base = watched.base
        if base is None or len(watched.lines) != 1:
            return None
        (line,) = watched.lines
        if line not in self._places:
            look = self._look
            self._places[line] = queue.places(look.session, look.centre.id, look.day, line)
        ahead = self._places[line].get(watched.id)
        # Who waits there no more has another story to be told.
        if ahead is None:
            return None
        look = self._look
        wait = look.forecasts.of_ticket(look.centre.id, watched.id, look.now)
        return tickets.moved(base, ahead, wait, look.now)
