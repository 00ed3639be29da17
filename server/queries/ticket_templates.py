"""The centre's ticket template as the administrator edits it and the kiosks print it."""

import json
from typing import Any

from hardware.tickets.template import DEFAULT, template_json

from ..store import ticket_templates
from .snapshot import Json, Snapshot


def template_version(look: Snapshot) -> int:
    """0 while the default template holds."""
    row = ticket_templates.get(look.session, look.centre.id)
    return 0 if row is None else int(row["version"])


def template_answer(look: Snapshot) -> Json:
    """The template with its version, and the default one to go back to."""
    row = ticket_templates.get(look.session, look.centre.id)
    default = template_json(DEFAULT)
    template: Any = default if row is None else json.loads(row["body"])
    version = 0 if row is None else row["version"]
    return {"version": version, "template": template, "default": default}
