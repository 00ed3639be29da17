"""Receiving dossiers: codes without gaps, what is missing, who the applicant is, the clock."""

import random
import threading
from datetime import date
from typing import Any

import pytest
from dossier_calendar import MADE_UP, OFF
from dossier_desk import PLAIN_RULES, DossierDesk
from fixture_types import MakeStore
from search_catalogue import WHOLE
from stores import NOON, Floor, add_centre

from server.core.calendar import Term, Unit
from server.core.dossiers import format_code, parse_code
from server.core.errors import Invalid, NotFound, WrongState
from server.queries.catalogue import preview
from server.queries.dossiers import due_list, look_up
from server.usecases.catalogue.importing import apply_import, find_upload, stage
from server.usecases.catalogue.reading import read_file
from server.usecases.dossiers.holidays import public_holidays
from server.usecases.dossiers.intake import Applicant
from server.usecases.dossiers.rules import rules_now, set_rules

HOUR_MS = 3_600_000


@pytest.fixture
def desk(floor: Floor) -> DossierDesk:
    return DossierDesk(floor)


def prefix(desk: DossierDesk) -> str:
    day = desk.see(lambda seen: seen.day)
    return f"H16.15-{day[2:4]}{day[5:7]}{day[8:10]}-"


def test_codes_are_of_the_centres_form() -> None:
    assert format_code("H16.15", "2026-10-08", 975) == "H16.15-261008-0975"
    assert parse_code("000.00.53.H48-220921-0099") == ("000.00.53.H48", "220921", 99)
    assert parse_code("H16.15-261008-0012345") == ("H16.15", "261008", 12_345)
    for wrong in ("H16.15-26108-0975", "h16-261008-0975", "H16.15-261008-975", "", "H16.15"):
        assert parse_code(wrong) is None


def test_a_days_codes_have_no_gaps_whoever_receives(make_store: MakeStore) -> None:
    add_centre(make_store())
    desks = [DossierDesk(Floor(make_store())) for _ in range(4)]
    start, codes = threading.Barrier(len(desks)), []

    def work(desk: DossierDesk) -> None:
        start.wait(30)
        for n in range(12):
            if n % 4 == 3:  # one that fails takes no number
                with pytest.raises(NotFound):
                    desk.receive(procedure="9.999")
            else:
                codes.append(desk.receive(procedure="1.001").code)

    threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    begins = prefix(desks[0])
    assert sorted(codes) == [f"{begins}{n:04d}" for n in range(1, 37)]


def test_a_repeated_press_is_one_dossier(desk: DossierDesk) -> None:
    first = desk.receive(procedure="1.001", key="k1")
    again = desk.receive(procedure="1.001", key="k1")
    assert (first.code, first.repeated, again.repeated) == (again.code, False, True)
    assert desk.receive(procedure="1.001").code.endswith("0002")


def test_the_procedure_comes_from_the_ticket_and_gives_term_field_and_department(
    desk: DossierDesk,
) -> None:
    ticket = desk.floor.issue(procedure="1.002").ticket
    page = desk.page(desk.receive(ticket=ticket.id).code)
    assert (page["procedure"], page["field"], page["department"]) == ("1.002", "Hộ tịch", "tu-phap")
    assert (page["term"], page["unit"], page["officer"]) == (2, Unit.WORKING_DAYS, "o1")


def test_documents_that_were_not_handed_in_are_named(desk: DossierDesk) -> None:
    done = desk.receive(procedure="1.001", documents=("Giấy chứng sinh",))
    assert done.missing == ("Tờ khai đăng ký khai sinh",)
    case = "Có yếu tố nước ngoài"
    done = desk.receive(procedure="1.002", case=case, documents=("Tờ khai đăng ký kết hôn",))
    assert done.missing == ("Giấy xác nhận tình trạng hôn nhân",)


