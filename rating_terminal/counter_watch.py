"""Watches the terminal room of the token's counter, once the server has said which that is."""

from collections.abc import Callable, Mapping
from typing import Any

from hardware.link import ServerLink
from hardware.own_counter import OwnCounter


class CounterWatch:
    """Keeps room terminal/<counter> watched.

    `on_view(data)` and `on_line(online)` are called from the link's threads.
    """

    def __init__(
        self,
        link: ServerLink,
        on_view: Callable[[Mapping[str, Any]], None],
        on_line: Callable[[bool], None],
    ) -> None:
        self.counter: str | None = None
        self._link, self._on_view, self._on_line = link, on_view, on_line
        self._own = OwnCounter(link, "terminal", self._watch)

    def start(self) -> None:
        self._own.start()

    def close(self) -> None:
        """Ask no further; the watch itself ends with the link."""
        self._own.close()

    def _watch(self, counter: str) -> None:
        self.counter = counter
        room = f"terminal/{counter}"
        self._link.watch(room, lambda seq, data: self._on_view(data), self._on_line)
