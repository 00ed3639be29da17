"""Displays that hang up at the end of their test."""

from collections.abc import Callable, Iterator

import pytest
from live_watch import LiveWatch
from private_desk import Office

Watch = Callable[..., LiveWatch]


@pytest.fixture
def watch(office: Office) -> Iterator[Watch]:
    """A connected display: ``watch(role, *rooms)``; it has the view of each room already."""
    opened: list[LiveWatch] = []

    def connect(
        role: str | None = None, *rooms: str, url: str | None = None, token: str | None = None
    ) -> LiveWatch:
        display = LiveWatch(url or office.url, token or (office.tokens[role] if role else None))
        opened.append(display.connect())
        for room in rooms:
            assert display.watch(room) == {"ok": True}
            display.wait(room, bool)
        return display

    yield connect
    for display in opened:
        display.close()
