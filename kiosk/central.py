"""Asking the central server: one request with a deadline, its refusals told apart from silence.

KioskError(server_unreachable)   no answer, or none that makes sense
ServerRefused                    the server's own error, to be passed on as it is
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from hardware.link import LinkDown, ServerLink
from kiosk.errors import KioskError, ServerRefused

log = logging.getLogger(__name__)


class Central:
    """The server as the kiosk asks it. Safe to use from several threads."""

    def __init__(self, link: ServerLink) -> None:
        self.link = link

    def ask(
        self,
        method: str,
        path: str,
        deadline_s: float,
        expected: int = 200,
        json: Any = None,
        key: str | None = None,
        attempts: int = 1,
    ) -> Any:
        """The decoded body of an answer with the ``expected`` status.

        Raises KioskError (``server_unreachable``) or ServerRefused.
        """
        try:
            status, body = self.link.request(method, path, json, key, deadline_s, attempts)
        except LinkDown as error:
            log.warning("%s %s: %s", method, path.partition("?")[0], error.reason)
            raise KioskError("server_unreachable") from error
        if status == expected:
            return body
        if status >= 400 and isinstance(body, Mapping) and "error" in body:
            raise ServerRefused(status, body)
        log.error("%s %s: unexpected status %d", method, path.partition("?")[0], status)
        raise KioskError("server_unreachable")
