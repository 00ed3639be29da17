"""People as administrators see them, and as they see themselves."""

from ..store import grants, people, tokens, totp
from ..store.base import Row
from ..usecases.change import Actor
from .snapshot import Json, Snapshot, when


def people_list(look: Snapshot) -> list[Json]:
    """A centre's own people, with what they may and how they sign in."""
    session, centre = look.session, look.centre.id
    second, granted = totp.confirmed(session, centre), grants.of_all(session, centre)
    return [
        {
            **{name: row[name] for name in ("id", "username", "name", "role")},
            "active": bool(row["active"]),
            "totp": row["id"] in second,
            "must_change": bool(row["temporary"]),
            "grants": [_grant(one) for one in granted.get(row["id"], [])],
        }
        for row in people.listing(session, centre)
    ]


def workplaces(look: Snapshot, actor: Actor) -> list[Json]:
    """Where a signed-in person may work, home first."""
    person = people.get(look.session, actor.person or "")
    return [
        {
            **{name: row[name] for name in ("id", "name", "name_en")},
            "home": person is not None and row["id"] == person["centre"],
            "here": row["id"] == actor.centre,
        }
        for row in grants.centres_of(look.session, actor.person or "")
    ]


def second_factor(look: Snapshot, actor: Actor) -> Json:
    row = totp.get(look.session, actor.person or "")
    on = row is not None and row["confirmed_at"] is not None
    return {"on": on, "codes_left": totp.codes_left(look.session, actor.person or "")}


def own_sessions(look: Snapshot, actor: Actor) -> list[Json]:
    return [
        {
            "id": row["id"],
            "since": when(row["created_at"]),
            "seen": when(row["seen_at"] or row["created_at"]),
            "here": row["id"] == actor.id,
        }
        for row in tokens.sessions_of(look.session, actor.person or "", look.now)
    ]


def _grant(row: Row) -> Json:
    return {"scope": row["scope"], "role": row["role"]}
