"""What is looked at on the machine itself: printer, scanner, typeface, disk, browser, page."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from hardware.printing.status import PrinterState, ask_state
from hardware.serial_link import PORT_ERRORS, PortUrlError, parse_port_url
from hardware.tickets.fonts import font
from hardware.transport import Reason, TransportError, open_transport
from kiosk.scanning import KEYBOARD
from kiosk.setup.findings import Finding, bad, ok, warn
from kiosk.setup.machine import cage_path, chromium_path

CONNECT_S, STATUS_S = 3.0, 1.0
BROWSER_S = 8.0
DISK_GOOD_MB, DISK_BAD_MB = 1000, 200
_VOWELS = {
    "a": "àảãáạ", "ă": "ằẳẵắặ", "â": "ầẩẫấậ", "e": "èẻẽéẹ", "ê": "ềểễếệ", "i": "ìỉĩíị",
    "o": "òỏõóọ", "ô": "ồổỗốộ", "ơ": "ờởỡớợ", "u": "ùủũúụ", "ư": "ừửữứự", "y": "ỳỷỹýỵ",
}  # fmt: skip
_SMALL = "".join(_VOWELS.values()) + "ăâêôơưđ"
LETTERS = _SMALL + _SMALL.upper()
"""The 134 letters of Vietnamese that ASCII does not have."""
_NO_LETTER = "\U000f0000"
_FILES = re.compile(r'(?:src|href)="/assets/kiosk/([^"]+)"')


def look_at_printer(url: str) -> Finding:
    """Asks DLE EOT 1, 2 and 4; prints nothing."""
    if url.startswith("dummy:"):
        return warn("check.printer.none")
    try:
        transport = open_transport(url, CONNECT_S)
    except TransportError as error:
        if error.reason is Reason.BUSY:
            return warn("check.printer.unknown")
        reason = error.detail or error.reason.value
        return bad("check.printer.unreachable", url=url, reason=reason)
    try:
        state = ask_state(transport, STATUS_S)
    except TransportError as error:
        return bad("check.printer.unreachable", url=url, reason=error.reason.value)
    finally:
        transport.close()
    return _of_printer(state, url)


def _of_printer(state: PrinterState, url: str) -> Finding:
    key = f"check.printer.{state.value}"
    if state is PrinterState.OK:
        return ok(key, url=url)
    return warn(key) if state.can_print else bad(key)


def look_at_scanner(url: str | None) -> Finding:
    """Opens the port for a moment; reads nothing."""
    if url is None:
        return warn("check.scanner.none")
    if url == KEYBOARD:
        return warn("check.scanner.keyboard")
    try:
        port = parse_port_url(url).closed_port()
        port.open()
        port.close()
    except PortUrlError as error:
        return bad("check.scanner.bad", url=url, reason=error)
    except PORT_ERRORS as error:
        busy = getattr(error, "errno", None) in (errno.EBUSY, errno.EAGAIN)
        if busy or "exclusively lock" in str(error):
            return warn("check.scanner.busy", url=url)
        return bad("check.scanner.bad", url=url, reason=error)
    return ok("check.scanner.ok", url=url)


def look_at_fonts() -> Finding:
    """Every letter must have a picture that is not the box of a missing one."""
    face = font(40)
    box = bytes(face.getmask(_NO_LETTER))
    missing = [letter for letter in LETTERS if bytes(face.getmask(letter)) in (b"", box)]
    if missing:
        return bad("check.fonts.bad", count=len(missing), letters="".join(missing[:20]))
    return ok("check.fonts.ok")


def look_at_data(folder: Path) -> Finding:
    """Writes a file all the way to the disk and takes it away again."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".check-") as file:
            file.write(b"kiosk")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return bad("check.data.bad", path=folder, reason=error.strerror or error)
    return ok("check.data.ok", path=folder)


def look_at_disk(folder: Path) -> Finding:
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    mb = shutil.disk_usage(there).free // 1_000_000
    if mb >= DISK_GOOD_MB:
        return ok("check.disk.ok", mb=mb)
    if mb >= DISK_BAD_MB:
        return warn("check.disk.warn", mb=mb)
    return bad("check.disk.bad", mb=mb)


def look_at_browser() -> Finding:
    chromium = chromium_path()
    if chromium is None:
        return bad("check.browser.missing")
    try:
        done = subprocess.run(
            [chromium, "--version"], capture_output=True, text=True, timeout=BROWSER_S, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        return bad("check.browser.broken", reason=error)
    version = done.stdout.strip().partition(" built")[0]
    if cage_path() is None:
        return warn("check.browser.no_cage", version=version)
    return ok("check.browser.ok", version=version)


def look_at_page(static: Path) -> Finding:
    """The page and every file that it names."""
    index = static / "index.html"
    if not index.is_file():
        return bad("check.page.bad", files="index.html")
    named = _FILES.findall(index.read_text("utf-8"))
    missing = [name for name in named if not (static / name).is_file()]
    if missing or not named:
        return bad("check.page.bad", files=", ".join(missing) or "/assets/kiosk")
    return ok("check.page.ok", count=len(named) + 1)
