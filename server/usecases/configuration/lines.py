"""The pieces ``service/…``: the lines people stand in, with their hours and officers."""

import json
from collections import defaultdict

from ...core.errors import InUse, Invalid, NotFound
from ...core.hours import check_week
from ...core.model import Service, ServiceKind
from ...core.numbering import check_prefix
from ...store import layout, people, services
from ...store.base import Session
from .. import rooms
from ..change import Change
from .piece import Json, Pieces
from .shapes import ServiceShape, Slug, shaped, typed


class Lines:
    name = "service"

    def read(self, session: Session, centre: str) -> Pieces:
        kept_for: dict[str, list[str]] = defaultdict(list)
        for row in layout.reservations(session, centre):
            kept_for[row["service"]].append(row["username"])
        return {
            row["id"]: {
                **{n: row[n] for n in ("name", "name_en", "department", "prefix")},
                "nominal_minutes": max(1, row["nominal_s"] // 60),
                "open": bool(row["open"]),
                "hours": None if row["hours"] is None else json.loads(row["hours"]),
                "capacity": row["capacity"],
                "officers": kept_for.get(row["id"], []),
                "kind": row["kind"],
                "position": row["position"],
            }
            for row in layout.services(session, centre)
        }

    def put(self, change: Change, id: str, value: Json) -> None:
        piece = f"{self.name}/{id}"
        typed(Slug, piece, id)
        shape = shaped(ServiceShape, piece, value)
        self._check(change, piece, id, shape)
        service = Service(
            id,
            shape.name,
            shape.name_en,
            shape.prefix,
            shape.department,
            shape.open,
            shape.nominal_minutes * 60,
        )
        session, centre = change.session, change.centre.id
        if not services.add(session, centre, service, shape.position):
            layout.update_service(session, centre, service, shape.position)
        week = None if shape.hours is None else json.dumps(shape.hours)
        services.set_schedule(session, centre, id, week, shape.capacity)
        services.set_kind(session, centre, id, ServiceKind(shape.kind))
        services.set_officers(session, centre, id, _people(change, piece, shape.officers))
        change.touch(rooms.HALL, rooms.KIOSK, rooms.MANAGER, rooms.service(id))

    def drop(self, change: Change, id: str) -> None:
        session, centre = change.session, change.centre.id
        if layout.service_used(session, centre, id) or layout.service_named(session, centre, id):
            raise InUse(field=f"{self.name}/{id}")
        if not layout.remove_service(session, centre, id):
            raise NotFound(field="id")
        change.touch(rooms.HALL, rooms.KIOSK, rooms.MANAGER)

    def _check(self, change: Change, piece: str, id: str, shape: ServiceShape) -> None:
        session, centre = change.session, change.centre.id
        if shape.department not in {row["id"] for row in layout.departments(session, centre)}:
            raise Invalid(field=f"{piece}.department", value=shape.department)
        if shape.hours is not None:
            try:
                check_week(shape.hours)
            except Invalid as error:
                raise Invalid(field=f"{piece}.hours", **error.params) from None
        others = {row["id"]: row["prefix"] for row in layout.services(session, centre)}
        before = others.pop(id, shape.prefix)
        try:
            check_prefix(shape.prefix, list(others.values()))
        except Invalid as error:
            raise Invalid(field=f"{piece}.prefix", **error.params) from None
        if before != shape.prefix and layout.service_used(session, centre, id, change.day):
            # Numbers of today carry it: two series of one line would meet on the boards.
            raise InUse(field=f"{piece}.prefix")


def _people(change: Change, piece: str, usernames: list[str]) -> list[str]:
    """Their ids. Raises ``Invalid`` for a name nobody of this centre has."""
    known = {row["username"]: row["id"] for row in people.listing(change.session, change.centre.id)}
    unknown = [name for name in usernames if name not in known]
    if unknown:
        raise Invalid(field=f"{piece}.officers", value=unknown[0])
    return [known[name] for name in dict.fromkeys(usernames)]
