"""Scanning an identity card: only with consent, only for a minute, and nothing of it is kept.

The page asks for consent and begins; until then whatever the scanner says is thrown away unread.
What is read stays in this process's memory under an opaque id: the page learns that id, whether
the age gives a priority, and whether the person has a ticket that still counts. The number goes to
the server with the order of the ticket, over the network only, and is forgotten when the ticket is
there or a minute has passed. No line of a log, no file and no answer to the page carries it.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from hardware.identity_card import NotACard, born_in, is_number, least_age, parse_card
from hardware.scanner import Scanner
from kiosk.errors import KioskError

LASTS_S = 60.0
KEYBOARD = "keyboard://"
"""The URL of a scanner that types: its page sends the number, there is no port to open."""
ELDERLY = "elderly"
ScanState = Literal["waiting", "read", "failed", "over"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a scan needs to know of the world; each is asked anew.

    ``elderly_age`` in years, ``today`` in the centre's zone, ``has_ticket(number)`` asks the server
    whether the person holds a live ticket (False when it cannot be known).
    """

    elderly_age: Callable[[], int]
    today: Callable[[], date]
    has_ticket: Callable[[str], bool]


@dataclass(slots=True)
class _Session:
    """One consent. ``number`` is empty until a card was read; it has no repr."""

    scan: str = field(default_factory=lambda: secrets.token_hex(16))
    number: str = field(default="", repr=False)


class Scanning:
    """The kiosk's scanner and the one consent at a time. Safe to use from several threads.

    ``tell`` gets {state, scan, priority, known_live} for the page; ``on_state`` is called when the
    scanner comes or goes.
    """

    def __init__(
        self,
        url: str | None,
        rules: Rules,
        tell: Callable[[dict[str, Any]], None],
        on_state: Callable[[], None],
        lasts_s: float = LASTS_S,
    ) -> None:
        """``url`` is a serial port, KEYBOARD, or None for no scanner. Raises PortUrlError."""
        self._rules, self._tell, self._lasts_s = rules, tell, lasts_s
        self._lock = threading.Lock()
        self._session: _Session | None = None
        self._timer: threading.Timer | None = None
        self._typed = url == KEYBOARD
        self._scanner: Scanner | None = None
        if url is not None and not self._typed:
            self._scanner = Scanner(url, self._read, lambda _state: on_state())

    @property
    def state(self) -> dict[str, str]:
        """``none``, ``ready`` or ``absent``."""
        if self._scanner is None:
            return {"state": "ready" if self._typed else "none"}
        return {"state": self._scanner.state}

    def start(self) -> None:
        if self._scanner:
            self._scanner.start()

    def stop(self) -> None:
        self.end()
        if self._scanner:
            self._scanner.close()

    def begin(self) -> dict[str, Any]:
        """Consent was given: look at what is scanned from now on. Ends an earlier consent."""
        session = _Session()
        with self._lock:
            self._open(session)
            self._listen(True)
        return self._say("waiting")

    def end(self) -> None:
        """The citizen has changed their mind, or left: everything is forgotten."""
        with self._lock:
            session = self._session
        if session is not None:
            self._over(session)

    def wedge(self, digits: str) -> dict[str, Any]:
        """A number typed by a scanner that pretends to be a keyboard.

        Such scanners drop accents and input methods rewrite their keys: only the 12 digits of the
        number are of use. Raises KioskError (``invalid_field``, ``scan_over``).
        """
        if not is_number(digits):
            raise KioskError("invalid_field", "digits")
        with self._lock:
            session = self._session
        if session is None or session.number:
            raise KioskError("scan_over")
        today = self._rules.today()
        if born_in(digits) > today.year:
            return self._say("failed")
        return self._found(session, digits, least_age(digits, today)) or self._say("over")

    def number_of(self, scan: str | None) -> str | None:
        """The number behind a scan that is still remembered; only for the order of a ticket."""
        with self._lock:
            session = self._session
            if session is None or session.scan != scan:
                return None
            return session.number or None

    def used(self, scan: str | None) -> None:
        """The ticket is there: forget the scan."""
        with self._lock:
            session = self._session if self._session and self._session.scan == scan else None
        if session is not None:
            self._over(session)

    def _read(self, code: bytes) -> None:
        with self._lock:
            session = self._session
        if session is None or session.number:
            return
        try:
            card = parse_card(code)
        except NotACard:
            self._say("failed")
            return
        self._found(session, card.number, card.age_on(self._rules.today()))

    def _found(self, session: _Session, number: str, age: int) -> dict[str, Any] | None:
        """Remember a number; what the page is told, None when the consent ended meanwhile."""
        known_live = self._rules.has_ticket(number)
        with self._lock:
            if self._session is not session or session.number:
                return None
            session.number = number
            self._listen(False)
            self._open(session)  # a minute from here on to take the ticket
        priority = ELDERLY if age >= self._rules.elderly_age() else None
        return self._say("read", session.scan, priority, known_live)

    def _open(self, session: _Session) -> None:
        self._stop_timer()
        if self._session is not None and self._session is not session:
            self._session.number = ""
        self._session = session
        self._timer = threading.Timer(self._lasts_s, self._over, (session,))
        self._timer.daemon = True
        self._timer.start()

    def _over(self, session: _Session) -> None:
        with self._lock:
            session.number = ""
            if self._session is not session:
                return
            self._session = None
            self._stop_timer()
            self._listen(False)
        self._say("over")

    def _listen(self, wanted: bool) -> None:
        if self._scanner:
            self._scanner.listen(wanted)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _say(
        self,
        state: ScanState,
        scan: str | None = None,
        priority: str | None = None,
        known_live: bool = False,
    ) -> dict[str, Any]:
        told = {"state": state, "scan": scan, "priority": priority, "known_live": known_live}
        self._tell(told)
        return told
