"""Children never outlive their supervisor, and their end is told at once."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from server.demo.child import ROOT, Child, Event, Events

DEADLINE_S = 20.0

# Starts a grandchild, says both process ids, and waits.
PROGRAM = """
import os, subprocess, sys, signal
inner = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
print(os.getpid(), inner.pid, flush=True)
signal.pause()
"""

SUPERVISOR = """
import signal, sys
from pathlib import Path
from server.demo.child import Child, Events
child = Child("c", "c", ("-c", sys.argv[1]), Path(sys.argv[2]), Events())
child.start()
signal.pause()
"""


def ended(pid: int) -> bool:
    """Wait for the process to end; False when it lives on past the deadline."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], DEADLINE_S)[0])
    finally:
        os.close(handle)


def first_line(log: Path) -> str:
    """The first line written to `log`, as soon as it is there."""
    with subprocess.Popen(
        ["tail", "--retry", "-n", "+1", "-F", str(log)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as tail:
        assert tail.stdout is not None
        try:
            assert select.select([tail.stdout], [], [], DEADLINE_S)[0], "no line came"
            return tail.stdout.readline()
        finally:
            tail.kill()


@pytest.fixture
def events() -> Events:
    return Events()


def child(tmp_path: Path, events: Events, program: str) -> Child:
    return Child("c", "c", ("-c", program), tmp_path / "log", events)


def test_stopping_a_child_ends_all_it_started(tmp_path: Path, events: Events) -> None:
    it = child(tmp_path, events, PROGRAM)
    it.start()
    pids = [int(pid) for pid in first_line(tmp_path / "log").split()]
    it.stop()
    assert all(ended(pid) for pid in pids)
    assert events.get(timeout=DEADLINE_S) == Event("died", "c")


def test_a_child_that_ignores_the_request_is_killed(tmp_path: Path, events: Events) -> None:
    ignore = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    it = child(tmp_path, events, ignore + PROGRAM)
    it.start()
    pid, _ = first_line(tmp_path / "log").split()
    it.stop(deadline_s=0.5)
    assert ended(int(pid))
    assert it.code == -signal.SIGKILL


def test_a_child_that_ends_by_itself_is_told_with_its_last_words(
    tmp_path: Path, events: Events
) -> None:
    it = child(tmp_path, events, "print('tạm biệt'); raise SystemExit(3)")
    it.start()
    assert events.get(timeout=DEADLINE_S) == Event("died", "c")
    assert (it.code, list(it.last)) == (3, ["tạm biệt"])
    it.stop()


def test_a_child_ends_when_its_supervisor_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, "import os, signal\nprint(os.getpid(), flush=True)\n"
         "signal.pause()", str(log)],
        cwd=ROOT,
    )  # fmt: skip
    pid = int(first_line(log))
    supervisor.kill()
    supervisor.wait()
    assert ended(pid)
