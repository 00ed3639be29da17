"""The house stands as it was drawn."""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("server", "kiosk", "display", "rating_terminal", "hardware")
SKIP = {"node_modules", "static", "__pycache__"}


def modules() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if not SKIP & set(path.relative_to(ROOT).parts)
    ]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_run_one_way() -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\b[1-9]\d* kept, 0 broken", done.stdout), done.stdout


def test_tests_are_no_package() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_every_module_says_what_it_is_and_stays_small() -> None:
    for path in modules():
        text = path.read_text("utf-8")
        if text.strip():
            assert ast.get_docstring(ast.parse(text)), f"{name(path)} has no docstring"
            assert len(text.splitlines()) <= 330, f"{name(path)} is long"


def test_only_one_place_imports_the_sqlite_driver() -> None:
    pattern = re.compile(
        r"""^\s*(?:import|from)\s+(?:py)?sqlite3\b|import_module\(["'](?:py)?sqlite3""", re.M
    )
    found = [name(p) for p in modules() if pattern.search(p.read_text("utf-8"))]
    assert [path for path in found if path.startswith("server/")] == ["server/store/driver.py"]


def test_only_the_clock_reads_the_wall_clock_for_the_floor() -> None:
    """What the rules decide by is an argument: the server reads the time in one place."""
    pattern = re.compile(r"time\.time\(|time_ns\(|datetime\.now\(|utcnow\(|date\.today\(")
    deciding = ("core", "store", "queries")
    found = [
        name(p)
        for part in deciding
        for p in (ROOT / "server" / part).rglob("*.py")
        if pattern.search(p.read_text("utf-8"))
    ]
    assert found == []
