"""Signing in over HTTP: held up, with a second factor, in another centre, with a new password."""

from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from own_app import Browser, open_app

from server.app import Parts
from server.clock import now_ms
from server.core.lockout import OWN
from server.store import grants, people
from server.usecases.secrets import hash_password

ADMIN = ("quantri", "quantri-demo")


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    opened = open_app(tmp_path)
    yield opened
    opened.store.close()


def signed_in(parts: Parts, username: str = ADMIN[0], password: str = ADMIN[1]) -> Browser:
    browser = Browser(parts)
    assert browser.sign_in(username, password).status_code == 200
    return browser


def code_of(answer) -> str:  # type: ignore[no-untyped-def]
    return str(answer.get_json()["error"]["code"])


def test_guessing_is_held_up_and_told_alike_for_unknown_names(parts: Parts) -> None:
    for username in ("quay1", "nobody"):
        browser = Browser(parts, "10.0.0.66")
        for _ in range(OWN.free):
            assert browser.sign_in(username, "wrong-password").status_code == 401
        held = browser.sign_in(username, "wrong-password")
        assert (held.status_code, code_of(held)) == (429, "too_many_sign_ins")
        assert 1 <= int(held.headers["Retry-After"]) <= 2
    # Another address, and a browser that is known, are not held up.
    assert Browser(parts, "10.0.0.67").sign_in("quay1", "quay1-demo").status_code == 200


def test_the_second_factor_from_set_up_to_recovery(parts: Parts) -> None:
    browser = signed_in(parts)
    assert browser.send("POST", "/session/totp", {"password": "wrong"}).status_code == 422
    made = browser.send("POST", "/session/totp", {"password": ADMIN[1]}).get_json()
    assert made["qr"].startswith("data:image/png;base64,")
    app = pyotp.TOTP(made["secret"])
    used = app.now()
    answer = browser.send("POST", "/session/totp/confirm", {"code": used})
    codes = answer.get_json()["codes"]
    assert browser.send("GET", "/session/totp").get_json() == {"on": True, "codes_left": 10}
    new = Browser(parts)
    assert code_of(new.sign_in(*ADMIN)) == "code_needed"
    assert code_of(new.sign_in(*ADMIN, "000000")) == "wrong_code"
    assert code_of(new.sign_in(*ADMIN, used)) == "wrong_code", "used when it was set up"
    assert code_of(new.sign_in(ADMIN[0], "wrong-password", codes[0])) == "unauthorized"
    assert new.sign_in(*ADMIN, codes[0]).status_code == 200
    assert code_of(Browser(parts).sign_in(*ADMIN, codes[0])) == "wrong_code"
    assert new.send("POST", "/session/totp/off", {"password": ADMIN[1]}).status_code == 204
    assert Browser(parts).sign_in(*ADMIN).status_code == 200


def test_guessing_the_code_is_held_up_too(parts: Parts) -> None:
    browser = signed_in(parts)
    made = browser.send("POST", "/session/totp", {"password": ADMIN[1]}).get_json()
    browser.send("POST", "/session/totp/confirm", {"code": pyotp.TOTP(made["secret"]).now()})
    guesser = Browser(parts, "10.0.0.66")
    answers = [guesser.sign_in(*ADMIN, f"00000{n}").status_code for n in range(OWN.free + 1)]
    assert answers == [401] * OWN.free + [429]


def test_a_first_password_must_be_changed_before_anything_else(parts: Parts) -> None:
    admin = signed_in(parts)
    rows = admin.send("GET", "/users").get_json()["items"]
    id = next(row["id"] for row in rows if row["username"] == "quay1")
    reset = admin.send("PUT", f"/users/{id}/password", {"password": "tam-thoi-nhe"})
    assert reset.get_json()["must_change"]
    officer = Browser(parts)
    assert officer.sign_in("quay1", "tam-thoi-nhe").get_json()["must_change"]
    refused = officer.send("POST", "/counters/1/call-next")
    assert (refused.status_code, code_of(refused)) == (403, "must_change_password")
    body = {"old": "tam-thoi-nhe", "password": "của riêng tôi"}
    assert officer.send("PUT", "/session/password", body).status_code == 204
    assert officer.send("PUT", "/session/counter", {"counter": "1"}).status_code == 200


