"""The bench: ratios, not times. ``make bench`` runs all of it.

What Motcua costs against a bare Flask + SQLite app, against a bare Socket.IO emit, and against
itself with an empty store; each in turns on this machine, so that a busy machine slows both alike.
Absolute times are information only.
"""

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from load_figures import Figure, table
from load_flood import flood
from load_growth import measure_growth
from load_history import fill
from load_push import bare_socket, measure_push
from load_server import Floor, seed
from load_throughput import bare_app, measure_throughput
from load_waits import report_waits
from postgres import PostgresCluster

from server.config import STORE_FILE, Config

PARTS = ("throughput", "push", "growth", "waits")
STORES = ("sqlite", "postgres")
EXAMPLES = """examples (from the repository's root, PYTHONPATH=tests/support):
  python -m tests.bench.run                       all parts on both stores (about 45 minutes)
  python -m tests.bench.run --quick               that it works, not how well (within a minute)
  python -m tests.bench.run --parts push --displays 1000 --calls 200 --stores sqlite
  python -m tests.bench.run --parts growth --tickets 1000000
  python -m tests.bench.run --parts flood --flood 100000
  python -m tests.bench.run --parts waits         waits told, against products and an oracle
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much to measure. ``seconds`` is the length of one half of a pair."""

    seconds: float
    pairs: int
    displays: int
    calls: int
    tickets: int
    flood: int


FULL = Size(seconds=3.0, pairs=7, displays=1_000, calls=150, tickets=1_000_000, flood=100_000)
QUICK = Size(seconds=0.3, pairs=1, displays=20, calls=5, tickets=2_000, flood=500)


class Bench:
    """One run: a folder, a PostgreSQL cluster if one is asked for, and what was found."""

    def __init__(self, size: Size, folder: Path) -> None:
        self._size = size
        self._folder = folder
        self._cluster: PostgresCluster | None = None
        self._template: str | None = None
        self._began = time.monotonic()
        self._floors = 0

    def close(self) -> None:
        if self._cluster is not None:
            self._cluster.close()

    def run(self, part: str, store: str) -> list[Figure]:
        self._say(f"{part} on {store}")
        with ExitStack() as stack:
            match part:
                case "throughput":
                    return self._throughput(store, stack)
                case "push":
                    return self._push(store, stack)
                case "growth":
                    return self._growth(store, stack)
                case _:
                    floor = self._running(store, stack)
                    return flood(floor, self._size.flood)

    def _throughput(self, store: str, stack: ExitStack) -> list[Figure]:
        floor = self._running(store, stack)
        bare = stack.enter_context(bare_app(self._new_folder()))
        return measure_throughput(floor, bare, self._size.seconds, self._size.pairs, self._say)

    def _push(self, store: str, stack: ExitStack) -> list[Figure]:
        floor = self._running(store, stack)
        bare = stack.enter_context(bare_socket())
        return measure_push(floor, bare, self._size.displays, self._size.calls, self._say)

    def _growth(self, store: str, stack: ExitStack) -> list[Figure]:
        full = self._floor(store)
        fill(full, self._size.tickets, self._say)
        stack.enter_context(full.server)
        size = self._size
        empty = self._running(store, stack)
        return measure_growth(empty, full, size.tickets, size.seconds, size.pairs, self._say)

    def _running(self, store: str, stack: ExitStack) -> Floor:
        floor = self._floor(store)
        stack.enter_context(floor.server)
        return floor

    def _floor(self, store: str) -> Floor:
        folder = self._new_folder()
        if store == "sqlite":
            shutil.copy(self._sqlite_template(), folder / STORE_FILE)
            return Floor(folder, seeded=True)
        template = self._postgres_template()
        assert self._cluster is not None
        return Floor(folder, self._cluster.create(template), seeded=True)

    def _sqlite_template(self) -> Path:
        # Seeding hashes passwords and writes a catalogue: done once, then copied.
        template = self._folder / "template"
        if not template.exists():
            seed(Config(template))
        return template / STORE_FILE

    def _postgres_template(self) -> str:
        if self._template is None:
            self._cluster = PostgresCluster()
            url = self._cluster.create()
            seed(Config(self._folder, database=url))
            self._template = url.rsplit("/", 1)[-1]
        return self._template

    def _new_folder(self) -> Path:
        self._floors += 1
        made = self._folder / str(self._floors)
        made.mkdir()
        return made

    def _say(self, text: str) -> None:
        print(f"[{time.monotonic() - self._began:5.0f} s] {text}", file=sys.stderr, flush=True)


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parts = (*PARTS, "flood")
    parser.add_argument("--quick", action="store_true", help="small sizes: does it work at all")
    parser.add_argument("--parts", nargs="+", choices=parts, default=PARTS)
    parser.add_argument("--stores", nargs="+", choices=STORES, default=STORES)
    parser.add_argument("--seconds", type=float, help="length of one half of a pair")
    parser.add_argument("--pairs", type=int, help="how many pairs")
    parser.add_argument("--displays", type=int, help="websocket clients of the push")
    parser.add_argument("--calls", type=int, help="calls of the push")
    parser.add_argument("--tickets", type=int, help="tickets of the full store")
    parser.add_argument("--flood", type=int, help="tickets that 16 clients issue (part flood)")
    parser.add_argument("--folder", type=Path, help="where to put the stores (default: temporary)")
    return parser.parse_args(arguments)


def size_of(asked: argparse.Namespace) -> Size:
    base = QUICK if asked.quick else FULL
    chosen = {n: getattr(asked, n) for n in Size.__slots__ if getattr(asked, n) is not None}
    return Size(**{n: chosen.get(n, getattr(base, n)) for n in Size.__slots__})


@contextmanager
def _folder(asked: Path | None) -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="motcua-bench-", dir=asked))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _end(*_signal: object) -> None:
    raise SystemExit("stopped")


def main(arguments: list[str] | None = None) -> None:
    asked = parse(arguments)
    # Told to stop, it still stops the servers it has started.
    signal.signal(signal.SIGTERM, _end)
    with _folder(asked.folder) as folder:
        bench = Bench(size_of(asked), folder)
        try:
            for part in asked.parts:
                if part == "waits":  # no server, no store
                    print(report_waits(asked.quick), end="\n\n", flush=True)
                    continue
                for store in asked.stores:
                    print(table(f"{part}, {store}", bench.run(part, store)), end="\n\n", flush=True)
        finally:
            bench.close()


if __name__ == "__main__":
    main()
