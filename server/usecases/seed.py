"""Fill a centre from a description: the sample centre of the demo and of the first set-up."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from ..core.calling import Skill
from ..core.model import Centre, Counter, CounterState, Service, ServiceKind
from ..store import (
    catalogue,
    catalogue_version,
    centres,
    counters,
    people,
    procedures,
    services,
)
from ..store.base import Session, Store
from . import settings
from .administer import RESULT_WEIGHT
from .folding import fold
from .ids import new_id
from .secrets import hash_password


class CentreSample(Protocol):
    """A described centre: departments, services, counters, and its catalogue."""

    @property
    def name(self) -> str: ...

    @property
    def name_en(self) -> str: ...

    @property
    def zone(self) -> str: ...

    @property
    def departments(self) -> Iterable[tuple[str, str, str]]:
        """(id, name, English name)"""

    @property
    def services(self) -> Iterable[tuple[str, str, str, str, str, int, bool]]:
        """(id, department, name, English name, prefix, nominal minutes, open)"""

    @property
    def counters(self) -> Iterable[tuple[str, int, str, str, Iterable[str]]]:
        """(id, number, name, English name, services)"""

    @property
    def users(self) -> Iterable[tuple[str, str, str, str]]:
        """(user name, name, role, password)"""

    @property
    def results(self) -> Iterable[str]:
        """Services that hand results over."""

    def procedures(self) -> Iterable[Mapping[str, object]]:
        """Rows with the columns of the catalogue but ``search``."""

    def documents(self) -> Mapping[str, Sequence[tuple[str, str, int, int]]]:
        """By procedure code: (case, document, originals, copies)."""


DEFAULT_CENTRE = "c1"
DEFAULT_ZONE = "Asia/Ho_Chi_Minh"


def create_centre(session: Session, now: int, name: str, name_en: str, zone: str) -> Centre:
    """A centre with nothing in it yet."""
    centre = Centre(DEFAULT_CENTRE, name, name_en, zone)
    centres.add(session, centre, settings.dump(settings.Settings()), now)
    return centre


def fill_centre(session: Session, centre: str, sample: CentreSample, now: int) -> None:
    """Put a sample's departments, services, counters and catalogue into a centre."""
    for position, (id, name, name_en) in enumerate(sample.departments):
        services.add_department(session, centre, id, name, name_en, position)
    for position, row in enumerate(sample.services):
        id, department, name, name_en, prefix, minutes, open = row
        service = Service(id, name, name_en, prefix, department, open, minutes * 60)
        services.add(session, centre, service, position)
    for id, number, name, name_en, skills in sample.counters:
        counter = Counter(id, number, name, name_en, CounterState.CLOSED, now, None, None)
        if counters.add(session, centre, counter):
            counters.set_skills(session, centre, id, dict.fromkeys(skills, Skill()))
    for collected in sample.results:
        services.set_kind(session, centre, collected, ServiceKind.RESULT)
        counters.raise_weights(session, centre, collected, RESULT_WEIGHT)
    _fill_catalogue(session, centre, sample)


def _fill_catalogue(session: Session, centre: str, sample: CentreSample) -> None:
    rows = list(sample.procedures())
    procedures.put(
        session,
        centre,
        [{**row, "search": fold(f"{row['code']} {row['name']}")} for row in rows],
    )
    by_field = {str(row["field"]): str(row["service"]) for row in rows if row["service"]}
    catalogue.put_field_services(session, centre, by_field)
    catalogue.set_documents(session, centre, sample.documents())
    catalogue_version.raise_(session, centre)


def seed_centre(store: Store, sample: CentreSample, now: int) -> str:
    """A new centre with all of a sample, people included; its id."""

    def job(session: Session) -> str:
        centre = create_centre(session, now, sample.name, sample.name_en, sample.zone)
        fill_centre(session, centre.id, sample, now)
        for username, name, role, password in sample.users:
            people.add(
                session,
                id=new_id(now),
                centre=centre.id,
                username=username,
                name=name,
                role=role,
                password_hash=hash_password(password),
                now=now,
            )
        return centre.id

    return store.write(job)
