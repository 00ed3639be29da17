"""One job to one printer, once: ask, send, wait for the fence, and say what is certain."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from hardware.printing.fence import (
    Fence,
    PaperFence,
    ProcessFence,
    await_answer,
    probe_process_fence,
)
from hardware.printing.journal import JobState
from hardware.printing.status import PrinterState, ask_state, discard_input
from hardware.transport import Reason, Transport, TransportError, open_transport

WRITE_ONLY = "write_only"
NO_ANSWER = "no_answer"
STEP_S = 0.5
MOST_MISSING = 255 * 72 + 8
"""Bytes a printer may still wait for when a job broke off: one fragment of a picture."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds. A ticket takes two to four seconds to print; a mute printer is not waited for.

    Whatever happens is told within five seconds: ``stall_s`` is how long a printer may take no
    byte at all, ``slow_s`` when a job that is still under way is told to be slow, ``look_s`` how
    often the printer is asked how it is while it prints.
    """

    connect_s: float = 1.5
    status_s: float = 0.6
    stall_s: float = 2.0
    write_s: float = 60.0
    fence_s: float = 12.0
    mute_fence_s: float = 1.0
    slow_s: float = 3.5
    look_s: float = 0.7


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is certain after the attempt, why, and how the printer looked last."""

    job: JobState
    reason: str
    printer: PrinterState


Mark = Callable[[JobState], None]


def unreachable(error: TransportError) -> PrinterState:
    """A printer busy with another host is there, though nothing more is known of it."""
    return PrinterState.UNKNOWN if error.reason is Reason.BUSY else PrinterState.OFFLINE


