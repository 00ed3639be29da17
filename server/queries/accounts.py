"""Whoever is asking, as the API shows them."""

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
        "must_set_up": actor.must_set_up,
        "second_factor_by": None if actor.second_by is None else when(actor.second_by),
    }
