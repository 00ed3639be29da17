"""Boards that take a line of ASCII, such as ``$001,8.8.8.8.#``, and answer nothing."""

from __future__ import annotations

import string
from dataclasses import dataclass

from hardware.signs.encoding import NotShown
from hardware.transport import Transport

DEFAULT_FRAME = "${unit:03d},{text}#"
_ESCAPES = {"\\r": "\r", "\\n": "\n", "\\t": "\t"}


@dataclass(frozen=True, slots=True)
class AsciiSign:
    """``frame`` is the line with {unit} and {text}; \\r, \\n and \\t in it stand for those signs.

    ``align`` is "left", "right", or "" for a text that is sent as long as it is.
    """

    unit: int
    frame: str = DEFAULT_FRAME
    width: int = 4
    align: str = "right"

    def __post_init__(self) -> None:
        if not 0 <= self.unit <= 999 or not 1 <= self.width <= 200:
            raise ValueError(f"unit {self.unit}, width {self.width}")
        if self.align not in ("", "left", "right"):
            raise ValueError(f"align {self.align!r}")
        try:
            named = {name for _, name, _, _ in string.Formatter().parse(self.frame) if name}
            filled = self.frame.format(unit=self.unit, text="0")
        except (ValueError, IndexError, KeyError, AttributeError) as error:
            raise ValueError(f"frame {self.frame!r}: {error}") from error
        if "text" not in named or not named <= {"unit", "text"} or not filled.isascii():
            raise ValueError(f"frame {self.frame!r}: {{text}} and {{unit}}, in ASCII")

    @property
    def name(self) -> str:
        return f"ascii {self.unit}"

    def show(self, line: Transport, text: str, deadline_s: float) -> None:
        """Send the line; nobody can tell whether the board heard it, so it is sent again."""
        line.write(self.bytes_for(text), deadline_s)

    def bytes_for(self, text: str) -> bytes:
        """The line for a text. Raises NotShown for one that does not fit."""
        # Points of seven-segment boards take no place of their own.
        if len(text.replace(".", "")) > self.width:
            raise NotShown(f"longer than {self.width}: {text!r}")
        frame = self.frame
        for escape, sign in _ESCAPES.items():
            frame = frame.replace(escape, sign)
        # The line's own marks inside the text would end it early.
        marks = set(self.frame) & set("$#\r\n") | {"\r", "\n"}
        if not text.isascii() or set(text) & marks:
            raise NotShown(f"not for this board: {text!r}")
        return frame.format(unit=self.unit, text=self._aligned(text)).encode("ascii")

    def _aligned(self, text: str) -> str:
        room = " " * (self.width - len(text.replace(".", "")))
        return {"": text, "left": text + room, "right": room + text}[self.align]
