"""The register of a small centre, worked as the API does it."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from stores import Floor

from server.queries.dossiers import dossier_page
from server.queries.snapshot import look
from server.reports.dossiers import dossier_report
from server.reports.period import Period
from server.usecases.dossiers.importing import bring_in
from server.usecases.dossiers.intake import Receive, Received, receive
from server.usecases.dossiers.progress import act
from server.usecases.dossiers.reading import read_dossiers
from server.usecases.dossiers.syncing import Synced, sync

HEADER = "code,procedure,department,channel,received_at,due_at,resolved_at,recorded_at"
PLAIN_RULES: dict[str, Any] = {
    "week": {day: [["07:30", "11:30"], ["13:30", "17:00"]] for day in ("mon", "tue", "wed",
                                                                       "thu", "fri")},
    "cut_off": "15:00",
    "days_off": [],
    "make_up": [],
    "agency": "H16.15",
    "digits": 4,
    "remind_days": 2,
    "phases": [],
}  # fmt: skip


class DossierDesk:
    """Acts on the register of a floor's centre."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    def receive(self, **command: Any) -> Received:
        return self.floor.do(lambda c: receive(c, Receive(**command)), "staff", person="o1")

    def act(self, code: str, action: str, at: int | None = None) -> str:
        return self.floor.do(lambda c: act(c, code, action, at), "staff").value

    def tell(self, messages: list[Any], department: str = "tu-phap") -> Synced:
        return self.floor.do(lambda c: sync(c, messages, department), "department")

    def bring(self, data: bytes) -> dict[str, int]:
        checked, _ = read_dossiers(data, "Asia/Ho_Chi_Minh")
        assert not checked.problems, checked.problems[:3]
        return self.floor.do(lambda c: bring_in(c, checked.rows), "manager")

    def see(self, query: Any) -> Any:
        return self.floor.store.read(lambda s: query(look(s, "c1", self.floor.now)))

    def page(self, code: str) -> Any:
        return self.see(lambda seen: dossier_page(seen, code))

    def report(self, first: str, last: str, by: str = "department") -> Any:
        return self.see(lambda seen: dossier_report(seen, Period(first, last), by))

    def states(self) -> list[dict[str, Any]]:
        """All that messages can change of every dossier."""
        return self.floor.rows(
            "SELECT code, state, due_at, resolved_at, resolved_day, recorded_at, verdict, heard,"
            " answer_rank, told_pauses FROM dossier ORDER BY code"
        )


def csv_of(rows: Iterable[Mapping[str, str]]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, HEADER.split(","), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def seed_rows(
    begins: datetime, days: int, kinds: Mapping[str, int], first: int = 0
) -> Iterable[dict[str, str]]:
    """Dossiers of the first centre: so many early, on_time, late and pending, spread over days.

    Most results are recorded weeks after they were there; times come in all the usual forms.
    """
    n = first
    for kind, count in kinds.items():
        for place in range(count):
            n += 1
            received = begins + timedelta(days=place % days, hours=8, minutes=place % 400)
            due = received + timedelta(days=7)
            resolved = {
                "early": due - timedelta(days=1 + place % 5),
                "on_time": due.replace(hour=7 + place % 12),
                "late": due + timedelta(days=1 + place % 9),
            }.get(kind)
            row = {
                "code": f"H16.15-{received:%y%m%d}-{n:05d}",
                "procedure": f"1.00{1 + place % 4}",
                "department": ("tu-phap", "Tư pháp", "so-xay-dung")[place % 3],
                "channel": ("in_person", "online", "Trực tuyến", "post", "")[place % 5],
                "received_at": received.isoformat() + "+07:00",
                "due_at": due.date().isoformat() if place % 2 else due.isoformat(),
            }
            if resolved is not None:
                recorded = resolved + timedelta(days=(0, 0, 1, 40)[place % 4], minutes=5)
                utc = resolved - timedelta(hours=7)
                row["resolved_at"] = (
                    resolved.isoformat(), utc.isoformat() + "Z", f"{resolved:%Y%m%d%H%M%S}"
                )[place % 3]  # fmt: skip
                row["recorded_at"] = f"{recorded:%Y-%m-%d %H:%M:%S}"
            yield row
