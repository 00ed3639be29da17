"""What the keypad's lamps say, as far as on, off and a number of keys can.

dark                  nobody waits, no citizen at the counter
first key lit         people wait: NEXT
all keys lit          a citizen is at the counter
slow blinking         no line to the server
three quick flashes   a press was not carried out (refused, too old, nothing to do)
"""

import threading
import time
from collections.abc import Callable
from typing import Final

from hardware.line_protocol import HEARTBEAT_S, Light
from server.staff.keypad.desk import DeskState

SLOW_S: Final = 0.6
QUICK_S: Final = 0.12
FLASHES: Final = 3
DARK: Final = Light(on=False)


def light_of(state: DeskState) -> Light:
    """The steady light of a desk that is connected."""
    if state.ticket is not None:
        return Light(on=True)
    return Light(on=True, keys=1) if state.waiting > 0 else DARK


class Lamp:
    """Shows the state of a desk on a keypad; ``show`` sends one light."""

    def __init__(self, state: Callable[[], DeskState], show: Callable[[Light], None]) -> None:
        self._state, self._show = state, show
        self._wake = threading.Event()
        self._stopping = False
        self._flashes = 0
        self._shown: tuple[Light, float] | None = None
        self._thread = threading.Thread(target=self._run, name="keypad-lamp", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def changed(self, again: bool = False) -> None:
        """The state may be another; ``again``: the keypad has forgotten what it was told."""
        if again:
            self._shown = None
        self._wake.set()

    def flash(self) -> None:
        """Tell that a press was not carried out."""
        self._flashes = FLASHES
        self._wake.set()

    def close(self) -> None:
        """Stop, and leave the keypad dark."""
        self._stopping = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(5)
        self._show(DARK)

    def _run(self) -> None:
        blink = False
        while not self._stopping:
            self._wake.clear()
            while self._flashes and not self._stopping:
                self._flash_once()
            state = self._state()
            blink = not blink and not state.online
            self._tell(light_of(state) if state.online else Light(on=blink))
            self._wake.wait(HEARTBEAT_S if state.online else SLOW_S)

    def _flash_once(self) -> None:
        self._flashes -= 1
        for light in (Light(on=True), DARK):
            self._shown = None
            self._tell(light)
            time.sleep(QUICK_S)  # the length of a flash: there is nothing to wait for

    def _tell(self, light: Light) -> None:
        shown, now = self._shown, time.monotonic()
        if shown is None or shown[0] != light or now - shown[1] >= HEARTBEAT_S:
            self._shown = (light, now)
            self._show(light)
