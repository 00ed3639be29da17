"""Keystrokes of a search against a bare one: SQLite asked for names that hold every word."""

import csv
import time
from pathlib import Path
from typing import Any

from load_figures import Figure, quantile
from search_catalogue import entries, finder

from server.core.search.folding import fold
from server.store.driver import sqlite

QUERIES = Path(__file__).resolve().parents[1] / "core" / "search" / "queries.csv"


def measure_searching(queries: int = 60) -> list[Figure]:
    """Every keystroke of ``queries`` queries, by Motcua and by the bare search, in turns."""
    typed = keystrokes(queries)
    bare = _bare()
    found = finder()
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for keys in typed[:20]:
        found.find(keys, 3)
    for keys in typed:
        times["ours"].append(_seconds(lambda keys=keys: found.find(keys, 3)))
        times["bare"].append(_seconds(lambda keys=keys: _like(bare, keys)))
    return [_figure("p50", times, 0.5, "≤ 8"), _figure("p95", times, 0.95, "≤ 8")]


def keystrokes(queries: int) -> list[str]:
    """What a search field holds after each key of queries picked from the whole table."""
    with QUERIES.open(encoding="utf-8", newline="") as file:
        asked = [row["query"] for row in csv.DictReader(file)]
    step = max(1, len(asked) // queries)
    return [query[: end + 1] for query in asked[::step][:queries] for end in range(len(query))]


def _figure(name: str, times: dict[str, list[float]], share: float, target: str) -> Figure:
    ours, bare = (quantile(times[which], share) for which in ("ours", "bare"))
    note = f"{ours * 1000:.2f} ms, {bare * 1000:.2f} ms"
    title = f"keystroke, {len(entries())} procedures / bare, {name}"
    return Figure(title, f"{ours / bare:.2f}", target, note)


def _seconds(run: object) -> float:
    began = time.perf_counter()
    run()  # type: ignore[operator]
    return time.perf_counter() - began


def _bare() -> Any:
    connection = sqlite.connect(":memory:")
    connection.execute("CREATE TABLE procedure (code TEXT PRIMARY KEY, name TEXT, search TEXT)")
    connection.executemany(
        "INSERT INTO procedure VALUES (?, ?, ?)",
        [(e.code, e.name, fold(e.name)) for e in entries()],
    )
    return connection


def _like(connection: Any, keys: str) -> list[tuple[str, str]]:
    words = fold(keys).split()
    where = " AND ".join("search LIKE ?" for _ in words) or "1"
    sql = f"SELECT code, name FROM procedure WHERE {where} ORDER BY code LIMIT 3"
    return connection.execute(sql, [f"%{word}%" for word in words]).fetchall()
