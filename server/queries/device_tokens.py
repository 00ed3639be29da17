"""Devices' tokens as administrators see them: whose, since when, and how the device is."""

from ..store import device_reports, people, tokens
from ..store.base import Row
from .devices import described
from .snapshot import Json, Snapshot, when


def tokens_list(look: Snapshot) -> list[Json]:
    """Devices' tokens, without anything that could be used as one."""
    session, centre = look.session, look.centre.id
    health = {
        row["device"]: described(look, row) for row in device_reports.listing(session, centre)
    }
    names = people.names(session, centre)
    return [
        _token(row, health.get(row["id"]), names)
        for row in tokens.listing(session, centre, "device")
    ]


def _token(row: Row, health: Json | None, names: dict[str, str]) -> Json:
    seen = row["seen_at"] if (row["seen_at"] or 0) > row["created_at"] else None
    return {
        "id": row["id"],
        "role": row["role"],
        "counter": row["counter"],
        "label": row["label"],
        "created_at": when(row["created_at"]),
        "made_by": names.get((row["made_by"] or "").removeprefix("person:")),
        "revoked": row["revoked_at"] is not None,
        "seen_at": when(seen),
        "version": row["version"] or (health or {}).get("version", ""),
        "health": health,
    }
