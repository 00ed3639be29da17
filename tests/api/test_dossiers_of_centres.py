"""Several centres in one installation: a receipt's code finds the dossier, wherever it is."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from own_app import Browser, open_app
from second_centre import ID as OTHER
from second_centre import second_centre_tokens

from server.app import Parts
from server.forms.pages import track_address
from server.store.base import Session
from server.usecases.identity import keyed_hash

CODE, DIGITS = "H99.01-261123-0001", "4321"


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    opened = open_app(tmp_path)
    second_centre_tokens(opened.store)
    return opened


@pytest.fixture
def officer(parts: Parts) -> Browser:
    browser = Browser(parts)
    assert browser.sign_in("quay1", "quay1-demo").status_code in (200, 201)
    return browser


def receive(officer: Browser) -> str:
    person = {"name": "", "phone": f"091234{DIGITS}", "consent": True}
    body = {"procedure": "1.001193", "applicant": person}
    answer = officer.send("POST", "/dossiers", body, Idempotency_Key=uuid.uuid4().hex)
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["code"])


def copied(session: Session, code: str, as_code: str) -> None:
    """The same dossier in the other centre, with a key of that centre's."""
    session.run(
        "INSERT INTO centre_secret (centre, name, value) VALUES (:c, 'identity', :k)"
        " ON CONFLICT DO NOTHING",
        c=OTHER,
        k="00" * 32,
    )
    row: dict[str, Any] = dict(session.all("SELECT * FROM dossier WHERE code = :c", c=code)[0])
    looked = keyed_hash("00" * 32, f"{as_code}:{DIGITS}")
    row |= {"centre": OTHER, "code": as_code, "lookup": looked}
    names = ", ".join(row)
    session.run(
        f"INSERT INTO dossier ({names}) VALUES ({', '.join(':' + name for name in row)})", **row
    )


def ask(browser: Browser, code: str, where: str = "", digits: str = DIGITS) -> Any:
    return browser.send(
        "POST", f"/public/dossiers/look-up{where}", {"code": code, "digits": digits}
    )


def page(browser: Browser, code: str, at: str = "") -> Any:
    given = {"code": code, "digits": DIGITS} | ({"at": at} if at else {})
    return browser.http.post("/ho-so", data=given)


def test_a_code_finds_its_centre_and_two_of_one_code_are_asked_about(
    parts: Parts, officer: Browser
) -> None:
    code, public = receive(officer), Browser(parts)
    parts.store.write(lambda s: copied(s, code, CODE))
    assert ask(public, CODE).get_json()["code"] == CODE
    found = page(public, CODE)
    assert found.status_code == 200 and f'data-centre="{OTHER}"' in found.text
    assert "Trung tâm khác" in found.text
    # Named, only that centre is looked in; wrong digits tell nothing of where a code is.
    assert ask(public, CODE, f"?centre={OTHER}").status_code == 200
    assert ask(public, CODE, "?centre=nowhere").status_code == 404
    assert ask(public, CODE, digits="0000").status_code == 404
    parts.store.write(lambda s: copied(s, code, code))
    refused = ask(public, code)
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "several_centres")
    asked = page(public, code)
    assert asked.status_code == 409 and f'value="{OTHER}" required' in asked.text
    assert page(public, code, OTHER).status_code == 200
    # The receipt names the centre, and nothing of a person.
    sheet = officer.http.get(f"/api/v1/dossiers/{code}/forms/01?format=html")
    assert sheet.status_code == 200
    assert track_address("https://x", "", code) == f"https://x/ho-so#{code}"
    assert track_address("https://x", OTHER, code) == f"https://x/ho-so?centre={OTHER}#{code}"


def test_an_officer_is_shown_what_presses_at_her_counter(parts: Parts, officer: Browser) -> None:
    receive(officer)
    page = officer.send("GET", "/dossiers/pressing?all=1").get_json()
    assert page["days"] == 2 and len(page["departments"]) > 1
    assert officer.send("PUT", "/dossiers/X-1/apology", {"reason": "x"}).status_code == 404
