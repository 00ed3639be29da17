"""One job to one printer, once: ask, send, wait for the fence, and say what is certain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hardware.printing.journal import JobState
from hardware.printing.status import (
    FENCE,
    PrinterState,
    ask_state,
    discard_input,
    wait_for_fence,
)
from hardware.transport import Reason, Transport, TransportError, open_transport

WRITE_ONLY = "write_only"
NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds. A ticket takes two to four seconds to print; a mute printer is not waited for."""

    connect_s: float = 3.0
    status_s: float = 1.0
    write_s: float = 20.0
    fence_s: float = 12.0
    mute_fence_s: float = 1.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is certain after the attempt, why, and how the printer looked last."""

    job: JobState
    reason: str
    printer: PrinterState


def printer_state(url: str, deadlines: Deadlines) -> PrinterState:
    """How the printer looks now. Never raises: a printer that cannot be reached is offline."""
    if url.startswith("dummy:"):
        return PrinterState.NONE
    try:
        transport = open_transport(url, deadlines.connect_s)
    except TransportError as error:
        return unreachable(error)
    try:
        return ask_state(transport, deadlines.status_s)
    except TransportError:
        return PrinterState.OFFLINE
    finally:
        transport.close()


def send_once(
    url: str, data: bytes, mark: Callable[[JobState], None], deadlines: Deadlines
) -> Verdict:
    """Send ``data`` and its fence. ``mark`` commits ``sending`` before the first byte of the job
    and ``sent`` after the last; what it raises ends the attempt. Transport errors become verdicts.
    """
    try:
        transport = open_transport(url, deadlines.connect_s)
    except TransportError as error:
        return Verdict(JobState.FAILED, error.reason.value, unreachable(error))
    try:
        return _send(transport, data, mark, deadlines)
    finally:
        transport.close()


def unreachable(error: TransportError) -> PrinterState:
    """A printer busy with another host is there, though nothing more is known of it."""
    return PrinterState.UNKNOWN if error.reason is Reason.BUSY else PrinterState.OFFLINE


def _send(
    transport: Transport, data: bytes, mark: Callable[[JobState], None], deadlines: Deadlines
) -> Verdict:
    try:
        before = ask_state(transport, deadlines.status_s)
        discard_input(transport)
    except TransportError as error:
        return Verdict(JobState.FAILED, error.reason.value, PrinterState.OFFLINE)
    if not before.can_print:
        return Verdict(JobState.FAILED, before.value, before)
    mark(JobState.SENDING)
    try:
        transport.write(data + FENCE, deadlines.write_s)
    except TransportError as error:
        job = JobState.UNCONFIRMED if error.sent else JobState.FAILED
        return Verdict(job, error.reason.value, _look_again(transport, deadlines))
    mark(JobState.SENT)
    return _confirm(transport, before, deadlines)


def _confirm(transport: Transport, before: PrinterState, deadlines: Deadlines) -> Verdict:
    if not transport.answers:
        return Verdict(JobState.UNCONFIRMED, WRITE_ONLY, PrinterState.UNKNOWN)
    mute = before is PrinterState.UNKNOWN
    try:
        fence = wait_for_fence(transport, deadlines.mute_fence_s if mute else deadlines.fence_s)
    except TransportError as error:
        return Verdict(JobState.UNCONFIRMED, error.reason.value, PrinterState.OFFLINE)
    if fence in (PrinterState.OK, PrinterState.PAPER_LOW):
        return Verdict(JobState.PRINTED, "", fence)
    now = fence if fence is PrinterState.PAPER_OUT else _look_again(transport, deadlines)
    reason = NO_ANSWER if now.can_print else now.value
    return Verdict(JobState.UNCONFIRMED, reason, now)


def _look_again(transport: Transport, deadlines: Deadlines) -> PrinterState:
    try:
        return ask_state(transport, deadlines.status_s)
    except TransportError:
        return PrinterState.OFFLINE
