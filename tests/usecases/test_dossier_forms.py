"""Issuing forms: the right one with each action, numbers without gaps, sheets that stay so."""

import threading
from typing import Any

import pytest
from dossier_desk import DossierDesk
from fixture_types import MakeStore
from stores import NOON, Floor, add_centre

from server.core.errors import Invalid, NotFound, WrongState
from server.forms.gathering import form_page, register_page, sheets_list
from server.forms.pages import sheet_html
from server.forms.wording import preview_page, texts_of
from server.reports.period import Period
from server.store import apologies, catalogue
from server.usecases.dossiers.form_texts import set_texts
from server.usecases.dossiers.forms import issue_form
from server.usecases.dossiers.intake import Applicant
from server.usecases.dossiers.progress import act

DAY_MS = 86_400_000
PERSON = Applicant("Lê Thị Cúc", "0912340007", "", True)


@pytest.fixture
def desk(floor: Floor) -> DossierDesk:
    """The procedure 1.001 asks for two papers, in one of two cases."""
    papers = [
        ("", "Tờ khai", 1, 2),
        ("", "Giấy chứng sinh", 1, 0),
        ("ủy quyền", "Giấy ủy quyền", 1, 0),
    ]
    floor.store.write(lambda s: catalogue.set_documents(s, "c1", {"1.001": papers}))
    return DossierDesk(floor)


def sheets(desk: DossierDesk, code: str) -> list[tuple[str, int, str]]:
    found = desk.see(lambda seen: sheets_list(seen, code))["items"]
    return [(one["form"], one["nth"], one["label"]) for one in found]


def printed(desk: DossierDesk, code: str, form: str, nth: int | None = None) -> str:
    page, version = desk.see(lambda seen: form_page(seen, code, form, nth))
    return sheet_html(page, version=version, language="vi", size="A5", root="https://x.vn")


def issue(desk: DossierDesk, code: str, form: str, **more: Any) -> Any:
    return desk.floor.do(lambda c: issue_form(c, code, form, **more), "staff", name="Trần Bích")


def word(desk: DossierDesk, form: str, **texts: str) -> int:
    return desk.floor.do(lambda c: set_texts(c, form, {"vi": texts}), "admin", name="Quản trị")


def test_a_whole_dossier_gets_its_receipt_and_an_incomplete_one_what_to_bring(
    desk: DossierDesk,
) -> None:
    whole = desk.receive(procedure="1.001", documents=("Tờ khai", "Giấy chứng sinh"))
    lacking = desk.receive(procedure="1.001", documents=("Tờ khai",), applicant=PERSON)
    case = desk.receive(procedure="1.001", case="ủy quyền", documents=())
    assert sheets(desk, whole.code) == [("01", 1, "001/TNHS")]
    assert sheets(desk, lacking.code) == [("02", 1, "001/HDHS")]
    assert sheets(desk, case.code) == [("02", 1, "002/HDHS")]
    asked = printed(desk, lacking.code, "02")
    assert "Giấy chứng sinh" in asked and "Lê Thị Cúc" in asked and "Giấy ủy quyền" not in asked
    assert "Giấy ủy quyền" in printed(desk, case.code, "02")


def test_each_action_gives_its_form_once(desk: DossierDesk) -> None:
    code = desk.receive(procedure="1.001", documents=("Tờ khai",)).code
    desk.act(code, "supplement")  # asked for at intake already
    assert sheets(desk, code) == [("02", 1, "001/HDHS")]
    desk.floor.pass_time(60)
    desk.act(code, "resume")
    desk.floor.pass_time(60)
    assert sheets(desk, code)[1:] == [("01", 1, "001/TNHS")]
    desk.act(code, "supplement")
    desk.floor.pass_time(60)
    assert sheets(desk, code)[2:] == [("02", 2, "002/HDHS")]
    desk.act(code, "resume")
    desk.floor.do(lambda c: act(c, code, "stop", reason="Người nộp rút hồ sơ"), "staff")
    assert [form for form, *_ in sheets(desk, code)] == ["02", "01", "02", "05"]
    assert "Người nộp rút hồ sơ" in printed(desk, code, "05")
    other = desk.receive(procedure="1.002").code
    desk.floor.do(lambda c: act(c, other, "refuse", reason="Không thuộc thẩm quyền"), "staff")
    assert [form for form, *_ in sheets(desk, other)] == ["01", "03"]
    assert "Không thuộc thẩm quyền" in printed(desk, other, "03")


