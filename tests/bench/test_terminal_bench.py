"""The bench of the rating terminal works, and its page sleeps."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from browser_chromium import chromium_path
from postgres import Missing, required

HERE = Path(__file__).resolve().parent
MOST_ASLEEP = 3.0
"""Percent of a CPU: an animation or a timer a second costs more, a busy machine does not add."""
DEADLINE_S = 200


def test_a_terminal_is_measured_against_a_bare_round_trip_and_sleeps() -> None:
    try:
        chromium_path()
    except Missing as error:
        if required():
            pytest.fail(str(error))
        pytest.skip(str(error))
    # In a process of its own: its browser's processes are counted, and no other's.
    run = subprocess.run(
        [sys.executable, str(HERE / "terminal.py"), "2", "4"],
        env=os.environ | {"PYTHONPATH": str(HERE.parent / "support")},
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    ratios = re.findall(r"bare HTTP rating, p95 of 2\s.*?(\d+\.\d\d)", run.stdout)
    assert ratios, run.stdout
    asleep = re.search(r"over 4 s\W+(\d+\.\d\d)", run.stdout)
    assert asleep, run.stdout
    assert float(asleep[1]) <= MOST_ASLEEP
