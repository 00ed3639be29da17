"""Phones that watch their tickets while ten calls a second happen, against a bare emit.

PYTHONPATH=tests/support python -m tests.bench.watching [--phones 2000] [--calls 100] [--pairs 3]
"""

import argparse
import sys
import tempfile
from pathlib import Path

from load_figures import table
from load_server import Floor
from load_watching import bare_phones, measure_watching


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=2_000)
    parser.add_argument("--calls", type=int, default=100, help="calls of one half of a pair")
    parser.add_argument("--pairs", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        floor, bare = Floor(Path(folder)), bare_phones()
        with floor.server, bare:
            figures = measure_watching(floor, bare, asked.phones, asked.calls, asked.pairs, _say)
    print(table("watching, sqlite", figures))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
