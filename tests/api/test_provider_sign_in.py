"""Signing in through an organisation's own provider, over real HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from fixture_types import RunServer
from oidc_provider import CLIENT, SECRET, OidcProvider
from private_desk import Office, created, error_of

START = "/sign-in/oidc"


@pytest.fixture(scope="module")
def own_office(run_server: RunServer) -> Office:
    return Office.of(run_server())


@pytest.fixture
def provider() -> Iterator[OidcProvider]:
    made = OidcProvider()
    made.claims = {"sub": "s-1", "preferred_username": "quay1"}
    yield made
    made.close()


def set_up(office: Office, provider: OidcProvider, **more: Any) -> Any:
    body = {"issuer": provider.issuer, "client_id": CLIENT, "secret": SECRET, "enabled": True,
            "name": "Cổng của tỉnh", **more}  # fmt: skip
    answer = office.client("admin").send("PUT", "/settings/provider", body)
    assert answer.status_code == 200, answer.text
    return answer.json()


class Browser:
    """Follows where it is sent, like a person's."""

    def __init__(self, office: Office) -> None:
        self.url, self.http = office.url, requests.Session()

    def enter(self, next: str = "/staff") -> requests.Response:
        return self.http.get(f"{self.url}{START}", params={"next": next}, timeout=30)

    def who(self) -> Any:
        answer = self.http.get(f"{self.url}/api/v1/session", timeout=20)
        return answer.json()["user"] if answer.status_code == 200 else None


def failed(answer: requests.Response) -> bool:
    return answer.url.endswith("#sign-in-failed") and answer.history[-1].status_code == 303


def test_whom_the_provider_knows_is_signed_in(own_office: Office, provider: OidcProvider) -> None:
    told = set_up(own_office, provider)
    assert "secret" not in told
    assert told["has_secret"]
    assert told["callback"] == f"{own_office.url}{START}/callback"
    ways = requests.get(f"{own_office.url}/api/v1/session/ways", timeout=20).json()
    assert ways["items"] == [{"name": "Cổng của tỉnh", "start": START}]
    browser = Browser(own_office)
    assert browser.enter("/staff").url == f"{own_office.url}/staff"
    assert browser.who()["username"] == "quay1"
    asked = provider.asked[0]
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert len(asked["state"]) > 40
    assert asked["nonce"] != asked["state"]


@pytest.mark.parametrize(
    "spoil",
    ["nonce", "audience", "audiences", "issuer", "expired", "subject", "unsigned", "key",
     "discovery", "huge", "broken", "refused"],
)  # fmt: skip
def test_what_is_wrong_with_the_provider_lets_nobody_in(
    own_office: Office, provider: OidcProvider, spoil: str
) -> None:
    set_up(own_office, provider)
    provider.spoil = spoil
    browser = Browser(own_office)
    assert failed(browser.enter())
    assert browser.who() is None


def test_a_provider_that_is_away_lets_nobody_in(own_office: Office) -> None:
    gone = OidcProvider()
    set_up(own_office, gone)
    gone.close()
    assert failed(Browser(own_office).enter())


def test_a_callback_that_this_browser_did_not_begin_is_refused(
    own_office: Office, provider: OidcProvider
) -> None:
    set_up(own_office, provider)
    mine = Browser(own_office)
    step = mine.http.get(f"{mine.url}{START}", allow_redirects=False, timeout=30)
    back = requests.get(step.headers["Location"], allow_redirects=False, timeout=30)
    callback = back.headers["Location"]
    victim = Browser(own_office)
    assert failed(victim.http.get(callback, timeout=30))
    assert victim.who() is None
    # Nor with another state; the right one is still good, once.
    assert failed(victim.http.get(callback.replace("state=", "state=x"), timeout=30))
    other = Browser(own_office)
    other.http.cookies.update(mine.http.cookies)
    assert not failed(other.http.get(callback, timeout=30))
    again = Browser(own_office)
    again.http.cookies.update(mine.http.cookies)
    assert failed(again.http.get(callback, timeout=30))


