"""What an officer is shown before a dossier is received, and what becomes of it at the counter."""

import pytest
from dossier_desk import DossierDesk
from stores import Floor

from server.core.errors import Invalid, NotFound
from server.queries.dossier_intake import intake_sheet
from server.queries.dossiers import look_up
from server.store import forms
from server.usecases.dossiers.intake import Applicant

PAPERS = ("Tờ khai đăng ký khai sinh", "Giấy chứng sinh")
BOTH = "Có yếu tố nước ngoài"


@pytest.fixture
def desk(floor: Floor) -> DossierDesk:
    return DossierDesk(floor)


def sheets(desk: DossierDesk, code: str) -> list[str]:
    rows = desk.floor.store.read(lambda s: forms.of_dossier(s, desk.floor.centre, code))
    return [row["form"] for row in rows]


def test_the_date_that_is_shown_is_the_date_that_is_promised(desk: DossierDesk) -> None:
    shown = desk.see(lambda look: intake_sheet(look, "1.001", None))
    assert [one["document"] for one in shown["cases"][0]["documents"]] == list(PAPERS)
    assert shown["department"]["name"] == "Tư pháp"
    code = desk.receive(procedure="1.001", documents=PAPERS).code
    assert desk.page(code)["due_at"] == shown["due_at"] is not None
    later = desk.see(lambda look: intake_sheet(look, "1.001", 20))
    assert later["due_at"] > shown["due_at"]
    assert (later["usual_days"], later["days"]) == (1, 20)
    with pytest.raises(NotFound):
        desk.see(lambda look: intake_sheet(look, "9.999", None))


def test_what_is_missing_is_asked_for_and_stops_the_clock(desk: DossierDesk) -> None:
    person = Applicant("Nguyễn Thị An", "0912340001", consent=True)
    done = desk.receive(
        procedure="1.001", documents=PAPERS[:1], outcome="supplement", applicant=person
    )
    assert done.missing == PAPERS[1:]
    page = desk.page(done.code)
    assert page["state"] == "supplement"
    assert page["supplements"][0]["brought_at"] is None
    assert sheets(desk, done.code) == ["02"]
    told = desk.see(lambda look: look_up(look, done.code, "0001"))
    assert (told["bring"], told["procedure_name"]) == ([PAPERS[1]], "Đăng ký khai sinh")
    desk.floor.pass_time(60)
    desk.act(done.code, "resume")
    assert sheets(desk, done.code) == ["02", "01"]
    assert desk.see(lambda look: look_up(look, done.code, "0001"))["bring"] == []


def test_a_refusal_gives_its_reason_and_no_receipt(desk: DossierDesk) -> None:
    with pytest.raises(Invalid) as error:
        desk.receive(procedure="1.001", outcome="refuse")
    assert error.value.field == "reason"
    done = desk.receive(procedure="1.001", outcome="refuse", reason="Không đúng thẩm quyền")
    page = desk.page(done.code)
    assert (page["state"], page["history"][-1]["reason"]) == ("refused", "Không đúng thẩm quyền")
    assert sheets(desk, done.code) == ["03"]
    with pytest.raises(Invalid):
        desk.receive(procedure="1.001", outcome="burn")


def test_a_sheet_sent_twice_is_one_dossier(desk: DossierDesk) -> None:
    command = {"procedure": "1.001", "outcome": "supplement", "key": "sheet-1"}
    first, again = desk.receive(**command), desk.receive(**command)
    assert (first.code, first.repeated, again.repeated) == (again.code, False, True)
    assert sheets(desk, first.code) == ["02"]
    assert len(desk.page(first.code)["history"]) == 2


def test_papers_everybody_brings_are_asked_for_in_every_case(desk: DossierDesk) -> None:
    assert desk.receive(procedure="1.001", case="Uỷ quyền").missing == PAPERS
    assert desk.receive(procedure="1.002", case=BOTH).missing == (
        "Tờ khai đăng ký kết hôn",
        "Giấy xác nhận tình trạng hôn nhân",
    )
