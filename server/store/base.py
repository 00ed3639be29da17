"""The interface every store has, as typed protocols.

SQL is written once, with ``:name`` parameters, for both stores. Rows are mappings from column
name to value.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

Row = Mapping[str, Any]
T = TypeVar("T")


class Session(Protocol):
    """A transaction under way: what repositories speak to."""

    def all(self, sql: str, **params: object) -> list[Row]:
        """Every row of a query."""

    def one(self, sql: str, **params: object) -> Row | None:
        """The first row of a query or of ``RETURNING``, or None."""

    def run(self, sql: str, **params: object) -> int:
        """Run a statement; the number of rows it changed."""

    def put(self, sql: str, **params: object) -> None:
        """Run a statement nobody asks the result of.

        A store may send it together with what follows; that it failed is then raised by a later
        statement of the transaction or by its end.
        """

    def many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Run a statement once for each row of parameters."""

    def among(self, sql: str, values: Sequence[object], **params: object) -> list[Row]:
        """Every row of a query with ``IN :values``: a list of any length, all texts or all
        integers."""

    def fill(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Insert many rows, each with a value for every column, at the least cost the store has;
        one whose key is there already changes nothing. Names are never from outside."""

    def renew(
        self,
        table: str,
        keys: Sequence[str],
        columns: Sequence[str],
        rows: Sequence[Sequence[object]],
    ) -> None:
        """Set ``columns`` of many rows likewise: each is the ``keys`` it is found by (no keys come
        twice), then the columns' values."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one job of a group: its value, or the error it raised."""

    value: Any = None
    error: BaseException | None = None


Job = Callable[[Session], Any]


class Store(Protocol):
    """A place to keep a centre's data. Every method may be called from any native thread.

    All raise ``Unavailable`` when the store cannot answer; nothing is changed then.
    """

    writers: int
    """How many write transactions may be under way at once."""

    def read(self, job: Callable[[Session], T]) -> T:
        """Run ``job`` on one consistent snapshot."""

    def ask(self, job: Callable[[Session], T]) -> T:
        """Run a ``job`` that reads by one statement, or by some that need not agree: without the
        two journeys that a snapshot costs."""

    def write(self, job: Callable[[Session], T]) -> T:
        """Run ``job`` in one transaction; it is durable when this returns."""

    def write_group(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Run jobs in order, each all or nothing; every value returned is durable.

        A store may commit them together. A job that raises undoes only itself.
        """

    def migrate(self) -> list[str]:
        """Bring the schema up to date; the names of the migrations applied."""

    def close(self) -> None:
        """Close every connection."""