@pytest.mark.parametrize("next", ["//evil.example", "https://evil.example", "/\\evil", "/a?b", ""])
def test_it_leads_to_a_page_of_this_server_only(
    own_office: Office, provider: OidcProvider, next: str
) -> None:
    set_up(own_office, provider)
    assert Browser(own_office).enter(next).url == f"{own_office.url}/"


def test_nobody_gets_an_account_unless_that_is_allowed(
    own_office: Office, provider: OidcProvider
) -> None:
    provider.claims = {"sub": "s-9", "preferred_username": "moi", "name": "Lê Mới",
                       "groups": ["mot-cua"]}  # fmt: skip
    set_up(own_office, provider)
    assert failed(Browser(own_office).enter())
    set_up(own_office, provider, create=True, roles={"mot-cua": "staff"})
    browser = Browser(own_office)
    browser.enter()
    assert browser.who()["name"] == "Lê Mới"
    provider.claims["groups"] = ["khac"]
    assert failed(Browser(own_office).enter())
    # The account is the provider's: no password opens it.
    body = {"username": "moi", "password": "!" * 12}
    answer = requests.post(f"{own_office.url}/api/v1/session", json=body, timeout=20)
    error_of(answer, 401, "unauthorized")


def test_roles_follow_the_provider(own_office: Office, provider: OidcProvider) -> None:
    person = {"username": "doi-vai", "name": "Đổi Vai", "role": "staff",
              "password": "mat-khau-dai"}  # fmt: skip
    created(own_office.client("admin").post("/users", person))
    provider.claims = {"sub": "s-2", "preferred_username": "doi-vai", "groups": "ql"}
    set_up(own_office, provider, roles={"ql": "manager", "nv": "staff"})
    browser = Browser(own_office)
    browser.enter()
    assert browser.who()["role"] == "manager"
    provider.claims["groups"] = ["nv"]
    browser.enter()
    assert browser.who()["role"] == "staff"


def test_a_user_name_that_was_given_anew_takes_nobodys_account(
    own_office: Office, provider: OidcProvider
) -> None:
    set_up(own_office, provider)
    browser = Browser(own_office)
    browser.enter()
    assert browser.who()["username"] == "quay1"
    provider.claims = {"sub": "s-other", "preferred_username": "quay1"}
    assert failed(Browser(own_office).enter())
    # The same person is known by the provider's own name, whatever the user name is now.
    provider.claims = {"sub": "s-1", "preferred_username": "renamed"}
    browser = Browser(own_office)
    browser.enter()
    assert browser.who()["username"] == "quay1"


def test_whoever_is_deactivated_here_stays_out(own_office: Office, provider: OidcProvider) -> None:
    admin = own_office.client("admin")
    person = {"username": "nghi-viec", "name": "Nghỉ Việc", "role": "staff",
              "password": "mat-khau-dai"}  # fmt: skip
    id = created(admin.post("/users", person))["id"]
    body = {"name": "Nghỉ Việc", "role": "staff", "active": False}
    assert admin.send("PUT", f"/users/{id}", body).status_code == 200
    provider.claims = {"sub": "s-3", "preferred_username": "nghi-viec"}
    set_up(own_office, provider)
    assert failed(Browser(own_office).enter())


@pytest.mark.parametrize(
    ("body", "field"),
    [({"issuer": "http://provider.example"}, "issuer"), ({"issuer": "https://x/?a=b"}, "issuer"),
     ({"issuer": "https://[::"}, "issuer"),
     ({"create": True}, "create"), ({"roles": {"a": "kiosk"}}, "roles.a")],
)  # fmt: skip
def test_settings_that_open_a_door_are_refused(
    own_office: Office, body: dict[str, Any], field: str
) -> None:
    whole = {"issuer": "https://provider.example", "client_id": CLIENT, **body}
    answer = own_office.client("admin").send("PUT", "/settings/provider", whole)
    error_of(answer, 422, "invalid_field", field)
