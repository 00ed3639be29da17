"""The spooler of Windows, as far as it can be tried elsewhere: what it is asked, refusals."""

from __future__ import annotations

import sys
import threading
import types
from collections.abc import Iterator
from typing import Any

import pytest

from hardware.printing.journal import JobState
from hardware.printing.sender import Deadlines, Sender
from hardware.printing.status import PrinterState
from hardware.transport import Reason, TransportError, open_transport

QUICK = Deadlines(connect_s=0.5, stall_s=0.4, write_s=2)


class Spooler(types.ModuleType):
    """Stands where pywin32's module would: it keeps documents, or fails as Windows would."""

    def __init__(self) -> None:
        super().__init__("win32print")
        self.documents: list[bytes] = []
        self.refuses: dict[str, int] = {}
        self.holds: threading.Event | None = None

    def OpenPrinter(self, name: str) -> str:
        self._refuse("open")
        return name

    def ClosePrinter(self, printer: str) -> None:
        pass

    def StartDocPrinter(self, printer: str, level: int, about: Any) -> None:
        assert about[2] == "RAW"
        self._refuse("start")

    def StartPagePrinter(self, printer: str) -> None:
        pass

    def WritePrinter(self, printer: str, data: bytes) -> None:
        if self.holds is not None:
            self.holds.wait(10)
        self._refuse("write")
        self.documents.append(data)

    def EndPagePrinter(self, printer: str) -> None:
        pass

    def EndDocPrinter(self, printer: str) -> None:
        pass

    def _refuse(self, step: str) -> None:
        if step in self.refuses:
            error = OSError(step)
            error.winerror = self.refuses[step]  # type: ignore[attr-defined]
            raise error


@pytest.fixture
def spooler(monkeypatch: pytest.MonkeyPatch) -> Iterator[Spooler]:
    spooler = Spooler()
    monkeypatch.setitem(sys.modules, "win32print", spooler)
    yield spooler


def send(url: str = "spooler://EPSON TM-T82") -> Any:
    return Sender(url, QUICK).send_once(b"ticket", lambda state: None, lambda: None)


@pytest.mark.skipif(sys.platform == "win32", reason="pywin32 may be there")
def test_without_pywin32_it_says_so() -> None:
    with pytest.raises(TransportError) as refused:
        open_transport("spooler://EPSON")
    assert refused.value.reason is Reason.UNSUPPORTED and "pywin32" in refused.value.detail
    verdict = send()
    assert (verdict.job, verdict.reason) == (JobState.FAILED, "unsupported")


def test_a_ticket_is_one_raw_document_and_stays_unconfirmed(spooler: Spooler) -> None:
    verdict = send()
    assert (verdict.job, verdict.reason) == (JobState.UNCONFIRMED, "write_only")
    assert verdict.printer is PrinterState.UNKNOWN
    assert len(spooler.documents) == 1 and spooler.documents[0].startswith(b"ticket")


def test_a_spooler_that_hangs_is_not_asked_twice(spooler: Spooler) -> None:
    spooler.holds = threading.Event()
    assert send().job is JobState.UNCONFIRMED
    spooler.holds.set()


@pytest.mark.parametrize(
    ("step", "code", "job", "reason"),
    [
        ("open", 1801, JobState.FAILED, "missing"),
        ("open", 5, JobState.FAILED, "denied"),
        ("start", 5, JobState.FAILED, "denied"),
        ("write", 1722, JobState.UNCONFIRMED, "unreachable"),
    ],
)
def test_refusals_say_whether_anything_was_handed_over(
    spooler: Spooler, step: str, code: int, job: JobState, reason: str
) -> None:
    spooler.refuses = {step: code}
    verdict = send()
    assert (verdict.job, verdict.reason) == (job, reason)
    assert spooler.documents == []


def test_a_name_is_needed() -> None:
    with pytest.raises(TransportError) as refused:
        open_transport("spooler://")
    assert refused.value.reason is Reason.BAD_URL
