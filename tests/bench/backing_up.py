"""What a backup costs the hall: issuing while one is made against issuing without, in turns.

PYTHONPATH=tests/support python -m tests.bench.backing_up [--tickets 200000] [--pairs 5]
"""

import argparse
import tempfile
from pathlib import Path

from load_backup import measure_backup
from load_figures import table
from load_history import fill
from load_server import Floor
from postgres import PostgresCluster


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=200_000)
    parser.add_argument("--pairs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        _measure("sqlite", Floor(Path(folder)), asked.tickets, asked.pairs)
    cluster = PostgresCluster()
    try:
        with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
            floor = Floor(Path(folder), cluster.create())
            _measure("postgresql", floor, asked.tickets, asked.pairs)
    finally:
        cluster.close()


def _measure(store: str, floor: Floor, tickets: int, pairs: int) -> None:
    fill(floor, tickets, lambda _line: None)
    print(table(f"backing up, {store}", measure_backup(floor, pairs)), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
