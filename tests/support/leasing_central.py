"""A central server that leases numbers to a kiosk and takes its offline tickets."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fake_central import SERVICE, VIEW, FakeCentral
from flask import Flask, jsonify, request

ZONE = "Asia/Ho_Chi_Minh"
SECOND = {**SERVICE, "id": "chung-thuc", "name": "Chứng thực", "prefix": "B"}
SHUT = {**SERVICE, "id": "dong-cua", "name": "Tạm ngừng", "prefix": "C", "open": False}


class LeasingCentral(FakeCentral):
    """``size`` numbers from 901 for each service of the view, today's and tomorrow's.

    ``handed_in`` are the batches as they came; ``answer`` makes a ticket's result (stored unless
    the test says otherwise), ``batch_error`` is an answer for a whole batch: called with it, None
    for no error. ``ahead``: how far the server's clock is ahead of this machine's.
    """

    def __init__(self, size: int = 50) -> None:
        super().__init__()
        self.view = {**VIEW, "services": [SERVICE, SECOND, SHUT]}
        self.size = size
        self.ahead = timedelta()
        self.leases: list[dict[str, Any]] = []
        self.handed_in: list[dict[str, Any]] = []
        self.answer: Callable[[dict[str, Any]], dict[str, Any]] = lambda ticket: {
            "id": ticket["id"], "status": "stored", "reason": None, "message": None,
        }  # fmt: skip
        self.batch_error: Callable[[dict[str, Any]], tuple[Any, int] | None] = lambda _batch: None
        self.came = threading.Event()

    @property
    def numbers(self) -> list[str]:
        """Every number that was handed in, in order, repeats as well."""
        return [ticket["number"] for batch in self.handed_in for ticket in batch["tickets"]]

    def _app(self) -> Flask:
        app = super()._app()
        app.post("/api/v1/kiosk/offline-tickets")(self._hand_in)
        return app

    def _lease(self) -> Any:
        self.leases.append(request.get_json())
        now = datetime.now(UTC) + self.ahead
        today = now.astimezone(ZoneInfo(ZONE)).date()
        return jsonify(
            day=today.isoformat(),
            zone=ZONE,
            now=now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            status_url=f"{self.url}/t/{{code}}",
            blocks=[
                {
                    "day": (today + timedelta(days=n)).isoformat(),
                    "service": service["id"],
                    "prefix": service["prefix"],
                    "first": 901,
                    "last": 900 + self.size,
                    "next": 901,
                }
                for n in range(2)
                for service in self.view["services"]
            ],
        )

    def _hand_in(self) -> Any:
        batch = request.get_json()
        self.handed_in.append(batch)
        error = self.batch_error(batch)
        if error is not None:
            return jsonify(error[0]), error[1]
        self.came.set()
        return jsonify(results=[self.answer(ticket) for ticket in batch["tickets"]])
