"""One counter as the simulation sees it: its newest pushed view, and who else works at it."""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

View = Mapping[str, Any]

REMEMBERED = 12


class Standing(NamedTuple):
    """What a counter shows of itself; a change that its officer did not make is a human's."""

    state: str
    ticket: str | None
    ticket_state: str | None
    calls: int


class Desk:
    """A counter's view, waited on by its officer and brought up to date by the floor's pushes."""

    def __init__(self, counter: str) -> None:
        self.counter = counter
        self._changed = threading.Condition()
        self._view: View | None = None
        self._human: str | None = None
        self._mine: deque[Standing] = deque(maxlen=REMEMBERED)
        self._touched = 0

    def show(self, view: View) -> None:
        """A newer view came."""
        with self._changed:
            before = self._view and standing(self._view)
            self._view = view
            self._touched += before != standing(view)
            self._changed.notify_all()

    def hold(self, officer: str | None) -> None:
        """`officer`: the person signed in at this counter, if any."""
        with self._changed:
            if officer != self._human:
                self._human = officer
                self._changed.notify_all()

    def wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def expect(self, *standings: Standing) -> None:
        """What the simulated officer just did; seeing it is no surprise."""
        with self._changed:
            self._mine.extend(standings)

    def accept(self) -> None:
        """Take the counter as it is now."""
        with self._changed:
            self._mine.clear()
            if self._view is not None:
                self._mine.append(standing(self._view))

    @property
    def view(self) -> View | None:
        return self._view

    @property
    def held(self) -> bool:
        """A person is signed in here."""
        return self._human is not None

    @property
    def touched(self) -> int:
        """Rises with every change of the counter's standing, whoever made it."""
        return self._touched

    @property
    def foreign(self) -> bool:
        """Somebody else works here: signed in, or did what the simulated officer did not."""
        if self.held:
            return True
        return self._view is not None and standing(self._view) not in self._mine

    def why(self) -> str:
        """What is foreign here, for the log."""
        shown = self._view and standing(self._view)
        return "signed in" if self.held else f"{shown} is none of {list(self._mine)}"

    def wait(self, holds: Callable[[], bool], seconds: float) -> bool:
        """True as soon as `holds()`, False after `seconds` of the wall's clock."""
        end = time.monotonic() + seconds
        with self._changed:
            return self._changed.wait_for(holds, max(0.0, end - time.monotonic()))


def standing(view: View) -> Standing:
    """The standing shown by a `desk/<counter>` view."""
    return of_ticket(str(view["counter"]["state"]), view.get("current"))


def of_ticket(state: str, ticket: View | None) -> Standing:
    """A counter in `state` with `ticket` in front of it; an ended ticket has left."""
    if ticket is None or ticket["state"] not in ("called", "serving"):
        return Standing(state, None, None, 0)
    return Standing(state, str(ticket["id"]), str(ticket["state"]), int(ticket["calls"]))
