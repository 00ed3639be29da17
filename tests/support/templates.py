"""What is slow to make and the same each time, made once for the whole run, to be copied."""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from server.clock import now_ms
from server.config import Config, open_store
from server.demo.sample import sample_centre
from server.usecases.seed import seed_centre

FOLDER = "MOTCUA_TEST_TEMPLATES"
"""The variable that tells a run's processes the folder they share."""
DATABASE = "motcua.db"


def begin() -> None:
    """In the process that starts the others, before it does."""
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="motcua-templates-")


def end() -> None:
    """In the process that began."""
    shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


@cache
def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """The folder that the first process to ask filled with ``make``. Only to be read."""
    if FOLDER not in os.environ:
        begin()
        atexit.register(end)
    folder = Path(os.environ[FOLDER]) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half = folder.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir()
            make(half)
            half.rename(folder)
    return folder


def put_empty(path: Path) -> None:
    """A SQLite file with the schema and nothing in it, at ``path``."""
    path.write_bytes(_bytes("empty", _empty))


def put_sample(data: Path) -> None:
    """The sample centre into a data folder that holds no store yet."""
    data.mkdir(parents=True, exist_ok=True)
    (data / DATABASE).write_bytes(_bytes("sample", _sample))


@cache
def _bytes(name: str, make: Callable[[Path], None]) -> bytes:
    return (made_once(name, make) / DATABASE).read_bytes()


def _empty(folder: Path) -> None:
    open_store(Config(folder)).close()


def _sample(folder: Path) -> None:
    # A password is slow to hash, and the sample has one for each of its people.
    store = open_store(Config(folder))
    seed_centre(store, sample_centre(), now_ms())
    store.close()
