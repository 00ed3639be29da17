"""The machine: its disk, clock and libraries, and what the program brought along."""

import ctypes
import ctypes.util
import importlib.util
import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path

from ..backup.presence import RESTORING
from ..config import STORE_FILE
from ..store import driver
from ..usecases.vault import KEY_FILE
from .findings import Findings, advice, well, wrong

LEAST_BYTES, LOW_BYTES = 300 * 1024**2, 2 * 1024**3
LOW_SHARE = 0.05
UNSYNCHRONISED = 5
"""What ``ntp_adjtime`` answers where nothing sets the clock (TIME_ERROR of adjtimex(2))."""
TIMEX_BYTES = 512
SERVER = Path(__file__).resolve().parents[1]


def examine(data: Path, sqlite: bool) -> Findings:
    yield from folder(data, sqlite)
    if data.is_dir():
        yield from disk(data)
    yield from clock()
    yield from libraries(sqlite)
    yield from pages()


def folder(data: Path, sqlite: bool) -> Findings:
    if not data.is_dir():
        yield wrong("folder.missing", data=data)
        return
    if (data / RESTORING).exists():
        yield wrong("folder.restoring", data=data)
    try:
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        yield wrong("folder.unwritable", data=data, reason=error.strerror)
    secret = [data / KEY_FILE, *([data / STORE_FILE] if sqlite else [])]
    open_to_all = [
        p for p in secret if p.exists() and p.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    if open_to_all:
        yield wrong("folder.readable", files=" ".join(map(str, open_to_all)))
    foreign = [p for p in secret if p.exists() and p.stat().st_uid != os.geteuid()]
    if foreign:
        yield advice("folder.foreign", files=" ".join(map(str, foreign)))
    if not open_to_all and not foreign:
        yield well("folder.well", data=data)


def disk(data: Path) -> Findings:
    usage = shutil.disk_usage(data)
    free = f"{usage.free / 1024**3:.1f}"
    if usage.free < LEAST_BYTES:
        yield wrong("disk.full", free=free)
    elif usage.free < LOW_BYTES or usage.free < LOW_SHARE * usage.total:
        yield advice("disk.low", free=free)
    else:
        yield well("disk.well", free=free)


def clock() -> Findings:
    """Whether something keeps the machine's clock right; unknown where the system cannot say."""
    try:
        state = ctypes.CDLL(None).ntp_adjtime(ctypes.create_string_buffer(TIMEX_BYTES))
    except (OSError, AttributeError):
        return
    if state == UNSYNCHRONISED:
        yield advice("clock.unsynchronised")
    elif state >= 0:
        yield well("clock.well")


def libraries(sqlite: bool) -> Findings:
    version = driver.sqlite.sqlite_version
    if driver.is_safe():
        yield well("sqlite.well", version=version)
    elif sqlite:
        yield wrong("sqlite.unsafe", version=version, safe=".".join(map(str, driver.SAFE_SQLITE)))
    if ctypes.util.find_library("pango-1.0") is None:
        yield advice("pango.missing")
    else:
        yield well("pango.well")
    if importlib.util.find_spec("espeakng_loader") is None:
        yield advice("voice.missing")
    else:
        yield well("voice.well")


def pages() -> Findings:
    """Whether every face's page has been built."""
    faces = sorted(path.parent.parent for path in SERVER.glob("*/page/index.html"))
    missing = [face.name for face in faces if not any((face / "static").glob("*"))]
    if missing:
        yield wrong("pages.missing", faces=" ".join(missing), python=sys.executable)
    else:
        yield well("pages.well")
