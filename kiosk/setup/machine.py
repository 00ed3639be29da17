"""What this machine has: who may use its devices, where its programs are, how motcua is run."""

from __future__ import annotations

import contextlib
import grp
import pwd
import shutil
import sys
from pathlib import Path

import kiosk

DEVICE_GROUPS = ("dialout", "lp")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def device_groups() -> tuple[str, ...]:
    """The groups of this system that may use serial ports and USB printers."""
    found = []
    for name in DEVICE_GROUPS:
        with contextlib.suppress(KeyError):
            found.append(grp.getgrnam(name).gr_name)
    return tuple(found)


def is_user(name: str) -> bool:
    """Whether somebody of this name may log in here."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def chromium_path() -> str | None:
    """The browser, or None when there is none."""
    return next((path for path in map(shutil.which, CHROMIUM_NAMES) if path), None)


def cage_path() -> str | None:
    """cage, the compositor that shows one program on the whole screen; None without it."""
    return shutil.which("cage")


def python() -> str:
    """This very interpreter."""
    return sys.executable


def motcua_command() -> tuple[str, ...]:
    """How to run this very motcua."""
    beside = Path(sys.executable).with_name("motcua")
    return (str(beside),) if beside.is_file() else (sys.executable, "-m", "server.cli")


def python_path() -> tuple[str, ...]:
    """What an installation that is only a folder needs in the environment of its processes."""
    root = Path(kiosk.__file__).resolve().parents[1]
    return () if "site-packages" in root.parts else (f"PYTHONPATH={root}",)
