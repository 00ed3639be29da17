"""The memory of a pad: its last 64 presses until the host acknowledges them. No I/O, no clock."""

from collections import deque
from dataclasses import dataclass
from itertools import islice

from hardware.line_protocol import RING_SIZE, Press


@dataclass(frozen=True)
class HeldPress:
    """One press in the ring; `pressed_at` in seconds of the pad's own clock."""

    seq: int
    key: int
    pressed_at: float


class PressRing:
    """Presses of one power-up, numbered from 1. `lost` counts those pushed out unacknowledged."""

    def __init__(self, dev: str, boot: str) -> None:
        self.dev, self.boot = dev, boot
        self.lost = 0
        self._held: deque[HeldPress] = deque()
        self._last_seq = 0

    def __len__(self) -> int:
        return len(self._held)

    def press(self, key: int, now: float) -> int:
        """Keep a press of `key`; returns its seq."""
        if len(self._held) == RING_SIZE:
            self._held.popleft()
            self.lost += 1
        self._last_seq += 1
        self._held.append(HeldPress(self._last_seq, key, now))
        return self._last_seq

    def acknowledge(self, boot: str, seq: int) -> bool:
        """Drop what the host has; False for another boot's or a stale acknowledgement."""
        if boot != self.boot or not self._held or not self._held[0].seq <= seq <= self._last_seq:
            return False
        while self._held and self._held[0].seq <= seq:
            self._held.popleft()
        return True

    def frames(self, now: float, most: int) -> list[Press]:
        """The oldest held presses, at most `most`, as frames to send."""
        return [self._frame(held, now) for held in islice(self._held, most)]

    def _frame(self, held: HeldPress, now: float) -> Press:
        age_ms = max(0, round((now - held.pressed_at) * 1000))
        return Press(self.dev, self.boot, held.seq, self._held[0].seq, held.key, age_ms)
