"""Files of every sort, most of them bad: each is read right or refused with its reason."""

import csv
import io
import unicodedata
import zipfile
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from server.api.problems import problem
from server.core.catalogue import MAX_ROWS, SHOWN_PROBLEMS
from server.core.errors import Unreadable
from server.usecases.catalogue.reading import FileRead, pack, read_file, unpack
from server.usecases.catalogue.tables import MAX_BYTES
from server.usecases.catalogue.texts import problem_text
from server.usecases.catalogue.xlsx import MAX_UNPACKED

HEADER = ["code", "name", "field"]
ROW = ["1.011442", "Cấp giấy phép; loại “A”, B", "Xây dựng"]
SHEET = "xl/worksheets/sheet1.xml"


def read(data: bytes, kind: Any = None) -> FileRead:
    return read_file(data, kind, {"ho-tich"})


def csv_of(*rows: list[Any], header: list[str] = HEADER, delimiter: str = ",") -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows([header, *rows])
    return written.getvalue().encode()


def xlsx_of(*rows: list[Any]) -> bytes:
    book, kept = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(kept)
    return kept.getvalue()


def with_sheet(sheet: str, **members: bytes) -> bytes:
    """A workbook whose first sheet is this XML."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_of(HEADER))) as good,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            bad.writestr(name, sheet.encode() if name == SHEET else good.read(name))
        for name, content in members.items():
            bad.writestr(name, content)
    return kept.getvalue()


def sheet_xml(rows: str) -> str:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD_XML = "<row r='1'>" + "".join(cell(f"{p}1", h) for p, h in zip("ABC", HEADER, strict=True))
HEAD_XML += "</row>"


def refused(data: bytes, *words: str) -> None:
    """The file is refused as a whole, and both languages say why."""
    with pytest.raises(Unreadable) as raised:
        read(data)
    told = problem(raised.value)["error"]
    assert told["field"] == "file"
    assert told["message"]["vi"] != told["message"]["en"]
    assert "{" not in told["message"]["vi"]
    for word in words:
        assert word in told["message"]["en"], told["message"]["en"]


def codes(file: FileRead) -> list[tuple[int, str, str]]:
    for one in file.problems:
        assert set(problem_text(one)) == {"vi", "en"}
    return [(p.row, p.field, p.code) for p in file.problems]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_every_form_of_csv_reads_the_same(delimiter: str, encoding: str, newline: str) -> None:
    text = csv_of(ROW, delimiter=delimiter).decode().replace("\r\n", newline)
    file = read(text.encode(encoding))
    assert (file.kind, codes(file)) == ("procedures", [])
    assert file.rows == [dict(zip(HEADER, ROW, strict=True))]


def test_a_workbook_reads_as_the_same_table_does() -> None:
    assert read(xlsx_of(HEADER, ROW)).rows == read(csv_of(ROW)).rows


def test_the_heading_may_be_vietnamese_and_stand_below_a_title() -> None:
    file = read(
        xlsx_of(
            ["Danh mục thủ tục hành chính"],
            [],
            ["STT", "Mã thủ tục", "Tên thủ tục", "Lĩnh vực", "Lệ phí"],
            [1, *ROW, "Miễn phí"],
        )
    )
    assert file.rows == [dict(zip(HEADER, ROW, strict=True)) | {"fee_text": "Miễn phí"}]
    assert file.ignored == ("STT",)


def test_a_code_that_became_a_number_in_a_sheet_is_made_whole() -> None:
    file = read(xlsx_of(HEADER, [1.01144, "A", "B"], [2.000005, "A", "B"]))
    assert [row["code"] for row in file.rows] == ["1.011440", "2.000005"]


def test_numbers_of_documents_may_be_cells_with_numbers() -> None:
    header = ["code", "case", "document", "originals", "copies"]
    file = read(xlsx_of(header, ["1.1", None, "Đơn", 1, 2.0], ["1.1", "b", "Đơn", None, None]))
    assert file.kind == "documents"
    assert [(r["case"], r["originals"], r["copies"]) for r in file.rows] == [
        ("", 1, 2),
        ("b", 0, 0),
    ]


def test_cells_are_tidied() -> None:
    (row,) = read(csv_of(["1.1", " Đăng  ký\r\n khai sinh ", "x"])).rows
    assert row["name"] == "Đăng ký khai sinh"
    decomposed = unicodedata.normalize("NFD", "Hộ tịch")
    (row,) = read(csv_of(["1.1", decomposed, "x"])).rows
    assert row["name"] == "Hộ tịch"


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        (["", "A", "B"], [("code", "missing")]),
        (["1.1", "", " "], [("name", "missing"), ("field", "missing")]),
        (["1 1", "A", "B"], [("code", "code")]),
        (["../../x", "A", "B"], [("code", "code")]),
        (["=cmd|' /C calc'!A0", "A", "B"], [("code", "code")]),
        (["1.1", "A\x00B", "B"], [("name", "unreadable")]),
        (["1.1", "A\ufffdB", "B"], [("name", "unreadable")]),
        (["1.1", "\x1b[2J", "B"], [("name", "unreadable")]),
        (["1.1", "x" * 2_001, "B"], [("name", "long")]),
        (["1.1", "A"], [("", "cells")]),
        (["1.1", "A", "B", "C"], [("", "cells")]),
    ],
)
def test_a_bad_row_is_told_with_its_place(row: list[str], problems: list[tuple[str, str]]) -> None:
    file = read(csv_of(ROW, row))
    assert codes(file) == [(3, field, code) for field, code in problems]
    assert file.content == ""


@pytest.mark.parametrize(("days", "kept"), [("1.5", 2), ("1,5", 2), ("3.0", 3), ("", None)])
def test_a_part_of_a_day_counts_as_a_day(days: str, kept: int | None) -> None:
    (row,) = read(csv_of([*ROW, days], header=[*HEADER, "processing_days"])).rows
    assert row["processing_days"] == kept


@pytest.mark.parametrize("days", ["-1", "mười", "1e9", "99999", "٣", "1.2.3"])
def test_no_number_is_made_up(days: str) -> None:
    file = read(csv_of([*ROW, days], header=[*HEADER, "processing_days"]))
    assert codes(file) == [(2, "processing_days", "number")]


def test_a_code_twice_names_the_first() -> None:
    file = read(csv_of(ROW, ROW))
    assert codes(file) == [(3, "code", "duplicate")]
    assert "2" in problem_text(file.problems[0])["vi"]


def test_a_code_twice_is_told_even_where_the_first_row_has_other_problems() -> None:
    file = read(csv_of(["1.1", "", "B"], ["1.1", "A", "B"], ["", "A", "B"], ["", "A", "B"]))
    assert codes(file) == [
        (2, "name", "missing"),
        (3, "code", "duplicate"),
        (4, "code", "missing"),
        (5, "code", "missing"),
    ]


def test_a_service_the_centre_does_not_have_is_told() -> None:
    header = [*HEADER, "service"]
    file = read(csv_of([*ROW, "ho-tich"], ["1.2", "A", "B", "la"], header=header))
    assert codes(file) == [(3, "service", "unknown_service")]


def test_blank_rows_are_passed_over_and_keep_the_count() -> None:
    file = read(csv_of(ROW, ["", "", ""], [], ["1.1", "A", ""]))
    assert codes(file) == [(5, "field", "missing")]


def test_a_file_cut_off_in_a_cell_says_where() -> None:
    whole = csv_of(ROW, ["1.2", 'Một "hai" ba, bốn', "x"])
    file = read(whole[: whole.index(b" ba, ")])
    assert codes(file) == [(3, "", "quote")]


def test_many_problems_are_counted_and_the_first_are_shown() -> None:
    file = read(csv_of(*(["", "A", "B"] for _ in range(SHOWN_PROBLEMS + 50))))
    assert (len(file.problems), file.problems_total) == (SHOWN_PROBLEMS, SHOWN_PROBLEMS + 50)


def test_more_rows_than_allowed_are_refused_not_cut() -> None:
    rows = "".join(f"{n},a,b\n" for n in range(MAX_ROWS + 1))
    file = read(b"code,name,field\n" + rows.encode())
    assert codes(file) == [(MAX_ROWS + 2, "", "rows")]
    allowed = "".join(f"{n},a,b\n" for n in range(MAX_ROWS))
    assert codes(read(b"code,name,field\n" + allowed.encode())) == []


def test_files_that_are_no_tables_are_refused() -> None:
    refused(b"", "empty")
    refused(b" \r\n ", "empty")
    refused(b"x" * (MAX_BYTES + 1), "larger")
    refused(b"%PDF-1.7 \xe2\xe3\xcf\xd3", "UTF-8")
    refused(b"\xd0\xcf\x11\xe0" + b"x" * 600, ".xls")
    refused(b"PK\x03\x04", "damaged")
    refused(xlsx_of(HEADER, ROW)[:-400], "damaged")
    refused("Mã;Tên".encode("cp1258", "ignore") + b"\xd2\n", "UTF-8")
    refused("mã,giá\n1,2\n".encode(), "procedure name", "field")
    refused(csv_of(), "nothing below")
    refused(b'"code,name,field\n1,2', "Row 1")
    refused(b"<html><body>404</body></html>", "heading")
    refused(b'{"code": 1}', "heading")
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as made:
        made.writestr("readme.txt", "x")
    refused(zipped.getvalue(), "not an Excel file")


def test_a_bomb_is_measured_before_it_is_opened() -> None:
    nothing = bytes(MAX_UNPACKED // 2 + 1)
    refused(with_sheet("", **{"xl/a.bin": nothing, "xl/b.bin": nothing}), "holds more than")


def test_a_bomb_that_lies_about_its_size_is_damaged() -> None:
    data = bytearray(with_sheet(sheet_xml("<!--" + " " * 5_000_000 + "-->")))
    place = data.index(b"PK\x01\x02")
    while data[place + 46 : place + 46 + len(SHEET)] != SHEET.encode():
        place = data.index(b"PK\x01\x02", place + 4)
    small = 100
    data[place + 24 : place + 28] = small.to_bytes(4, "little")
    head = sheet_xml("<!--" + " " * 5_000_000).encode()[:small]
    data[place + 16 : place + 20] = zlib.crc32(head).to_bytes(4, "little")
    refused(bytes(data), "damaged")


def test_entities_do_not_grow() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    refused(with_sheet(laughs + "]>" + sheet_xml(f"<row r='1'>{cell('A1', '&j;')}</row>")))


def test_entities_read_no_files() -> None:
    outside = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    row = f"<row r='2'>{cell('A2', '1.1')}{cell('B2', '&f;')}{cell('C2', 'x')}</row>"
    try:
        file = read(with_sheet(outside + sheet_xml(HEAD_XML + row)))
    except Unreadable:
        return
    assert codes(file) == [(2, "name", "missing")]


def test_a_cell_in_the_far_corner_costs_nothing_much() -> None:
    row = f"<row r='2'>{cell('A2', '1.1')}{cell('B2', 'A')}{cell('C2', 'B')}</row>"
    corner = f"<row r='1048576'>{cell('XFD1048576', 'x')}</row>"
    assert read(with_sheet(sheet_xml(HEAD_XML + row + corner))).rows == [
        {"code": "1.1", "name": "A", "field": "B"}
    ]
    beyond = f"<row r='999999999'>{cell('A999999999', 'x')}</row>"
    file = read(with_sheet(sheet_xml(HEAD_XML + row + beyond)))
    assert [code for _, _, code in codes(file)] == ["rows"]


def test_packed_rows_come_back_as_they_were() -> None:
    rows = read(csv_of(ROW, ["1.1", "A", "B"])).rows
    assert unpack(pack(rows)) == rows


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"code,name,"]))
def test_no_bytes_bring_it_down(data: bytes, begin: bytes) -> None:
    try:
        file = read(begin + data)
    except Unreadable as error:
        assert problem(error)["error"]["code"] == "import_unreadable"
    else:
        assert all(problem_text(one) for one in file.problems)


@given(st.data())
def test_no_damage_to_a_workbook_brings_it_down(data: st.DataObject) -> None:
    whole = bytearray(WORKBOOK)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] = data.draw(st.integers(0, 255))
    try:
        file = read(bytes(whole))
    except Unreadable:
        return
    assert all(problem_text(one) for one in file.problems)


WORKBOOK = xlsx_of(HEADER, ROW, ["1.1", "A", "B"])
