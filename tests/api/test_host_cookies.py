"""Cookies over encrypted lines are of this very host only; over a plain network as they are."""

from collections.abc import Iterator

import pytest
from own_app import open_app
from werkzeug.test import Client

from server.app import Parts

HTTPS, SESSION = "https://motcua.example", "/api/v1/session"
WHO = {"username": "quay1", "password": "quay1-demo"}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    opened = open_app(tmp_path_factory.mktemp("data"))
    yield opened
    opened.store.close()


def names(answer) -> set[str]:  # type: ignore[no-untyped-def]
    return {cookie.partition("=")[0] for cookie in answer.headers.getlist("Set-Cookie")}


def test_cookies_belong_to_the_host_where_the_line_is_encrypted(parts: Parts) -> None:
    browser = Client(parts.app)
    answer = browser.post(SESSION, json=WHO, base_url=HTTPS)
    assert names(answer) == {"__Host-motcua_session", "__Host-motcua_browser"}
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert "Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie
    assert browser.get(SESSION, base_url=HTTPS).status_code == 200
    gone = browser.delete(SESSION, base_url=HTTPS, headers={"X-Motcua": "1"})
    assert "Secure" in gone.headers["Set-Cookie"], "without it a browser keeps the cookie"
    assert browser.get(SESSION, base_url=HTTPS).status_code == 401


def test_a_cookie_that_another_host_may_have_set_is_not_believed(parts: Parts) -> None:
    plain = Client(parts.app)
    answer = plain.post(SESSION, json=WHO)
    assert names(answer) == {"motcua_session", "motcua_browser"}
    cookie = plain.get_cookie("motcua_session")
    assert cookie is not None
    sent = {"Cookie": f"other=1; motcua_session={cookie.value}"}
    without = Client(parts.app, use_cookies=False)
    assert without.get(SESSION, headers=sent).status_code == 200
    assert without.get(SESSION, headers=sent, base_url=HTTPS).status_code == 401
    sent = {"Cookie": f"other=1; __Host-motcua_session={cookie.value}"}
    assert without.get(SESSION, headers=sent, base_url=HTTPS).status_code == 200
    assert without.get(SESSION, headers=sent).status_code == 401
