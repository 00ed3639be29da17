"""From a press on the kiosk's page to its number, against a bare round trip to the same server.

PYTHONPATH=tests/support python -m tests.bench.pressing
"""

import tempfile
from pathlib import Path

from load_figures import table
from load_press import measure_press
from load_server import Floor

PRESSES = 200


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        floor = Floor(Path(folder))
        with floor.server:
            print(table("press, sqlite", measure_press(floor, PRESSES)))


if __name__ == "__main__":
    main()
