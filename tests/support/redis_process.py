"""A throw-away Redis on a free loopback port, kept in memory only."""

import shutil
import subprocess
import tempfile

import redis
from ports import free_port, wait_until
from postgres import Missing

START_S = 10


class RedisProcess:
    """A running ``redis-server``."""

    def __init__(self, also: str | None = None) -> None:
        """``also``: another address of this machine to listen at."""
        self._bind = ["127.0.0.1"] if also is None else ["127.0.0.1", also]
        found = shutil.which("redis-server")
        if found is None:
            raise Missing("redis-server is not installed (Debian: apt-get install redis-server)")
        self._program = found
        self._folder = tempfile.mkdtemp(prefix="motcua-redis-")
        self._port = free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        options = ["--port", str(self._port), "--bind", *self._bind]
        options += ["--protected-mode", "no", "--save", "", "--dir"]
        self._process = subprocess.Popen(
            [self._program, *options, self._folder],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(self._answers, START_S, "redis-server did not answer")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(START_S)

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _answers(self) -> bool:
        with redis.Redis.from_url(self.url, socket_timeout=1) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False
