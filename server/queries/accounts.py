"""People and devices as the API shows them."""

from ..store import tokens
from ..usecases.change import Actor
from .counters import describe_counter
from .snapshot import Json, Snapshot, centre_json, when


def session_json(look: Snapshot, actor: Actor) -> Json:
    """Who the actor is, and the counter it works at."""
    user = device = None
    if actor.person is not None:
        user = {
            "id": actor.person,
            "username": actor.username,
            "name": actor.name,
            "role": actor.role,
        }
    else:
        device = {"role": actor.role, "counter": actor.counter}
    return {
        "user": user,
        "device": device,
        "counter": describe_counter(look, actor.counter) if actor.counter else None,
        "centre": centre_json(look.centre),
        "must_change": actor.must_change,
    }


def tokens_list(look: Snapshot) -> list[Json]:
    """Devices' tokens, without anything that could be used as one."""
    return [
        {
            "id": row["id"],
            "role": row["role"],
            "counter": row["counter"],
            "label": row["label"],
            "created_at": when(row["created_at"]),
            "revoked": row["revoked_at"] is not None,
        }
        for row in tokens.listing(look.session, look.centre.id, "device")
    ]
