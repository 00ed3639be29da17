"""The core stands on the standard library alone."""

import pkgutil
import subprocess
import sys
from pathlib import Path

import server.core

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = ("flask", "werkzeug", "sqlite3", "pysqlite3", "sqlite_utils", "psycopg", "gevent",
           "pydantic", "socketio", "redis", "gunicorn", "requests")  # fmt: skip


def loaded_by(*modules: str) -> set[str]:
    """The modules a fresh interpreter has loaded after importing ``modules``."""
    code = f"import sys\nfor m in {modules!r}: __import__(m)\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_the_core_loads_no_framework_and_no_driver() -> None:
    names = [m.name for m in pkgutil.walk_packages(server.core.__path__, "server.core.")]
    assert len(names) >= 7
    loaded = loaded_by(*names)
    assert set(names) <= loaded
    assert not [m for m in loaded if m.split(".")[0] in OUTSIDE]
    ours = {m for m in loaded if m.split(".")[0] == "server"}
    assert ours == {"server", "server.core", *names}


def test_every_module_loaded_by_the_core_is_the_standard_librarys() -> None:
    names = [m.name for m in pkgutil.walk_packages(server.core.__path__, "server.core.")]
    tops = {m.split(".")[0] for m in loaded_by(*names) - loaded_by("sys")}
    strangers = tops - {"server"} - set(sys.stdlib_module_names)
    assert not {name for name in strangers if not name.startswith("_sysconfigdata")}
