"""Who may do what by a grant: every route, with a role in another centre, below a place, and
everywhere."""

import re
from collections.abc import Iterator

import pytest
from own_app import Browser, open_app
from second_centre import ID, second_centre_tokens

from server.api.endpoint import Endpoint
from server.api.routes import endpoint as registry
from server.app import Parts
from server.store import grants, people
from server.store.base import Session

PLACE = "tinh-x"
GRANTED = [(ID, "staff"), (PLACE, "manager"), ("*", "admin"), (PLACE, "auditor")]
HERE = ("Hộ tịch", "Trần Văn Bình", "Quầy 1")
"""Words of the home centre."""
OTHERS = {"/session", "/session/centre", "/session/counter"}
"""What would change who asks."""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    opened = open_app(tmp_path_factory.mktemp("data"))
    second_centre_tokens(opened.store)
    opened.store.write(_place)
    yield opened
    opened.store.close()


def _place(session: Session) -> None:
    for id, parent, centre in ((PLACE, None, None), ("xa-x", PLACE, ID)):
        session.run(
            "INSERT INTO place (id, parent, kind, name, name_en, centre, created_at)"
            " VALUES (:id, :parent, 'x', :id, :id, :centre, 0)",
            id=id,
            parent=parent,
            centre=centre,
        )


def granted(parts: Parts, *given: tuple[str, str]) -> Browser:
    """An officer of the sample centre with these grants, signed in."""
    row = parts.store.read(lambda session: people.sign_in(session, "quay1"))
    assert row is not None
    parts.store.write(lambda session: grants.put(session, row["id"], given))
    browser = Browser(parts)
    assert browser.sign_in("quay1", "quay1-demo").status_code == 200
    return browser


def ask(browser: Browser, endpoint: Endpoint):  # type: ignore[no-untyped-def]
    path = re.sub(r"{\w+}", "khong-co", endpoint.path)
    return browser.send(endpoint.method, path, {} if endpoint.body is not None else None)


@pytest.mark.parametrize(("scope", "role"), GRANTED)
def test_a_grant_opens_what_its_role_opens_there_and_nothing_else(
    parts: Parts, scope: str, role: str
) -> None:
    browser = granted(parts, (scope, role))
    assert browser.send("PUT", "/session/centre", {"centre": ID}).status_code == 204
    told = browser.send("GET", "/session").get_json()
    assert (told["centre"]["id"], told["user"]["role"]) == (ID, role)
    for endpoint in registry.endpoints:
        if endpoint.roles is None or endpoint.path in OTHERS:
            continue
        answer = ask(browser, endpoint)
        name = (endpoint.method, endpoint.path, answer.status_code)
        if role not in endpoint.roles:
            assert answer.get_json()["error"]["code"] == "forbidden", name
            continue
        assert answer.status_code not in (401, 500), name
        # A list over several centres is of those the person may see, which is home too.
        if endpoint.method == "GET" and not endpoint.path.startswith(("/session", "/province")):
            assert not any(word.encode() in answer.data for word in HERE), name


def test_a_grant_elsewhere_opens_nothing_at_home_and_one_taken_back_nothing_at_all(
    parts: Parts,
) -> None:
    browser = granted(parts, ("*", "admin"))
    assert browser.send("GET", "/users").status_code == 403, "at home the role of home holds"
    browser.send("PUT", "/session/centre", {"centre": ID})
    assert browser.send("GET", "/users").status_code == 200
    row = parts.store.read(lambda session: people.sign_in(session, "quay1"))
    assert row is not None
    parts.store.write(lambda session: grants.put(session, row["id"], []))
    assert browser.send("GET", "/users").status_code == 401
