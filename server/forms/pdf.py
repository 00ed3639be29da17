"""A self-contained page as PDF, made in a child process.

A child of its own for each document, because laying a page out is long work in Python that would
hold up the server's other threads and that no thread can be stopped in: the child is killed at the
deadline, has bounds of its own, and takes what it leaked with it. Few run at once.
"""

import contextlib
import logging
import signal
import sys

import gevent
from gevent import subprocess
from gevent.lock import BoundedSemaphore

from ..core.errors import Invalid, NoPdf, Overloaded, PdfTooLong
from .worker import TOO_LONG, UNAVAILABLE

DEADLINE_S = 20.0
MOST_BYTES = 3_000_000
MOST_WAITING = 8
AT_ONCE = 2

log = logging.getLogger("motcua.forms")
_turn = BoundedSemaphore(AT_ONCE)
_waiting = 0


def render(html: str, *, deadline_s: float = DEADLINE_S) -> bytes:
    """The PDF of a page that needs nothing from outside but the typeface (``fonts.FACES``).

    Call it where requests are handled, not in the engine's lanes: the event loop goes on meanwhile,
    and the process is waited for there. Raises ``NoPdf`` where the system lacks what is needed,
    ``PdfTooLong``, ``Invalid`` (html) for more than ``MOST_BYTES``, and ``Overloaded`` when too
    many wait or the deadline (seconds, waiting included) has passed.
    """
    global _waiting
    data = html.encode()
    if len(data) > MOST_BYTES:
        raise Invalid(field="html")
    if _waiting >= MOST_WAITING:
        raise Overloaded()
    _waiting += 1
    try:
        with gevent.Timeout(deadline_s, Overloaded()), _turn:
            return _made(data, deadline_s)
    finally:
        _waiting -= 1


def _made(data: bytes, deadline_s: float) -> bytes:
    command = [sys.executable, "-m", "server.forms.worker", str(int(deadline_s) + 1)]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        made, said = child.communicate(data)
    finally:
        # Whoever waited no longer would leave it at work for nobody.
        if child.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                child.send_signal(signal.SIGKILL)
            gevent.spawn(child.wait)
    if child.returncode == 0:
        return bytes(made)
    log.warning("no PDF was made (%s): %s", child.returncode, _last_line(said))
    if child.returncode == TOO_LONG:
        raise PdfTooLong()
    if child.returncode == UNAVAILABLE:
        raise NoPdf()
    raise Overloaded()


def _last_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else ""
