"""A province under load: ``PYTHONPATH=tests/support python -m tests.bench.province`` (``--help``).

PostgreSQL and Redis, several server processes, many centres, thousands of screens. The rate is ten
times a real province's peak: the first centre took in 3,652 dossiers in its first two months, some
85 a working day; with a second visit for the result that is 170 tickets a day, and a fifth of a day
comes in its busiest hour: 34 an hour. 200 centres are 6,800 an hour, and ten times that is 19
tickets a second.

Screens and clients run on the same cores as what they load. They are raw sockets in two processes
each, at the same priority as the servers: lower, and a busy machine would let screens answer late
and look like a slow server; higher, and they would take the cores from it. A screen reads of a view
only its number, and behaves as a page does: it takes its line for dead when beats stay out for as
long as the server said, and comes back after a growing pause. The lines of a centre go to one
process, as nginx sends them (``deploy/nginx``); tickets and calls go to any.
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
from province_screens import Screens

from server.live.heartbeat import PACE_S


def measure(province: Province, say: Any) -> list[Figure]:
    """The whole measure: one centre by itself, then all of them."""
    size = province.size
    before, began = province.cpu_s(), time.monotonic()
    screens = province.screens()
    took, cpu = time.monotonic() - began, _spent(before, province.cpu_s())
    told = f"{cpu['servers'] / size.screens * 1000:.1f} ms of a server a line"
    joining = Figure(f"{size.screens} screens joined", f"{took:.0f} s", "", told)
    say(f"{size.screens} screens joined")
    beats = _beats(province, screens, min(15.0, size.seconds / 2))
    province.load(province.keys, size.rate, min(5.0, size.seconds), 1)  # warm
    alone = province.load(province.keys[:1], ALONE_RATE, size.alone_s, 1)
    say("one centre measured")
    before, began = province.cpu_s(), time.monotonic()
    views = sum(wall.tell([])["views"] for wall in screens)
    whole = province.load(province.keys, size.rate, size.seconds, size.clients)
    took, cpu = time.monotonic() - began, _spent(before, province.cpu_s())
    seen = [wall.tell([]) for wall in screens]
    say("every centre measured")
    store = province.store()
    try:
        books = account(store, [*alone, *whole])
        behind = stale(store, screens, province.keys, 20)
    finally:
        store.close()
        for wall in screens:
            wall.close()
    n = sum(len(each["tickets"]) for each in whole)
    return [
        _books(books, whole),
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
        beats,
        joining,
    ]


def _spent(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    return {name: after[name] - before[name] for name in after}


def _beats(province: Province, screens: list[Screens], seconds: float) -> Figure:
    """What the lines cost while nothing happens."""
    time.sleep(PACE_S)
    before, began = province.cpu_s()["servers"], time.monotonic()
    there = sum(wall.tell([])["cpu"] for wall in screens)
    time.sleep(seconds)
    beats = province.size.screens * (time.monotonic() - began) / PACE_S
    here = (province.cpu_s()["servers"] - before) / beats
    there = (sum(wall.tell([])["cpu"] for wall in screens) - there) / beats
    note = f"and {there * 1e6:.0f} µs of the screens"
    return Figure("server CPU a beat, nothing else going on", f"{here * 1e6:.0f} µs", "", note)


def _books(books: Account, whole: list[dict[str, Any]]) -> Figure:
    note = f"{books.tickets} tickets, {books.calls} calls"
    note += f", {sum(e['repeats'] for e in whole)} repeats"
    note += f"; clients up to {max(e['behind_s'] for e in whole):.1f} s behind"
    note += f", {sum(e['not_begun'] for e in whole)} visits not begun"
    note += f"; {books.refused}" * bool(books.refused)
    return Figure("lost / doubled", f"{books.lost} / {books.doubled}", "0 / 0", note)


def _ratio(name: str, alone: list[dict[str, Any]], whole: list[dict[str, Any]]) -> Figure:
    ours = [s for each in whole for s in each[f"{name}_s"]]
    one = [s for each in alone for s in each[f"{name}_s"]]
    p99, single = quantile(ours, 0.99), quantile(one, 0.99)
    note = f"{p99 * 1000:.0f} ms, {single * 1000:.0f} ms; p50 "
    note += f"{quantile(ours, 0.5) * 1000:.1f} ms, {quantile(one, 0.5) * 1000:.1f} ms"
    return Figure(f"{name} p99, all centres / one", f"{p99 / single:.2f}", "≤ 3.00", note)


def growth(province: Province, seconds: float) -> list[Figure]:
    """One server process against two at as much as they take, nobody watching: tickets a second,
    CPU a ticket."""
    rates, costs, parts = [], [], []
    for servers in (1, 2):
        before, began = province.cpu_s(), time.monotonic()
        told = province.load(province.keys, 1_000.0, seconds, 2, servers)
        took, cpu = time.monotonic() - began - 2.0, _spent(before, province.cpu_s())
        n = max(1, sum(len(each["tickets"]) for each in told))
        cpu["clients"] = sum(each["cpu"] for each in told)
        rates.append(n / took)
        costs.append(sum(cpu.values()) / n * 1000)
        parts.append(", ".join(f"{name} {s / n * 1000:.1f}" for name, s in cpu.items()))
    note = f"{rates[0]:.0f}/s, {rates[1]:.0f}/s; {os.cpu_count()} cores with the clients on them"
    cost = f"{costs[0]:.1f} ms ({parts[0]}), {costs[1]:.1f} ms ({parts[1]})"
    return [
        Figure(
            "tickets a second, two processes / one", f"{rates[1] / rates[0]:.2f}", "≥ 1.70", note
        ),
        Figure(
            "CPU a ticket and call, two processes / one", f"{costs[1] / costs[0]:.2f}", "", cost
        ),
    ]


def run(size: Size, folder: Path, grow_s: float = 0.0, say: Any = print) -> list[Figure]:
    say(f"seeding {size.centres} centres")
    province = Province(size, folder)
    with province:
        say(f"{size.servers} servers, {size.rate:.1f} tickets/s, load {os.getloadavg()[0]:.1f}")
        figures = measure(province, say)
        figures += growth(province, grow_s) if grow_s else []
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
