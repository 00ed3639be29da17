"""A process that is told to stop stops, whenever it was told."""

import signal
import subprocess
import sys

import pytest

from hardware.stop_signal import STOPS, StopSignal

WORK = """
import sys, threading
from hardware.stop_signal import StopSignal
with StopSignal() as stop:
    busy = threading.Thread(target=threading.Event().wait, daemon=True)
    busy.start()
    print("ready", flush=True)
    sys.stdin.readline()
    stop.wait()
print("stopped", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("told", ["before the wait", "in the wait"])
def test_it_stops(number: signal.Signals, told: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WORK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stdin is not None
        assert process.stdout.readline() == "ready\n"
        if told == "before the wait":
            process.send_signal(number)
        process.stdin.write("\n")
        process.stdin.flush()
        if told == "in the wait":
            process.send_signal(number)
        try:
            assert process.communicate(timeout=20)[0] == "stopped\n"
            assert process.returncode == 0
        finally:
            process.kill()


def test_what_runs_afterwards_is_told_as_before() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with StopSignal():
        assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) >= STOPS
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
