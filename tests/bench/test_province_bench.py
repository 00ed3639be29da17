"""The bench of a province works, and loses and doubles nothing; its figures are for readers."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from postgres import Missing, program, required

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(200)
def test_the_quick_bench_of_a_province_loses_and_doubles_nothing() -> None:
    try:
        program("initdb")
    except Missing as error:
        if required():
            raise
        pytest.skip(str(error))
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.province", "--quick"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests" / "support")},
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"lost / doubled +0 / 0 ", done.stdout), done.stdout
    assert re.search(r"store's truth +0 wrong ", done.stdout), done.stdout
    assert "issue p99, all centres / one" in done.stdout
