"""Killing the process that was started kills the whole server: its port is free at once."""

import socket
import time
from pathlib import Path

from running import RunningServer

FREE_WITHIN_S = 15.0
"""A worker left alone notices by itself only after half a minute."""


def test_a_killed_server_frees_its_port_at_once(tmp_path: Path) -> None:
    server = RunningServer(tmp_path).start()
    server.kill_started()
    deadline = time.monotonic() + FREE_WITHIN_S
    while _listens(server.port):
        assert time.monotonic() < deadline, "a worker outlived its master"


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
