"""Files of dossiers: everything sensible is understood, nothing is half brought in."""

import io
from typing import Any

import pytest
from dossier_desk import HEADER, DossierDesk, csv_of
from openpyxl import Workbook
from stores import Floor

from server.core.catalogue import Checked
from server.core.errors import Unreadable
from server.usecases.dossiers.importing import compare
from server.usecases.dossiers.reading import read_dossiers

ZONE = "Asia/Ho_Chi_Minh"
ROW = {"code": "H16.15-260601-0007", "procedure": "1.002", "department": "tu-phap",
       "channel": "online", "received_at": "2026-06-01T09:00:00+07:00"}  # fmt: skip


@pytest.fixture
def desk(floor: Floor) -> DossierDesk:
    return DossierDesk(floor)


def checked(*lines: str, header: str = HEADER) -> Checked:
    return read_dossiers("\n".join([header, *lines, ""]).encode(), ZONE)[0]


@pytest.mark.parametrize(
    "text",
    ["2026-06-01T09:00:00+07:00", "2026-06-01T02:00:00Z", "2026-06-01T09:00:00", "20260601090000",
     "2026-06-01 09:00:00", "2026-06-01T09:00", "01/06/2026 09:00", "2026-06-01T02:00:00+00:00",
     "2026-06-01T09:00:00.000+07:00", "202606010900"],
)  # fmt: skip
def test_one_moment_in_all_its_forms(text: str) -> None:
    (row,) = checked(f"H16.15-260601-0007,,,,{text},,,").rows
    assert row["received_at"] == 1_780_279_200_000


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        (",,,,2026-06-01T09:00:00,,,", "code", "missing"),
        ("mã sai,,,,2026-06-01T09:00:00,,,", "code", "dossier_code"),
        ("A-1,,,,,,,", "received_at", "missing"),
        ("A-1,,,,hôm qua,,,", "received_at", "time"),
        ("A-1,,,,2026-06-31,,,", "received_at", "time"),
        ("A-1,,,,2026-06-01,2026-13-01,,", "due_at", "time"),
        ("A-1,,,,2026-06-02,,2026-06-01,", "resolved_at", "before_received"),
    ],
)
def test_a_bad_row_is_named_with_its_column(line: str, field: str, code: str) -> None:
    found = checked("A-0,,,,2026-06-01,,,", line)
    (problem,) = found.problems
    assert (problem.row, problem.field, problem.code) == (3, field, code)


def test_the_same_row_twice_counts_once_and_a_different_one_is_an_error() -> None:
    line = "A-1,,,,2026-06-01,,,"
    assert len(checked(line, line).rows) == 1
    (problem,) = checked(line, "A-1,,,,2026-06-02,,,").problems
    assert (problem.row, problem.code) == (3, "duplicate")


def test_vietnamese_headings_and_workbooks_are_understood(desk: DossierDesk) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Sổ theo dõi hồ sơ"])
    sheet.append(["Mã hồ sơ", "Mã thủ tục", "Đơn vị", "Hình thức", "Ngày tiếp nhận", "Hạn trả"])
    sheet.append(["H16.15-260601-0001", "1.002", "Tư pháp", "Bưu chính", "01/06/2026 08:00",
                  "05/06/2026"])  # fmt: skip
    packed = io.BytesIO()
    book.save(packed)
    desk.bring(packed.getvalue())
    page = desk.page("H16.15-260601-0001")
    assert (page["department"], page["channel"], page["field"]) == ("tu-phap", "post", "Hộ tịch")
    assert page["due_at"] == "2026-06-05T16:59:59.000Z"


def test_without_a_due_date_the_procedures_days_make_it(desk: DossierDesk) -> None:
    desk.bring(csv_of([{**ROW, "resolved_at": "2026-06-03T10:00:00+07:00"}]))
    page = desk.page(ROW["code"])
    assert page["due_at"] == "2026-06-03T10:00:00.000Z"  # two working days, five in the evening
    assert (page["verdict"], page["term"]) == ("on_time", 2)
    desk.bring(csv_of([{**ROW, "code": "A-9", "procedure": "9.999", "resolved_at": "2026-06-09"}]))
    report = desk.report("2026-06-01", "2026-06-30")
    assert (report["resolved"], report["base"], report["undated"]) == (2, 1, 1)


def test_again_it_changes_nothing_and_news_change_what_is_new(desk: DossierDesk) -> None:
    rows = [ROW, {**ROW, "code": "H16.15-260601-0008"}]
    assert desk.bring(csv_of(rows)) == {"new": 2, "changed": 0, "same": 0}
    assert desk.bring(csv_of(rows)) == {"new": 0, "changed": 0, "same": 2}
    rows[0] = {**ROW, "resolved_at": "2026-06-02T10:00:00Z", "recorded_at": "2026-06-09"}
    found = desk.see(lambda seen: compare(seen.session, "c1", _rows(rows)))
    assert (found.new, found.changed, found.same, found.odd_codes) == (0, 1, 1, 0)
    assert desk.bring(csv_of(rows)) == {"new": 0, "changed": 1, "same": 1}
    # A later file that leaves the answer out does not take it away.
    assert desk.bring(csv_of([ROW])) == {"new": 0, "changed": 0, "same": 1}
    page = desk.page(ROW["code"])
    assert (page["state"], page["resolved_at"]) == ("resolved", "2026-06-02T10:00:00.000Z")
    assert page["recorded_at"] == "2026-06-08T17:00:00.000Z"


def test_the_centres_own_series_goes_on_after_imported_codes(desk: DossierDesk) -> None:
    day = desk.see(lambda seen: seen.day)
    short = f"{day[2:4]}{day[5:7]}{day[8:10]}"
    desk.bring(csv_of([{**ROW, "code": f"H16.15-{short}-0041", "received_at": f"{day}T08:00:00"}]))
    assert desk.receive(procedure="1.001").code == f"H16.15-{short}-0042"


def test_what_is_no_table_is_refused() -> None:
    for data in (b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b"code,received_at\n", b"PK\x03\x04"):
        with pytest.raises(Unreadable):
            read_dossiers(data, ZONE)


def _rows(rows: list[dict[str, str]]) -> Any:
    return read_dossiers(csv_of(rows), ZONE)[0].rows
