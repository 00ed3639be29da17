"""The one place that imports the SQLite driver.

SQLite before 3.51.3 can corrupt a database when a WAL reset races with a checkpoint, so the
driver that ships a current library (pysqlite3) is preferred to the interpreter's own.
"""

from importlib import import_module
from types import ModuleType

SAFE_SQLITE = (3, 51, 3)


def _load() -> ModuleType:
    try:
        return import_module("pysqlite3")
    except ImportError:
        return import_module("sqlite3")


sqlite = _load()


def is_safe() -> bool:
    """Whether the SQLite library in use is free of the WAL-reset race."""
    return tuple(sqlite.sqlite_version_info) >= SAFE_SQLITE
