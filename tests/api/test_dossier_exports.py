"""Reports of the register over HTTP: files, pages for paper, closed periods."""

import io
from typing import Any

import openpyxl
import pytest
from private_desk import Office, error_of

HEADER = "code,procedure,department,channel,received_at,due_at,resolved_at,recorded_at"
MAY = {"from": "2022-05-01", "to": "2022-05-31"}
REPORTS = ("figures", "lag", "progress", "list", "due")


@pytest.fixture(scope="module")
def manager(office: Office) -> Any:
    """A manager of a centre with a few dossiers in May 2022."""
    lines = [
        "M-1,=1+1,tu-phap,online,2022-05-05,2022-05-12,2022-05-09,2022-05-20",
        "M-2,1.001193,tu-phap,post,2022-05-06,2022-05-13,2022-05-15,2022-05-15",
        "M-3,1.001193,tu-phap,in_person,2022-05-07,2022-05-14,,",
    ]
    bring(office.client("manager"), *lines)
    return office.client("manager")


def bring(client: Any, *lines: str) -> None:
    answer = client.http.post(
        f"{client.url}/api/v1/dossiers/import",
        data="\n".join([HEADER, *lines, ""]).encode(),
        params={"apply": "1"},
        timeout=30,
    )
    assert answer.json()["applied"], answer.text


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_comes_as_a_table_and_on_paper(manager: Any, name: str) -> None:
    path = f"/reports/dossiers/{name}"
    table = manager.get(f"{path}.csv", **MAY)
    assert table.status_code == 200, table.text
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = table.content.decode("utf-8-sig").splitlines()
    book = openpyxl.load_workbook(io.BytesIO(manager.get(f"{path}.xlsx", **MAY).content))
    first = book.worksheets[0]
    assert first.max_row == len(rows)
    for row in first.iter_rows():
        assert all(cell.data_type != "f" for cell in row)
    page = manager.get(f"{path}/paper", **MAY, language="en")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<table" in page.text
    assert "A4 landscape" in page.text


def test_a_code_that_looks_like_a_formula_stays_text(manager: Any) -> None:
    table = manager.get("/reports/dossiers/list.csv", **MAY).content.decode("utf-8-sig")
    assert ",'=1+1," in table
    page = manager.get("/reports/dossiers/list.xlsx", **MAY).content
    (row, *_) = openpyxl.load_workbook(io.BytesIO(page)).worksheets[0].iter_rows(min_row=2)
    assert (row[1].value, row[1].data_type) == ("=1+1", "s")


def test_the_figures_and_what_stands_behind_them(manager: Any) -> None:
    report = manager.get("/reports/dossiers", **MAY, compare="previous").json()
    told = [report[name] for name in ("received", "early", "late", "pending", "late_in_books")]
    assert told == [3, 1, 1, 1, 2]
    assert (report["compare"]["received"], report["compare"]["change"]["received"]) == (0, None)
    listed = manager.get("/reports/dossiers/list", **MAY, kind="late_only_in_books").json()
    assert [one["code"] for one in listed["items"]] == ["M-1"]
    due = manager.get("/reports/dossiers/due").json()
    assert due["overdue"] >= 1
    assert "M-3" in {one["code"] for one in due["items"]}
    for name, bad in (("kind", "lost"), ("by", "colour")):
        error_of(manager.get("/reports/dossiers/list", **{name: bad}), 422, "invalid_field", name)
    paper = manager.get("/reports/dossiers/progress/paper", format="gif", **MAY)
    error_of(paper, 422, "invalid_field", "format")


def test_a_form_that_does_not_add_up_is_refused_by_name(manager: Any, office: Office) -> None:
    bring(manager, "M-9,1.001193,tu-phap,online,2021-03-05,2021-03-09,,")
    message = {"code": "M-9", "state": "resolved", "at": "20210201080000"}
    told = {"messages": [message], "department": "tu-phap"}
    assert office.client("admin").post("/dossiers/sync", told).json()["changed"] == 1
    march = {"from": "2021-03-01", "to": "2021-03-31"}
    for path in ("", ".csv", "/paper"):
        answer = manager.get(f"/reports/dossiers/progress{path}", **march)
        error_of(answer, 409, "does_not_add_up")
        assert "M-9" in answer.json()["error"]["action"]["vi"]


def test_a_period_is_closed_over_http(manager: Any, office: Office) -> None:
    june = {"from": "2022-06-01", "to": "2022-06-30"}
    bring(manager, "J-1,1.001193,tu-phap,online,2022-06-05,2022-06-12,,")
    first = manager.post("/reports/dossiers/periods", june)
    again = manager.post("/reports/dossiers/periods", june)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    bring(manager, "J-1,1.001193,tu-phap,online,2022-06-05,2022-06-12,2022-06-10,2022-06-20")
    report = manager.get("/reports/dossiers", **june).json()
    assert (report["pending"], report["closed"]["corrections"]) == (1, 1)
    assert report["closed"]["corrected"]["early"] == 1
    (listed,) = [one for one in manager.get("/reports/dossiers/periods").json()["items"]
                 if one["from"] == "2022-06-01"]  # fmt: skip
    assert listed["figures"]["pending"] == 1
    path = f"/reports/dossiers/periods/{listed['id']}"
    assert manager.get(path).json()["corrections"] == 1
    (one,) = manager.get(f"{path}/corrections").json()["items"]
    assert (one["code"], one["figures"]["early"]) == ("J-1", 1)
    rows = manager.get("/reports/dossiers/corrections.csv", **june).content.decode("utf-8-sig")
    assert "J-1" in rows
    assert manager.get("/reports/dossiers/corrections/paper", **june).status_code == 200
    crossing = {"from": "2022-06-15", "to": "2022-07-15"}
    error_of(manager.post("/reports/dossiers/periods", crossing), 409, "period_crosses", "from")
    future = {"from": "2998-06-15", "to": "2998-07-15"}
    error_of(manager.post("/reports/dossiers/periods", future), 409, "period_not_over", "to")
    error_of(manager.get("/reports/dossiers/periods/june"), 404, "not_found", "id")
    staff = office.client("staff").post("/reports/dossiers/periods", june)
    error_of(staff, 403, "forbidden")
