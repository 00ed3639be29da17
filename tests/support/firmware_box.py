"""The button box's firmware, built for this machine: as a library, and as a box on a pty."""

import contextlib
import os
import secrets
import select
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from postgres import Missing

from hardware.virtual.pad_noise import LineNoise
from hardware.virtual.pty_port import PtyPort

FIRMWARE = Path(__file__).resolve().parents[2] / "hardware" / "firmware"
PROTOCOL = FIRMWARE / "button_box" / "pad_protocol.c"
STRICT = ("-std=c11", "-O1", "-Wall", "-Wextra", "-Wconversion", "-Werror", "-pedantic")
CHECKED = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-static-libasan")


def compiler(name: str = "gcc") -> str:
    """Raises ``Missing``."""
    found = shutil.which(name)
    if found is None:
        raise Missing(f"no {name} on this machine")
    return found


def compile_c(target: Path, *arguments: str | Path) -> Path:
    """Build ``target``. Raises ``Missing``; ``AssertionError`` with what the compiler says."""
    command = [compiler(), *STRICT, "-o", str(target), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return target


def build_library(folder: Path) -> Path:
    return compile_c(folder / "pad.so", "-shared", "-fPIC", PROTOCOL)


def build_box(folder: Path) -> Path:
    """The box as a program that ends at once when it touches memory it does not own."""
    return compile_c(folder / "box", *CHECKED, FIRMWARE / "host" / "box_on_host.c", PROTOCOL)


class FirmwareBox:
    """A running box on a pty; use as a context manager. ``noise`` spoils both ways of the line."""

    def __init__(
        self, program: Path, dev: str, *, keys: int = 3, noise: LineNoise | None = None
    ) -> None:
        self.boot, self.pressed = secrets.token_hex(4), list[int]()
        self._noise = noise or LineNoise()
        self._port, self._guard = PtyPort(dev), threading.Lock()
        self._changed, self._lit, self._running = threading.Condition(), 0, True
        self._keys: dict[int, str] = {}
        contacts, self._contacts = os.pipe()
        self._process = subprocess.Popen(
            [program, dev, self.boot, str(keys), str(contacts)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=(contacts,),
            bufsize=0,
        )
        os.close(contacts)
        self._threads = [
            threading.Thread(target=run, daemon=True)
            for run in (self._to_host, self._to_box, self._lamps)
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def url(self) -> str:
        return f"serial://{self._port.path}?baudrate=115200"

    def press(self, key: int, bounces: int = 3) -> None:
        """Press a key (from 1) and let it go: its contact bounces at both ends."""
        down, up = b"%d" % key, bytes((ord("a") + key - 1,))
        for first, second, state in ((down, up, "down"), (up, down, "up")):
            os.write(self._contacts, (first + second) * bounces + first)
            assert self._wait(partial(self._key_is, key, state), 5.0), f"key {key} is not {state}"
        self.pressed.append(key)

    def wait_lit(self, keys: int, deadline_s: float) -> bool:
        """True as soon as exactly so many keys are lit."""
        return self._wait(lambda: self._lit == keys, deadline_s)

    def unplug(self) -> None:
        with self._guard:
            self._port.unplug()

    def replug(self) -> None:
        with self._guard:
            self._port.plug()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        self._running = False
        os.close(self._contacts)
        self._process.wait(5)
        for thread in self._threads:
            thread.join(5)
        self._port.close()

    def _key_is(self, key: int, state: str) -> bool:
        return self._keys.get(key, "up") == state

    def _wait(self, holds: Callable[[], bool], deadline_s: float) -> bool:
        with self._changed:
            return self._changed.wait_for(holds, deadline_s)

    def _to_host(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._guard:
                if self._port.master >= 0:
                    self._port.write(self._noise.on_line(line))

    def _to_box(self) -> None:
        rest = b""
        while self._running:
            *lines, rest = (rest + self._heard()).split(b"\n")
            for line in lines:
                self._tell(line + b"\n")

    def _heard(self) -> bytes:
        with self._guard:
            master = self._port.master
        with contextlib.suppress(OSError, ValueError):
            if master >= 0 and select.select([master], [], [], 0.05)[0]:
                with self._guard:
                    return os.read(master, 4096) if master == self._port.master else b""
        return b"" if master >= 0 else self._unplugged()

    def _unplugged(self) -> bytes:
        time.sleep(0.01)
        return b""

    def _tell(self, line: bytes) -> None:
        assert self._process.stdin is not None
        if line.startswith(b"$A") and self._noise.loses_ack():
            return
        with contextlib.suppress(OSError):
            self._process.stdin.write(self._noise.on_line(line))

    def _lamps(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            word, number = line.decode().split()
            with self._changed:
                if word == "lit":
                    self._lit = int(number)
                else:
                    self._keys[int(number)] = word
                self._changed.notify_all()
