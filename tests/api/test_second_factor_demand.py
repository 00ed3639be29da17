"""A second factor that a role must have: told in time, then set up before anything else."""

from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from own_app import Browser, open_app

from server.app import Parts
from server.store import grants, people, second_factor_rules

ADMIN = ("quantri", "quantri-demo")
FIRST = {"/session/password", "/session/totp", "/session/totp/confirm"}


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    opened = open_app(tmp_path)
    yield opened
    opened.store.close()


def signed_in(parts: Parts, username: str = ADMIN[0], password: str = ADMIN[1]) -> Browser:
    browser = Browser(parts)
    assert browser.sign_in(username, password).status_code == 200
    return browser


def demand(browser: Browser, *roles: str, **more: object):  # type: ignore[no-untyped-def]
    body = {"roles": roles, "grace_days": 0, **more}
    return browser.send("PUT", "/settings/second-factor", body)


def code_of(answer) -> str:  # type: ignore[no-untyped-def]
    return str(answer.get_json()["error"]["code"])


def set_up(browser: Browser, password: str) -> pyotp.TOTP:
    made = browser.send("POST", "/session/totp", {"password": password}).get_json()
    app = pyotp.TOTP(made["secret"])
    answer = browser.send("POST", "/session/totp/confirm", {"code": app.now()})
    assert len(answer.get_json()["codes"]) == 10
    return app


def test_whoever_must_have_one_gets_nothing_else_before_it(parts: Parts) -> None:
    from server.api.routes import endpoint as registry

    admin, officer = signed_in(parts), signed_in(parts, "quay1", "quay1-demo")
    assert demand(admin, "admin", "auditor").status_code == 200
    told = admin.send("GET", "/session").get_json()
    assert (told["must_set_up"], told["user"]["role"]) == (True, "admin")
    for endpoint in registry.endpoints:
        if "admin" in (endpoint.roles or ()) and endpoint.path not in FIRST:
            refused = admin.send(endpoint.method, endpoint.path.replace("{id}", "x"))
            assert (refused.status_code, code_of(refused)) == (403, "second_factor_needed")
    assert officer.send("GET", "/session").get_json()["must_set_up"] is False
    again = Browser(parts)
    assert again.sign_in(*ADMIN).get_json()["must_set_up"] is True
    set_up(again, ADMIN[1])
    for browser in (again, admin):
        assert browser.send("GET", "/session").get_json()["must_set_up"] is False
        assert browser.send("GET", "/users").status_code == 200


def test_before_the_day_it_is_told_and_nothing_is_refused(parts: Parts) -> None:
    admin = signed_in(parts)
    answer = demand(admin, "admin", grace_days=3).get_json()
    session = Browser(parts).sign_in(*ADMIN).get_json()
    assert (session["must_set_up"], session["second_factor_by"]) == (False, answer["here"]["since"])
    assert admin.send("GET", "/users").status_code == 200
    # Saving again gives nobody more time; another role gets its own.
    assert demand(admin, "admin", grace_days=9).get_json() == answer
    later = demand(admin, "admin", "staff", grace_days=9).get_json()["here"]
    assert later["since"] > answer["here"]["since"]
    assert demand(admin).get_json()["here"] == {"roles": [], "since": None}
    assert admin.send("GET", "/session").get_json()["second_factor_by"] is None


def test_turning_it_off_leads_back_to_setting_it_up(parts: Parts) -> None:
    admin = signed_in(parts)
    set_up(admin, ADMIN[1])
    assert demand(admin, "admin").status_code == 200
    assert admin.send("POST", "/session/totp/off", {"password": ADMIN[1]}).status_code == 204
    assert code_of(admin.send("GET", "/users")) == "second_factor_needed"
    set_up(admin, ADMIN[1])
    assert admin.send("GET", "/users").status_code == 200


def test_everywhere_is_set_by_whoever_is_administrator_everywhere(parts: Parts) -> None:
    from second_centre import ID, second_centre_tokens

    second_centre_tokens(parts.store)
    admin = signed_in(parts)
    assert demand(admin, "staff", everywhere=True).status_code == 403
    row = parts.store.read(lambda s: people.sign_in(s, ADMIN[0]))
    assert row is not None
    parts.store.write(lambda s: grants.put(s, row["id"], [("*", "admin")]))
    assert demand(admin, "staff", everywhere=True).get_json()["everywhere"]["roles"] == ["staff"]
    assert Browser(parts).sign_in("quay1", "quay1-demo").get_json()["must_set_up"] is True
    # What another centre demands counts where one works there, by the role one has there.
    parts.store.write(lambda s: second_factor_rules.put(s, ID, ["admin"], 0))
    assert admin.send("PUT", "/session/centre", {"centre": ID}).status_code == 204
    assert admin.send("GET", "/session").get_json()["must_set_up"] is True


def test_a_reset_keeps_the_second_factor_unless_it_is_lost_too(parts: Parts) -> None:
    admin, officer = signed_in(parts), signed_in(parts, "quay1", "quay1-demo")
    set_up(officer, "quay1-demo")
    rows = admin.send("GET", "/users").get_json()["items"]
    path = next(f"/users/{row['id']}/password" for row in rows if row["username"] == "quay1")
    admin.send("PUT", path, {"password": "tam-thoi-nhe"})
    assert code_of(Browser(parts).sign_in("quay1", "tam-thoi-nhe")) == "code_needed"
    admin.send("PUT", path, {"password": "tam-thoi-nhe", "second_off": True})
    assert Browser(parts).sign_in("quay1", "tam-thoi-nhe").get_json()["must_change"] is True


def test_an_administrator_signs_somebody_out_everywhere(parts: Parts) -> None:
    admin, officers = signed_in(parts), [signed_in(parts, "quay1", "quay1-demo") for _ in "ab"]
    rows = admin.send("GET", "/users").get_json()["items"]
    for username in ("quay1", ADMIN[0]):
        id = next(row["id"] for row in rows if row["username"] == username)
        assert admin.send("DELETE", f"/users/{id}/sessions").status_code == 204
    assert [one.send("GET", "/session").status_code for one in officers] == [401, 401]
    assert admin.send("GET", "/session").status_code == 200, "not the one that asks"


def test_a_first_password_is_no_password_to_keep(parts: Parts) -> None:
    admin = signed_in(parts)
    person = {"username": "moi", "name": "Mới", "role": "staff", "password": "lan-dau-nhe"}
    assert admin.send("POST", "/users", person).status_code == 201
    new = Browser(parts)
    assert new.sign_in("moi", "lan-dau-nhe").get_json()["must_change"] is True
    assert code_of(new.send("GET", "/session/all")) == "must_change_password"
    weak = person | {"username": "yeu", "password": "NguyenHanoi2026!"}
    assert code_of(admin.send("POST", "/users", weak)) == "invalid_field"
