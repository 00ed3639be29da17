"""The keypad agent: the keypad on one side, the server on the other, the journal between.

keypad --press--> decide --commit--> journal --> POST call-next, recall, no-show, finish, serve
keypad <--ack---- (after the commit)
keypad <--light-- desk/<counter>, and flashes for what was not carried out
"""

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from hardware.line_protocol import Press
from hardware.link import ServerLink
from hardware.press_ports import open_port
from hardware.press_store import StoreError
from server.staff.keypad.desk import DeskWatch
from server.staff.keypad.guard import Decision, Guard
from server.staff.keypad.journal import Journal, Order
from server.staff.keypad.keys import NUMPAD_KEYS, Command
from server.staff.keypad.lamp import Lamp
from server.staff.keypad.sender import Sender

log = logging.getLogger(__name__)

READY_DEADLINE_S: Final = 5.0
POLL_S: Final = 0.02
QUIET: Final = frozenset({"done", "double", "busy"})
"""Outcomes nobody needs to be told about."""


class KeypadAgent:
    """Serves one keypad at one counter. ``port`` is a port URL (``serial://``, ``input://`` …).

    Raises hardware.serial_link.PortUrlError and JournalInUse.
    """

    def __init__(self, server: str, token: str, port: str, data: Path) -> None:
        self._guard, self._deciding = Guard(), threading.Lock()
        self._port = open_port(port, self, NUMPAD_KEYS)
        self._journal = Journal(data)
        self._link = ServerLink(server, token)
        self._desk = DeskWatch(self._link, self._changed)
        self._lamp = Lamp(lambda: self._desk.state, self._port.show)
        self._sender = Sender(
            self._journal, self._link, lambda: self.counter, _now_ms, self._answered
        )
        if self._journal.order() is not None:
            self._guard.began()

    @property
    def counter(self) -> str | None:
        """The counter this agent serves, once the server has said so."""
        return self._desk.state.counter

    @property
    def port_open(self) -> bool:
        return self._port.is_open

    def outcomes(self) -> list[str | None]:
        """What became of every press kept in the journal, in order."""
        return self._journal.outcomes()

    def start(self) -> None:
        """Begin; returns at once."""
        self._desk.start()
        self._lamp.start()
        self._sender.start()
        self._port.start()

    def wait_ready(self, deadline_s: float = READY_DEADLINE_S) -> bool:
        """True as soon as the port is open and the room is watched, False after ``deadline_s``."""
        end = time.monotonic() + deadline_s
        while not (self.port_open and self._desk.state.online):
            if time.monotonic() > end:
                return False
            time.sleep(POLL_S)
        return True

    def close(self) -> None:
        """Darken the keypad and stop."""
        self._lamp.close()
        self._port.close()
        self._desk.close()
        self._sender.close()
        self._link.close()
        self._journal.close()

    def opened(self) -> None:
        self._lamp.changed(again=True)

    def idle(self) -> None:
        """The lamp has a rhythm of its own."""

    def pressed(self, presses: Sequence[Press], dated: bool = True) -> None:
        """Decide, keep, acknowledge; then carry out."""
        for press in presses:
            self._take(press)

    def _take(self, press: Press) -> None:
        with self._deciding:
            now = _now_ms()
            try:
                ack, decision = self._journal.take(
                    press, now, lambda at: self._decide(press.key, at, now)
                )
            except StoreError as error:
                # Not acknowledged, so the keypad keeps it and sends it again.
                log.error("a press could not be stored: %s", error)
                return
            if decision is not None and decision.command is not None:
                self._guard.began()
        if ack is not None:
            self._port.acknowledge(ack)
        if decision is not None:
            self._act(decision)

    def _decide(self, key: int, pressed_at: int, now: int) -> Decision:
        state = self._desk.state
        return self._guard.decide(key, pressed_at, now, state.counter, state.ticket)

    def _act(self, decision: Decision) -> None:
        if decision.command is not None:
            self._sender.ordered()
            return
        log.info("a press is not carried out: %s", decision.ignored)
        if decision.ignored not in QUIET:
            self._lamp.flash()

    def _answered(self, order: Order, outcome: str, body: object) -> None:
        log.info("%s: %s", order.command, outcome)
        with self._deciding:
            self._guard.answered(order.command, _now_ms())
        if outcome == "done" and order.command is Command.NEXT and isinstance(body, Mapping):
            self._desk.holds(body["ticket"]["id"])
        if outcome not in QUIET:
            self._lamp.flash()

    def _changed(self) -> None:
        self._lamp.changed()


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
