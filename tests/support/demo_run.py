"""A demo run as its user runs it: a process of its own, on free ports, in a temporary folder."""

import json
import os
import queue
import re
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import requests

from hardware.link import ServerLink
from server.demo.child import ROOT
from server.demo.ports import PortTaken, asked_port

READY_S = 120.0
STOP_S = 25.0


class DemoRun:
    """`motcua demo` under way. `folder` holds its temporary data."""

    def __init__(
        self, temporary: Path, *options: str, environment: Mapping[str, str] | None = None
    ) -> None:
        self.temporary = temporary
        self.output: list[str] = []
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "server.cli", "demo", "--port", "0", *options],
            cwd=ROOT,
            env={
                **os.environ, "TMPDIR": str(temporary), "PYTHONUNBUFFERED": "1",
                **(environment or {}),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def await_ready(self) -> None:
        """Until the demo says where to look."""
        end = time.monotonic() + READY_S
        while "Ctrl-C" not in "".join(self.output):
            line = self._lines.get(timeout=max(0.1, end - time.monotonic()))
            assert line is not None, "the demo ended:\n" + "".join(self.output)
            self.output.append(line)

    def await_end(self) -> int:
        """Its exit code. Raises TimeoutExpired when it does not end."""
        code = self.process.wait(STOP_S)
        self._reader.join(STOP_S)
        while not self._lines.empty():
            self.output.append(self._lines.get() or "")
        return code

    def stop(self) -> int:
        """Ctrl-C. Returns the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.await_end()

    def close(self) -> None:
        """Whatever became of it: nothing is left."""
        pids = self.descendants()
        self.process.kill()
        self.process.wait()
        for pid in pids:
            assert ended(pid, STOP_S), f"process {pid} is left"

    @property
    def said(self) -> str:
        return "".join(self.output)

    @property
    def folder(self) -> Path:
        (folder,) = self.temporary.glob("motcua-demo-*")
        return folder

    @property
    def url(self) -> str:
        found = re.search(r"http://127\.0\.0\.1:\d+", self.said)
        assert found, self.said
        return found[0]

    @property
    def tokens(self) -> dict[str, Any]:
        tokens: dict[str, Any] = json.loads((self.folder / "demo-tokens.json").read_text("utf-8"))
        return tokens

    def faces(self) -> dict[str, Any]:
        faces: dict[str, Any] = requests.get(self.url + "/faces.json", timeout=10).json()
        return faces

    def address_of(self, title_en: str) -> str:
        """The link on the home page with this English title."""
        links = [link for group in self.faces()["groups"] for link in group["links"]]
        return next(str(link["href"]) for link in links if link["title_en"] == title_en)

    def ports(self) -> list[int]:
        """The server's, the kiosk's, the printer page's and the printer's."""
        addresses = [self.url, self.address_of("Ticket kiosk"), self.address_of("Virtual printer")]
        ports = [int(address.strip("/").rpartition(":")[2]) for address in addresses]
        state = requests.get(self.address_of("Virtual printer") + "api/state", timeout=10).json()
        return [*ports, int(state["url"].rpartition(":")[2])]

    def descendants(self) -> dict[int, str]:
        """Process ids of everything it started, with their command lines."""
        found: dict[int, str] = {}
        parents = {self.process.pid}
        processes = _processes()
        while parents:
            children = {pid: line for pid, (ppid, line) in processes.items() if ppid in parents}
            found |= children
            parents = set(children)
        return found

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(None)


class Room:
    """A Socket.IO room's newest view, to wait on."""

    def __init__(self, url: str, token: str, room: str) -> None:
        self._changed = threading.Condition()
        self._view: Mapping[str, Any] = {}
        self._link = ServerLink(url, token)
        self._link.watch(room, self._show, lambda online: None)

    def await_view(
        self, holds: Callable[[Mapping[str, Any]], bool], seconds: float
    ) -> Mapping[str, Any]:
        """The first view for which `holds`. Fails after `seconds`, showing the newest."""
        with self._changed:
            held = self._changed.wait_for(lambda: self._view and holds(self._view), seconds)
            assert held, self._view
            return self._view

    def close(self) -> None:
        self._link.close()

    def _show(self, seq: int, data: Mapping[str, Any]) -> None:
        with self._changed:
            self._view = data
            self._changed.notify_all()


def ended(pid: int, seconds: float) -> bool:
    """Wait for a process that need not be our child to end; False when it lives on."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)


def is_free(port: int) -> bool:
    """A server could listen here now."""
    try:
        return asked_port(port) == port
    except PortTaken:
        return False


def _processes() -> dict[int, tuple[int, str]]:
    """Every process's parent and command line."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        found[int(folder.name)] = (int(stat.rpartition(")")[2].split()[1]), line)
    return found
