"""Reports of a period over HTTP: figures, heat map, single tickets, and the same as files."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fixture_types import RunServer
from floor_client import FloorClient
from past_days import ZONE, Past
from running import RunningServer, make_token

from server.clock import now_ms
from server.core.numbering import service_day
from server.texts import catalogue

DAYS, PER_DAY = 10, 40
SERVICES, COUNTERS = ("ho-tich", "chung-thuc"), ("1", "2")
NASTY = '=cmd|"/c calc"!A0'


@pytest.fixture(scope="module")
def server(run_server: RunServer, tmp_path_factory: pytest.TempPathFactory) -> RunningServer:
    """The sample centre with ten days of work behind it, one service named like a formula."""
    folder: Path = tmp_path_factory.mktemp("history")
    running = run_server(data=folder)
    store = running.store()
    row = store.read(lambda s: s.one("SELECT id FROM centre"))
    assert row is not None
    Past(row["id"], SERVICES, COUNTERS, ("nobody-known",)).fill(store, PER_DAY, 0, DAYS)
    store.write(lambda s: s.run("UPDATE service SET name = :n WHERE id = 'chung-thuc'", n=NASTY))
    store.close()
    return running


@pytest.fixture(scope="module")
def manager(server: RunningServer) -> Iterator[FloorClient]:
    store = server.store()
    token = make_token(store, "manager")
    store.close()
    yield FloorClient(server.url, token)


@pytest.fixture(scope="module")
def span() -> dict[str, str]:
    today = date.fromisoformat(service_day(now_ms(), ZONE))
    return {"from": (today - timedelta(days=DAYS)).isoformat(), "to": today.isoformat()}


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("by", ["service", "counter", "officer", "hour", "day", "weekday"])
def test_groups_add_up_to_the_whole(manager: FloorClient, span: dict[str, str], by: str) -> None:
    answer = manager.get("/reports/history", by=by, **span)
    assert answer.status_code == 200, answer.text
    report = answer.json()
    whole, groups = report["whole"], report["groups"]
    assert whole["issued"] == DAYS * PER_DAY
    for name in ("called", "served", "no_show", "transferred"):
        assert sum(group[name] for group in groups) == whole[name]
    for name in ("wait", "service_time", "satisfaction"):
        assert sum(group[name]["base"] for group in groups) == whole[name]["base"]
    assert whole["wait"]["base"] == whole["called"]
    assert whole["service_time"]["base"] == whole["served"]
    assert 0 < whole["wait"]["p50"] < whole["wait"]["p90"]
    assert report["resolution"] == 0.02 and report["compare"] is None


def test_a_period_is_compared_with_the_one_before_or_any_other(
    manager: FloorClient, span: dict[str, str]
) -> None:
    last = (date.fromisoformat(span["to"]) - timedelta(days=1)).isoformat()
    middle = (date.fromisoformat(last) - timedelta(days=4)).isoformat()
    asked = {"from": middle, "to": last, "by": "weekday"}
    found = manager.get("/reports/history", compare="previous", **asked).json()
    assert found["compare"] == {"from": span["from"], "to": _day(middle, -1)}
    assert found["whole"]["issued"] == found["whole"]["before"]["issued"] == 5 * PER_DAY
    other = manager.get("/reports/history", compare=f"{middle}..{last}", **asked).json()
    assert other["whole"]["before"] == {k: v for k, v in other["whole"].items() if k != "before"}
    days = manager.get("/reports/history", compare="previous", **asked | {"by": "day"}).json()
    assert [group["before"]["issued"] for group in days["groups"]] == [PER_DAY] * 5


def test_the_heat_map_counts_every_ticket_once(manager: FloorClient, span: dict[str, str]) -> None:
    for measure, base in (("issued", "issued"), ("wait", "called"), ("service", "served")):
        cells = manager.get("/reports/heatmap", measure=measure, **span).json()["cells"]
        whole = manager.get("/reports/history", **span).json()["whole"]
        assert sum(cell["base"] for cell in cells) == whole[base]
    assert len({(cell["weekday"], cell["hour"]) for cell in cells}) == len(cells)


def test_single_tickets_are_paged_to_the_last_and_each_has_its_history(
    manager: FloorClient, span: dict[str, str]
) -> None:
    seen: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = manager.get("/reports/tickets", limit=33, cursor=cursor, **span).json()
        seen += page["items"]
        cursor = page["next"]
    assert len({ticket["id"] for ticket in seen}) == len(seen) == DAYS * PER_DAY
    assert [t["day"] for t in seen] == sorted((t["day"] for t in seen), reverse=True)
    assert manager.get(f"/tickets/{seen[0]['id']}/history").json()["number"] == seen[0]["number"]
    whole = manager.get("/reports/history", **span).json()["whole"]
    missed = manager.get("/reports/tickets", state="no_show", limit=200, **span).json()["items"]
    assert len(missed) == whole["no_show"] and {t["state"] for t in missed} == {"no_show"}
    cells = manager.get("/reports/heatmap", measure="issued", **span).json()["cells"]
    cell = max(cells, key=lambda one: one["base"])
    where = {"weekday": cell["weekday"], "hour": cell["hour"]}
    within = manager.get("/reports/tickets", limit=200, **where, **span).json()["items"]
    assert len(within) == cell["base"]
    assert not {"priority", "identity", "rating", "note"} & set(seen[0])


def test_files_say_what_the_figures_say(manager: FloorClient, span: dict[str, str]) -> None:
    report = manager.get("/reports/history", compare="previous", **span).json()
    expected = [_numbers(one) for one in (report["whole"], *report["groups"])]
    asked = {"compare": "previous", "language": "en", **span}
    answer = manager.get("/reports/history.xlsx", **asked)
    assert "attachment" in answer.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert [list(row[2:]) for row in rows[1:]] == expected
    assert rows[0][:4] == ("Key", "Service", "Tickets drawn", "Calls")
    told = "\n".join(str(row[0]) for row in book.worksheets[1].iter_rows(values_only=True))
    assert span["from"] in told and "2 %" in told
    head, *lines = table(manager.get("/reports/history.csv", **asked).content)
    assert head == list(rows[0])
    assert [[float(v) if v else None for v in line[2:]] for line in lines] == expected


def test_no_name_becomes_a_formula(manager: FloorClient, span: dict[str, str]) -> None:
    rows = table(manager.get("/reports/history.csv", **span).content)
    assert f"'{NASTY}" in [row[1] for row in rows]
    tickets = table(manager.get("/reports/tickets.csv", service="chung-thuc", **span).content)
    assert {row[2] for row in tickets[1:]} == {f"'{NASTY}"}
    book = openpyxl.load_workbook(io.BytesIO(manager.get("/reports/history.xlsx", **span).content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert NASTY in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_the_files_of_tickets_hold_all_of_them(manager: FloorClient, span: dict[str, str]) -> None:
    head, *lines = table(manager.get("/reports/tickets.csv", **span).content)
    assert len(lines) == DAYS * PER_DAY and len(head) == len(lines[0])
    data = manager.get("/reports/tickets.xlsx", **span).content
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))
    # A workbook says what is text; in CSV an apostrophe has to.
    assert [[_text(v) for v in row] for row in rows] == [
        [text.removeprefix("'") for text in line] for line in (head, *lines)
    ]
    heat = table(manager.get("/reports/heatmap.csv", measure="issued", **span).content)
    assert sum(int(row[2]) for row in heat[1:]) == DAYS * PER_DAY
    assert manager.get("/reports/heatmap.xlsx", **span).content[:2] == b"PK"


def test_todays_tickets_are_in_the_figures_at_once(
    manager: FloorClient, span: dict[str, str]
) -> None:
    today = {"from": span["to"], "to": span["to"]}
    before = manager.get("/reports/history", **today).json()["whole"]
    for _ in range(3):
        assert manager.post("/tickets", {"service": "ho-tich"}).status_code == 201
    after = manager.get("/reports/history", **today).json()["whole"]
    assert after["issued"] == before["issued"] + 3


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("/reports/history", {"by": "citizen"}, "by"),
        ("/reports/history", {"from": "2026-02-30"}, "from"),
        ("/reports/history", {"compare": "2026-01-02..2026-01-01"}, "compare"),
        ("/reports/history", {"compare": "heute"}, "compare"),
        ("/reports/history", {"by": "day", "from": "2018-01-01", "to": "2026-01-01"}, "from"),
        ("/reports/history.csv", {"language": "fr"}, "language"),
        ("/reports/heatmap", {"measure": "noise"}, "measure"),
        ("/reports/tickets", {"state": "lost"}, "state"),
        ("/reports/tickets", {"hour": "24"}, "hour"),
        ("/reports/tickets", {"weekday": "0"}, "weekday"),
        ("/reports/tickets", {"cursor": "x~1"}, "cursor"),
        ("/reports/tickets.csv", {"to": "1999-01-01"}, "to"),
    ],
)
def test_a_question_that_cannot_be_names_its_field(
    manager: FloorClient, path: str, query: dict[str, str], field: str
) -> None:
    answer = manager.get(path, **query)
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == field


def _day(day: str, later: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=later)).isoformat()


def _numbers(one: dict[str, Any]) -> list[float | None]:
    found: list[float | None] = []
    for figures in (one, one["before"]):
        found += [figures[name] for name in ("issued", "called", "served", "no_show")]
        found += [figures[name] for name in ("transferred", "cancelled", "expired")]
        for name in ("wait", "service_time"):
            found += [figures[name][part] for part in ("base", "p50", "p90", "mean")]
        rated = figures["satisfaction"]
        found += [rated[n] for n in ("base", "satisfied", "unsatisfied", "share", "coverage")]
    return found


def _text(value: object) -> str:
    return "" if value is None else str(value)


def test_every_file_has_the_words_of_both_languages() -> None:
    texts = catalogue("server.reports")
    assert texts.keys("vi") == texts.keys("en")
