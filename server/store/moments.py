"""Finding a moment in a table that grows as time goes on, by its key alone."""

from .base import Session


def last_before(session: Session, table: str, column: str, at: int) -> int:
    """The id of a row before the moment ``at`` (epoch ms), the last as near as known; 0: none.

    A few look-ups by the key find it: no index by time is kept for this.
    """
    newest = session.one(f"SELECT MAX(id) AS id FROM {table}")
    low, high = 0, 0 if newest is None or newest["id"] is None else int(newest["id"])
    while low < high:
        middle = (low + high + 1) // 2
        row = session.one(
            f"SELECT {column} AS at FROM {table} WHERE id <= :middle ORDER BY id DESC LIMIT 1",
            middle=middle,
        )
        if row is None or row["at"] < at:
            low = middle
        else:
            high = middle - 1
    return low
