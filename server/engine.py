"""Where requests meet the store: ordered writes, concurrent reads, news after the commit.

Nothing here blocks the event loop of a gevent server: work runs in native threads, one lane for
writes (several waiting commands may share one commit), one for reads, and one for short questions
that must not wait behind them. Tests and the command line use ``DirectLanes``, which run everything
where it is called.
"""

from collections import deque
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import gevent
from gevent.event import AsyncResult
from gevent.threadpool import ThreadPool

from .backup.shelf import Shelf
from .clock import now_ms
from .core.errors import Overloaded
from .core.search.finder import Finder
from .files import Files
from .queries.finders import Finders, Material
from .queries.forecasts import Forecasts
from .queries.province import ProvinceFigures
from .queries.snapshot import Snapshot, look
from .reports.remembered import Remembered
from .store.base import Job, Outcome, Session, Store
from .usecases.change import Actor, Change, change
from .usecases.vault import Vault
from .waiting import Waits

T = TypeVar("T")

READERS = 3
ASKERS = 2
"""Threads for short questions: who asks for something does not wait behind views."""
GROUP = 64
MAX_WAITING = 2_000
DEADLINE_S = 15.0
WORK_DEADLINE_S = 60.0
REMEMBERED_MS = 60_000
"""So old may public figures be: whoever asks, the store counts once a minute."""

Publish = Callable[[str, frozenset[str]], None]


class Lanes(Protocol):
    """How jobs reach the store. ``line`` names what a write must keep its order with: a centre."""

    def write(self, job: Callable[[Session], T], line: str = "") -> T: ...

    def read(self, job: Callable[[Session], T]) -> T: ...

    def ask(self, job: Callable[[Session], T]) -> T: ...

    def work(self, job: Callable[[], T]) -> T: ...

    @property
    def waiting(self) -> int:
        """How many writes wait."""


class DirectLanes:
    """Jobs run at once in the calling thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.read, self.ask = store.read, store.ask

    def write(self, job: Callable[[Session], T], line: str = "") -> T:
        return self._store.write(job)

    def work(self, job: Callable[[], T]) -> T:
        return job()

    waiting = 0


class GeventLanes:
    """Jobs wait their turn as greenlets and run in native threads.

    What waits in a centre's line is committed as one group: while one commit is on its way to the
    disk, the next group gathers. Lines of several centres do not wait for each other where the
    store can write more than one at once. Made lazily, since threads do not survive the fork of a
    server's worker.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lines: dict[str, deque[tuple[Job, AsyncResult]]] = {}
        self._waiting = 0
        self._writers: ThreadPool | None = None
        self._readers: ThreadPool | None = None
        self._askers: ThreadPool | None = None
        self._worker: ThreadPool | None = None

    def write(self, job: Callable[[Session], T], line: str = "") -> T:
        """Queue a write. Raises ``Overloaded`` when too many wait, or for too long."""
        if self._waiting >= MAX_WAITING:
            raise Overloaded()
        result = AsyncResult()
        self._waiting += 1
        self._enqueue(line, job, result)
        try:
            value: T = result.get(timeout=DEADLINE_S)
        except gevent.Timeout:
            self._withdraw(line, result)
            raise Overloaded() from None
        return value

    def read(self, job: Callable[[Session], T]) -> T:
        """Raises ``Overloaded`` when no answer came in time."""
        if self._readers is None:
            self._readers = ThreadPool(READERS)
        return _answer(self._readers, self._store.read, job)

    def ask(self, job: Callable[[Session], T]) -> T:
        """A question that the store answers at once. Raises ``Overloaded`` when it did not."""
        if self._askers is None:
            self._askers = ThreadPool(ASKERS)
        return _answer(self._askers, self._store.ask, job)

    def work(self, job: Callable[[], T]) -> T:
        """Raises ``Overloaded`` when no answer came in time."""
        if self._worker is None:
            self._worker = ThreadPool(1)
        with gevent.Timeout(WORK_DEADLINE_S, Overloaded()):
            outcome: Outcome = self._worker.apply(_try, (job,))
        if outcome.error is not None:
            raise outcome.error
        value: T = outcome.value
        return value

    @property
    def waiting(self) -> int:
        return self._waiting

    def _enqueue(self, line: str, job: Job, result: AsyncResult) -> None:
        queue = self._lines.get(line)
        if queue is None:
            queue = self._lines[line] = deque()
            gevent.spawn(self._drain, line, queue)
        queue.append((job, result))

    def _withdraw(self, line: str, result: AsyncResult) -> None:
        """Who is told to try again is not served after all, where that can still be helped."""
        queue = self._lines.get(line, deque())
        for entry in queue:
            if entry[1] is result:
                queue.remove(entry)
                self._waiting -= 1
                return

    def _drain(self, line: str, queue: deque[tuple[Job, AsyncResult]]) -> None:
        if self._writers is None:
            self._writers = ThreadPool(self._store.writers)
        while queue:
            batch = [queue.popleft() for _ in range(min(GROUP, len(queue)))]
            self._waiting -= len(batch)
            self._commit(batch, self._writers)
        # Nothing was awaited since the queue was seen empty: nobody can be left behind in it.
        del self._lines[line]

    def _commit(self, batch: list[tuple[Job, AsyncResult]], writers: ThreadPool) -> None:
        jobs = [job for job, _ in batch]
        try:
            outcomes: list[Outcome] = writers.apply(self._store.write_group, (jobs,))
        except BaseException as error:
            outcomes = [Outcome(error=error)] * len(batch)
        for (_, result), outcome in zip(batch, outcomes, strict=True):
            if outcome.error is not None:
                result.set_exception(outcome.error)
            else:
                result.set(outcome.value)


