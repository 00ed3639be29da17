"""The pieces ``department/…``."""

from ...core.errors import InUse, NotFound
from ...store import layout
from ...store.base import Session
from .. import rooms
from ..change import Change
from .piece import Json, Pieces
from .shapes import DepartmentShape, Slug, shaped, typed


class Departments:
    name = "department"

    def read(self, session: Session, centre: str) -> Pieces:
        return {
            row["id"]: {n: row[n] for n in ("name", "name_en", "position")}
            for row in layout.departments(session, centre)
        }

    def put(self, change: Change, id: str, value: Json) -> None:
        piece = f"{self.name}/{id}"
        typed(Slug, piece, id)
        shape = shaped(DepartmentShape, piece, value)
        layout.put_department(
            change.session, change.centre.id, id, shape.name, shape.name_en, shape.position
        )
        change.touch(rooms.KIOSK, rooms.MANAGER)

    def drop(self, change: Change, id: str) -> None:
        if layout.department_used(change.session, change.centre.id, id):
            raise InUse(field=f"{self.name}/{id}")
        if not layout.remove_department(change.session, change.centre.id, id):
            raise NotFound(field="id")
        change.touch(rooms.KIOSK, rooms.MANAGER)
