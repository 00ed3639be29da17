"""Devices that wait to be paired, as an administrator sees them: never with their codes, which
only whoever stands before the device can read."""

from ..store import pairings
from .snapshot import Json, Snapshot, when


def pairing_list(look: Snapshot) -> list[Json]:
    """Those that wait anywhere in the installation, and those this centre approved lately."""
    waiting = pairings.waiting(look.session, look.now)
    mine = pairings.approved(look.session, look.centre.id, look.now)
    return [
        {
            "id": row["id"],
            "kind": row["kind"],
            "name": row["name"],
            "label": row["label"],
            "counter": row["counter"],
            "created_at": when(row["created_at"]),
            "expires_at": when(row["expires_at"]),
            "approved_at": when(row["approved_at"]),
        }
        for row in (*waiting, *mine)
    ]