def _answer(pool: ThreadPool, run: Callable[[Job], Any], job: Callable[[Session], T]) -> T:
    with gevent.Timeout(DEADLINE_S, Overloaded()):
        outcome: Outcome = pool.apply(_attempt, (run, job))
    if outcome.error is not None:
        raise outcome.error
    value: T = outcome.value
    return value


def _attempt(run: Callable[[Job], Any], job: Job) -> Outcome:
    # Errors travel as values: a thread pool would print them before raising them again.
    try:
        return Outcome(value=run(job))
    except Exception as error:
        return Outcome(error=error)


def _try(job: Callable[[], T]) -> Outcome:
    try:
        return Outcome(value=job())
    except Exception as error:
        return Outcome(error=error)


class Engine:
    """What the API and the live rooms work through."""

    files: Files
    """Set by whoever knows the data folder."""
    backups: Shelf
    """The folder of backups on this machine; set by whoever knows it."""
    vault: Vault
    """Seals what must be read again; set by whoever knows the key."""
    push_hosts: frozenset[str] = frozenset()
    """Push services that need not be public."""
    alert_hosts: frozenset[str] = frozenset()
    """Receivers of alerts that need not be public."""

    def __init__(self, lanes: Lanes, publish: Publish) -> None:
        self._lanes = lanes
        self._publish = publish
        self.waits = Waits()
        self.finders = Finders()
        self.remembered = Remembered(REMEMBERED_MS)
        self.forecast = Forecasts()
        self.province = ProvinceFigures()

    @property
    def waiting(self) -> int:
        """How many changes wait for the store in this process."""
        return self._lanes.waiting

    def change(self, actor: Actor, usecase: Callable[[Change], T]) -> T:
        """Run a use case in its own transaction; publish what it touched once it is durable."""
        done = self._lanes.write(change(actor, now_ms(), usecase), actor.centre)
        if done.rooms:
            self._publish(actor.centre, done.rooms)
        return done.value

    def write(self, job: Callable[[Session], T]) -> T:
        """A transaction that belongs to no centre yet (setting up)."""
        return self._lanes.write(job)

    def read(self, job: Callable[[Session], T]) -> T:
        """A read that needs no centre."""
        return self._lanes.read(job)

    def ask(self, job: Callable[[Session], T]) -> T:
        """A short question that needs no snapshot (who is asking): it overtakes reads."""
        return self._lanes.ask(job)

    def work(self, job: Callable[[], T]) -> T:
        """Long work that needs no store (reading a file), one piece at a time: nothing else
        waits for it."""
        return self._lanes.work(job)

    def look(self, centre: str, query: Callable[[Snapshot], T]) -> T:
        """Answer a query from one snapshot of a centre."""
        return self._lanes.read(
            lambda session: query(look(session, centre, now_ms(), self.forecast))
        )

    def find(self, centre: str, query: Callable[[Snapshot, Finder], T]) -> T:
        """Answer a query with the centre's search index, made first where it is old.

        Whoever comes while it is being made waits for its turn in the work lane, and then takes
        the new one, or the one before if it is not there yet.
        """

        def attempt(seen: Snapshot) -> Outcome | Material | None:
            finder = self.finders.fresh(seen)
            if finder is None and self.finders.being_made(centre):
                finder = self.finders.former(centre) if waited else None
                if finder is None and not waited:
                    return None
            return self.finders.material(seen) if finder is None else Outcome(query(seen, finder))

        waited = False
        found = self.look(centre, attempt)
        if found is None:
            self.work(_nothing)
            waited = True
            found = self.look(centre, attempt)
        if isinstance(found, Material):
            material = found
            try:
                finder = self.work(lambda: self.finders.make(centre, material))
            finally:
                self.finders.leave(centre)
            return self.look(centre, lambda seen: query(seen, finder))
        assert found is not None
        value: T = found.value
        return value


def _nothing() -> None:
    """Work for its place in the lane."""
