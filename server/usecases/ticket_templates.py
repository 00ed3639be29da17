"""Changing a centre's ticket template."""

import json

from hardware.tickets.template import Template, template_json

from ..store import ticket_templates
from . import audit, centre_events, rooms
from .change import Change


def change_template(change: Change, template: Template) -> None:
    """Set the template; the kiosks hear of its new version at once. The same one again changes
    nothing."""
    body = json.dumps(template_json(template), ensure_ascii=False)
    before = ticket_templates.get(change.session, change.centre.id)
    if before is not None and before["body"] == body:
        return
    actor = change.actor.label
    ticket_templates.put(change.session, change.centre.id, body, change.now, actor)
    centre_events.append(
        change,
        "ticket_template_changed",
        {"version": 1 if before is None else before["version"] + 1},
    )
    audit.record(change, "ticket_template_changed")
    change.touch(rooms.KIOSK)
