"""Departments' messages in numbers: good ones, what goes wrong with some, and a bare insert."""

import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from dossier_desk import DossierDesk
from stores import ZONE, Floor

from server.core.dossier_messages import read_message
from server.core.dossier_rows import COLUMNS
from server.store.base import Session, Store
from server.usecases.dossiers.importing import bring_in

STEPS = ("received", "processing", "resolved", "returned")
WHOLE_FILE = 60_000
BARE_COLUMNS = ("digest", "centre", "code", "rank", "department", "id", "at", "state",
                "resolved_at", "recorded_at", "expected_at", "note")  # fmt: skip
MALFORMED: tuple[Any, ...] = (
    {}, None, 7, "resolved", [], {"code": "H16.15-261001-0001"},
    {"code": "", "state": "resolved", "at": "20261001080000"},
    {"code": "H16.15-261001-0001", "state": "lost", "at": "20261001080000"},
    {"code": "H16.15-261001-0001", "state": "resolved", "at": "20261301080000"},
    {"code": "H16.15-261001-0001", "state": "resolved", "at": "yesterday"},
    {"code": "H16.15-261001-0001", "state": "resolved", "at": "20261001080000", "seq": -1},
    {"code": "H16.15-261001-0001", "state": "resolved", "at": "20261001080000", "colour": "red"},
    {"code": "mã sai", "state": "resolved", "at": "20261001080000"},
)  # fmt: skip


@dataclass(frozen=True)
class Traffic:
    """``good`` messages in order, the ``codes`` they are about, and ``deliveries``: those and the
    malformed ones (``bad`` of them), three times, shuffled."""

    codes: list[str]
    good: list[dict[str, Any]]
    bad: int
    deliveries: list[Any]


def traffic(n: int, seed: int = 1) -> Traffic:
    """About ``n`` messages of ``n / 4`` dossiers, 5 % of them malformed."""
    drawn = random.Random(seed)
    dossiers = n * 95 // 400
    codes = [f"H16.15-2610{1 + place % 28:02d}-{place:05d}" for place in range(dossiers)]
    good = [message for place, code in enumerate(codes) for message in _life(drawn, place, code)]
    bad = [drawn.choice(MALFORMED) for _ in range(n - len(good))]
    shuffled = (good + bad) * 3
    drawn.shuffle(shuffled)
    # As they come from JSON: no object is shared between messages.
    return Traffic(codes, good, len(bad) * 3, json.loads(json.dumps(shuffled)))


def _life(drawn: random.Random, place: int, code: str) -> list[dict[str, Any]]:
    """What a department tells of one dossier; one in eight needs a supplement."""
    steps = list(STEPS)
    if place % 8 == 0:
        steps[1:2] = ["supplement", "processing"][: len(steps)]
    told = []
    for step, state in enumerate(steps):
        day, second = 1 + step * 4 + drawn.randrange(3), drawn.randrange(86_400)
        clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
        at = f"2026-10-{day:02d}T{clock}+07:00" if place % 2 else f"202610{day:02d}{clock}"
        message = {"id": f"m{place}-{step}", "code": code, "state": state, "seq": step,
                   "at": at.replace(":", "") if place % 2 == 0 else at}  # fmt: skip
        if state == "resolved" and place % 3:
            message["resolved_at"] = f"2026-10-{day:02d}T00:00:01Z"
        told.append(message)
    return told


def enter(floor: Floor, codes: Sequence[str]) -> None:
    """Put dossiers of these codes into the register."""
    received = 1_790_816_400_000
    rows = [
        {**dict.fromkeys(COLUMNS), "code": code, "procedure": f"1.00{1 + place % 4}",
         "department": "tu-phap", "received_at": received}
        for place, code in enumerate(codes)
    ]  # fmt: skip
    floor.do(lambda c: bring_in(c, rows), "manager")


def deliver(desk: DossierDesk, messages: Sequence[Any], size: int = WHOLE_FILE) -> int:
    """Tell all messages; how many were reported as malformed."""
    return sum(
        len(desk.tell(list(messages[start : start + size])).problems)
        for start in range(0, len(messages), size)
    )


def bare_rows(messages: Sequence[Any]) -> list[dict[str, Any]]:
    """The good messages as rows, as the store keeps them."""
    zone = ZoneInfo(ZONE)
    return [
        {"digest": place, "centre": "c1", **read_message(raw, "tu-phap", zone, 0)}
        for place, raw in enumerate(messages)
        if isinstance(raw, dict) and "id" in raw
    ]


def bare_insert(
    store: Store, rows: Sequence[dict[str, Any]], size: int = WHOLE_FILE, *, keyed: bool = False
) -> float:
    """Seconds that ``executemany`` needs for rows, in as many transactions as the deliveries have.

    The table has no keys or indexes, or with ``keyed`` the one key that keeps repeats out.
    """
    columns = ", ".join(BARE_COLUMNS)
    marks = ", ".join(f":{name}" for name in BARE_COLUMNS)
    ending = " ON CONFLICT DO NOTHING" if keyed else ""

    def make(session: Session) -> None:
        session.run("DROP TABLE IF EXISTS bare_message")
        session.run(
            f"CREATE TABLE bare_message AS SELECT {columns} FROM dossier_message WHERE 1 = 0"
        )
        if keyed:
            session.run("CREATE UNIQUE INDEX bare_message_key ON bare_message (code, rank)")

    def insert(part: Sequence[dict[str, Any]]) -> None:
        sql = f"INSERT INTO bare_message ({columns}) VALUES ({marks}){ending}"
        store.write(lambda session: session.many(sql, part))

    store.write(make)
    began = time.perf_counter()
    for start in range(0, len(rows), size):
        insert(rows[start : start + size])
    took = time.perf_counter() - began
    store.write(lambda session: session.run("DROP TABLE bare_message"))
    return took
