"""Dossiers over HTTP: intake, files, departments' keys, reports."""

import uuid
from typing import Any

import pytest
import requests
from floor_client import FloorClient
from private_desk import Office, created, error_of

HEADER = "code,procedure,department,channel,received_at,due_at,resolved_at,recorded_at"


@pytest.fixture(scope="module")
def department(office: Office) -> FloorClient:
    """The software of one department."""
    body = {"role": "department", "department": "tu-phap", "label": "phần mềm hộ tịch"}
    token = created(office.client("admin").post("/tokens", body))["token"]
    return FloorClient(office.url, token)


def send(client: FloorClient, path: str, data: bytes, **params: str) -> requests.Response:
    return client.http.post(f"{client.url}/api/v1{path}", data=data, params=params, timeout=30)


def rows(year: int, *lines: str) -> bytes:
    return "\n".join([HEADER, *(line.replace("YEAR", str(year)) for line in lines), ""]).encode()


def test_a_dossier_from_receipt_to_result(office: Office, department: FloorClient) -> None:
    staff, key = office.client("staff"), uuid.uuid4().hex
    person = {"name": "Lê Thị Cúc", "phone": "0912340007", "consent": True}
    body = {"procedure": "1.001193", "department": "tu-phap", "channel": "online"}
    body["applicant"] = person  # type: ignore[assignment]
    answer = staff.post("/dossiers", body, key)
    page = created(answer)
    again = staff.post("/dossiers", body, key)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert created(again)["code"] == page["code"]
    code = page["code"]
    assert page["state"] == "received"
    assert staff.post(f"/dossiers/{code}/supplement", {"reason": "Thiếu tờ khai"}).json()["state"]
    assert staff.post(f"/dossiers/{code}/resume").json()["state"] == "processing"
    message = {"code": code, "state": "resolved", "at": page["received_at"], "seq": 9,
               "resolved_at": page["received_at"], "note": "xong"}  # fmt: skip
    later = {**message, "at": "2999-01-01T00:00:00Z"}
    told = department.post("/dossiers/sync", {"messages": [later, later, {"code": 1}]}).json()
    assert (told["received"], told["accepted"], told["malformed"]) == (3, 2, 1)
    assert told["problems"][0]["place"] == 2
    found = staff.get(f"/dossiers/{code}").json()
    assert (found["state"], found["resolved_at"]) == ("resolved", page["received_at"])
    assert [event["reason"] for event in found["history"]] == ["", "Thiếu tờ khai", ""]
    assert error_of(staff.post(f"/dossiers/{code}/resolve"), 409, "wrong_state")
    error_of(staff.post(f"/dossiers/{code}/burn"), 404, "not_found", "action")
    error_of(staff.post(f"/dossiers/{code}/return", {"at": "hôm nay"}), 422, "invalid_field", "at")
    public = office.client()
    shown = public.post("/public/dossiers/look-up", {"code": code, "digits": "0007"}).json()
    assert set(shown) == {"code", "state", "procedure_name", "received_at", "due_at",
                          "resolved_at", "new_due_at", "bring"}  # fmt: skip
    wrong = public.post("/public/dossiers/look-up", {"code": code, "digits": "0008"})
    error_of(wrong, 404, "not_found", "code")


def test_looking_up_is_bounded(office: Office) -> None:
    body = {"code": f"A-{uuid.uuid4().hex[:8]}", "digits": "0000"}
    answers = [office.client().post("/public/dossiers/look-up", body) for _ in range(21)]
    assert answers[0].status_code == 404
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_a_departments_key_tells_and_does_nothing_else(
    office: Office, department: FloorClient
) -> None:
    for path in ("/dossiers", "/reports/dossiers", "/procedures/1.001193/x", "/counters/1/desk"):
        assert department.get(path).status_code in (403, 404), path
    error_of(department.post("/dossiers", {"procedure": "1.001193"}), 403, "forbidden")
    other = {"messages": [], "department": "cong-an"}
    error_of(department.post("/dossiers/sync", other), 422, "invalid_field", "department")
    admin = office.client("admin")
    error_of(admin.post("/dossiers/sync", {"messages": []}), 422, "invalid_field", "department")
    for body in ({"role": "department"}, {"role": "department", "department": "khong-co"},
                 {"role": "manager", "department": "tu-phap"}):  # fmt: skip
        error_of(admin.post("/tokens", body), 422, "invalid_field", "department")