def test_a_weak_hash_becomes_a_strong_one_at_the_next_sign_in(parts: Parts) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8_192).hash("quay1-demo")
    row = parts.store.read(lambda s: people.sign_in(s, "quay1"))
    assert row is not None
    parts.store.write(lambda s: people.set_password(s, row["id"], weak, temporary=False))
    signed_in(parts, "quay1", "quay1-demo")
    kept = parts.store.read(lambda s: people.password_hash(s, row["id"]))
    assert kept != weak
    assert kept is not None and kept.split("$")[3] == hash_password("x").split("$")[3]


def test_going_on_in_another_centre(parts: Parts) -> None:
    from second_centre import ID, second_centre_tokens

    second_centre_tokens(parts.store)
    officer = signed_in(parts, "quay1", "quay1-demo")
    assert officer.send("PUT", "/session/centre", {"centre": ID}).status_code == 404
    row = parts.store.read(lambda s: people.sign_in(s, "quay1"))
    assert row is not None
    parts.store.write(lambda s: grants.put(s, row["id"], [(ID, "manager")]))
    listed = officer.send("GET", "/session/centres").get_json()["items"]
    assert [(one["id"], one["home"], one["here"]) for one in listed] == [
        (row["centre"], True, True), (ID, False, False)]  # fmt: skip
    assert officer.send("PUT", "/session/centre", {"centre": ID}).status_code == 204
    session = officer.send("GET", "/session").get_json()
    assert (session["centre"]["id"], session["user"]["role"]) == (ID, "manager")
    assert officer.send("GET", "/services").get_json()["items"] == []


def test_idle_and_absolute_ends_follow_the_settings(parts: Parts) -> None:
    admin = signed_in(parts)
    settings = admin.send("GET", "/settings").get_json()["settings"]
    settings["signing_in"] = {"session_hours": 1, "idle_minutes": 5}
    sent = {name: settings[name] for name in ("calling", "rating", "scale", "signing_in")}
    assert admin.send("PUT", "/settings", sent).status_code == 200
    browser = Browser(parts)
    answer = browser.sign_in("quay1", "quay1-demo")
    assert any("Max-Age=3600" in cookie for cookie in answer.headers.getlist("Set-Cookie"))
    row = parts.store.read(
        lambda s: s.one("SELECT expires_at - created_at AS whole, idle_ms FROM token"
                        " WHERE kind = 'session' ORDER BY created_at DESC, id DESC")
    )  # fmt: skip
    assert row is not None
    assert (row["whole"], row["idle_ms"]) == (3_600_000, 300_000)
    assert now_ms() > 0


def test_people_see_and_end_their_other_sessions(parts: Parts) -> None:
    first, second = signed_in(parts), signed_in(parts)
    listed = second.send("GET", "/session/all").get_json()["items"]
    assert [one["here"] for one in listed].count(True) == 1
    other = next(one["id"] for one in listed if not one["here"])
    assert second.send("DELETE", f"/session/all/{other}").status_code == 204
    assert first.send("GET", "/session").status_code == 401
    assert second.send("GET", "/session").status_code == 200


def test_failures_stand_in_the_audit_trail_without_what_was_typed(parts: Parts) -> None:
    guesser = Browser(parts, "10.0.0.66")
    for _ in range(OWN.free + 1):
        guesser.sign_in("quay1", "sai-mat-khau")
    guesser.sign_in("mat-khau-go-nham", "x")
    admin = signed_in(parts)
    assert admin.send("POST", "/session/totp", {"password": "sai"}).status_code == 422
    answer = admin.send("GET", "/audit")
    assert "mat-khau" not in answer.get_data(as_text=True)
    rows = admin.send("GET", "/users").get_json()["items"]
    ids = {row["username"]: row["id"] for row in rows}
    told = [(one["what"], one["subject"], one["data"].get("times"))
            for one in answer.get_json()["items"] if one["what"].startswith("sign_in")]  # fmt: skip
    assert told == [
        ("sign_in_failed", ids[ADMIN[0]], 1),
        ("sign_in_failed", "", 1),
        ("sign_in_held_up", ids["quay1"], 1),
        ("sign_in_failed", ids["quay1"], 5),
        ("sign_in_failed", ids["quay1"], 1),
    ]
