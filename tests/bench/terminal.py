"""The rating terminal's page: from a key to thanks against a bare round trip, and its sleep.

PYTHONPATH=tests/support python tests/bench/terminal.py [presses [seconds asleep]]
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from load_figures import table
from load_server import Floor
from load_terminal import measure_asleep, measure_terminal

PRESSES = 60
ASLEEP_S = 30.0


def main(presses: int = PRESSES, asleep_s: float = ASLEEP_S) -> None:
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        floor = Floor(Path(folder))
        with floor.server:
            figures = [*measure_terminal(floor, presses), measure_asleep(floor, asleep_s)]
            print(table("rating terminal, sqlite", figures))


if __name__ == "__main__":
    main(*(int(given) for given in sys.argv[1:]))
