"""The pieces ``counter/…``: the counters, and what each of them handles."""

from collections import defaultdict

from ...core.calling import Skill
from ...core.errors import AlreadyExists, InUse, Invalid, NotFound
from ...core.model import Counter, CounterState
from ...store import counters, layout
from ...store.base import Session
from .. import rooms
from ..change import Change
from .piece import Json, Pieces
from .shapes import CounterShape, Slug, shaped, typed


class Desks:
    name = "counter"

    def read(self, session: Session, centre: str) -> Pieces:
        handled: dict[str, Json] = defaultdict(dict)
        for row in layout.skills(session, centre):
            skill = {"weight": row["weight"], "helps": bool(row["helps"])}
            handled[row["counter"]][row["service"]] = skill
        return {
            one.id: {
                "number": one.number,
                "name": one.name,
                "name_en": one.name_en,
                "services": handled.get(one.id, {}),
            }
            for one in counters.listing(session, centre)
        }

    def put(self, change: Change, id: str, value: Json) -> None:
        piece = f"{self.name}/{id}"
        typed(Slug, piece, id)
        shape = shaped(CounterShape, piece, value)
        session, centre = change.session, change.centre.id
        known = {row["id"] for row in layout.services(session, centre)}
        for service in shape.services:
            if service not in known:
                raise Invalid(field=f"{piece}.services", value=service)
        if layout.number_taken(session, centre, id, shape.number):
            raise AlreadyExists(field=f"{piece}.number")
        closed = CounterState.CLOSED
        fresh = Counter(id, shape.number, shape.name, shape.name_en, closed, change.now, None, None)
        if not counters.add(session, centre, fresh):
            layout.update_counter(session, centre, id, shape.number, shape.name, shape.name_en)
        skills = {s: Skill(skill.weight, skill.helps) for s, skill in shape.services.items()}
        counters.set_skills(session, centre, id, skills)
        self._touch(change, id)

    def drop(self, change: Change, id: str) -> None:
        if layout.counter_used(change.session, change.centre.id, id):
            raise InUse(field=f"{self.name}/{id}")
        if not layout.remove_counter(change.session, change.centre.id, id):
            raise NotFound(field="id")
        self._touch(change, id)

    def _touch(self, change: Change, id: str) -> None:
        change.touch(rooms.HALL, rooms.MANAGER, rooms.KIOSK, rooms.counter(id), rooms.desk(id))
