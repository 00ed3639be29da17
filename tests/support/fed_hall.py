"""A hall page fed with views of our own making, over the very protocol the server speaks."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, WebSocketRoute

OPEN = {
    "sid": "a", "upgrades": [], "pingInterval": 300_000, "pingTimeout": 300_000,
    "maxPayload": 10_000_000,
}  # fmt: skip
# A turn holds the panel for seconds: here for no time at all.
NO_DWELL = """
const later = window.setTimeout.bind(window);
const dwells = [3000, 4500];
window.setTimeout = (call, ms, ...rest) => later(call, dwells.includes(ms) ? 0 : ms, ...rest);
"""


class FedHall:
    """Engine.IO 4 and Socket.IO 5 for one page, no more than it needs."""

    def __init__(self, page: Page, view: dict[str, Any]) -> None:
        self._view = view
        self._route: WebSocketRoute | None = None
        self._seq = 1
        self._last = max((call["call"] for call in view["calls"]), default=0)
        page.add_init_script(NO_DWELL)
        page.route_web_socket("**/socket.io/**", self._open)

    def calls(self, how_many: int) -> int:
        """So many calls at once, and the view that tells them; the last one's id."""
        assert self._route is not None
        made = [self._call(self._last + n) for n in range(1, how_many + 1)]
        self._last += how_many
        self._view["calls"] = list(reversed(made))
        self._view["after"] = self._last - how_many
        self._view["standing"] = [made[-1]["ticket"]]
        self._send()
        return self._last

    def _call(self, id: int) -> dict[str, Any]:
        counter = self._view["counters"][id % len(self._view["counters"])]
        return {
            "call": id, "ticket": f"A{id % 1000:03d}", "counter": counter["id"],
            "counter_number": counter["number"], "counter_name": counter["name"],
            "counter_name_en": counter["name_en"], "service": "ho-tich",
            "service_name": "Hộ tịch", "service_name_en": "Civil status",
            "attempt": 1 + id % 2, "called_at": self._now(),
        }  # fmt: skip

    def _now(self) -> str:
        now = datetime.now(UTC) + timedelta(milliseconds=self._seq)
        return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _open(self, route: WebSocketRoute) -> None:
        self._route = route
        route.on_message(self._take)
        route.send(f"0{json.dumps(OPEN)}")

    def _take(self, message: str | bytes) -> None:
        text = message if isinstance(message, str) else message.decode()
        assert self._route is not None
        if text.startswith("40"):
            self._route.send('40{"sid":"b"}')
        elif text.startswith("42"):
            head = text[2 : text.index("[")]
            self._route.send(f'43{head}[{{"ok":true}}]')
            self._send()

    def _send(self) -> None:
        assert self._route is not None
        self._view["now"] = self._now()
        self._seq += 1
        said = ["view", {"room": "hall", "seq": self._seq, "data": self._view}]
        self._route.send(f"42{json.dumps(said)}")
