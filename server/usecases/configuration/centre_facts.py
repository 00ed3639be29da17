"""The piece ``centre``: what the centre is called, and its time zone."""

from dataclasses import replace

from ...core.errors import InUse
from ...store import centres, layout
from ...store.base import Session
from .. import rooms
from ..change import Change
from .piece import Json, Pieces
from .shapes import CentreShape, check_zone, shaped


class CentreFacts:
    name = "centre"

    def read(self, session: Session, centre: str) -> Pieces:
        row = centres.get(session, centre)
        return {} if row is None else {"": {n: row[n] for n in ("name", "name_en", "zone")}}

    def put(self, change: Change, id: str, value: Json) -> None:
        shape = shaped(CentreShape, self.name, value)
        check_zone(shape.zone, self.name)
        change.centre = replace(change.centre, **shape.model_dump())
        layout.set_centre(change.session, change.centre)
        change.touch(rooms.HALL, rooms.KIOSK, rooms.MANAGER)

    def drop(self, change: Change, id: str) -> None:
        raise InUse(field=self.name)
