"""Which presses are carried out: pure, fed with presses and the time.

The rules are those of the console on the screen: one intention is one command. Times are epoch
milliseconds of this machine.
"""

from dataclasses import dataclass
from typing import Final

from server.staff.keypad.keys import LINE_KEYS, Command

DOUBLE_PRESS_MS: Final = 800
"""A second press of the same key this soon after the answer to the first is ignored."""
TOO_OLD_MS: Final = 10_000
"""An older press is not carried out: the officer has gone on by other means."""


@dataclass(frozen=True)
class Decision:
    """``command`` to carry out on ``target`` (a ticket; None for NEXT), or why none is."""

    command: Command | None
    target: str | None = None
    ignored: str | None = None


class Guard:
    """Remembers what is under way and what was answered last."""

    def __init__(self) -> None:
        self._under_way = False
        self._last: Command | None = None
        self._answered_at = 0

    def decide(
        self, key: int, pressed_at: int, now: int, counter: str | None, ticket: str | None
    ) -> Decision:
        """What becomes of a press, by the counter and the ticket at it as far as is known."""
        command = LINE_KEYS.get(key)
        if command is None:
            return Decision(None, ignored="no_such_key")
        if now - pressed_at > TOO_OLD_MS:
            return Decision(None, ignored="too_old")
        # Pressed before the answer was there: it was meant for what stood there before.
        if self._under_way or pressed_at < self._answered_at:
            return Decision(None, ignored="busy")
        if command is self._last and pressed_at - self._answered_at < DOUBLE_PRESS_MS:
            return Decision(None, ignored="double")
        if counter is None:
            return Decision(None, ignored="no_line")
        if command is Command.NEXT:
            return Decision(command)
        if ticket is None:
            return Decision(None, ignored="no_ticket")
        return Decision(command, ticket)

    def began(self) -> None:
        """A command is on its way."""
        self._under_way = True

    def answered(self, command: Command, now: int) -> None:
        """The command has its answer, or was given up."""
        self._under_way = False
        self._last, self._answered_at = command, now
