"""Forms over HTTP: pages that print, PDFs, the register, and the centre's own wording."""

import base64
import hashlib
import re
import uuid
from typing import Any

import pytest
import requests
from floor_client import FloorClient
from postgres import required
from private_desk import Office, created, error_of

PERSON = {"name": "Lê <b>Thị</b> Cúc & con", "phone": "0912340007", "consent": True}


@pytest.fixture(scope="module")
def code(office: Office) -> str:
    """A dossier of a procedure whose list names documents, none of which was handed in."""
    body = {"procedure": "1.001193", "department": "tu-phap", "applicant": PERSON}
    return str(created(office.client("staff").post("/dossiers", body, uuid.uuid4().hex))["code"])


def get(client: FloorClient, path: str, **params: Any) -> requests.Response:
    return client.http.get(f"{client.url}/api/v1{path}", params=params, timeout=60)


def put(client: FloorClient, path: str, body: Any) -> requests.Response:
    return client.http.put(f"{client.url}/api/v1{path}", json=body, timeout=30)


def test_a_form_is_a_page_whose_policy_lets_only_its_own_style_through(
    office: Office, code: str
) -> None:
    staff = office.client("staff")
    for form in ("01", "02", "03", "04", "05", "06"):
        for query in ({}, {"size": "A4", "language": "en"}):
            answer = get(staff, f"/dossiers/{code}/forms/{form}", **query)
            assert answer.status_code == 200
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
            style = re.search(r"<style>(.*?)</style>", answer.text, re.S)
            assert style is not None
            digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
            policy = answer.headers["Content-Security-Policy"]
            assert f"'sha256-{digest}'" in policy and "frame-ancestors 'self'" in policy
            assert answer.headers["Cache-Control"] == "no-store"
            assert code in answer.text and "<b>" not in answer.text
    font = re.search(r'url\("(/api/v1/form-fonts/bold\.ttf)"\)', style[1])
    assert font is not None
    served = requests.get(office.url + font[1], timeout=30)
    assert (served.status_code, served.headers["Content-Type"]) == (200, "font/ttf")
    assert served.content[:4] == b"\0\1\0\0"


def test_a_form_is_a_pdf(office: Office, code: str) -> None:
    answer = get(office.client("staff"), f"/dossiers/{code}/forms/02", format="pdf")
    if answer.status_code == 503 and not required():
        error_of(answer, 503, "pdf_unavailable")
        pytest.skip("no Pango here")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert f"02-{code}.pdf" in answer.headers["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")


def test_what_is_asked_wrongly_is_named(office: Office, code: str) -> None:
    staff = office.client("staff")
    for name, value in (("size", "A3"), ("format", "doc"), ("language", "fr"), ("nth", "0")):
        answer = get(staff, f"/dossiers/{code}/forms/01", **{name: value})
        error_of(answer, 422, "invalid_field", name)
    error_of(get(staff, f"/dossiers/{code}/forms/07"), 404, "not_found", "form")
    error_of(get(staff, f"/dossiers/{code}/forms/02", nth=9), 404, "not_found", "nth")
    error_of(get(staff, "/dossiers/H16.15-990101-0001/forms/01"), 404, "not_found", "code")
    error_of(get(staff, "/form-fonts/passwd"), 404, "not_found", "name")
    error_of(
        get(staff, "/dossiers/register", department="khong-co"), 422, "invalid_field", "department"
    )
    error_of(get(staff, "/dossiers/register", **{"from": "hôm qua"}), 422, "invalid_field", "from")


def test_issuing_takes_the_next_number_and_keeps_the_sheet(office: Office, code: str) -> None:
    staff = office.client("staff")
    path = f"/dossiers/{code}/forms/04"
    error_of(staff.post(path, {"reason": "Chờ"}), 422, "invalid_field", "new_due")
    error_of(staff.post(path, {"new_due": "mai"}), 422, "invalid_field", "new_due")
    error_of(staff.post(f"/dossiers/{code}/forms/03", {}), 409, "wrong_state")
    first = created(staff.post(path, {"reason": "Chờ ý kiến", "new_due": "2999-01-05"}))
    again = created(staff.post(path, {"reason": "Vẫn chờ", "new_due": "2999-01-06"}))
    assert (first["nth"], again["nth"]) == (1, 2)
    assert int(again["label"].split("/")[0]) > int(first["label"].split("/")[0])
    kept = get(staff, f"/dossiers/{code}/forms").json()["items"]
    assert [one["form"] for one in kept] == ["02", "04", "04"]
    assert "Chờ ý kiến" in get(staff, path, nth=1).text
    latest = get(staff, path).text
    assert "Vẫn chờ" in latest and "ngày\u00a006 tháng\u00a001 năm\u00a02999" in latest


def test_the_register_is_a_page(office: Office, code: str) -> None:
    answer = get(office.client("manager"), "/dossiers/register", department="tu-phap")
    assert answer.status_code == 200
    assert code in answer.text and "Lê &lt;b&gt;Thị&lt;/b&gt; Cúc &amp; con" in answer.text


def test_texts_are_set_looked_at_and_reset(office: Office) -> None:
    admin = office.client("admin")
    listed = admin.get("/form-texts").json()
    assert [one["form"] for one in listed["items"]][:2] == ["common", "01"]
    assert "new_due" in listed["words"]
    shown = admin.post("/form-texts/05/preview", {"vi": {"opening": "Xem <i>thử</i>"}})
    assert "Xem &lt;i&gt;thử&lt;/i&gt;" in shown.text
    assert "sha256-" in shown.headers["Content-Security-Policy"]
    for form in ("common", "06", "07"):
        assert admin.post(f"/form-texts/{form}/preview", {"language": "en"}).status_code == 200
    kept = put(admin, "/form-texts/05", {"vi": {"opening": "Lời mở đầu"}})
    assert kept.json()["own"]["vi"] == {"opening": "Lời mở đầu"}
    assert put(admin, "/form-texts/05", {}).json()["own"]["vi"] == {}
    bad = put(admin, "/form-texts/05", {"vi": {"opening": "{lạ}"}})
    error_of(bad, 422, "invalid_field", "opening")
    error_of(put(admin, "/form-texts/09", {}), 404, "not_found", "form")
    error_of(put(office.client("staff"), "/form-texts/05", {}), 403, "forbidden")
