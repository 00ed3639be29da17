"""A kiosk's agent as a process that can be killed, with a clock the test sets."""

import argparse
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from zoneinfo import ZoneInfo

from hardware.link import ServerLink
from hardware.loopback import LoopbackServer
from kiosk.agent import KioskAgent
from kiosk.clock import Clock
from kiosk.web import create_app

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
START_S = 30.0


class FileClock(Clock):
    """Reads the time (epoch ms) from a file."""

    boot = "simulated"

    def __init__(self, file: Path) -> None:
        self._file = file

    def now_ms(self) -> int:
        return int(self._file.read_text("ascii"))

    def uptime_ms(self) -> int:
        return self.now_ms()


class SimulatedKiosk:
    """start(), kill(), start() again on the same data and port; ``set`` its clock meanwhile."""

    def __init__(self, server: str, printer: str, token: str, data: Path, now_ms: int) -> None:
        data.mkdir(exist_ok=True)
        self._data, self._clock = data, data / "clock"
        self.set(now_ms)
        self._arguments = [
            sys.executable, __file__, "--server", server, "--printer", printer,
            "--token", token, "--data", str(data),
        ]  # fmt: skip
        self._port = 0
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def set(self, now_ms: int) -> None:
        beside = self._clock.with_suffix(".new")
        beside.write_text(str(now_ms), "ascii")
        beside.replace(self._clock)

    def start(self) -> None:
        with (self._data / "agent.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._arguments, "--port", str(self._port)],
                cwd=ROOT,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None
        said = self._process.stdout.readline().split()
        if not said:
            raise RuntimeError((self._data / "agent.log").read_text("utf-8"))
        self._port = int(said[0])

    def kill(self) -> None:
        """As ``kill -9`` does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, signal_number: int) -> None:
        if self._process is not None:
            self._process.send_signal(signal_number)
            self._process.wait(START_S)
            self._process = None


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("server", "printer", "token", "data", "port"):
        parser.add_argument(f"--{name}", required=True)
    asked = parser.parse_args()
    data = Path(asked.data)
    link = ServerLink(asked.server, asked.token)
    agent = KioskAgent(link, asked.printer, data, 384, ZONE, clock=FileClock(data / "clock"))
    web = LoopbackServer(create_app(agent), int(asked.port))
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    agent.start()
    web.start()
    print(web.port, flush=True)
    over.wait()
    agent.events.close()
    web.stop()
    agent.stop()


if __name__ == "__main__":
    main()