def test_the_apology_names_a_new_day_and_leaves_the_promise_as_it_was(desk: DossierDesk) -> None:
    code = desk.receive(procedure="1.001", applicant=PERSON).code
    promised = desk.page(code)["due_at"]
    new = NOON + 9 * DAY_MS
    done = issue(desk, code, "04", reason="Chờ ý kiến cơ quan thuế", new_due=new)
    assert (done.nth, done.label) == (1, "001/PXL")
    text = printed(desk, code, "04")
    assert "Chờ ý kiến cơ quan thuế" in text and "Lê Thị Cúc" in text
    assert desk.page(code)["due_at"] == promised
    kept = desk.floor.value("SELECT facts FROM dossier_form WHERE form = '04'")
    assert "Cúc" not in kept and "0912340007" not in kept  # so that the person can be erased
    for wrong in (None, NOON - DAY_MS):
        with pytest.raises(Invalid) as caught:
            issue(desk, code, "04", new_due=wrong)
        assert caught.value.field == "new_due"
    with pytest.raises(WrongState):
        issue(desk, code, "03")
    with pytest.raises(NotFound):
        issue(desk, "H16.15-990101-0001", "01")
    assert issue(desk, code, "04", new_due=new + DAY_MS).label == "002/PXL"


def test_numbers_have_no_gaps_whoever_issues(make_store: MakeStore) -> None:
    add_centre(make_store())
    desks = [DossierDesk(Floor(make_store())) for _ in range(4)]
    code = desks[0].receive(procedure="1.002").code
    start, labels = threading.Barrier(len(desks)), []

    def work(desk: DossierDesk) -> None:
        start.wait(30)
        for n in range(10):
            if n % 3 == 2:  # one that fails takes no number
                with pytest.raises(Invalid):
                    issue(desk, code, "04")
            else:
                labels.append(issue(desk, code, "04", new_due=NOON + DAY_MS).label)

    threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(labels) == [f"{n:03d}/PXL" for n in range(1, 29)]
    assert [nth for form, nth, _ in sheets(desks[0], code) if form == "04"] == list(range(1, 29))


def test_numbers_begin_again_each_year(desk: DossierDesk) -> None:
    code = desk.receive(procedure="1.002").code
    issue(desk, code, "01")
    desk.floor.pass_time(366 * 86_400)
    assert issue(desk, code, "01").label == "001/TNHS"


def test_a_sheet_stays_as_it_was_given(desk: DossierDesk) -> None:
    word(desk, "01", opening="Kính chào Ông/Bà!", number="{n}/{year}/GTN")
    word(desk, "common", agency="UBND phường Bắc Gia Nghĩa", place="Bắc Gia Nghĩa")
    papers = ("Tờ khai", "Giấy chứng sinh")
    code = desk.receive(procedure="1.001", documents=papers, applicant=PERSON).code
    before = printed(desk, code, "01")
    assert "Kính chào Ông/Bà!" in before and "UBND phường" in before and "001/20" in before
    desk.floor.pass_time(3 * 86_400)
    assert word(desk, "01", opening="Lời khác", notes="Ghi chú khác") == 2
    word(desk, "common", agency="Cơ quan khác")
    run = desk.floor.store.write
    run(lambda s: s.run("UPDATE procedure SET name = 'Tên khác', fee_text = '9 đồng'"))
    run(lambda s: s.run("UPDATE centre SET name = 'Trung tâm khác'"))
    run(lambda s: s.run("DELETE FROM procedure_document"))
    assert printed(desk, code, "01") == before
    assert printed(desk, code, "01", nth=1) == before
    now = desk.receive(procedure="1.001").code
    assert "Lời khác" in printed(desk, now, "01") and "Trung tâm khác" in printed(desk, now, "01")
    with pytest.raises(NotFound):
        printed(desk, code, "01", nth=2)


