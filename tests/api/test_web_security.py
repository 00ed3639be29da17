"""What every answer carries, how much may be asked, and what is never written down."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from own_app import Browser, open_app

from server.api.limits import Bounds, limit
from server.api.origin import Origins
from server.app import Parts
from server.web.headers import ALWAYS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    opened = open_app(tmp_path_factory.mktemp("data"))
    yield opened
    opened.store.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Parts]:
    opened = open_app(tmp_path)
    yield opened
    opened.store.close()


def addresses(parts: Parts) -> list[str]:
    """Every page and file that is served outside the API, with made-up parameters."""
    rules = [r for r in parts.app.url_map.iter_rules() if "GET" in (r.methods or ())]
    paths = [re.sub(r"<[^>]+>", "x1", r.rule) for r in rules if not r.rule.startswith("/api/")]
    return sorted({path for path in paths if path != "/metrics"})


def test_every_page_carries_the_headers(parts: Parts) -> None:
    client = parts.app.test_client()
    pages = 0
    for path in [*addresses(parts), "/nowhere", "/api/v1/session", "/api/v1/nowhere"]:
        answer = client.get(path)
        for name, value in ALWAYS.items():
            # A page may be stricter than the rest, never looser.
            told = answer.headers[name]
            assert told == value or name == "Referrer-Policy", (path, name, told)
        policy = answer.headers.get("Content-Security-Policy", "")
        if "javascript" not in (answer.mimetype or ""):
            assert policy.startswith("default-src 'none'"), path
        for word in ("unsafe-inline", "unsafe-eval", "http:", "*"):
            assert word not in policy, (path, word)
        assert (
            "frame-ancestors 'none'" in policy
            or "frame-ancestors 'self'" in policy
            or ("javascript" in (answer.mimetype or ""))
        ), path
        pages += answer.status_code == 200 and answer.mimetype == "text/html"
    assert pages >= 12


def test_no_page_has_inline_code_or_styles(parts: Parts) -> None:
    client = parts.app.test_client()
    for path in addresses(parts):
        answer = client.get(path)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        text = answer.get_data(as_text=True)
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text), path
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text), path


def test_an_encrypted_line_is_told_to_stay_so_and_cookies_keep_to_it(parts: Parts) -> None:
    client = parts.app.test_client()
    secure, plain = client.get("/", base_url="https://motcua.example"), client.get("/")
    assert "max-age=" in secure.headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in plain.headers
    body = {"username": "quay1", "password": "quay1-demo"}
    for scheme in ("https", "http"):
        answer = parts.app.test_client().post(
            "/api/v1/session", json=body, base_url=f"{scheme}://motcua.example"
        )
        for cookie in answer.headers.getlist("Set-Cookie"):
            assert ("Secure" in cookie) == (scheme == "https"), cookie
            assert "HttpOnly" in cookie
            assert "SameSite=Strict" in cookie or "motcua_browser" in cookie


@pytest.mark.parametrize(
    ("peer", "forwarded", "address", "secure"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9", True),
        ("10.1.0.2", "203.0.113.9", "203.0.113.9", True),
        ("10.1.0.2", "203.0.113.9, 10.1.0.3", "203.0.113.9", True),
        ("10.1.0.2", "1.2.3.4, 203.0.113.9", "203.0.113.9", True),
        ("203.0.113.9", "1.2.3.4", "203.0.113.9", False),
    ],
)
def test_only_named_proxies_are_believed(
    parts: Parts, peer: str, forwarded: str, address: str, secure: bool
) -> None:
    origins = Origins(None, ["127.0.0.1", "10.1.0.0/16"])
    headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Proto": "https"}
    with parts.app.test_request_context(
        "/", headers=headers, environ_base={"REMOTE_ADDR": peer}
    ) as context:
        assert origins.address(context.request) == address
        assert origins.is_secure(context.request) is secure


def test_a_flood_is_held_up_and_told_when_to_come_again(tmp_path: Path) -> None:
    parts = open_app(tmp_path, requests_a_minute=30)
    flood, other = Browser(parts, "10.0.0.7"), Browser(parts, "10.0.0.8")
    answers = [flood.send("GET", "/services") for _ in range(40)]
    assert [a.status_code for a in answers[:30]] == [200] * 30
    held = answers[-1]
    assert held.status_code == 429
    assert int(held.headers["Retry-After"]) > 0
    assert held.get_json()["error"]["code"] == "too_many_requests"
    assert other.send("GET", "/services").status_code == 200
    parts.store.close()


def test_a_halls_devices_behind_one_address_are_never_held_up(tmp_path: Path) -> None:
    from running import make_token

    parts = open_app(tmp_path, requests_a_minute=5)
    token = make_token(parts.store, "kiosk")
    device = Browser(parts)
    headers = {"Authorization": f"Bearer {token}"}
    answers = {device.send("GET", "/services", **headers).status_code for _ in range(50)}
    assert answers == {200}
    parts.store.close()


def test_whoever_shows_a_new_cookie_each_time_is_counted_by_address(fresh: Parts) -> None:
    limit(fresh.app, Bounds(sessions=20), Origins(None, []), None)
    seen = set()
    for n in range(30):
        browser = Browser(fresh)
        browser.http.set_cookie("motcua_session", f"mc_{n}")
        seen.add(browser.send("GET", "/services").status_code)
    assert seen == {200, 429}


def test_redis_that_is_away_stops_nobody(tmp_path: Path) -> None:
    parts = open_app(tmp_path)
    limit(parts.app, Bounds(), Origins(None, []), "redis://127.0.0.1:1/0")
    assert Browser(parts).send("GET", "/services").status_code == 200
    parts.store.close()


def test_processes_count_together_on_redis(tmp_path: Path, redis_server: object) -> None:
    url = redis_server.url  # type: ignore[attr-defined]
    answers = []
    for name in ("a", "b"):
        parts = open_app(tmp_path / name)
        limit(parts.app, Bounds(address=15), Origins(None, []), url)
        answers += [Browser(parts, "10.9.9.9").send("GET", "/services").status_code
                    for _ in range(10)]  # fmt: skip
        parts.store.close()
    assert answers.count(200) == 15


def test_no_secret_is_written_to_the_log(
    fresh: Parts, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = Browser(fresh)
    browser.sign_in("quantri", "sai-mat-khau-bi-mat")
    assert browser.sign_in("quantri", "quantri-demo").status_code == 200
    secret = browser.send("POST", "/session/totp", {"password": "quantri-demo"}).get_json()
    token = browser.send("POST", "/tokens", {"role": "kiosk"}).get_json()["token"]
    provider = {"issuer": "https://sso.example", "client_id": "motcua", "secret": "khoa-bi-mat"}
    assert browser.send("PUT", "/settings/provider", provider).status_code == 200
    browser.send("GET", "/services", Authorization=f"Bearer {token}x")
    browser.http.get("/sign-in/oidc/callback?code=ma-bi-mat&state=x")
    written = caplog.text + "".join(capfd.readouterr())
    cookie = browser.http.get_cookie("motcua_session")
    assert cookie is not None
    for word in ("sai-mat-khau-bi-mat", "quantri-demo", secret["secret"], token, "khoa-bi-mat",
                 "ma-bi-mat", cookie.value):  # fmt: skip
        assert word not in written


SECRETS = re.compile(
    rb"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[0-9A-Za-z]{36}\b"
    rb"|\bmc_[A-Za-z0-9_-]{43}\b|\bxox[baprs]-[0-9A-Za-z-]{20,}|\bglpat-[0-9A-Za-z_-]{20}\b"
)


def test_the_repository_holds_no_secrets() -> None:
    skipped = {"node_modules", "static", "__pycache__", ".git", ".venv"}
    for path in ROOT.rglob("*"):
        if skipped & set(path.parts) or not path.is_file() or path.stat().st_size > 2_000_000:
            continue
        found = SECRETS.search(path.read_bytes())
        assert found is None, (str(path.relative_to(ROOT)), found)
