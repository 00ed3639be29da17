"""The whole floor on this machine: server, kiosk agent, printer, pad agent, pad."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import requests
from floor_client import FloorClient
from ports import free_port, wait_until
from running import ROOT, RunningServer

from hardware.virtual.pad import VirtualPad
from hardware.virtual.printer import VirtualPrinter
from hardware.virtual.printer_page import PrinterPage
from server.demo.faces import Addresses, faces
from server.demo.prepare import Tokens, prepare
from server.demo.sample import sample_centre

PAD_COUNTER = "4"
READY_S = 90.0
STOP_S = 10.0


class HaltingServer(RunningServer):
    """A server that can stand still: its port stays open, nothing answers."""

    def halt(self) -> None:
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        assert self._process is not None
        os.killpg(self._process.pid, number)


@dataclass
class Agent:
    """``motcua kiosk`` or ``motcua pad`` as a process of its own; what it says is in ``log``."""

    arguments: tuple[str, ...]
    token: str
    log: Path
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("wb") as log, self.log.with_suffix(".err").open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "server.cli", *self.arguments],
                cwd=ROOT,
                env=os.environ | {"MOTCUA_TOKEN": self.token, "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=errors,
                start_new_session=True,
            )

    def said(self) -> bool:
        """It has said something. Raises RuntimeError when it has ended."""
        if self._process is not None and self._process.poll() is not None:
            raise RuntimeError(self.log.with_suffix(".err").read_text("utf-8", "replace"))
        return self.log.stat().st_size > 0

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(STOP_S)


class BrowserFloor:
    """The sample centre at work; a context manager. ``seed`` is a folder made by ``seeded``.

    The kiosk's agent and the pad's start when a test first asks for them: most need neither.
    """

    def __init__(self, data: Path, seed: Path) -> None:
        shutil.copytree(seed, data, dirs_exist_ok=True)
        self.data = data
        self.tokens = prepare(data, sample_centre())
        self.server = HaltingServer(data)
        self.printer = VirtualPrinter()
        self.printer_page = PrinterPage(self.printer)
        self._kiosk_port = free_port()
        self._undo = contextlib.ExitStack()

    @property
    def url(self) -> str:
        return self.server.url

    @cached_property
    def kiosk(self) -> str:
        """The address of the kiosk's page, once it can be used."""
        self._begin(self._kiosk_agent())
        wait_until(self._kiosk_ready, READY_S, "the kiosk knows no services")
        return self._kiosk

    @cached_property
    def pad(self) -> VirtualPad:
        """The button pad, once its agent listens."""
        pad = VirtualPad("PAD04")
        self._undo.callback(pad.close)
        agent = self._begin(self._pad_agent(pad.url))
        wait_until(agent.said, READY_S, "the pad's agent is not ready")
        return pad

    def __enter__(self) -> "BrowserFloor":
        with contextlib.ExitStack() as undo:
            self._start(undo)
            self._undo = undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    def as_kiosk(self) -> FloorClient:
        return FloorClient(self.url, self.tokens.kiosk)

    def as_manager(self) -> FloorClient:
        return FloorClient(self.url, self.tokens.manager)

    def as_officer(self, counter: str) -> FloorClient:
        return FloorClient(self.url, self.tokens.staff[counter])

    def terminal(self, counter: str, query: str = "") -> str:
        """The address of a paired touch terminal."""
        return f"{self.url}/terminal/{counter}{query}#token={self.tokens.terminals[counter]}"

    def _start(self, undo: contextlib.ExitStack) -> None:
        self.printer.start()
        undo.callback(self.printer.stop)
        self.printer_page.start()
        undo.callback(self.printer_page.stop)
        at = Addresses(self.url, self._kiosk, self.printer_page.url)
        listed = faces(sample_centre(), at, self.tokens, (PAD_COUNTER,))
        (self.data / "faces.json").write_text(json.dumps(listed), "utf-8")
        undo.callback(self.server.stop)
        self.server.start()

    def _begin(self, agent: Agent) -> Agent:
        self._undo.callback(agent.stop)
        agent.start()
        return agent

    @property
    def _kiosk(self) -> str:
        return f"http://127.0.0.1:{self._kiosk_port}"

    def _kiosk_agent(self) -> Agent:
        arguments = (
            "kiosk", "--server", self.url, "--printer", self.printer.url,
            "--port", str(self._kiosk_port), "--data", str(self.data / "kiosk"),
        )  # fmt: skip
        return Agent(arguments, self.tokens.kiosk, self.data / "kiosk.log")

    def _pad_agent(self, port: str) -> Agent:
        arguments = ("pad", "--server", self.url, "--port", port)
        token = self.tokens.terminals[PAD_COUNTER]
        arguments += ("--data", str(self.data / "pad"))
        return Agent(arguments, token, self.data / "pad.log")

    def _kiosk_ready(self) -> bool:
        try:
            state = requests.get(f"{self._kiosk}/api/state", timeout=2).json()
        except requests.RequestException:
            return False
        return bool(state["online"] and state["services"] and state["printer"]["state"] == "ok")


def seeded(folder: Path) -> Tokens:
    """Make the sample centre and its devices' tokens once, to be copied."""
    return prepare(folder, sample_centre())
