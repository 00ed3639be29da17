"""Services as the kiosk, the public and the manager see them."""

import json

from ..core import priority
from ..store import calls, catalogue_version, services
from ..store.base import Row
from ..texts import catalogue
from .popular import popular_procedures, popular_services
from .snapshot import Json, Snapshot, centre_json, when
from .ticket_templates import template_version
from .waits import error_json, minutes_json, wait_json


def service_json(row: Row) -> Json:
    return {
        "id": row["id"],
        "name": row["name"],
        "name_en": row["name_en"],
        "prefix": row["prefix"],
        "department": row["department"],
        "department_name": row["department_name"] or row["department"],
        "department_name_en": row["department_name_en"] or row["department"],
        "open": bool(row["open"]),
        "waiting": services.waiting_in(row),
        "nominal_minutes": row["nominal_s"] // 60,
        "hours": None if row["hours"] is None else json.loads(row["hours"]),
        "capacity": row["capacity"],
        "kind": row["kind"],
    }


def services_list(look: Snapshot) -> list[Json]:
    """Every service, and what somebody would wait who drew a ticket now."""
    forecast = look.forecasts.of(look.centre.id)
    counters_open = services.open_counters(look.session, look.centre.id)
    return [
        service_json(row)
        | {
            "open_counters": counters_open.get(row["id"], 0),
            "wait": wait_json(forecast.of_newcomer(row["id"], look.now)),
        }
        for row in services.listing(look.session, look.centre.id, look.day)
    ]


def kiosk_view(look: Snapshot) -> Json:
    """All a kiosk needs to offer a choice."""
    departments = services.departments(look.session, look.centre.id)
    listed = services_list(look)
    return {
        "centre": centre_json(look.centre),
        "template": template_version(look),
        "departments": [dict(row) for row in departments],
        "services": listed,
        "popular": popular_services(look, listed),
        "popular_procedures": popular_procedures(look),
        "priorities": priorities_list(look.settings.elderly_age),
        "elderly_age": look.settings.elderly_age,
        # Whoever keeps a copy of the catalogue knows by this when to make it anew.
        "catalogue": catalogue_version.get(look.session, look.centre.id),
    }


def priorities_list(elderly_age: int) -> list[Json]:
    """The priority classes with their names; the age, in years, is the centre's."""
    texts = catalogue("server.queries")
    return [
        {
            "id": code,
            "name": texts.text(f"priority.{code}", "vi", age=elderly_age),
            "name_en": texts.text(f"priority.{code}", "en", age=elderly_age),
        }
        for code in priority.CLASSES
    ]


def service_view(look: Snapshot, id: str) -> Json | None:
    """One line: who waits in it and who was called last."""
    found = next((s for s in services_list(look) if s["id"] == id), None)
    if found is None:
        return None
    oldest = services.oldest_waiting(look.session, look.centre.id, look.day)
    return {
        "service": {k: found[k] for k in ("id", "name", "name_en", "prefix", "open")},
        "waiting": found["waiting"],
        "oldest_issued_at": when(oldest.get(id)),
        "last_called": calls.last_of_service(look.session, look.centre.id, id, look.day),
        "open_counters": found["open_counters"],
        "wait": found["wait"],
    }


def public_waits(look: Snapshot) -> Json:
    """Open data: each line's length, its open counters, the number called last, what a ticket
    drawn now would wait (minutes), and how good such estimates have been lately.

    ``stale`` says that the estimates are not of now.
    """
    forecast = look.forecasts.of(look.centre.id)
    track = look.forecasts.track(look.centre.id)
    items = [
        {
            "service": s["id"],
            "name": s["name"],
            "name_en": s["name_en"],
            "prefix": s["prefix"],
            "open": s["open"],
            "waiting": s["waiting"],
            "open_counters": s["open_counters"],
            "last_called": calls.last_of_service(look.session, look.centre.id, s["id"], look.day),
            "wait": s["wait"],
            **minutes_json(forecast.of_newcomer(s["id"], look.now)),
            "error": error_json(track.services.get(s["id"])),
        }
        for s in services_list(look)
    ]
    return {
        "lastUpdated": when(look.now),
        "stale": not forecast.is_fresh(look.now),
        "centre": centre_json(look.centre),
        "error": error_json(track.whole),
        "items": items,
    }
