"""Files into the catalogue: looked at, then applied as a whole, on both stores."""

import csv
import io
from typing import Any

import pytest
from stores import Floor

from server.core.errors import ImportStale, Invalid, NotFound, UnknownService
from server.queries.catalogue import fields_list, preview, procedure_page
from server.queries.snapshot import look
from server.store import catalogue, catalogue_version
from server.usecases.catalogue.fields import map_fields
from server.usecases.catalogue.importing import KEPT_UPLOADS, apply_import, find_upload, stage
from server.usecases.catalogue.reading import read_file

HEADER = "code,name,field,agency,level,processing_days,processing_text,fee_text,audience"
SERVICES = {"ho-tich", "chung-thuc", "dong-cua"}
AS_KEPT = {
    "1.001": "1.001,Đăng ký khai sinh,Hộ tịch,Sở Tư pháp,tỉnh,1,1 ngày,,",
    "1.002": "1.002,Đăng ký kết hôn,Hộ tịch,Sở Tư pháp,tỉnh,2,2 ngày,,",
    "1.003": "1.003,Chứng thực bản sao,Hộ tịch,Sở Tư pháp,tỉnh,3,3 ngày,,",
}


def file_of(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


class Desk:
    """Looks at files and applies them, as the API does."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    def look(self, data: bytes, kind: Any = None) -> dict[str, Any]:
        file = read_file(data, kind, SERVICES)
        shown, counts = self.see(lambda seen: preview(seen, file))
        if not file.problems_total:
            self.floor.do(lambda c: stage(c, file, counts), "admin")
        return shown

    def apply(self, id: str, remove_gone: bool = False) -> dict[str, Any]:
        upload = self.floor.store.read(lambda s: find_upload(s, "c1", id, self.floor.now))
        return self.floor.do(lambda c: apply_import(c, upload, remove_gone), "admin")

    def bring(self, data: bytes, remove_gone: bool = False) -> dict[str, Any]:
        return self.apply(self.look(data)["id"], remove_gone)

    def see(self, query: Any) -> Any:
        return self.floor.store.read(lambda s: query(look(s, "c1", self.floor.now)))

    def codes(self) -> list[str]:
        return [r["code"] for r in self.floor.rows("SELECT code FROM procedure ORDER BY code")]

    @property
    def version(self) -> int:
        return self.floor.store.read(lambda s: catalogue_version.get(s, "c1"))


@pytest.fixture
def desk(floor: Floor) -> Desk:
    return Desk(floor)


def counts(shown: dict[str, Any]) -> tuple[int, ...]:
    return tuple(shown[name] for name in ("new", "changed", "gone", "same"))


def test_a_preview_says_what_is_new_changed_and_gone_and_changes_nothing(desk: Desk) -> None:
    before = desk.floor.rows("SELECT * FROM procedure ORDER BY code")
    changed = AS_KEPT["1.002"].replace("2 ngày", "2 ngày làm việc")
    shown = desk.look(file_of(AS_KEPT["1.001"], changed, "1.009,Cấp bản sao,Hộ tịch,,,,,,"))
    assert counts(shown) == (1, 1, 1, 1)
    assert shown["samples"] == {
        "new": [{"code": "1.009", "name": "Cấp bản sao"}],
        "changed": [
            {
                "code": "1.002",
                "name": "Đăng ký kết hôn",
                "changes": [
                    {"field": "processing_text", "before": "2 ngày", "after": "2 ngày làm việc"}
                ],
            }
        ],
        "gone": [{"code": "1.003", "name": "Chứng thực bản sao"}],
        "unknown": [],
    }
    assert desk.floor.rows("SELECT * FROM procedure ORDER BY code") == before
    assert desk.version == 2


def test_applying_brings_exactly_what_the_preview_said(desk: Desk) -> None:
    changed = AS_KEPT["1.002"].replace("2 ngày", "5 ngày")
    data = file_of(AS_KEPT["1.001"], changed, "1.009,Cấp bản sao,Hộ tịch,,,,,,Công dân")
    done = desk.bring(data)
    assert done == {"new": 1, "changed": 1, "gone": 1, "unknown": 0, "same": 1, "removed": 0}
    assert desk.codes() == ["1.001", "1.002", "1.003", "1.009"]
    page = desk.see(lambda seen: procedure_page(seen, "1.009"))
    assert (page["service"], page["audience"], page["cases"]) == ("ho-tich", "Công dân", [])
    assert desk.version == 3
    assert counts(desk.look(data)) == (0, 0, 1, 3)
    kind = desk.floor.rows("SELECT kind FROM event ORDER BY id DESC LIMIT 1")
    assert kind == [{"kind": "catalogue_imported"}]


def test_what_is_gone_stays_unless_it_is_to_be_removed(desk: Desk) -> None:
    data = file_of(AS_KEPT["1.001"])
    assert desk.bring(data)["removed"] == 0
    assert len(desk.codes()) == 3
    assert desk.bring(data, remove_gone=True)["removed"] == 2
    assert desk.codes() == ["1.001"]
    assert desk.floor.rows("SELECT code FROM procedure_document WHERE code <> '1.001'") == []


def test_a_removed_procedure_leaves_its_tickets_alone(desk: Desk) -> None:
    ticket = desk.floor.issue(procedure="1.003").ticket
    desk.bring(file_of(AS_KEPT["1.001"]), remove_gone=True)
    kept = desk.floor.value("SELECT procedure FROM ticket WHERE id = :id", id=ticket.id)
    assert kept == "1.003"


def test_the_same_file_again_is_all_the_same(desk: Desk) -> None:
    data = file_of(*AS_KEPT.values(), "1.009,Cấp bản sao,Mới,,,1.5,,,")
    desk.bring(data)
    shown = desk.look(data)
    assert counts(shown) == (0, 0, 0, 4)
    assert shown["errors"] == []


def test_applying_again_answers_the_same_and_does_nothing_more(desk: Desk) -> None:
    id = desk.look(file_of(AS_KEPT["1.001"], "1.009,Mới,Hộ tịch,,,,,,"))["id"]
    first = desk.apply(id, remove_gone=True)
    desk.bring(file_of("1.010,Khác,Hộ tịch,,,,,,"))
    before = desk.codes(), desk.version
    assert desk.apply(id, remove_gone=True) == first
    assert (desk.codes(), desk.version) == before


def test_a_file_with_one_bad_row_imports_nothing(desk: Desk) -> None:
    before = desk.codes()
    shown = desk.look(file_of("1.009,Tốt,Hộ tịch,,,,,,", "1.010,,Hộ tịch,,,mười,,,"))
    assert shown["errors_total"] == 2
    assert [(e["row"], e["field"]) for e in shown["errors"]] == [
        (3, "name"),
        (3, "processing_days"),
    ]
    assert all(e["problem"]["vi"] != e["problem"]["en"] for e in shown["errors"])
    with pytest.raises(NotFound):
        desk.apply(shown["id"])
    assert desk.codes() == before


def test_a_catalogue_that_changed_since_the_preview_is_not_overrun(desk: Desk) -> None:
    id = desk.look(file_of(AS_KEPT["1.001"]))["id"]
    desk.bring(file_of("1.020,Giữa chừng,Hộ tịch,,,,,,"))
    before = desk.codes()
    with pytest.raises(ImportStale):
        desk.apply(id, remove_gone=True)
    assert desk.codes() == before


def test_columns_a_file_does_not_have_keep_what_they_hold(desk: Desk) -> None:
    desk.bring(file_of("1.001,Khai sinh,Hộ tịch", header="code,name,field"))
    (row,) = desk.floor.rows("SELECT * FROM procedure WHERE code = '1.001'")
    assert (row["name"], row["agency"], row["processing_days"]) == ("Khai sinh", "Sở Tư pháp", 1)
    assert row["search"] == "1.001 khai sinh"


def test_a_procedure_keeps_its_service_and_a_new_one_gets_its_fields(desk: Desk) -> None:
    with_service = "code,name,field,service"
    desk.bring(file_of("1.003,Chứng thực,Hộ tịch,chung-thuc", header=with_service))
    desk.bring(file_of("1.003,Chứng thực bản sao,Hộ tịch", header="code,name,field"))
    shown = desk.look(file_of("1.030,Mới,Đất đai", "1.031,Nữa,Đất đai", header="code,name,field"))
    assert shown["unmapped"] == [{"field": "Đất đai", "procedures": 2}]
    desk.apply(shown["id"])
    assert _services(desk) == {
        "1.001": "ho-tich",
        "1.002": "ho-tich",
        "1.003": "chung-thuc",
        "1.030": None,
        "1.031": None,
    }


def test_a_field_moves_its_procedures_but_not_those_with_a_service_of_their_own(desk: Desk) -> None:
    desk.bring(file_of("1.003,Chứng thực,Hộ tịch,chung-thuc", header="code,name,field,service"))
    version = desk.version
    desk.floor.do(lambda c: map_fields(c, {"Hộ tịch": "dong-cua"}), "admin")
    assert desk.version == version + 1
    assert set(_services(desk).items()) == {
        ("1.001", "dong-cua"),
        ("1.002", "dong-cua"),
        ("1.003", "chung-thuc"),
    }
    desk.floor.do(lambda c: map_fields(c, {"Hộ tịch": None}), "admin")
    assert _services(desk) == {"1.001": None, "1.002": None, "1.003": "chung-thuc"}
    (field,) = desk.see(fields_list)
    assert (field["service"], field["procedures"], field["unserved"]) == (None, 3, 2)
    desk.floor.do(lambda c: map_fields(c, {"Hộ tịch": "ho-tich"}), "admin")
    assert _services(desk)["1.001"] == "ho-tich"


def test_a_procedure_that_changes_its_field_follows_the_new_field(desk: Desk) -> None:
    desk.bring(file_of("1.040,Mới,Đất đai", header="code,name,field"))
    desk.floor.do(lambda c: map_fields(c, {"Đất đai": "chung-thuc"}), "admin")
    desk.bring(file_of("1.001,Đăng ký khai sinh,Đất đai", header="code,name,field"))
    assert _services(desk)["1.001"] == "chung-thuc"


def test_mapping_refuses_what_it_does_not_know(desk: Desk) -> None:
    with pytest.raises(UnknownService):
        desk.floor.do(lambda c: map_fields(c, {"Hộ tịch": "khong-co"}), "admin")
    with pytest.raises(Invalid):
        desk.floor.do(lambda c: map_fields(c, {"Không có": "ho-tich"}), "admin")
    assert _services(desk)["1.001"] == "ho-tich"


def test_mapping_between_preview_and_apply_does_not_spoil_the_import(desk: Desk) -> None:
    desk.bring(file_of("1.050,Cũ,Đất đai", header="code,name,field"))
    id = desk.look(file_of("1.050,Cũ,Đất đai", "1.051,Mới,Đất đai", header="code,name,field"))["id"]
    desk.floor.do(lambda c: map_fields(c, {"Đất đai": "chung-thuc"}), "admin")
    assert desk.apply(id)["new"] == 1
    assert _services(desk)["1.051"] == "chung-thuc"


def test_documents_come_by_case_in_the_order_of_the_file(desk: Desk) -> None:
    data = file_of(
        "1.001,,Tờ khai,1,0",
        "1.001,Nhờ người khác,Tờ khai,1,0",
        "1.001,Nhờ người khác,Giấy ủy quyền,1,1",
        "9.999,,Không ai biết,1,0",
        header="code,case,document,originals,copies",
    )
    shown = desk.look(data)
    assert (shown["kind"], *counts(shown), shown["unknown"]) == ("documents", 0, 1, 1, 0, 1)
    assert shown["samples"]["unknown"] == [{"code": "9.999", "name": ""}]
    desk.apply(shown["id"])
    page = desk.see(lambda seen: procedure_page(seen, "1.001"))
    assert page["cases"] == [
        {"case": "", "documents": [{"document": "Tờ khai", "originals": 1, "copies": 0}]},
        {
            "case": "Nhờ người khác",
            "documents": [
                {"document": "Tờ khai", "originals": 1, "copies": 0},
                {"document": "Giấy ủy quyền", "originals": 1, "copies": 1},
            ],
        },
    ]
    assert len(desk.see(lambda seen: procedure_page(seen, "1.002"))["cases"]) == 2
    desk.bring(data, remove_gone=True)
    assert desk.see(lambda seen: procedure_page(seen, "1.002"))["cases"] == []


def test_only_the_latest_uploads_are_kept_and_only_for_a_day(desk: Desk) -> None:
    ids = []
    for number in range(KEPT_UPLOADS + 2):
        ids.append(desk.look(file_of(f"1.1{number:02},Thủ tục,Hộ tịch,,,,,,"))["id"])
        desk.floor.pass_time(1)
    assert desk.floor.value("SELECT COUNT(*) AS n FROM catalogue_import") == KEPT_UPLOADS
    with pytest.raises(NotFound):
        desk.apply(ids[0])
    desk.floor.pass_time(24 * 3600)
    with pytest.raises(NotFound):
        desk.apply(ids[-1])


def test_a_whole_portals_catalogue_goes_in_and_stays_the_same(desk: Desk) -> None:
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(HEADER.split(","))
    for n in range(3_044):
        name = f"Thủ tục “thứ {n}”, có; dấu\nvà dòng mới"
        rows.writerow([f"2.{n:06}", name, f"Lĩnh vực {n % 188}", "Sở", "tỉnh", n % 30, "", "", ""])
    data = written.getvalue().encode("utf-8-sig")
    assert counts(desk.look(data)) == (3_044, 0, 3, 0)
    assert desk.bring(data, remove_gone=True)["new"] == 3_044
    shown = desk.look(data)
    assert counts(shown) == (0, 0, 0, 3_044)
    assert len(shown["unmapped"]) == 188
    listed = "code,case,document,originals,copies\n" + "".join(
        f"2.{n % 3_044:06},,Giấy tờ {n},1,0\n" for n in range(14_000)
    )
    desk.bring(listed.encode())
    assert desk.floor.value("SELECT COUNT(*) AS n FROM procedure_document") == 14_000
    again = desk.look(listed.encode())
    assert counts(again) == (0, 0, 0, 3_044)


def test_markup_stays_text(desk: Desk) -> None:
    data = file_of('1.060,"<img src=x onerror=alert(1)> & ""<b>đậm</b>""",Hộ tịch,,,,,,')
    desk.bring(data)
    page = desk.see(lambda seen: procedure_page(seen, "1.060"))
    assert page["name"] == '<img src=x onerror=alert(1)> & "<b>đậm</b>"'


def test_a_new_centre_knows_which_service_takes_which_field(desk: Desk) -> None:
    assert desk.floor.store.read(lambda s: catalogue.field_services(s, "c1")) == {
        "Hộ tịch": "ho-tich"
    }


def _services(desk: Desk) -> dict[str, str | None]:
    return {r["code"]: r["service"] for r in desk.floor.rows("SELECT code, service FROM procedure")}
