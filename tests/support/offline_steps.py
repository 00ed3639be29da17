"""What the tests of a kiosk without its server do again and again."""

from __future__ import annotations

from typing import Any

from kiosk_page import KioskPage
from ports import wait_until


def offline(page: KioskPage, **fields: Any) -> dict[str, Any]:
    """Press, and get an offline ticket."""
    status, answer = page.press(**fields)
    assert status == 201, answer
    ticket: dict[str, Any] = answer["ticket"]
    assert ticket["offline"] is True
    return ticket


def all_handed_in(page: KioskPage) -> None:
    """Wait until the server has answered for every ticket."""
    wait_until(
        lambda: page.ask("GET", "/api/state")[1]["offline"]["waiting"] == 0,
        15,
        "tickets still wait to be handed in",
    )
