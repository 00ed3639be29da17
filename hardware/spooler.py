"""A printer of Windows, by its name in the spooler: one raw document for each job.

The spooler takes the bytes and says nothing of the paper, so such a job stays unconfirmed. Needs
pywin32, which exists on Windows only; elsewhere opening such a printer says so.

Source: Microsoft's documentation of OpenPrinter, StartDocPrinter and WritePrinter.
"""

from __future__ import annotations

import importlib
import threading
from typing import Any

from hardware.transport import Reason, TransportError

DOCUMENT = "Motcua"
# winerror.h
_ACCESS_DENIED, _INVALID_PRINTER_NAME = 5, 1801


class SpoolerTransport:
    """Collects nothing: each write is a document of its own, handed over whole."""

    def __init__(self, name: str) -> None:
        """Raises TransportError: UNSUPPORTED without pywin32, MISSING, DENIED."""
        self._spooler = _win32print()
        self._closed = threading.Event()
        self._begun = 0
        try:
            self._printer = self._spooler.OpenPrinter(name)
        except Exception as error:
            raise TransportError(_reason(error), str(error)) from error

    @property
    def answers(self) -> bool:
        return False

    def write(self, data: bytes, deadline_s: float) -> None:
        """Hand a document over. The spooler's calls have no deadline of their own, so they run in
        a thread that is left behind when they take too long."""
        if self._closed.is_set():
            raise TransportError(Reason.CLOSED)
        failed: list[Exception] = []
        thread = threading.Thread(target=self._document, args=(data, failed), daemon=True)
        thread.start()
        thread.join(deadline_s)
        if thread.is_alive():
            # The thread goes on: all of it may still be taken, and nobody may send it again.
            raise TransportError(Reason.TIMEOUT, "the spooler is slow", sent=len(data))
        if failed:
            raise TransportError(_reason(failed[0]), str(failed[0]), sent=self._begun)

    def read(self, size: int, deadline_s: float) -> bytes:
        if self._closed.wait(deadline_s):
            raise TransportError(Reason.CLOSED)
        return b""

    def close(self) -> None:
        if not self._closed.is_set():
            self._closed.set()
            self._spooler.ClosePrinter(self._printer)

    def _document(self, data: bytes, failed: list[Exception]) -> None:
        try:
            self._spooler.StartDocPrinter(self._printer, 1, (DOCUMENT, None, "RAW"))
            self._begun = 1
            self._spooler.StartPagePrinter(self._printer)
            self._spooler.WritePrinter(self._printer, data)
            self._spooler.EndPagePrinter(self._printer)
            self._spooler.EndDocPrinter(self._printer)
        except Exception as error:  # pywintypes.error, which cannot be named elsewhere
            failed.append(error)


def _win32print() -> Any:
    try:
        return importlib.import_module("win32print")
    except ImportError as error:
        detail = "spooler:// needs Windows with pywin32"
        raise TransportError(Reason.UNSUPPORTED, detail) from error


def _reason(error: Exception) -> Reason:
    code = getattr(error, "winerror", None)
    return {_ACCESS_DENIED: Reason.DENIED, _INVALID_PRINTER_NAME: Reason.MISSING}.get(
        code or 0, Reason.UNREACHABLE
    )