def test_a_file_is_looked_at_then_brought_in_whole(office: Office) -> None:
    manager = office.client("manager")
    resolved = "F-1,1.001193,tu-phap,online,YEAR-03-04T09:00:00+07:00,YEAR-03-08,"
    resolved += "YEAR-03-07T09:00:00Z,YEAR-04-01"
    good = rows(2019, resolved, "F-2,,Công an,,YEAR-03-05T09:00:00,,,")
    shown = send(manager, "/dossiers/import", good).json()
    assert (shown["applied"], shown["new"], shown["errors_total"]) == (False, 2, 0)
    assert report(manager, 2019)["received"] == 0
    bad = send(manager, "/dossiers/import", good + b"F-3,,,,soon,,,\n", apply="1").json()
    assert (bad["applied"], bad["errors"][0]["row"], bad["errors_total"]) == (False, 4, 1)
    assert report(manager, 2019)["received"] == 0
    for new in (2, 0):
        assert send(manager, "/dossiers/import", good, apply="1").json()["new"] == new
    found = report(manager, 2019)
    assert [found[n] for n in ("received", "resolved", "early", "pending")] == [2, 1, 1, 1]
    assert {group["key"] for group in found["groups"]} == {"tu-phap", "cong-an"}
    error_of(send(manager, "/dossiers/import", b""), 422, "import_unreadable", "file")


def test_a_departments_table_is_looked_at_then_told(
    office: Office, department: FloorClient
) -> None:
    manager = office.client("manager")
    send(
        manager, "/dossiers/import", rows(2018, "T-1,,tu-phap,,YEAR-03-04,YEAR-03-08,,"), apply="1"
    )
    table = ("Mã hồ sơ;Trạng thái;Thời điểm;resolved_at\nT-1;resolved;20180309101500;20180307100000"
             "\nT-1;lost;20180309101500;\n").encode()  # fmt: skip
    shown = send(department, "/dossiers/sync/file", table).json()
    assert (shown["applied"], shown["changed"], shown["malformed"]) == (False, 1, 1)
    assert shown["problems"][0]["place"] == 3
    assert report(manager, 2018)["resolved"] == 0
    assert send(department, "/dossiers/sync/file", table, apply="1").json()["applied"]
    found = report(manager, 2018)
    assert (found["early"], found["late"], found["late_only_in_books"]) == (1, 0, 1)
    assert send(department, "/dossiers/sync/file", table, apply="1").json()["changed"] == 0


def test_conflicts_rules_lists_and_forms_answer(office: Office, department: FloorClient) -> None:
    manager, admin = office.client("manager"), office.client("admin")
    send(
        manager, "/dossiers/import", rows(2017, "C-1,,tu-phap,,YEAR-03-04,YEAR-03-08,,"), apply="1"
    )
    department.post("/dossiers/sync", {"messages": [
        {"code": "C-1", "state": state, "at": "20170305080000"} for state in ("resolved", "refused")
    ]})  # fmt: skip
    (conflict,) = manager.get("/dossiers/conflicts").json()["items"]
    assert (conflict["code"], len(conflict["messages"])) == ("C-1", 2)
    assert "C-1" in {one["code"] for one in manager.get("/dossiers", limit=200).json()["items"]}
    error_of(manager.get("/dossiers", state="lost"), 422, "invalid_field", "state")
    error_of(manager.get("/dossiers/due", days="x"), 422, "invalid_field", "days")
    assert manager.get("/dossiers/due", days="3").status_code == 200
    form = manager.get("/reports/dossiers/progress", **{"from": "2017-01-01", "to": "2017-12-31"})
    assert form.json()["total"]["received"]["total"] == 1
    rules = admin.get("/dossiers/rules").json()
    assert "2026-02-17" in rules["closed"]
    kept = {name: rules[name] for name in ("week", "cut_off", "days_off", "make_up", "agency",
                                           "digits", "remind_days", "phases")}  # fmt: skip
    wanted = {**kept, "cut_off": "15:30", "make_up": ["2026-01-10"], "days_off": ["2026-01-02"]}
    assert admin.send("PUT", "/dossiers/rules", wanted).json()["cut_off"] == "15:30"
    broken = {**kept, "agency": "tỉnh"}
    error_of(admin.send("PUT", "/dossiers/rules", broken), 422, "invalid_field", "agency")
    error_of(manager.get("/reports/dossiers", by="colour"), 422, "invalid_field", "by")


def report(client: FloorClient, year: int) -> Any:
    answer = client.get("/reports/dossiers", **{"from": f"{year}-01-01", "to": f"{year}-12-31"})
    assert answer.status_code == 200, answer.text
    return answer.json()
