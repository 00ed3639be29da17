"""How a centre is laid out: changing and removing departments, services and counters."""

from ..core.model import Centre, Service
from .base import Row, Session


def set_centre(session: Session, centre: Centre) -> None:
    session.run(
        "UPDATE centre SET name = :name, name_en = :name_en, zone = :zone WHERE id = :id",
        id=centre.id,
        name=centre.name,
        name_en=centre.name_en,
        zone=centre.zone,
    )


def put_department(
    session: Session, centre: str, id: str, name: str, name_en: str, position: int
) -> None:
    session.run(
        "INSERT INTO department (centre, id, name, name_en, position)"
        " VALUES (:centre, :id, :name, :name_en, :position) ON CONFLICT (centre, id)"
        " DO UPDATE SET name = :name, name_en = :name_en, position = :position",
        centre=centre,
        id=id,
        name=name,
        name_en=name_en,
        position=position,
    )


def departments(session: Session, centre: str) -> list[Row]:
    return session.all(
        "SELECT id, name, name_en, position FROM department WHERE centre = :centre"
        " ORDER BY position, id",
        centre=centre,
    )


def services(session: Session, centre: str) -> list[Row]:
    """Every service as it is set up, in the order of the kiosk."""
    return session.all(
        "SELECT id, department, name, name_en, prefix, open, nominal_s, hours, capacity, kind,"
        " position"
        " FROM service WHERE centre = :centre ORDER BY position, id",
        centre=centre,
    )


def reservations(session: Session, centre: str) -> list[Row]:
    """Which services are kept for which officers, by their user names."""
    return session.all(
        "SELECT o.service, p.username FROM service_officer o JOIN person p ON p.id = o.person"
        " WHERE o.centre = :centre ORDER BY o.service, p.username",
        centre=centre,
    )


def skills(session: Session, centre: str) -> list[Row]:
    return session.all(
        "SELECT counter, service, weight, helps FROM counter_service WHERE centre = :centre"
        " ORDER BY counter, service",
        centre=centre,
    )


def update_service(session: Session, centre: str, service: Service, position: int) -> None:
    """Set what a service is called and where it stands; its hours and state stay."""
    session.run(
        "UPDATE service SET department = :department, name = :name, name_en = :name_en,"
        " prefix = :prefix, open = :open, nominal_s = :nominal_s, position = :position"
        " WHERE centre = :centre AND id = :id",
        centre=centre,
        id=service.id,
        department=service.department,
        name=service.name,
        name_en=service.name_en,
        prefix=service.prefix,
        open=int(service.open),
        nominal_s=service.nominal_s,
        position=position,
    )


def update_counter(
    session: Session, centre: str, id: str, number: int, name: str, name_en: str
) -> None:
    session.run(
        "UPDATE counter SET number = :number, name = :name, name_en = :name_en"
        " WHERE centre = :centre AND id = :id",
        centre=centre,
        id=id,
        number=number,
        name=name,
        name_en=name_en,
    )


def number_taken(session: Session, centre: str, id: str, number: int) -> bool:
    """Whether another counter has this number."""
    return _any(
        session,
        "SELECT 1 AS one FROM counter WHERE centre = :centre AND number = :number AND id <> :id",
        centre=centre,
        number=number,
        id=id,
    )


def service_used(session: Session, centre: str, id: str, day: str | None = None) -> bool:
    """Whether a ticket of the service was ever issued, or on ``day`` where it is given."""
    return _any(
        session,
        "SELECT 1 AS one FROM line WHERE centre = :centre AND service = :id AND issued > 0"
        " AND (CAST(:day AS TEXT) IS NULL OR day = :day) LIMIT 1",
        centre=centre,
        id=id,
        day=day,
    )


def service_named(session: Session, centre: str, id: str) -> bool:
    """Whether an appointment or a procedure of the catalogue names the service."""
    return _any(
        session,
        "SELECT 1 AS one FROM appointment WHERE centre = :centre AND service = :id"
        " UNION ALL SELECT 1 FROM procedure WHERE centre = :centre AND service = :id"
        " UNION ALL SELECT 1 FROM field_service WHERE centre = :centre AND service = :id LIMIT 1",
        centre=centre,
        id=id,
    )


def counter_used(session: Session, centre: str, id: str) -> bool:
    """Whether a ticket was ever called to the counter, or a device stands at it."""
    return _any(
        session,
        "SELECT 1 AS one FROM call WHERE centre = :centre AND counter = :id"
        " UNION ALL SELECT 1 FROM token WHERE centre = :centre AND counter = :id"
        " AND revoked_at IS NULL AND kind = 'device' LIMIT 1",
        centre=centre,
        id=id,
    )


def department_used(session: Session, centre: str, id: str) -> bool:
    """Whether a service or a dossier belongs to the department."""
    return _any(
        session,
        "SELECT 1 AS one FROM service WHERE centre = :centre AND department = :id"
        " UNION ALL SELECT 1 FROM dossier WHERE centre = :centre AND department = :id LIMIT 1",
        centre=centre,
        id=id,
    )


def remove_department(session: Session, centre: str, id: str) -> bool:
    return _remove(session, "department", centre, id)


def remove_service(session: Session, centre: str, id: str) -> bool:
    """Forget a service that nothing names any more; False when there is none."""
    for table in ("counter_service", "service_officer"):
        session.run(
            f"DELETE FROM {table} WHERE centre = :centre AND service = :id", centre=centre, id=id
        )
    return _remove(session, "service", centre, id)


def remove_counter(session: Session, centre: str, id: str) -> bool:
    """Forget a counter that nothing names any more; False when there is none."""
    session.run(
        "DELETE FROM counter_service WHERE centre = :centre AND counter = :id",
        centre=centre,
        id=id,
    )
    return _remove(session, "counter", centre, id)


def _any(session: Session, sql: str, **params: object) -> bool:
    return session.one(sql, **params) is not None


def _remove(session: Session, table: str, centre: str, id: str) -> bool:
    sql = f"DELETE FROM {table} WHERE centre = :centre AND id = :id"
    return session.run(sql, centre=centre, id=id) == 1
