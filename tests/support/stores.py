"""Stores for tests, and a small centre to fill them with."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import templates

from server.core.model import Centre
from server.store import centres
from server.store.base import Session, Store
from server.store.postgres import PostgresStore
from server.store.sqlite import SqliteStore
from server.usecases.call import Called, call_next
from server.usecases.change import Actor, Change, change
from server.usecases.issue import Issued, IssueTicket, issue_ticket
from server.usecases.seed import fill_centre

T = TypeVar("T")

# Noon in Hanoi on a working day: no test crosses midnight by accident.
NOON = 1_795_669_200_000
ZONE = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True)
class SmallCentre:
    """Three lines and three counters; counter 3 serves nothing."""

    name: str = "Trung tâm nhỏ"
    name_en: str = "A small centre"
    zone: str = ZONE
    departments: Iterable[tuple[str, str, str]] = (("tu-phap", "Tư pháp", "Justice"),)
    services: Iterable[tuple[str, str, str, str, str, int, bool]] = (
        ("ho-tich", "tu-phap", "Hộ tịch", "Civil status", "A", 8, True),
        ("chung-thuc", "tu-phap", "Chứng thực", "Certification", "B", 5, True),
        ("dong-cua", "tu-phap", "Tạm ngừng", "Closed one", "C", 5, False),
    )
    counters: Iterable[tuple[str, int, str, str, Iterable[str]]] = (
        ("1", 1, "Quầy 1", "Counter 1", ("ho-tich",)),
        ("2", 2, "Quầy 2", "Counter 2", ("ho-tich", "chung-thuc")),
        ("3", 3, "Quầy 3", "Counter 3", ()),
    )
    users: Iterable[tuple[str, str, str, str]] = ()
    results: Iterable[str] = ()

    def procedures(self) -> Iterable[Mapping[str, object]]:
        names = ("Đăng ký khai sinh", "Đăng ký kết hôn", "Chứng thực bản sao")
        for number, name in enumerate(names, 1):
            yield {
                "code": f"1.00{number}",
                "name": name,
                "field": "Hộ tịch",
                "agency": "Sở Tư pháp",
                "level": "tỉnh",
                "processing_days": number,
                "processing_text": f"{number} ngày",
                "fee_text": "",
                "service": "ho-tich",
            }

    def documents(self) -> Mapping[str, list[tuple[str, str, int, int]]]:
        return {
            "1.001": [
                ("", "Tờ khai đăng ký khai sinh", 1, 0),
                ("", "Giấy chứng sinh", 1, 0),
            ],
            "1.002": [
                ("Trong nước", "Tờ khai đăng ký kết hôn", 1, 0),
                ("Có yếu tố nước ngoài", "Tờ khai đăng ký kết hôn", 1, 0),
                ("Có yếu tố nước ngoài", "Giấy xác nhận tình trạng hôn nhân", 1, 1),
            ],
        }


SMALL = SmallCentre()


def add_centre(store: Store, id: str = "c1", now: int = NOON, **settings: object) -> str:
    """A small centre in ``store``; ``settings`` are parts of its settings' JSON."""

    def job(session: Session) -> str:
        centre = Centre(id, SMALL.name, SMALL.name_en, SMALL.zone)
        centres.add(session, centre, json.dumps(settings), now)
        fill_centre(session, id, SMALL, now)
        return id

    return store.write(job)


def sqlite_store(path: Path) -> SqliteStore:
    if path.exists():
        store = SqliteStore(path)
        store.migrate()
        return store
    templates.put_empty(path)
    return SqliteStore(path)


def postgres_store(url: str) -> PostgresStore:
    store = PostgresStore(url)
    store.migrate()
    return store


@dataclass
class Floor:
    """Acts on one centre of a store at a time that only moves when it is told to (ms)."""

    store: Store
    centre: str = "c1"
    now: int = NOON
    rooms: frozenset[str] = field(default_factory=frozenset)
    """The rooms the last change touched."""

    def pass_time(self, seconds: float) -> None:
        self.now += int(seconds * 1000)

    def do(self, usecase: Callable[[Change], T], role: str = "manager", **who: Any) -> T:
        actor = Actor(role, self.centre, "test", **who)
        done = self.store.write(change(actor, self.now, usecase))
        self.rooms = done.rooms
        return done.value

    def issue(
        self,
        service: str = "ho-tich",
        priority: str = "none",
        key: str | None = None,
        procedure: str | None = None,
    ) -> Issued:
        command = IssueTicket(service, procedure, priority, "vi", key)
        return self.do(lambda c: issue_ticket(c, command), "kiosk")

    def call(self, counter: str = "1", key: str | None = None) -> Called | None:
        return self.do(lambda c: call_next(c, counter, key))

    def rows(self, sql: str, **params: object) -> list[dict[str, Any]]:
        return [dict(r) for r in self.store.read(lambda s: s.all(sql, **params))]

    def value(self, sql: str, **params: object) -> Any:
        (row,) = self.rows(sql, **params)
        (only,) = row.values()
        return only