def test_wordings_are_versions_with_author_and_date(desk: DossierDesk) -> None:
    fresh = desk.see(lambda seen: texts_of(seen, "01"))
    assert (fresh["version"], fresh["author"], fresh["own"]) == (0, None, {"vi": {}, "en": {}})
    assert word(desk, "01", opening="  Một ", notes="") == 1
    assert word(desk, "01", opening="Một") == 1
    assert word(desk, "01") == 2
    word(desk, "01", opening="Ba")
    kept = desk.see(lambda seen: texts_of(seen, "01"))
    assert (kept["version"], kept["author"]) == (3, "Quản trị")
    assert kept["own"] == {"vi": {"opening": "Ba"}, "en": {}}
    for form, texts, field in (("01", {"opening": "{x}"}, "opening"), ("06", {"number": "{n}"},
                               "number"), ("01", {"agency": "A"}, "agency")):  # fmt: skip
        with pytest.raises(Invalid) as caught:
            word(desk, form, **texts)
        assert caught.value.field == field
    with pytest.raises(NotFound):
        word(desk, "08", opening="A")
    page = desk.see(lambda seen: preview_page(seen, "common", {"vi": {"agency": "Cơ quan A"}}))
    assert page.form == "01" and page.common == {"vi": {"agency": "Cơ quan A"}, "en": {}}


def test_before_it_is_issued_a_form_is_a_preview(desk: DossierDesk) -> None:
    code = desk.receive(procedure="1.001").code
    assert "Bản xem trước" in printed(desk, code, "04")
    assert "Bản xem trước" not in printed(desk, code, "02")
    assert "Bản xem trước" not in printed(desk, code, "06")
    assert sheets(desk, code) == [("02", 1, "001/HDHS")]
    with pytest.raises(Invalid):
        printed(desk, code, "07")


def test_a_drafted_apology_can_be_seen_before_it_is_issued(desk: DossierDesk) -> None:
    code = desk.receive(procedure="1.002").code
    said = {"missed": NOON, "why": "late", "proposed": NOON + DAY_MS, "reason": "Chờ ý kiến thuế"}
    desk.floor.store.write(lambda s: apologies.draft(s, "c1", code, now=NOON, **said))
    text = printed(desk, code, "04")
    assert "Bản xem trước" in text and "Chờ ý kiến thuế" in text
    assert [form for form, *_ in sheets(desk, code)] == ["01"]


def test_the_control_sheet_follows_the_dossier_from_hand_to_hand(desk: DossierDesk) -> None:
    code = desk.receive(procedure="1.001", department="tu-phap").code
    desk.floor.pass_time(3_600)
    desk.act(code, "process")
    desk.floor.pass_time(3_600)
    told = {"code": code, "state": "resolved", "at": "2999-01-01T00:00:00Z", "note": "đã ký",
            "resolved_at": desk.page(code)["received_at"]}  # fmt: skip
    desk.tell([told])
    page, _ = desk.see(lambda seen: form_page(seen, code, "06"))
    kinds = [(step["kind"], step["from"], step["to"]) for step in page.steps]
    assert kinds[0] == ("received", "citizen", "centre")
    assert ("process", "centre", "department") in kinds
    resolved = next(step for step in page.steps if step["kind"] == "resolve")
    assert (resolved["verdict"], resolved["note"]) == ("early", "đã ký")
    assert resolved["recorded_at"] - resolved["at"] == 7_200_000
    assert "Trước hạn" in printed(desk, code, "06")


def test_the_register_has_the_dossiers_of_its_period_and_department(desk: DossierDesk) -> None:
    first = desk.receive(procedure="1.001", department="tu-phap", applicant=PERSON).code
    second = desk.receive(procedure="1.002").code
    change = "UPDATE dossier SET department = 'cong-an' WHERE code = :code"
    desk.floor.store.write(lambda s: s.run(change, code=second))
    desk.act(first, "process")
    desk.act(first, "resolve")
    desk.act(first, "return")
    day = desk.see(lambda seen: seen.day)
    asked = Period(day, day)
    bounds = asked.bounds("Asia/Ho_Chi_Minh")

    def rows(department: str | None) -> list[Any]:
        page = desk.see(lambda seen: register_page(seen, (day, day), bounds, department))
        return list(page.facts["rows"])

    assert [row["code"] for row in rows(None)] == [first, second]
    (one,) = rows("tu-phap")
    assert (one["applicant"], one["verdict"], one["returned_at"]) == (
        "Lê Thị Cúc", "early", desk.floor.now
    )  # fmt: skip
    with pytest.raises(Invalid):
        rows("khong-co")
