"""The bench works; what it measures is for ``make bench`` and its readers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from load_figures import quantile, ratios
from load_flood import count_faults
from postgres import Missing, program, required

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 220
"""Beyond it something hangs: alone on two cores it takes half a minute."""
STOP_S = 40


def stores() -> list[str]:
    try:
        program("initdb")
    except Missing:
        if required():
            raise
        return ["sqlite"]
    return ["sqlite", "postgres"]


@pytest.mark.timeout(280)
def test_quick_bench_prints_every_figure_on_every_store() -> None:
    bench = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.run", "--quick", "--stores", *stores()],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests" / "support")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        printed, said = bench.communicate(timeout=LIMIT_S)
    except subprocess.TimeoutExpired:
        bench.terminate()
        raise AssertionError(bench.communicate(timeout=STOP_S)[1]) from None
    assert bench.returncode == 0, said
    for store in stores():
        for part in ("throughput", "push", "growth"):
            assert f"{part}, {store}\n" in printed
    for figure in ("issue throughput / bare", "call throughput / bare", "displays, p99", "/ empty"):
        assert figure in printed


def test_a_number_given_twice_and_a_number_left_out_are_counted() -> None:
    assert count_faults(["A001", "A002", "A003"]) == (0, 0)
    assert count_faults(["A001", "A002", "A002"]) == (1, 0)
    assert count_faults(["A001", "A004"]) == (0, 2)


def test_quantiles_are_values_that_were_measured() -> None:
    assert quantile([4, 1, 3, 2], 0.5) == 2
    assert quantile([4, 1, 3, 2], 0.99) == 4
    assert quantile([7], 0.5) == 7


def test_ratios_are_taken_pair_by_pair() -> None:
    spread = ratios([10, 20, 90], [10, 10, 30])
    assert (spread.middle, spread.least, spread.greatest) == (2, 1, 3)
