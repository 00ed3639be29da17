"""When the terminal was awake, and for which ticket. Pure: fed with views and the time.

Every time is epoch milliseconds of this machine's clock. A view carries the server's time in
`now`, so its `until` is moved to this clock: the two need not agree.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

_FOREVER: Final = 1 << 62
_REMEMBERED: Final = 256


@dataclass
class _Window:
    ticket: str | None
    since: int
    until: int
    named_until: int

    def holds(self, at: int) -> bool:
        return self.since <= at < self.named_until


class AwakeLog:
    """Remembers the last windows in which a rating was asked for."""

    def __init__(self) -> None:
        self._windows: deque[_Window] = deque(maxlen=_REMEMBERED)

    def on_view(self, view: Mapping[str, Any], now: int) -> None:
        """Take in a view of room terminal/<counter>; a field it cannot read means asleep."""
        ticket, until = _ticket_id(view), _until(view, now)
        last = self._windows[-1] if self._windows else None
        if last is not None and (ticket != last.ticket or not view.get("awake")):
            last.until = min(last.until, now)
            last.named_until = min(last.named_until, now)
        if not view.get("awake"):
            return
        if last is not None and ticket == last.ticket and last.named_until > now:
            last.until = last.named_until = until
        else:
            self._windows.append(_Window(ticket, now, until, until))

    def on_line_lost(self, now: int) -> None:
        """From here on nobody knows which ticket is being rated: the light stays as it is, but
        presses name no ticket, and the server binds them by their time."""
        if self._windows:
            last = self._windows[-1]
            last.named_until = min(last.named_until, now)

    def lit(self, now: int) -> bool:
        """Whether the pad should be lit."""
        return bool(self._windows) and now < self._windows[-1].until

    def ticket_at(self, at: int) -> str | None:
        """The ticket that was being rated at `at`, as far as this terminal knew."""
        for window in reversed(self._windows):
            if window.holds(at):
                return window.ticket
        return None


def _ticket_id(view: Mapping[str, Any]) -> str | None:
    ticket = view.get("ticket")
    ident = ticket.get("id") if isinstance(ticket, Mapping) else None
    return ident if isinstance(ident, str) else None


def _until(view: Mapping[str, Any], now: int) -> int:
    until = _epoch_ms(view.get("until"))
    if until is None:
        return _FOREVER
    server_now = _epoch_ms(view.get("now"))
    return until + (now - server_now if server_now is not None else 0)


def _epoch_ms(text: object) -> int | None:
    if not isinstance(text, str):
        return None
    try:
        return round(datetime.fromisoformat(text).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None
