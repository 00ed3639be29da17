"""How a department is reached: by mail, by a signed webhook, or both."""

from collections.abc import Mapping
from typing import Any

from ...core.errors import Invalid, NotFound
from ...store import alert_settings, departments, services
from .. import audit
from ..alert_rules import is_address, key_bytes
from ..change import Change

MOST_EMAILS = 10


def key_name(department: str) -> str:
    """The centre's secret that signs what goes to a department's webhook."""
    return f"webhook_key:{department}"


def set_contact(change: Change, department: str, raw: Mapping[str, Any]) -> None:
    """Set all ways at once: ``emails``, ``webhook`` (an address or None), ``webhook_key`` (None
    leaves it as it is), ``language``.

    Raises ``NotFound`` (id), and ``Invalid`` for addresses that are none or a webhook without key.
    """
    session, centre = change.session, change.centre.id
    if department not in {row["id"] for row in services.departments(session, centre)}:
        raise NotFound(field="id")
    if not all(map(is_address, raw["emails"])):
        raise Invalid(field="emails")
    _set_key(change, department, raw["webhook"], raw["webhook_key"])
    departments.set_contact(
        session, centre, department, raw["emails"], raw["webhook"], raw["language"]
    )
    told = {"emails": len(raw["emails"]), "webhook": raw["webhook"] is not None}
    audit.record(change, "department_contact", department, told)


def _set_key(change: Change, department: str, webhook: str | None, key: str | None) -> None:
    session, centre, name = change.session, change.centre.id, key_name(department)
    if webhook is None:
        alert_settings.remove_secret(session, centre, name)
        return
    if key:
        key_bytes(key, "webhook_key")
        alert_settings.set_secret(session, centre, name, key)
    elif alert_settings.secret(session, centre, name) is None:
        raise Invalid(field="webhook_key")
