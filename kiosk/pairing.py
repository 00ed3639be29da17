"""How the agent comes to its token: given, stored, or by pairing; and to a new one when it ends.

    no token ──ask──> a code is shown ──approved──> paired ──revoked──> no token
                          └──lapsed──> ask again

The server gives the secret with the code; once an administrator has typed the code, that secret is
the token. It is stored before the code is shown, so that neither a lost answer nor a power cut can
part the kiosk from an approval that was given.
"""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hardware.link import LinkDown, ServerLink
from kiosk.secret_file import forget_secret, read_secret, write_secret

PAIRINGS = "/api/v1/pairings"
SESSION = "/api/v1/session"
TOKEN_FILE, PAIRING_FILE = "token", "pairing.json"
ASK_DEADLINE_S = 8.0
WAIT_S = 25
WAIT_DEADLINE_S = WAIT_S + 10.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 10.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pairing under way. ``expires_at`` is RFC 3339 by this machine's clock, for the page."""

    id: str
    secret: str
    code: str
    expires_at: str


class Pairing:
    """Gives ``link`` its token, in a thread of its own between start() and stop().

    A token the link has already comes first, then the one stored in ``folder``. ``on_change`` is
    called after every change of ``state``.
    """

    def __init__(self, link: ServerLink, folder: Path, on_change: Callable[[], None]) -> None:
        self._link, self._on_change = link, on_change
        self._token_file = folder / TOKEN_FILE
        self._pairing_file = folder / PAIRING_FILE
        self._waiting: Waiting | None = None
        self._stopping = False
        self._woken = threading.Event()
        self._pause_s = FIRST_PAUSE_S
        self._thread = threading.Thread(target=self._run, name="pairing", daemon=True)
        stored = read_secret(self._token_file)
        given = link.token
        self._spare = stored if given is not None and stored != given else None
        if given is None and stored is not None:
            link.use_token(stored)
        link.on_doubt = self._woken.set

    @property
    def state(self) -> dict[str, Any]:
        """``paired``, and while a code is to be shown ``pairing`` {code, expires_at}."""
        waiting = self._waiting
        paired = self._link.token is not None
        shown = None if paired or waiting is None else waiting
        return {
            "paired": paired,
            "pairing": shown and {"code": shown.code, "expires_at": shown.expires_at},
        }

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns at once; a wait under way at the server ends by itself and changes nothing."""
        self._stopping = True
        self._woken.set()

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._step()
            except LinkDown as error:
                log.info("pairing: %s", error.reason)
                self._pause()
            except OSError as error:
                log.error("the token cannot be kept: %s", error)
                self._pause()
            except Exception:
                log.exception("pairing failed; tried again")
                self._pause()

    def _step(self) -> None:
        if self._link.token is None:
            self._pair()
            return
        self._woken.wait()
        self._woken.clear()
        if not self._stopping and self._link.token is not None:
            self._check()

    def _check(self) -> None:
        """Whether the token still opens anything: somebody was refused with it."""
        status, _ = self._link.request("GET", SESSION, deadline_s=ASK_DEADLINE_S)
        self._woken.clear()
        self._pause_s = FIRST_PAUSE_S
        if status == 401:
            log.warning("the server no longer knows this kiosk's token")
            self._forget()

    def _forget(self) -> None:
        if self._spare is not None:
            spare, self._spare = self._spare, None
            self._link.use_token(spare)
            self._woken.set()
            return
        forget_secret(self._token_file)
        self._link.use_token(None)
        self._on_change()

    def _pair(self) -> None:
        waiting = self._waiting or self._resumed() or self._ask()
        if waiting is None:
            return
        if waiting is not self._waiting:
            self._waiting = waiting
            self._on_change()
        status, body = self._link.request(
            "POST",
            f"{PAIRINGS}/{waiting.id}/claim",
            {"secret": waiting.secret, "wait_s": WAIT_S},
            deadline_s=WAIT_DEADLINE_S,
        )
        if not self._stopping:
            self._take(waiting, status, body)

    def _take(self, waiting: Waiting, status: int, body: Any) -> None:
        if status == 200 and isinstance(body, Mapping):
            self._keep(str(body.get("token") or waiting.secret))
        elif status == 404:
            forget_secret(self._pairing_file)
            self._waiting = None
        elif status != 202:
            log.warning("pairing: the server answered %d", status)
            self._pause()
            return
        self._pause_s = FIRST_PAUSE_S

    def _keep(self, token: str) -> None:
        write_secret(self._token_file, token + "\n")
        forget_secret(self._pairing_file)
        self._waiting = None
        self._woken.clear()
        self._link.use_token(token)
        self._on_change()

    def _ask(self) -> Waiting | None:
        body = {"kind": "kiosk", "name": socket.gethostname()[:100]}
        status, told = self._link.request("POST", PAIRINGS, body, deadline_s=ASK_DEADLINE_S)
        if status != 201:
            log.warning("no pairing code: the server answered %d", status)
            self._pause()
            return None
        lasts = timedelta(seconds=int(told["expires_in_s"]))
        expires_at = (datetime.now(UTC) + lasts).isoformat(timespec="seconds")
        waiting = Waiting(told["id"], told["secret"], told["code"], expires_at)
        write_secret(self._pairing_file, json.dumps(asdict(waiting)))
        return waiting

    def _resumed(self) -> Waiting | None:
        """The pairing an earlier run of this agent was waiting for."""
        try:
            return Waiting(**json.loads(read_secret(self._pairing_file) or "null"))
        except (ValueError, TypeError):
            return None

    def _pause(self) -> None:
        """Wait longer each time, until something succeeds or stop() is called."""
        self._woken.wait(self._pause_s)
        self._woken.clear()
        self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)
