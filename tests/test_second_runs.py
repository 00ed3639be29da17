"""A failed test's last run begins on its module's parts made anew; the session's stay."""

import os
import subprocess
import sys
from pathlib import Path

SUPPORT = Path(__file__).parent / "support"
CONFTEST = """
import pytest
import second_runs
from second_runs import pytest_runtest_makereport, pytest_runtest_teardown, pytest_terminal_summary

BROWSERS, FLOORS = [], []

def pytest_collection_modifyitems(items):
    for item in items:
        second_runs.runs_again(item, real_parts=True)

@pytest.fixture(scope="session")
def browser():
    BROWSERS.append(1)
    yield len(BROWSERS)

@pytest.fixture(scope="module")
def floor(browser):
    FLOORS.append(1)
    yield len(FLOORS)
"""
USED_UP = """
runs = []

def test_before(floor):
    assert floor == 1

def test_uses_up_its_floor(floor, browser):
    runs.append((floor, browser))
    assert runs == [(1, 1), (1, 1), (2, 1)], "told when run again"

def test_after(floor):
    assert floor == 2
"""
ELSEWHERE = """
def test_of_another_module(floor, browser):
    assert (floor, browser) == (3, 1)

def test_never_right():
    assert False
"""


def test_the_last_run_has_a_fresh_floor(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_1_used_up.py").write_text(USED_UP)
    (tmp_path / "test_2_elsewhere.py").write_text(ELSEWHERE)
    alone = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."],
        cwd=tmp_path,
        env={**alone, "PYTHONPATH": str(SUPPORT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    told = ran.stdout
    assert "1 failed, 4 passed, 4 rerun" in told, told
    assert "why test_1_used_up.py::test_uses_up_its_floor ran again" in told
    assert "FAILED test_2_elsewhere.py::test_never_right" in told
