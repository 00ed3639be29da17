"""What the kiosk's page does, without a browser: requests to the agent, and its event stream."""

from __future__ import annotations

import http.client
import json
import queue
import threading
import uuid
from typing import Any


class KioskPage:
    """One open page at ``url``; events come into a queue from the moment it is opened."""

    def __init__(self, url: str) -> None:
        self.address = url.removeprefix("http://")
        self.events: queue.Queue[tuple[str, dict[str, Any]]] = queue.Queue()
        self._line = http.client.HTTPConnection(self.address, timeout=20)
        self._line.request("GET", "/api/events")
        self._answer = self._line.getresponse()
        assert self._answer.status == 200
        threading.Thread(target=self._read, daemon=True).start()

    def close(self) -> None:
        if self._line.sock is not None:
            self._line.sock.close()

    def ask(
        self, method: str, path: str, body: Any = None, raw: bytes | None = None, **headers: str
    ) -> tuple[int, Any]:
        """Status and decoded JSON (bytes where it is none)."""
        line = http.client.HTTPConnection(self.address, timeout=15)
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        line.request(method, path, data, {"Content-Type": "application/json", **headers})
        answer = line.getresponse()
        content = answer.read()
        line.close()
        if answer.headers.get_content_type() == "application/json":
            return answer.status, json.loads(content)
        return answer.status, content

    def press(self, press: str | None = None, **fields: Any) -> tuple[int, Any]:
        body = {"press": press or str(uuid.uuid4()), "service": "ho-tich", "language": "vi"}
        return self.ask("POST", "/api/press", {**body, **fields})

    def check_in(self, code: str, press: str | None = None, language: str = "vi") -> Any:
        body = {"press": press or str(uuid.uuid4()), "code": code, "language": language}
        return self.ask("POST", "/api/check-in", body)

    def wait_for(self, event: str, deadline_s: float = 8, **wanted: Any) -> dict[str, Any]:
        """The next event of this name whose data has these values (an object among them: at least
        these of its own); raises queue.Empty."""
        while True:
            name, data = self.events.get(timeout=deadline_s)
            if name == event and _has(data, wanted):
                return data

    def _read(self) -> None:
        name = ""
        try:
            while line := self._answer.readline().decode():
                if line.startswith("event: "):
                    name = line[7:].strip()
                elif line.startswith("data: "):
                    self.events.put((name, json.loads(line[6:])))
        except (OSError, ValueError, AttributeError):
            return  # the page was closed


def _has(data: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(
        _has(data.get(key) or {}, value) if isinstance(value, dict) else data.get(key) == value
        for key, value in wanted.items()
    )
