"""A line with signs on it: keeps each showing what it should, and heals by itself.

One thread owns the line. A sign is written when its text changes and again every REWRITE_S, for
signs forget on power loss; one that does not answer holds up the others for one deadline and is
then left alone until its next turn. A lost line is opened again with growing pauses, and then
every sign is written.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hardware.serial_link import Reconnect
from hardware.signs.encoding import NotShown
from hardware.signs.modbus_rtu import SignFault
from hardware.signs.unit import SignUnit
from hardware.transport import Transport, TransportError, open_transport

REWRITE_S = 10.0
OPEN_DEADLINE_S = 3.0
SIGN_DEADLINE_S = 0.3
ATTEMPTS = 2
"""Noise spoils a frame now and then; a sign that is off costs this often a deadline."""

log = logging.getLogger(__name__)


class SignState(StrEnum):
    """What is known of a sign: not written yet, showing, not answering, refusing, or its text
    does not fit."""

    UNKNOWN = "unknown"
    SHOWING = "showing"
    SILENT = "silent"
    REFUSED = "refused"
    NOT_SHOWN = "not_shown"


@dataclass
class _Place:
    unit: SignUnit
    text: str | None = None
    due_at: float = 0.0
    state: SignState = SignState.UNKNOWN


class SignBus:
    """The signs on one line, by any names the caller gives them. Safe to use from several threads.

    ``on_change()`` is called on the bus's thread whenever a sign's state or the line changes.
    """

    def __init__(
        self,
        url: str,
        signs: Mapping[str, SignUnit],
        on_change: Callable[[], None] = lambda: None,
        rewrite_s: float = REWRITE_S,
        reconnect: Reconnect | None = None,
    ) -> None:
        self.url = url
        self._places = {name: _Place(unit) for name, unit in signs.items()}
        self._on_change, self._rewrite_s = on_change, rewrite_s
        self._reconnect = reconnect or Reconnect()
        self._changed = threading.Condition()
        self._stopping = False
        self._line: Transport | None = None
        self._thread = threading.Thread(target=self._run, name=f"signs {url}", daemon=True)

    def start(self) -> None:
        """Begin; returns at once. Nothing is shown before the first `show`."""
        self._thread.start()

    def show(self, name: str, text: str) -> None:
        """From now on the sign shows ``text``; returns at once."""
        with self._changed:
            place = self._places[name]
            if place.text != text:
                place.text, place.due_at = text, 0.0
                self._changed.notify_all()

    @property
    def open(self) -> bool:
        return self._line is not None

    def states(self) -> dict[str, SignState]:
        """Each sign's state."""
        with self._changed:
            return {name: place.state for name, place in self._places.items()}

    def close(self, deadline_s: float = 5.0) -> None:
        """Stop; the signs keep what they show."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
            line = self._line
        self._reconnect.stop()
        if line is not None:
            line.close()
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._open()
                self._serve()
            except TransportError as error:
                self._lost(error)
            finally:
                self._let_go()
            with self._changed:
                pause = self._reconnect.failed(time.monotonic())
                self._changed.wait_for(lambda: self._stopping, pause)

    def _open(self) -> None:
        line = open_transport(self.url, OPEN_DEADLINE_S)
        with self._changed:
            self._line = line
            # Whatever cut the line may have cut the signs' power too.
            for place in self._places.values():
                place.due_at = 0.0
        self._reconnect.opened(time.monotonic())
        log.info("signs on %s: the line is open", self.url)
        self._on_change()

    def _serve(self) -> None:
        while (place := self._next()) is not None:
            self._write(place)

    def _next(self) -> _Place | None:
        """Wait for the sign whose turn it is; None when stopping."""
        with self._changed:
            while not self._stopping:
                now = time.monotonic()
                told = [place for place in self._places.values() if place.text is not None]
                first = min(told, key=lambda place: place.due_at, default=None)
                if first is not None and first.due_at <= now:
                    first.due_at = now + self._rewrite_s
                    return first
                self._changed.wait(None if first is None else first.due_at - now)
        return None

    def _write(self, place: _Place) -> None:
        line, text = self._line, place.text
        assert line is not None and text is not None
        state = SignState.SILENT
        for _ in range(ATTEMPTS):
            try:
                place.unit.show(line, text, SIGN_DEADLINE_S)
                state = SignState.SHOWING
                break
            except SignFault as fault:
                state = SignState(fault.fault.value)
            except NotShown as error:
                log.error("sign %s on %s: %s", place.unit.name, self.url, error)
                state = SignState.NOT_SHOWN
                break
        self._judge(place, state)

    def _judge(self, place: _Place, state: SignState) -> None:
        with self._changed:
            before, place.state = place.state, state
        if state is not before:
            level = logging.INFO if state is SignState.SHOWING else logging.WARNING
            log.log(level, "sign %s on %s: %s", place.unit.name, self.url, state.value)
            self._on_change()

    def _lost(self, error: TransportError) -> None:
        if not self._stopping:
            log.warning("signs on %s: %s", self.url, error)

    def _let_go(self) -> None:
        with self._changed:
            line, self._line = self._line, None
            for place in self._places.values():
                place.state = SignState.UNKNOWN
        if line is not None:
            with contextlib.suppress(TransportError):
                line.close()
            self._on_change()
