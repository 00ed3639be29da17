"""Native threads write to the log beside greenlets: nobody waits for ever."""

import subprocess
import sys

from running import ROOT

LINES, THREADS = 1_000, 4
PROGRAM = f"""
from gevent import monkey; monkey.patch_all()
import logging
import gevent
from gevent.threadpool import ThreadPool
from server.logs import set_up

set_up()
log = logging.getLogger("motcua.test")

def native():
    for n in range({LINES}):
        log.warning("line %d", n)

def green():
    for n in range({LINES}):
        log.warning("line %d", n)
        gevent.sleep(0)

jobs = [ThreadPool(1).spawn(native) for _ in range({THREADS})]
gevent.joinall([gevent.spawn(green), *jobs])
"""


def test_threads_and_greenlets_share_the_log() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    said = done.stderr.splitlines()
    assert len(said) == LINES * (THREADS + 1)
    assert all(line.split()[2:4] == ["WARNING", "motcua.test:"] for line in said)
