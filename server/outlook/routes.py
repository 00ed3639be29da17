"""Go now or later? Each line as it is now, and its typical week: complete without JavaScript."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import flask
from flask import Blueprint, Response

from ..core.errors import NotFound
from ..engine import Engine
from ..queries.services import public_waits
from ..queries.snapshot import Snapshot
from ..web.filled import FilledPage, asked_language
from .typical import advice, table

Json = dict[str, Any]


def blueprint(engine: Callable[[], Engine], default_centre: Callable[[], str]) -> Blueprint:
    """The page at ``/waits``."""
    page = FilledPage("outlook", "server.outlook")
    made = page.blueprint()

    def outlook() -> Response:
        language, found = asked_language(), _found(engine(), default_centre)
        return page.render(
            200 if found else 404,
            found=found,
            t=page.words(language),
            lang=language,
            centre_asked=flask.request.args.get("centre", ""),
        )

    made.add_url_rule("/waits", "outlook", outlook)
    return made


def _found(engine: Engine, default_centre: Callable[[], str]) -> Json | None:
    try:
        return engine.look(default_centre(), view)
    except NotFound:
        return None


def view(look: Snapshot) -> Json:
    """All the page shows."""
    week = look.forecasts.week(look.centre.id)
    local = datetime.fromtimestamp(look.now / 1000, UTC).astimezone(ZoneInfo(look.centre.zone))
    told = public_waits(look)
    for item in told["items"]:
        cells = week.cells.get(item["service"], {})
        likely = item["wait"]["likely"] if item["wait"] else None
        item["advice"] = advice(cells, local.weekday(), local.hour, likely)
        item["week"] = table(cells, local.weekday(), local.hour)
    # Who offers what is not open now comes last: people look for what they can do.
    told["items"].sort(key=lambda item: not item["open"])
    return {**told, "days": week.days, "at": local.strftime("%H:%M")}
