"""call-next with 2,000 waiting in 30 services against 20 waiting, on both stores.

PYTHONPATH=tests/support python -m tests.bench.calling
"""

import tempfile
from pathlib import Path

from load_calling import measure_calling
from load_figures import table
from postgres import PostgresCluster
from stores import postgres_store, sqlite_store


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        figure = measure_calling(sqlite_store(Path(folder) / "motcua.db"))
        print(table("calling, sqlite", [figure]), end="\n\n", flush=True)
    cluster = PostgresCluster()
    try:
        print(table("calling, postgres", [measure_calling(postgres_store(cluster.create()))]))
    finally:
        cluster.close()


if __name__ == "__main__":
    main()
