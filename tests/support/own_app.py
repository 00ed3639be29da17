"""The whole server inside this process, as one browser uses it: quick, and no event loop."""

from pathlib import Path
from typing import Any

import templates
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.app import Parts, create_app
from server.config import Config

PASSWORD = "quantri-demo"


def open_app(data: Path, **options: Any) -> Parts:
    """With the sample centre."""
    templates.put_sample(data)
    return create_app(Config(data, check_answers=True, forecast=False, **options), direct=True)


class Browser:
    """Keeps cookies, and sends the header that this system's pages send."""

    def __init__(self, parts: Parts, address: str = "10.0.0.5") -> None:
        self.http: FlaskClient = parts.app.test_client()
        self.address = address

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        sent = {"X-Motcua": "1"} | {name.replace("_", "-"): v for name, v in headers.items()}
        return self.http.open(
            f"/api/v1{path}",
            method=method,
            json=body,
            headers=sent,
            environ_base={"REMOTE_ADDR": self.address},
        )

    def sign_in(self, username: str, password: str, code: str | None = None) -> TestResponse:
        body = {"username": username, "password": password}
        return self.send("POST", "/session", body | ({"code": code} if code else {}))
