"""What an administrator sets up: people, services, counters and what each counter handles."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from ..core import hours, numbering
from ..core.calling import Skill
from ..core.errors import AlreadyExists, CounterNotFound, Invalid, NotFound
from ..core.model import Counter, CounterState, Role, Service, ServiceKind
from ..store import counters, people, services
from . import audit, centre_events, rooms
from .change import Change
from .ids import new_id
from .passwords import check_new
from .secrets import hash_password

RESULT_WEIGHT = 3
PEOPLE_ROLES = (Role.STAFF, Role.MANAGER, Role.ADMIN, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class NewPerson:
    username: str
    name: str
    role: str
    password: str
    temporary: bool = False
    """Whether the password is for the first sign-in only."""


def add_person(change: Change, new: NewPerson) -> str:
    """Add somebody who may sign in; their id. Raises ``Invalid`` or ``AlreadyExists``."""
    if new.role not in PEOPLE_ROLES:
        raise Invalid(field="role")
    check_new(new.password)
    id = new_id(change.now)
    added = people.add(
        change.session,
        id=id,
        centre=change.centre.id,
        username=new.username,
        name=new.name,
        role=new.role,
        password_hash=hash_password(new.password),
        now=change.now,
    )
    if not added:
        raise AlreadyExists(field="username")
    if new.temporary:
        people.set_temporary(change.session, id)
    _tell(change, "person_added", {"person": id, "role": new.role})
    return id


def add_service(change: Change, service: Service) -> None:
    """Add a service. Raises ``Invalid`` (prefix, department) or ``AlreadyExists``."""
    centre = change.centre.id
    numbering.check_prefix(service.prefix, services.prefixes(change.session, centre))
    known = {row["id"] for row in services.departments(change.session, centre)}
    if service.department not in known:
        services.add_department(
            change.session,
            centre,
            service.department,
            service.department,
            service.department,
            len(known),
        )
    position = len(services.prefixes(change.session, centre))
    if not services.add(change.session, centre, service, position):
        raise AlreadyExists(field="id")
    _tell(change, "service_added", {"service": service.id})
    change.touch(rooms.KIOSK, rooms.MANAGER)


def add_counter(
    change: Change,
    id: str,
    number: int,
    name: str,
    name_en: str,
    skills: Sequence[tuple[str, Skill]],
) -> None:
    """Add a counter, closed. Raises ``AlreadyExists`` or ``Invalid`` (services)."""
    counter = Counter(id, number, name, name_en, CounterState.CLOSED, change.now, None, None)
    if not counters.add(change.session, change.centre.id, counter):
        raise AlreadyExists(field="id")
    _tell(change, "counter_added", {"counter": id})
    set_skills(change, id, skills)


def set_skills(change: Change, counter: str, skills: Sequence[tuple[str, Skill]]) -> None:
    """Say which services a counter handles. Raises ``CounterNotFound`` or ``Invalid``."""
    if counters.get(change.session, change.centre.id, counter) is None:
        raise CounterNotFound(counter=counter)
    for service, _ in skills:
        if services.get(change.session, change.centre.id, service) is None:
            raise Invalid(field="services", value=service)
    wanted = dict(skills)
    counters.set_skills(change.session, change.centre.id, counter, wanted)
    _tell(change, "counter_services", {"counter": counter, "services": list(wanted)})
    change.touch(
        rooms.HALL, rooms.MANAGER, rooms.KIOSK, rooms.counter(counter), rooms.desk(counter)
    )


def set_schedule(
    change: Change, service: str, week: hours.Week | None, capacity: int | None
) -> None:
    """A service's own hours and daily capacity. Raises ``NotFound`` or ``Invalid`` (hours)."""
    if week is not None:
        hours.check_week(week)
    text = None if week is None else json.dumps(week)
    if not services.set_schedule(change.session, change.centre.id, service, text, capacity):
        raise NotFound(field="id")
    _tell(change, "service_schedule", {"service": service, "hours": week, "capacity": capacity})
    change.touch(rooms.KIOSK, rooms.MANAGER)


def set_kind(change: Change, service: str, kind: ServiceKind) -> None:
    """What a service is for. Raises ``NotFound``.

    Waits for results count ``RESULT_WEIGHT`` times at counters that serve others too, where no
    weight was set: the visit is short, and nobody starves by it (see ``core.calling``).
    """
    session, centre = change.session, change.centre.id
    if not services.set_kind(session, centre, service, kind):
        raise NotFound(field="id")
    if kind is ServiceKind.RESULT:
        counters.raise_weights(session, centre, service, RESULT_WEIGHT)
    _tell(change, "service_kind", {"service": service, "kind": kind.value})
    change.touch(rooms.KIOSK, rooms.MANAGER)


def reserve(change: Change, service: str, officers: Sequence[str]) -> None:
    """Reserve a service to officers. Raises ``NotFound`` or ``Invalid`` (people)."""
    if services.get(change.session, change.centre.id, service) is None:
        raise NotFound(field="id")
    for person in officers:
        row = people.get(change.session, person)
        if row is None or row["centre"] != change.centre.id:
            raise Invalid(field="people")
    services.set_officers(change.session, change.centre.id, service, dict.fromkeys(officers))
    _tell(change, "service_officers", {"service": service, "people": list(officers)})
    change.touch(rooms.MANAGER)


def _tell(change: Change, kind: str, data: dict[str, object]) -> None:
    centre_events.append(change, kind, data)
    audit.record(change, kind, data=data)
