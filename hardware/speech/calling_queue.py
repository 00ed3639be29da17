"""Who is called aloud when: one queue for each zone of the hall, so that no two calls overlap.

Pure: it is fed with calls, comings and the time (seconds on any one clock), and says what to speak
next. Loudspeakers, boards and timers are somebody else's. The rules:

- calls are spoken in the order they were made, one at a time, with a pause between;
- a call heard of more than STALE_S after it was made is not spoken: after a cut the screens show
  it, and shouting old numbers would send people to the wrong place;
- a ticket called again while its call still waits is one call, in its first place and with the
  newest counter; one called again while it is being spoken is spoken again in its turn;
- in quiet mode a call is spoken only when the citizen has not come after so many seconds;
- while many wait, each is said once instead of repeated, so that nobody waits to be called aloud.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import Final

STALE_S: Final = 30.0
PAUSE_S: Final = 1.5
"""Silence between two calls."""
LONGEST_CALL_S: Final = 60.0
"""A loudspeaker that never says it has finished holds up the others no longer than this."""
REMEMBERED: Final = 1000


@dataclass(frozen=True, slots=True)
class Call:
    """A call as the boards get it: its own id, the ticket's number, the counter's number."""

    id: str
    ticket: str
    counter: int
    called_at: float


@dataclass(frozen=True, slots=True)
class Rules:
    """``quiet_s``: seconds the screens and phones have to themselves (0: speak at once);
    ``repeat``: how often a call is said; ``hurry_above``: more waiting calls than this are said
    once."""

    quiet_s: float = 0.0
    repeat: int = 2
    hurry_above: int = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """A call to speak now, and how often to say it."""

    call: Call
    repeat: int


@dataclass
class CallingQueue:
    """The calls of one zone that are still to be spoken."""

    rules: Rules = field(default_factory=Rules)
    _waiting: OrderedDict[str, Call] = field(default_factory=OrderedDict)
    _known: OrderedDict[str, None] = field(default_factory=OrderedDict)
    _speaking: Call | None = None
    _free_at: float = 0.0

    def __len__(self) -> int:
        """How many wait to be spoken."""
        return len(self._waiting)

    def add(self, call: Call, now: float) -> bool:
        """A call was heard of. True when it will be spoken; a known or stale one changes nothing.

        Views repeat the calls of the last minutes, so every call may be told many times.
        """
        if call.id in self._known:
            return False
        self._remember(call.id)
        if now - call.called_at > STALE_S:
            return False
        first = self._waiting.get(call.ticket)
        # Quiet mode counts from the first call: a recall must not silence it for longer.
        self._waiting[call.ticket] = replace(call, called_at=first.called_at) if first else call
        return True

    def forget(self, ticket: str) -> None:
        """The citizen has come, or the call was taken back: nothing more to say."""
        self._waiting.pop(ticket, None)

    def next(self, now: float) -> Turn | None:
        """The call to speak now; the zone is busy from here until `finished`, or for
        LONGEST_CALL_S. None while nothing is due."""
        due = self._first_due(now)
        if due is None or now < self._free_at:
            return None
        hurry = len(self._waiting) > self.rules.hurry_above
        del self._waiting[due.ticket]
        self._speaking, self._free_at = due, now + LONGEST_CALL_S
        return Turn(due, 1 if hurry else self.rules.repeat)

    def finished(self, call_id: str, now: float) -> None:
        """The call has been spoken (or failed to be); what is not being spoken changes nothing."""
        if self._speaking and self._speaking.id == call_id:
            self._speaking, self._free_at = None, now + PAUSE_S

    def wake_at(self) -> float | None:
        """When to ask `next` again, should nothing happen before; None when nothing waits."""
        if not self._waiting:
            return None
        first = min(self._due_at(call) for call in self._waiting.values())
        return max(first, self._free_at)

    def _first_due(self, now: float) -> Call | None:
        # In the order of the calls: one that is not due yet must not hold up none that is.
        return next((call for call in self._waiting.values() if self._due_at(call) <= now), None)

    def _due_at(self, call: Call) -> float:
        return call.called_at + self.rules.quiet_s

    def _remember(self, call_id: str) -> None:
        self._known[call_id] = None
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
