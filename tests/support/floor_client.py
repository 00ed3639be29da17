"""The floor through its public API, as one device or person uses it."""

from typing import Any

import requests

TIMEOUT_S = 30


class FloorClient:
    """HTTP with one token; not for sharing between threads."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self.url = url
        self.http = requests.Session()
        self.http.headers["Connection"] = "keep-alive"
        if token:
            self.http.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **params: Any) -> requests.Response:
        return self.http.get(f"{self.url}/api/v1{path}", params=params, timeout=TIMEOUT_S)

    def send(
        self, method: str, path: str, body: Any = None, key: str | None = None, **headers: str
    ) -> requests.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if key is not None:
            sent["Idempotency-Key"] = key
        address = f"{self.url}/api/v1{path}"
        return self.http.request(method, address, json=body, headers=sent, timeout=TIMEOUT_S)

    def post(
        self, path: str, body: Any = None, key: str | None = None, **headers: str
    ) -> requests.Response:
        return self.send("POST", path, body, key, **headers)

    def issue(self, service: str = "ho-tich", key: str | None = None, **more: Any) -> Any:
        """A ticket. Raises ``requests.HTTPError``."""
        answer = self.post("/tickets", {"service": service, **more}, key)
        answer.raise_for_status()
        return answer.json()

    def call_next(self, counter: str, key: str | None = None) -> Any:
        """The call that was made, or None when nobody waits. Raises ``requests.HTTPError``."""
        answer = self.post(f"/counters/{counter}/call-next", key=key)
        answer.raise_for_status()
        return None if answer.status_code == 204 else answer.json()

    def act(self, ticket: str, action: str) -> Any:
        """Recall, serve, finish or no-show. Raises ``requests.HTTPError``."""
        answer = self.post(f"/tickets/{ticket}/{action}")
        answer.raise_for_status()
        return answer.json()["ticket"]
