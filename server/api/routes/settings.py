"""A centre's settings: read, set, take back."""

from dataclasses import asdict
from typing import Any

from ...queries.snapshot import Snapshot, when
from ...store import configuration_changes
from ...usecases.change_settings import change_settings
from ...usecases.configuration.history import OF_SETTINGS, undo_settings
from ..answers import SettingsOut
from ..bodies import SettingsBody
from ..endpoint import Answer, Json, Request
from .registry import endpoint

ADMINS = {"admin"}
SHOWN_CHANGES = 20
APART = frozenset({"words", "evaluation"})
"""Parts that are set and read on their own."""


@endpoint(
    "GET",
    "/settings",
    summary="The centre's settings and their latest changes.",
    roles={"manager", "admin"},
    answers={200: SettingsOut},
)
def get(request: Request) -> Answer:
    return 200, request.engine.look(request.centre, _settings)


@endpoint(
    "PUT",
    "/settings",
    summary="Set all settings: checked before they are kept, dated, attributed.",
    roles=ADMINS,
    body=SettingsBody,
    answers={200: SettingsOut},
)
def put(request: Request) -> Answer:
    raw: dict[str, Any] = request.body.model_dump(mode="json")
    request.configure("settings", lambda change: change_settings(change, raw))
    return get(request)


@endpoint(
    "POST",
    "/settings/undo",
    summary="Take back the last change of the settings.",
    roles=ADMINS,
    answers={200: SettingsOut},
    problems=(404, 409, 422),
)
def undo(request: Request) -> Answer:
    request.engine.change(request.who, undo_settings)
    return get(request)


def _settings(look: Snapshot) -> Json:
    changes = configuration_changes.latest_of(
        look.session, look.centre.id, OF_SETTINGS, SHOWN_CHANGES
    )
    return {
        "settings": {k: v for k, v in asdict(look.settings).items() if k not in APART},
        "changes": [
            {
                "id": str(row["id"]),
                "at": when(row["at"]),
                "actor": row["actor"],
                "undone": row["undone_at"] is not None,
            }
            for row in changes
        ],
    }
