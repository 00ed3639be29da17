"""A flood of tickets: nobody gets another's number, and no number is left out."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from load_figures import Figure
from load_server import Floor
from load_throughput import CLIENTS, requests_of
from load_worker import Job, run_job

from server.demo.sample import sample_centre


def flood(floor: Floor, tickets: int) -> list[Figure]:
    """Issue ``tickets`` by 16 clients; the server must be running.

    Counts every number the clients were told against every other, and the store's against them.
    """
    job = Job(floor.port, CLIENTS, requests_of(floor).issue, count=tickets, keep=("number",))
    done = run_job(job)
    told = [str(kept[0]) for kept in done.kept]
    duplicates, gaps = count_faults(told)
    stored = numbers_in_store(floor)
    return [
        Figure("tickets acknowledged", str(len(told)), f"{tickets}", f"{done.rate:.0f}/s"),
        Figure("numbers given twice", str(duplicates), "0"),
        Figure("numbers left out", str(gaps), "0"),
        Figure("told and not stored", str(len(set(told) - set(stored))), "0"),
        Figure("stored and not told", str(len(set(stored) - set(told))), "0"),
    ]


def numbers_in_store(floor: Floor) -> list[str]:
    store = floor.store()
    try:
        return [r["number"] for r in store.read(lambda s: s.all("SELECT number FROM ticket"))]
    finally:
        store.close()


def count_faults(numbers: Iterable[str]) -> tuple[int, int]:
    """Numbers that came twice, and numbers missing below the highest of their service."""
    prefixes = sorted((s.prefix for s in sample_centre().services), key=len, reverse=True)
    serials: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for number in numbers:
        prefix = next(p for p in prefixes if number.startswith(p))
        serials[prefix][int(number.removeprefix(prefix))] += 1
    twice = sum(n - 1 for seen in serials.values() for n in seen.values())
    missing = sum(max(seen) - len(seen) for seen in serials.values())
    return twice, missing
