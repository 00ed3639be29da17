"""What forecasting costs those who draw a ticket: 30 counters, 300 waiting.

PYTHONPATH=tests/support python -m tests.bench.forecasting
"""

import argparse
import tempfile
from pathlib import Path

from load_figures import table
from load_forecast import measure_forecast


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.forecasting", description=__doc__)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--issues", type=int, default=300, help="in each half of a pair")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        figures = measure_forecast(Path(folder), asked.pairs, asked.issues)
        print(table("issue while forecasting, sqlite", figures))


if __name__ == "__main__":
    main()
