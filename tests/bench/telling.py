"""What departments' messages cost against a bare insert, and that they end in the same state (see
``load_telling``).

Run with ``PYTHONPATH=.:tests/support python tests/bench/telling.py [messages] [delivery] [URL]``;
with the URL of an empty PostgreSQL database it is measured there, "postgresql" starts one.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import stores
from dossier_sync import WHOLE_FILE, Traffic, traffic
from load_telling import compare, in_order, problems_of, shuffled, told
from postgres import PostgresCluster

from server.store.base import Store


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    delivery = int(sys.argv[2]) if len(sys.argv) > 2 else WHOLE_FILE
    with _store(sys.argv[3] if len(sys.argv) > 3 else "") as store:
        stores.add_centre(store)
        sent = traffic(n)
        print(told(compare(store, sent, delivery)))
        _same(store, sent, delivery)


def _same(store: Store, sent: Traffic, delivery: int) -> None:
    once, often = in_order(store, sent, delivery), shuffled(store, sent, delivery)
    wanted = problems_of(sent.deliveries)
    for name in ("dossiers", "messages", "conflicts", "report", "lag"):
        print(f"{name}: {'the same' if getattr(once, name) == getattr(often, name) else 'OTHER'}")
    right = "all" if often.problems == wanted else "NOT ALL"
    print(f"{len(wanted)} malformed: {right} reported, in place and with the reason")


@contextmanager
def _store(where: str) -> Iterator[Store]:
    if not where:
        with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
            store: Store = stores.sqlite_store(Path(folder) / "motcua.db")
            yield store
            store.close()
        return
    cluster = PostgresCluster() if where == "postgresql" else None
    store = stores.postgres_store(where if cluster is None else cluster.create())
    yield store
    store.close()
    if cluster is not None:
        cluster.close()


if __name__ == "__main__":
    main()
