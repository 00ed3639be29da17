"""What departments' messages cost against a bare insert (see ``load_telling``).

Run with ``PYTHONPATH=.:tests/support python tests/bench/telling.py [messages] [delivery]``.
"""

import sys
import tempfile
from pathlib import Path

import stores
from dossier_sync import traffic
from load_telling import compare, told


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    delivery = int(sys.argv[2]) if len(sys.argv) > 2 else n
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        store = stores.sqlite_store(Path(folder) / "motcua.db")
        stores.add_centre(store)
        print(told(compare(store, traffic(n), delivery)))
        store.close()


if __name__ == "__main__":
    main()
