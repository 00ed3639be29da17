"""A machine of its own on this machine: a network namespace whose cable can be pulled."""

import contextlib
import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from cuttable_proxy import CuttableProxy
from ports import free_port
from postgres import Missing
from running import RunningServer

_NUMBERS = itertools.count(1)


def _ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, timeout=20)
    if done.returncode:
        raise Missing(f"ip {' '.join(words)}: {done.stderr.strip()}")


class NetworkMachine:
    """``host`` is this machine's address on the cable, ``address`` the other end's. Raises
    ``Missing`` where this machine lacks the rights or the program."""

    def __init__(self) -> None:
        if shutil.which("ip") is None:
            raise Missing("ip is not installed (Debian: apt-get install iproute2)")
        number = next(_NUMBERS)
        self.name = f"motcua-{os.getpid()}-{number}"
        # Private addresses; the process's id keeps runs apart.
        third = os.getpid() % 250
        net = f"10.213.{third}"
        self.host, self.address = f"{net}.{4 * number + 1}", f"{net}.{4 * number + 2}"
        word = f"mq{os.getpid() % 100_000}"
        self._near, self._far = f"{word}n{number}", f"{word}f{number}"

    def __enter__(self) -> Self:
        _ip("netns", "add", self.name)
        try:
            _ip("link", "add", self._near, "type", "veth", "peer", "name", self._far)
            _ip("link", "set", self._far, "netns", self.name)
            _ip("addr", "add", f"{self.host}/30", "dev", self._near)
            _ip("link", "set", self._near, "up")
            for words in (
                ("addr", "add", f"{self.address}/30", "dev", self._far),
                ("link", "set", self._far, "up"),
                ("link", "set", "lo", "up"),
            ):
                _ip("-n", self.name, *words)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        subprocess.run(["ip", "link", "del", self._near], capture_output=True, timeout=20)
        subprocess.run(["ip", "netns", "del", self.name], capture_output=True, timeout=20)

    def cut(self) -> None:
        """Pull the cable, at the other end: this one keeps its way there, which leads nowhere."""
        _ip("-n", self.name, "link", "set", self._far, "down")

    def join(self) -> None:
        """Put it back."""
        _ip("-n", self.name, "link", "set", self._far, "up")

    def server(self, data: Path, database: str, redis: str, **environment: str) -> RunningServer:
        """A server on that machine."""
        return ServerThere(self, data, database, redis, **environment)

    @contextlib.contextmanager
    def bridge(self, port: int) -> Iterator[int]:
        """The port of this machine at which clients reach that server's ``port``."""
        with CuttableProxy(port, self.address) as bridge:
            yield int(bridge.url.rpartition(":")[2])


class ServerThere(RunningServer):
    """A server on that machine; it reaches the database and Redis over the cable."""

    def __init__(
        self, machine: NetworkMachine, data: Path, database: str, redis: str, **environment: str
    ) -> None:
        there = database.replace("127.0.0.1", machine.host)
        super().__init__(
            data,
            database=there,
            redis=redis.replace("127.0.0.1", machine.host),
            port=free_port(),
            **environment,
        )
        self.database = database
        self.url = f"http://{machine.address}:{self.port}"
        inside = ["ip", "netns", "exec", machine.name]
        self._command = [*inside, *self._command, "--host", machine.address]