def test_nothing_of_a_person_is_kept_without_consent(desk: DossierDesk) -> None:
    person = {"name": "Nguyễn Thị An", "phone": "0912345678", "identity": "067012345678"}
    code = desk.receive(procedure="1.001", applicant=Applicant(**person)).code
    (row,) = desk.floor.rows("SELECT * FROM dossier WHERE code = :code", code=code)
    kept = " ".join(map(str, row.values()))
    assert not any(value in kept for value in person.values())
    with pytest.raises(NotFound):
        desk.see(lambda seen: look_up(seen, code, "5678"))


def test_who_knows_code_and_last_digits_sees_how_it_stands(desk: DossierDesk) -> None:
    person = Applicant("Nguyễn Thị An", "0912340001", "067012345678", consent=True)
    code = desk.receive(procedure="1.001", applicant=person).code
    for digits in ("0001", "5678"):
        found = desk.see(lambda seen, d=digits: look_up(seen, code, d))
        assert {"code", "state", "due_at", "resolved_at", "bring"} < set(found)
    for wrong in ("0002", "1234"):
        with pytest.raises(NotFound):
            desk.see(lambda seen, d=wrong: look_up(seen, code, d))
    (row,) = desk.floor.rows("SELECT * FROM dossier WHERE code = :code", code=code)
    assert "067012345678" not in " ".join(map(str, row.values()))


def test_the_clock_stands_while_something_is_awaited(desk: DossierDesk) -> None:
    code = desk.receive(procedure="1.003").code
    desk.floor.pass_time(86_400)
    assert desk.act(code, "supplement") == "supplement"
    before = desk.page(code)["due_at"]
    desk.floor.pass_time(86_400)
    desk.act(code, "resume")
    page = desk.page(code)
    assert page["due_at"] > before
    assert len(page["supplements"]) == 1
    assert [event["kind"] for event in page["history"]] == ["received", "supplement", "resume"]


def test_resolving_says_when_it_was_done_and_when_it_was_told(desk: DossierDesk) -> None:
    code = desk.receive(procedure="1.003").code
    desk.floor.pass_time(20 * 86_400)
    desk.act(code, "resolve", at=NOON + 2 * 86_400_000)
    (row,) = desk.floor.rows("SELECT resolved_at, recorded_at, verdict FROM dossier")
    assert row["resolved_at"] == NOON + 2 * 86_400_000
    assert row["recorded_at"] == desk.floor.now
    assert row["verdict"] in ("early", "on_time")
    assert desk.act(code, "return") == "returned"
    with pytest.raises(WrongState):
        desk.act(code, "resolve")
    with pytest.raises(Invalid):
        desk.act(desk.receive(procedure="1.001").code, "resolve", at=NOON)
    with pytest.raises(NotFound):
        desk.act("H16.15-000000-0000", "resolve")


def test_a_dossier_keeps_the_rules_it_was_received_under(desk: DossierDesk) -> None:
    early = desk.receive(procedure="1.003").code
    due = desk.page(early)["due_at"]
    day = desk.see(lambda seen: date.fromisoformat(seen.day))
    off = [date.fromordinal(day.toordinal() + n).isoformat() for n in range(1, 15)]
    desk.floor.do(lambda c: set_rules(c, {**PLAIN_RULES, "days_off": off}), "admin")
    late = desk.receive(procedure="1.003").code
    assert desk.page(early)["due_at"] == due < desk.page(late)["due_at"]
    assert desk.page(early)["rule"] < desk.page(late)["rule"]
    # Its clock goes on by the old calendar too.
    desk.act(early, "supplement")
    desk.floor.pass_time(3_600)
    desk.act(early, "resume")
    assert desk.page(early)["due_at"] == due


def test_rules_are_checked_and_unchanged_ones_make_no_version(desk: DossierDesk) -> None:
    for field, value in (("agency", "h16"), ("days_off", ["2026-02-30"]), ("week", {}),
                         ("make_up", ["2026-02-02", "2026-02-01"])):  # fmt: skip
        with pytest.raises(Invalid) as caught:
            desk.floor.do(lambda c, f=field, v=value: set_rules(c, {**PLAIN_RULES, f: v}))
        assert caught.value.field == field
    versions = {desk.floor.do(rules_now).version for _ in range(3)}
    assert versions == {1}


