"""The QR code beside a number on the screen, made while the server is still thinking.

The agent chooses the ticket's id, so it knows the link before the server has answered.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

import segno

MASK = 2


class ScreenQr:
    """Safe to use from several threads; close() ends its own."""

    def __init__(self) -> None:
        self._drawing = ThreadPoolExecutor(1, "qr")

    def begin(self, url: str) -> Future[str]:
        """Draw the code of a link in the background."""
        return self._drawing.submit(screen_qr, url)

    def close(self) -> None:
        self._drawing.shutdown()


def screen_qr(url: str) -> str:
    """The code as SVG, to be sized by the page. Raises ValueError for a text that is too long."""
    # Looking for the best of eight masks takes longer than the server does, and only helps where
    # a code is small or badly printed; on a screen every mask is read.
    code = segno.make(url, error="m", micro=False, mask=MASK)
    return str(code.svg_inline(omitsize=True))
