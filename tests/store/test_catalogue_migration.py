"""A centre that is at work already keeps what it has shown: fields' services, what is popular."""

from collections.abc import Callable

from server.store import catalogue, demand
from server.store.base import Session, Store

Upgraded = Callable[[int, Callable[[Session], None]], Store]
BEFORE = 2


def _procedure(session: Session, code: str, field: str, service: str | None) -> None:
    session.run(
        "INSERT INTO procedure (centre, code, name, field, agency, level, processing_text,"
        " fee_text, service, search) VALUES ('c1', :code, 'x', :field, '', '', '', '', :service,"
        " '')",
        code=code,
        field=field,
        service=service,
    )


def _ticket(session: Session, number: int, day: str, procedure: str | None) -> None:
    session.run(
        "INSERT INTO ticket (id, centre, day, service, number, priority, lane, place, state,"
        " procedure, language, calls, people_ahead_at_issue, issued_at) VALUES (:id, 'c1', :day,"
        " 'a', :id, 'none', 'normal', 0, 'finished', :procedure, 'vi', 1, 0, 0)",
        id=f"t{number}",
        day=day,
        procedure=procedure,
    )


def test_what_a_working_centre_has_shown_is_known(upgraded: Upgraded) -> None:
    def fill(session: Session) -> None:
        for code, field, service in (
            ("1", "Một", "a"), ("2", "Một", "a"), ("3", "Hai", "a"), ("4", "Hai", "b"),
            ("5", "Ba", None),
        ):  # fmt: skip
            _procedure(session, code, field, service)
        for number, (day, procedure) in enumerate(
            [("2026-11-01", "1"), ("2026-11-02", "1"), ("2026-11-02", "3"), ("2026-11-02", None)]
        ):
            _ticket(session, number, day, procedure)
        session.many(
            "INSERT INTO line (centre, service, day, last_serial, waiting_priority,"
            " waiting_normal) VALUES ('c1', :service, :day, :n, 0, 0)",
            [
                {"service": "a", "day": "2026-11-01", "n": 1},
                {"service": "a", "day": "2026-11-02", "n": 3},
                {"service": "b", "day": "2026-11-02", "n": 9},
            ],
        )

    store = upgraded(BEFORE, fill)
    assert store.read(lambda s: catalogue.field_services(s, "c1")) == {"Một": "a"}
    assert store.read(lambda s: demand.services(s, "c1", 6)) == ["b", "a"]
    found = store.read(lambda s: demand.procedures(s, "c1", 6))
    assert [row["code"] for row in found] == ["1", "3"]


def test_an_empty_store_is_brought_up_to_date_too(upgraded: Upgraded) -> None:
    store = upgraded(BEFORE, lambda session: None)
    assert store.read(lambda s: demand.services(s, "c1", 6)) == []
