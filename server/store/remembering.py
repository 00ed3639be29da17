"""A read transaction that asks the store each thing once.

Views of one centre ask much the same: ten desks ask ten times for the list of counters. Inside one
snapshot the answer cannot have changed.
"""

from collections.abc import Sequence

from .base import Row, Session


class Remembering:
    """Wraps the session of one read; answers are shared, so nobody may change a row."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[object, list[Row]] = {}
        self.run, self.put, self.many = session.run, session.put, session.many
        self.fill, self.renew = session.fill, session.renew

    def all(self, sql: str, **params: object) -> list[Row]:
        key = (sql, *params.items())
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._session.all(sql, **params)
        # A list of its own: whoever asked may add to it.
        return list(found)

    def one(self, sql: str, **params: object) -> Row | None:
        key = (1, sql, *params.items())
        found = self._known.get(key)
        if found is None:
            row = self._session.one(sql, **params)
            found = self._known[key] = [] if row is None else [row]
        return found[0] if found else None

    def among(self, sql: str, values: Sequence[object], **params: object) -> list[Row]:
        key = (sql, tuple(values), *params.items())
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._session.among(sql, values, **params)
        return list(found)
