"""A province under load: ``PYTHONPATH=tests/support python -m tests.bench.province`` (``--help``).

PostgreSQL and Redis, several server processes, many centres, thousands of screens. The rate is ten
times a real province's peak: the first centre took in 3,652 dossiers in its first two months, some
85 a working day; with a second visit for the result that is 170 tickets a day, and a fifth of a day
comes in its busiest hour: 34 an hour. 200 centres are 6,800 an hour, and ten times that is 19
tickets a second.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from load_figures import Figure, quantile, table
from province_books import Account, account, stale
from province_run import ALONE_RATE, FULL, QUICK, Province, Size


def measure(province: Province, say: Any) -> list[Figure]:
    """The whole measure: one centre by itself, then all of them."""
    size = province.size
    screens = province.screens()
    say(f"{size.screens} screens joined")
    province.load(province.keys, size.rate, min(5.0, size.seconds), 1)  # warm
    alone = province.load(province.keys[:1], ALONE_RATE, size.alone_s, 1)
    say("one centre measured")
    before, began = province.cpu_s(), time.monotonic()
    views = sum(wall.tell([])["views"] for wall in screens)
    whole = province.load(province.keys, size.rate, size.seconds, size.clients)
    took, after = time.monotonic() - began, province.cpu_s()
    seen = [wall.tell([]) for wall in screens]
    say("every centre measured")
    store = province.store()
    try:
        books = account(store, [*alone, *whole])
        behind = stale(store, screens, province.keys, 20)
    finally:
        store.close()
    n = sum(len(each["tickets"]) for each in whole)
    cpu = {name: after[name] - before[name] for name in after}
    return [
        _books(books, sum(e["repeats"] for e in whole), max(e["behind_s"] for e in whole)),
        _ratio("issue", alone, whole),
        _ratio("call", alone, whole),
        Figure("counter displays that show the store's truth", f"{behind} wrong", "0 wrong"),
        Figure(
            "lines of screens lost",
            str(sum(each["lost"] for each in seen)),
            "0",
            f"{(sum(each['views'] for each in seen) - views) / took:.0f} views/s",
        ),
        Figure(
            "CPU a ticket (issue, call, all views)",
            f"{sum(cpu.values()) / max(1, n) * 1000:.1f} ms",
            "",
            ", ".join(f"{name} {s:.0f} s" for name, s in cpu.items()) + f" in {took:.0f} s",
        ),
    ]


def _books(books: Account, repeats: int, behind_s: float) -> Figure:
    note = f"{books.tickets} tickets, {books.calls} calls, {repeats} repeats"
    note += f"; clients up to {behind_s:.1f} s behind" + f"; {books.refused}" * bool(books.refused)
    return Figure("lost / doubled", f"{books.lost} / {books.doubled}", "0 / 0", note)


def _ratio(name: str, alone: list[dict[str, Any]], whole: list[dict[str, Any]]) -> Figure:
    ours = [s for each in whole for s in each[f"{name}_s"]]
    one = [s for each in alone for s in each[f"{name}_s"]]
    p99, single = quantile(ours, 0.99), quantile(one, 0.99)
    note = f"{p99 * 1000:.0f} ms, {single * 1000:.0f} ms; p50 "
    note += f"{quantile(ours, 0.5) * 1000:.1f} ms, {quantile(one, 0.5) * 1000:.1f} ms"
    return Figure(f"{name} p99, all centres / one", f"{p99 / single:.2f}", "≤ 3.00", note)


def growth(province: Province, seconds: float) -> list[Figure]:
    """One server process against two at as much as they take: tickets a second, CPU a ticket."""
    rates, costs = [], []
    for servers in (1, 2):
        before, began = province.cpu_s(), time.monotonic()
        told = province.load(province.keys, 1_000.0, seconds, 2, servers)
        took, after = time.monotonic() - began - 2.0, province.cpu_s()
        n = sum(len(each["tickets"]) for each in told)
        rates.append(n / took)
        costs.append((after["servers"] - before["servers"]) / max(1, n) * 1000)
    note = f"{rates[0]:.0f}/s, {rates[1]:.0f}/s; {os.cpu_count()} cores with the clients on them"
    cost = f"{costs[0]:.1f} ms, {costs[1]:.1f} ms"
    return [
        Figure(
            "tickets a second, two processes / one", f"{rates[1] / rates[0]:.2f}", "≥ 1.70", note
        ),
        Figure("server CPU a ticket and call, two / one", f"{costs[1] / costs[0]:.2f}", "", cost),
    ]


def run(size: Size, folder: Path, grow_s: float = 0.0, say: Any = print) -> list[Figure]:
    say(f"seeding {size.centres} centres")
    province = Province(size, folder)
    with province:
        say(f"{size.servers} servers, {size.rate:.1f} tickets/s, load {os.getloadavg()[0]:.1f}")
        figures = growth(province, grow_s) if grow_s else []
        figures += measure(province, say)
        say(f"load {os.getloadavg()[0]:.1f}")
    return figures


def _end(*_signal: object) -> None:
    raise SystemExit("stopped")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="province", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="small sizes: does it work at all")
    for name in ("centres", "desks", "screens", "servers", "clients"):
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--alone", type=float, dest="alone_s", help="seconds of one centre alone")
    parser.add_argument("--grow", type=float, default=0.0, help="seconds of one and two processes")
    parser.add_argument("--no-forecast", action="store_false", dest="forecast")
    asked = parser.parse_args(arguments)
    base = QUICK if asked.quick else FULL
    chosen = {n: getattr(asked, n) for n in Size.__slots__ if getattr(asked, n, None) is not None}
    size = Size(**{n: chosen.get(n, getattr(base, n)) for n in Size.__slots__})
    # Told to stop, it still stops what it has started.
    signal.signal(signal.SIGTERM, _end)
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - began:5.0f} s] {text}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="motcua-province-") as folder:
        print(table("province", run(size, Path(folder), asked.grow, say)), flush=True)


if __name__ == "__main__":
    main()
