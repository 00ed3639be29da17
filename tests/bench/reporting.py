"""Reports over a year of tickets from counted days against plain SQL over raw tickets.

PYTHONPATH=tests/support python -m tests.bench.reporting              1,000,000 tickets, SQLite
PYTHONPATH=tests/support python -m tests.bench.reporting --quick      that it works
PYTHONPATH=tests/support python -m tests.bench.reporting --postgres   on PostgreSQL as well
"""

import argparse
import sys
import tempfile
from pathlib import Path

from load_figures import table
from load_reports import TICKETS, measure_reports
from postgres import PostgresCluster
from stores import postgres_store, sqlite_store

from server.store.base import Store

QUICK = 20_000


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="reporting", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20,000 tickets only")
    parser.add_argument("--tickets", type=int, help="how many tickets (default: 1,000,000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each report is asked for")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL as well")
    asked = parser.parse_args(arguments)
    tickets = asked.tickets or (QUICK if asked.quick else TICKETS)
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        _measure("sqlite", sqlite_store(Path(folder) / "motcua.db"), tickets, asked.rounds)
    if not asked.postgres:
        return
    cluster = PostgresCluster()
    try:
        _measure("postgres", postgres_store(cluster.create()), tickets, asked.rounds)
    finally:
        cluster.close()


def _measure(name: str, store: Store, tickets: int, rounds: int) -> None:
    figures = measure_reports(store, tickets, rounds=rounds, say=_say)
    store.close()
    print(table(f"reports of {tickets} tickets, {name}", figures), end="\n\n", flush=True)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
