"""What the agent refuses, in the shape of the server's own errors."""

from __future__ import annotations

from typing import Any

from hardware.catalogue import both

_STATUS = {
    "bad_json": 400,
    "invalid_field": 422,
    "forbidden": 403,
    "not_found": 404,
    "reprint_too_late": 409,
    "reprint_limit": 409,
    "method_not_allowed": 405,
    "scan_over": 409,
    "service_closed": 409,
    "offline_numbers_gone": 409,
    "too_large": 413,
    "unsupported_media": 415,
    "internal": 500,
    "overloaded": 503,
    "page_missing": 503,
    "server_unreachable": 503,
    "check_in_needs_server": 503,
}


class KioskError(Exception):
    """A refusal to show: ``status`` is the HTTP status, ``body`` the error object."""

    def __init__(self, code: str, field: str | None = None, **values: object) -> None:
        super().__init__(code if field is None else f"{code} {field}")
        self.status = _STATUS[code]
        error = {
            "code": code,
            "message": both("kiosk", f"error.{code}", **values),
            "action": both("kiosk", f"error.{code}.action", field=field, **values),
            "field": field,
        }
        self.body: dict[str, Any] = {"error": error}


class ServerRefused(Exception):
    """The server answered with an error of its own, passed on as it is."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(f"the server answered {status}")
        self.status, self.body = status, body
