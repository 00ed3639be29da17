"""What is looked at over the line to the server: the server, the clocks, the pairing."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

import urllib3
from urllib3.exceptions import HTTPError

from hardware.link import LinkDown, ServerLink
from kiosk.pairing import SESSION, TOKEN_FILE
from kiosk.secret_file import read_secret
from kiosk.setup.findings import Finding, bad, ok, warn

ASK_DEADLINE_S = 5.0
CLOCK_GOOD_S, CLOCK_BAD_S = 5, 60


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    took_s: float
    skew_s: float | None


def look_at_server(url: str) -> Finding:
    try:
        answer = _ask(url)
    except (HTTPError, OSError) as error:
        return bad("check.server.bad", url=url, reason=_short(error))
    if answer.status != 200:
        return bad("check.server.ill", url=url, status=answer.status)
    return ok("check.server.ok", url=url, ms=round(answer.took_s * 1000))


def look_at_clock(url: str) -> Finding:
    """The server's Date header is cut to whole seconds, so half a second is added to it."""
    try:
        skew = _ask(url).skew_s
    except (HTTPError, OSError):
        skew = None
    if skew is None:
        return bad("check.clock.unknown")
    seconds = round(abs(skew))
    if seconds <= CLOCK_GOOD_S:
        return ok("check.clock.ok", seconds=seconds)
    level = warn if seconds <= CLOCK_BAD_S else bad
    return level("check.clock.warn" if level is warn else "check.clock.bad", seconds=seconds)


def look_at_token(url: str, given: str | None, data: Path) -> Finding:
    token = given or read_secret(data / TOKEN_FILE)
    if token is None:
        return bad("check.token.none")
    link = ServerLink(url, token)
    try:
        status, told = link.request("GET", SESSION, deadline_s=ASK_DEADLINE_S)
    except LinkDown as error:
        return bad("check.token.unknown", reason=error.reason)
    finally:
        link.close()
    if status == 401:
        return bad("check.token.revoked")
    if status != 200 or not isinstance(told, Mapping):
        return bad("check.token.unknown", reason=status)
    role = (told.get("device") or told.get("user") or {}).get("role")
    if role != "kiosk":
        return bad("check.token.role", role=role)
    return ok("check.token.ok", centre=(told.get("centre") or {}).get("name", ""))


def _ask(url: str) -> _Answer:
    began, wall = time.monotonic(), time.time()
    response = urllib3.request(
        "GET", f"{url.rstrip('/')}/healthz", timeout=ASK_DEADLINE_S, retries=False, redirect=False
    )
    took = time.monotonic() - began
    return _Answer(response.status, took, _skew(response.headers.get("Date"), wall + took / 2))


def _skew(date: str | None, now_s: float) -> float | None:
    try:
        return parsedate_to_datetime(date or "").timestamp() + 0.5 - now_s
    except ValueError:
        return None


def _short(error: Exception) -> str:
    return str(error).rpartition(": ")[2] or type(error).__name__
