"""A throw-away PostgreSQL cluster: made in a temporary folder, gone at the end."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
from ports import free_port

START_S = 30
DEBIAN = Path("/usr/lib/postgresql")


class Missing(Exception):
    """A program the tests need is not on this machine."""


def required() -> bool:
    """Whether a missing program must fail the tests instead of skipping them."""
    return any(os.environ.get(name) for name in ("CI", "MOTCUA_REQUIRE_ALL"))


def program(name: str) -> str:
    """A program of the newest PostgreSQL. Raises ``Missing``."""
    versions = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda p: float(p.parts[-3]), reverse=True)
    found = str(versions[0]) if versions else shutil.which(name)
    if not found:
        raise Missing(f"{name} is not installed (Debian: apt-get install postgresql)")
    return found


class PostgresCluster:
    """A running cluster with fsync on; ``url(database)`` is a libpq URI."""

    def __init__(self, also: str | None = None) -> None:
        """``also``: another address of this machine to listen at, for anybody who reaches it."""
        self._also = also
        self._pg_ctl, initdb = program("pg_ctl"), program("initdb")
        # PostgreSQL refuses to run as root: then everything runs as the user it comes with.
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        self._folder = Path(tempfile.mkdtemp(prefix="motcua-pg-"))
        if self._as:
            owner = pwd.getpwnam("postgres")
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
        self._port = free_port()
        self._numbers = itertools.count(1)
        data = str(self._folder / "data")
        self._run(initdb, "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8")
        if also is not None:
            self._admit(Path(data) / "pg_hba.conf")
        self.start()

    def _admit(self, rules: Path) -> None:
        with rules.open("a") as file:
            file.write("host all postgres 0.0.0.0/0 trust\n")

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@127.0.0.1:{self._port}/{database}"

    def start(self) -> None:
        settings = (
            f"-p {self._port} -k {self._folder} -c listen_addresses={self._listen()} -c fsync=on"
            " -c max_connections=200 -c shared_buffers=64MB -c log_min_messages=fatal"
        )
        log = str(self._folder / "log")
        data = str(self._folder / "data")
        self._run(
            self._pg_ctl, "-D", data, "-l", log, "-w", "-t", str(START_S), "-o", settings, "start"
        )

    def _listen(self) -> str:
        return "127.0.0.1" if self._also is None else f"127.0.0.1,{self._also}"

    def stop(self) -> None:
        """Stop as after a crash: nothing is written that was not durable before."""
        data = str(self._folder / "data")
        self._run(self._pg_ctl, "-D", data, "-m", "immediate", "-w", "stop")

    def create(self, template: str = "template1") -> str:
        """A new database, a copy of ``template``; its URL."""
        name = f"t{next(self._numbers)}"
        self._sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, url: str) -> None:
        name = url.rsplit("/", 1)[-1]
        self._sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def close(self) -> None:
        try:
            self.stop()
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _sql(self, statement: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def _run(self, *command: str) -> None:
        done = subprocess.run(
            [*self._as, *command],
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if "start" not in command else subprocess.DEVNULL,
            stderr=subprocess.STDOUT if "start" not in command else subprocess.DEVNULL,
            timeout=2 * START_S,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {done.stdout}")
