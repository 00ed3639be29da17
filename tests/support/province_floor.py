"""A whole province in one PostgreSQL: small centres, all alike, with a key for each desk."""

import random

from province_keys import SERVICES, Keys, lines_of
from stores import SmallCentre

from server.clock import now_ms
from server.core.model import Centre, Role
from server.store import centres, places
from server.store.base import Session, Store
from server.usecases import settings
from server.usecases.change import Actor, begin
from server.usecases.devices import create_token
from server.usecases.seed import fill_centre

ZONE = "Asia/Ho_Chi_Minh"


LINES = tuple((f"s{n}", chr(65 + n)) for n in range(SERVICES))


def commune(desks: int) -> SmallCentre:
    """Eight lines; each counter takes three of them."""
    return SmallCentre(
        services=tuple(
            (id, "tu-phap", f"Lĩnh vực {prefix}", f"Field {prefix}", prefix, 6, True)
            for id, prefix in LINES
        ),
        counters=tuple(
            (str(n), n, f"Quầy {n}", f"Counter {n}", lines_of(n)) for n in range(1, desks + 1)
        ),
    )


def found(store: Store, number: int, desks: int) -> list[Keys]:
    """Make ``number`` centres (``c000`` …) with ``desks`` counters each, in ten districts."""
    now = now_ms()
    store.write(lambda session: _tree(session, now))
    return [store.write(_founding(f"c{n:03}", n, desks, now)) for n in range(number)]


def _tree(session: Session, now: int) -> None:
    rows = [("tinh", None, "province")] + [(f"h{n}", "tinh", "district") for n in range(10)]
    for id, parent, kind in rows:
        places.add(
            session,
            id=id,
            parent=parent,
            kind=kind,
            name=id,
            name_en=id,
            centre=None,
            host=None,
            now=now,
        )


def _founding(id: str, number: int, desks: int, now: int):  # type: ignore[no-untyped-def]
    def job(session: Session) -> Keys:
        name = f"Trung tâm {number}"
        centre = Centre(id, name, f"Centre {number}", ZONE)
        # One after the other, so that the first stays the first.
        centres.add(session, centre, settings.dump(settings.Settings()), now + number)
        fill_centre(session, id, commune(desks), now)
        places.add(
            session,
            id=f"p-{id}",
            parent=f"h{number % 10}",
            kind="centre",
            name=name,
            name_en=centre.name_en,
            centre=id,
            host=None,
            now=now,
        )
        change = begin(session, Actor("admin", id, "founding"), now)
        made = {
            str(n): create_token(change, Role.STAFF, str(n), "")[1] for n in range(1, desks + 1)
        }
        kiosk = create_token(change, Role.KIOSK, None, "")[1]
        manager = create_token(change, Role.MANAGER, None, "")[1]
        return Keys(id, kiosk, manager, made)

    return job


def screens_of(keys: list[Keys], each: int) -> list[tuple[str, str, str]]:
    """(centre, key, room) of every screen: per centre a display and a desk for each counter, the
    manager's page, and halls for the rest of ``each``."""
    listed = []
    for one in keys:
        rooms = [(one.desks[c], f"desk/{c}") for c in one.desks]
        rooms += [("", f"counter/{c}") for c in one.desks]
        rooms = [*rooms[: each - 1], (one.manager, "manager")]
        rooms += [("", "hall")] * max(0, each - len(rooms))
        listed += [(one.centre, key, room) for key, room in rooms]
    random.Random(9).shuffle(listed)
    return listed