def test_the_centres_own_days_win_over_the_public_holidays(desk: DossierDesk) -> None:
    raw = {**PLAIN_RULES, "days_off": ["2026-08-22"], "make_up": ["2026-09-01"]}
    calendar = desk.floor.do(lambda c: set_rules(c, raw)).calendar
    assert not calendar.is_working(date(2026, 8, 22))
    assert calendar.is_working(date(2026, 9, 1))
    assert not calendar.is_working(date(2026, 9, 2))


def test_the_librarys_holidays_are_those_of_the_decrees() -> None:
    """2024–2026 as decreed; a swap of days that a library does not know is set by the centre."""
    off, worked = public_holidays(range(2024, 2027))
    swapped_by_the_centre = {date(2026, 1, 2)}
    decreed = {day for day in OFF if day.year < 2027 and day.weekday() < 5}
    assert decreed - swapped_by_the_centre <= off
    assert {day for day in MADE_UP if day.month != 1} <= worked
    # Lunar dates by Hanoi's midnight: a day before Peking's in these years.
    assert date(2007, 2, 17) in public_holidays([2007])[0]
    assert date(2030, 2, 2) in public_holidays([2030])[0]


def test_departments_are_reminded_before_the_date(desk: DossierDesk) -> None:
    soon = desk.receive(procedure="1.002").code
    desk.receive(procedure="1.001", term=Term(30))
    found = desk.see(lambda seen: due_list(seen, "tu-phap", None))["items"]
    assert [(one["code"], one["working_days"]) for one in found] == [(soon, 2)]
    desk.floor.pass_time(9 * 86_400)
    (late,) = desk.see(lambda seen: due_list(seen, None, 0))["items"]
    assert late["code"] == soon and late["working_days"] < 0
    assert desk.see(lambda seen: due_list(seen, "khac", None))["items"] == []


def test_any_procedure_of_a_large_catalogue_can_be_received(desk: DossierDesk) -> None:
    data = WHOLE.read_bytes() if WHOLE.exists() else _catalogue()
    file = read_file(data, "procedures", {"ho-tich"})
    counts = desk.see(lambda seen: preview(seen, file))[1]
    desk.floor.do(lambda c: stage(c, file, counts), "admin")
    upload = desk.floor.store.read(lambda s: find_upload(s, "c1", file.id, desk.floor.now))
    assert desk.floor.do(lambda c: apply_import(c, upload, False), "admin")["new"] == 3_044
    drawn = random.Random(8).sample(file.rows, 300)
    codes = [desk.receive(procedure=row["code"]).code for row in drawn]
    assert codes == [f"{prefix(desk)}{n:04d}" for n in range(1, 301)]
    for row, code in zip(drawn, codes, strict=True):
        page = desk.page(code)
        assert (page["procedure"], page["field"]) == (row["code"], row["field"])
        assert (page["due_at"] is None) == (row["processing_days"] is None)


def _catalogue() -> bytes:
    """As many procedures as the national list has, where that is not at hand."""
    lines = ["code,name,field,agency,level,processing_days,processing_text,fee_text,audience"]
    for n in range(3_044):
        days = "" if n % 9 == 0 else str(n % 60)
        lines.append(f"2.{n:06},Thủ tục số {n},Lĩnh vực {n % 173},Sở,Cấp tỉnh,{days},,,")
    return "\n".join(lines).encode()


def test_settings_of_the_form(desk: DossierDesk) -> None:
    raw: dict[str, Any] = {**PLAIN_RULES, "agency": "000.00.53.H48", "digits": 7}
    desk.floor.do(lambda c: set_rules(c, raw), "admin")
    code = desk.receive(procedure="1.001", channel="online").code
    assert code.startswith("000.00.53.H48-") and code.endswith("-0000001")
    with pytest.raises(Invalid):
        desk.receive(procedure="1.001", channel="fax")
    with pytest.raises(Invalid):
        desk.receive(procedure="1.001", department="khong-co")
    with pytest.raises(Invalid):
        desk.receive()
