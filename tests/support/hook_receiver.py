"""Software of somebody else's that receives webhooks: a real HTTP server that checks signatures
as the Standard Webhooks specification says, and answers what the test says."""

import base64
import hashlib
import hmac
import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WAIT_S = 25.0
KEY = "whsec_" + base64.b64encode(b"a key of this test, 32 bytes long").decode()


@dataclass
class Hook:
    """One call: its headers in lower case and what it says."""

    id: str
    timestamp: int
    body: bytes

    @property
    def told(self) -> Any:
        return json.loads(self.body)


class HookReceiver:
    """A context manager. ``answers`` are the statuses of the next calls; 200 after that."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.hooks: list[Hook] = []
        self.forged = 0
        self._news = threading.Condition()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver._take(self)

            def log_message(self, *_said: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.host}/alerts"

    def __enter__(self) -> "HookReceiver":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def wait(self, many: int, seconds: float = WAIT_S) -> list[Hook]:
        """The calls so far, once there are so many. Raises ``TimeoutError``."""
        with self._news:
            if not self._news.wait_for(lambda: len(self.hooks) >= many, seconds):
                raise TimeoutError(f"{len(self.hooks)} of {many} calls")
            return list(self.hooks)

    def _take(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        id, timestamp = handler.headers["webhook-id"], handler.headers["webhook-timestamp"]
        key = base64.b64decode(KEY.removeprefix("whsec_"))
        mac = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
        right = handler.headers["webhook-signature"] == f"v1,{base64.b64encode(mac).decode()}"
        with self._news:
            self.forged += not right
            self.hooks.append(Hook(id, int(timestamp), body))
            status = self.answers.pop(0) if self.answers else 200
            self._news.notify_all()
        handler.send_response(status)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
