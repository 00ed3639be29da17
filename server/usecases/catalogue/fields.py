"""Which service takes the procedures of which field."""

from collections.abc import Mapping

from ...core.errors import Invalid, UnknownService
from ...store import catalogue, catalogue_version, services
from .. import centre_events, rooms
from ..change import Change


def map_fields(change: Change, wanted: Mapping[str, str | None]) -> None:
    """Give the procedures of fields to services; None takes a field's away.

    Raises ``UnknownService``, or ``Invalid`` (fields) for a field no procedure has.
    """
    session, centre = change.session, change.centre.id
    known = {row["field"] for row in catalogue.fields(session, centre)}
    for field, service in wanted.items():
        if field not in known:
            raise Invalid(field="fields")
        if service is not None and services.get(session, centre, service) is None:
            raise UnknownService(field="fields")
        catalogue.map_field(session, centre, field, service)
    catalogue_version.raise_(session, centre)
    centre_events.append(change, "fields_mapped", {"fields": len(wanted)})
    change.touch(rooms.KIOSK)
