"""The public API as one simulated person, or the device in front of them, uses it."""

import uuid
from typing import Any

from hardware.link import LinkDown, ServerLink

from .pace import Pace

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 5.0
ATTEMPTS = 30
"""With the pauses, about two minutes: a server that starts again is waited for."""
DEADLINE_S = 10.0


class Refused(Exception):
    """The server understood and said no; `status` and `code` are its answer's."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


class Unreachable(Exception):
    """No useful answer within all attempts."""


class Api:
    """One token at one server. Every change carries a key, and is repeated through an outage."""

    def __init__(self, url: str, token: str, pace: Pace) -> None:
        self._link = ServerLink(url, token)
        self._pace = pace

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """The answer's JSON, None when empty. Raises Refused, Unreachable, Stopped."""
        return self._answer("POST", path, body, str(uuid.uuid4()))

    def get(self, path: str) -> Any:
        """The answer's JSON. Raises Refused, Unreachable, Stopped."""
        return self._answer("GET", path, None, None)

    def close(self) -> None:
        self._link.close()

    def _answer(self, method: str, path: str, body: dict[str, Any] | None, key: str | None) -> Any:
        pause = FIRST_PAUSE_S
        for _ in range(ATTEMPTS):
            status, answer = self._try(method, path, body, key)
            if status < 400:
                return answer
            if status < 500 and status != 429:
                raise Refused(status, _code(answer))
            self._pace.rest_real(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)
        raise Unreachable(f"{method} {path}")

    def _try(
        self, method: str, path: str, body: dict[str, Any] | None, key: str | None
    ) -> tuple[int, Any]:
        try:
            return self._link.request(method, path, body, key, DEADLINE_S)
        except LinkDown:
            return 503, None


def _code(answer: Any) -> str:
    try:
        return str(answer["error"]["code"])
    except (KeyError, TypeError):
        return "unknown"