class Sender:
    """The line to one printer, opened anew for every look and every job. For one thread.

    ``process_id`` says whether the printer knows GS ( H; None while nobody has asked it.
    """

    def __init__(self, url: str, deadlines: Deadlines, process_id: bool | None = None) -> None:
        self._url, self._deadlines = url, deadlines
        self.process_id = process_id
        self._keeps_line = not url.startswith("tcp:")
        self.write_only = False
        """Whether the line last opened can say nothing back."""
        self._behind = 0
        self._missing = 0

    def look(self, probe: bool = False) -> PrinterState:
        """How the printer looks now; with ``probe`` a printer at rest is asked once what it can.

        Never raises: a printer that cannot be reached is offline.
        """
        if self._url.startswith("dummy:"):
            return PrinterState.NONE
        try:
            transport = open_transport(self._url, self._deadlines.connect_s)
        except TransportError as error:
            return unreachable(error)
        self.write_only = not transport.answers
        try:
            state = ask_state(transport, self._deadlines.status_s)
            if probe and self.process_id is None and state in _AT_REST:
                self.process_id = probe_process_fence(transport, 2 * self._deadlines.status_s)
            return state
        except TransportError:
            return PrinterState.OFFLINE
        finally:
            transport.close()

    def send_once(self, data: bytes, mark: Mark, slow: Callable[[], None]) -> Verdict:
        """Send ``data`` and its fence. ``mark`` commits ``sending`` before the first byte of the
        job and ``sent`` after the last; what it raises ends the attempt. ``slow`` is called once
        when that takes long. Transport errors become verdicts.
        """
        try:
            transport = open_transport(self._url, self._deadlines.connect_s)
        except TransportError as error:
            return Verdict(JobState.FAILED, error.reason.value, unreachable(error))
        try:
            return self._send(transport, data, mark, _Once(slow, self._deadlines.slow_s))
        finally:
            transport.close()

    def _send(self, transport: Transport, data: bytes, mark: Mark, slow: _Once) -> Verdict:
        try:
            before = ask_state(transport, self._deadlines.status_s)
            discard_input(transport)
        except TransportError as error:
            return Verdict(JobState.FAILED, error.reason.value, PrinterState.OFFLINE)
        if not before.can_print:
            return Verdict(JobState.FAILED, before.value, before)
        mark(JobState.SENDING)
        fence: Fence = ProcessFence() if self.process_id else PaperFence(self._behind)
        whole = self._mending() + data + fence.command
        try:
            self._hand_over(transport, whole, slow)
        except TransportError as error:
            return self._broken_off(transport, error, len(whole))
        self._missing = 0
        mark(JobState.SENT)
        return self._confirm(transport, fence, before, slow)

    def _hand_over(self, transport: Transport, data: bytes, slow: _Once) -> None:
        """Write it all, however slowly the printer takes it, as long as it takes some.

        Raises TransportError: TIMEOUT when not a byte was taken for ``stall_s``.
        """
        sent, now = 0, time.monotonic()
        end, stalled = now + self._deadlines.write_s, now + self._deadlines.stall_s
        while sent < len(data):
            try:
                transport.write(data[sent:], min(STEP_S, self._deadlines.stall_s))
                return
            except TransportError as error:
                sent += error.sent
                now = time.monotonic()
                if error.sent:
                    stalled = now + self._deadlines.stall_s
                if error.reason is not Reason.TIMEOUT or now >= min(end, stalled):
                    error.sent = sent
                    raise
            slow.tell_when_due()

    def _mending(self) -> bytes:
        """After a job that broke off: what ends the picture the printer may still be in, and parts
        that paper from the next ticket. To a printer that has forgotten it these bytes are none."""
        return bytes(self._missing) + b"\x1b@\x1dVB\0" if self._missing else b""

    def _broken_off(self, transport: Transport, error: TransportError, size: int) -> Verdict:
        if error.sent == 0:
            return Verdict(JobState.FAILED, error.reason.value, self._look_again(transport))
        self._missing = min(size - error.sent, MOST_MISSING)
        now = self._look_again(transport)
        if now is PrinterState.UNKNOWN and not self._keeps_line:
            # Questions wait behind the job on this line; a second one may still get through.
            now = self.look()
        reason = error.reason.value if now.can_print else now.value
        return Verdict(JobState.UNCONFIRMED, reason, now)

    def _confirm(
        self, transport: Transport, fence: Fence, before: PrinterState, slow: _Once
    ) -> Verdict:
        if not transport.answers:
            return Verdict(JobState.UNCONFIRMED, WRITE_ONLY, PrinterState.UNKNOWN)
        mute = before is PrinterState.UNKNOWN
        try:
            found = self._await(transport, fence, mute, slow)
        except TransportError as error:
            # All of it was written, and nobody knows how much of that got through.
            self._behind, self._missing = 0, MOST_MISSING
            return Verdict(JobState.UNCONFIRMED, error.reason.value, PrinterState.OFFLINE)
        if fence.answer in (PrinterState.OK, PrinterState.PAPER_LOW, PrinterState.UNKNOWN):
            self._behind = 0
            told = fence.answer is not PrinterState.UNKNOWN
            state = fence.answer if told else self._look_again(transport)
            return Verdict(JobState.PRINTED, "", state)
        self._owe(fence, found)
        now = self._look_again(transport) if found is None else found
        if found is None and now in _AT_REST and isinstance(fence, ProcessFence):
            self.process_id = None  # another printer stands here now: it is asked anew
        return Verdict(JobState.UNCONFIRMED, NO_ANSWER if now.can_print else now.value, now)

    def _await(
        self, transport: Transport, fence: Fence, mute: bool, slow: _Once
    ) -> PrinterState | None:
        limits = self._deadlines
        end = time.monotonic() + (limits.mute_fence_s if mute else limits.fence_s)
        every = 0.0 if mute else limits.look_s
        found = await_answer(transport, fence, min(end, slow.due), every, limits.status_s)
        if found is None and slow.due < end:
            slow.tell_when_due()
            found = await_answer(transport, fence, end, every, limits.status_s)
        return found

    def _owe(self, fence: Fence, found: PrinterState | None) -> None:
        """On a line that stays, an answer that comes late must not pass for the next job's. One
        that did not come in two jobs' time never will: the printer was switched off."""
        late = self._keeps_line and isinstance(fence, PaperFence) and fence.answer is None
        stopped = found is not None
        self._behind = fence.behind + 1 if late and (stopped or not self._behind) else 0

    def _look_again(self, transport: Transport) -> PrinterState:
        try:
            return ask_state(transport, self._deadlines.status_s)
        except TransportError as error:
            # A line too full for a question says nothing of the printer behind it.
            full = error.reason is Reason.TIMEOUT
            return PrinterState.UNKNOWN if full else PrinterState.OFFLINE


class _Once:
    """Calls ``tell`` at the first chance after ``after_s`` seconds, once."""

    def __init__(self, tell: Callable[[], None], after_s: float) -> None:
        self._tell: Callable[[], None] | None = tell
        self.due = time.monotonic() + after_s

    def tell_when_due(self) -> None:
        if self._tell is not None and time.monotonic() >= self.due:
            tell, self._tell = self._tell, None
            self.due = float("inf")
            tell()


_AT_REST = (PrinterState.OK, PrinterState.PAPER_LOW)
