"""Who may do what: every endpoint with every role, with nobody, and with forged credentials."""

import re
from typing import Any

import pytest
import requests
from private_desk import ROLES, Office

from server.api.answers import ProblemOut
from server.api.endpoint import Endpoint
from server.api.routes import endpoint as registry

ENDPOINTS = registry.endpoints
NAMES = [f"{e.method} {e.path}" for e in ENDPOINTS]
FORGED = ("mc_" + "A" * 43, "x", "", "mc_ê", "A" * 5_000, "null", "' OR 1=1 --")


def ask(office: Office, endpoint: Endpoint, **headers: str) -> requests.Response:
    """The endpoint with ids nobody has and an empty body: it can do no harm, whoever asks."""
    path = re.sub(r"{\w+}", "khong-co", endpoint.path)
    return requests.request(
        endpoint.method,
        f"{office.url}/api/v1{path}",
        headers={name: value.encode() for name, value in headers.items()},  # type: ignore[misc]
        json={} if endpoint.body is not None else None,
        timeout=20,
    )


def check_shape(answer: requests.Response) -> None:
    if answer.status_code >= 400:
        ProblemOut.model_validate_json(answer.content)


@pytest.fixture(scope="module")
def document(office: Office) -> Any:
    return requests.get(f"{office.url}/api/v1/openapi.json", timeout=20).json()


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=NAMES)
def test_each_role_may_do_exactly_what_is_declared(
    office: Office, endpoint: Endpoint, document: Any
) -> None:
    told = document["paths"][endpoint.path][endpoint.method.lower()]
    for role in ROLES:
        answer = ask(office, endpoint, Authorization=f"Bearer {office.tokens[role]}")
        assert answer.status_code < 500, (role, answer.text)
        check_shape(answer)
        if endpoint.roles is not None and role not in endpoint.roles:
            assert answer.status_code == 403, role
            assert answer.json()["error"]["code"] == "forbidden"
        elif answer.status_code == 403:
            # Allowed in general, but not here: another counter, or nobody's session.
            assert endpoint.roles is not None
        else:
            assert answer.status_code != 401, role
        assert str(answer.status_code) in told["responses"], "an answer the document does not name"


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=NAMES)
def test_nobody_is_asked_to_sign_in_where_a_role_is_needed(
    office: Office, endpoint: Endpoint
) -> None:
    answer = ask(office, endpoint)
    check_shape(answer)
    if endpoint.roles is None and endpoint.handler.__name__ != "whoami":
        assert answer.status_code not in (401, 403, 500)
    else:
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.json()["error"]["code"] == "unauthorized"


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=NAMES)
def test_forged_tokens_are_refused_everywhere(office: Office, endpoint: Endpoint) -> None:
    for token in FORGED[:3]:
        answer = ask(office, endpoint, Authorization=f"Bearer {token}")
        assert answer.status_code == 401, (token, answer.text)
        check_shape(answer)


@pytest.mark.parametrize("token", FORGED)
@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Basic", "Token", ""])
def test_no_form_of_a_forged_token_passes(office: Office, scheme: str, token: str) -> None:
    answer = requests.get(
        f"{office.url}/api/v1/users",
        headers={"Authorization": f"{scheme} {token}".strip().encode()},
        timeout=20,
    )
    assert answer.status_code == 401
    check_shape(answer)


def test_every_endpoint_that_changes_something_names_its_roles() -> None:
    open_to_all = {n for e, n in zip(ENDPOINTS, NAMES, strict=True)
                   if e.roles is None and e.method != "GET"}  # fmt: skip
    assert open_to_all == {
        "POST /session",
        "DELETE /session",
        "POST /setup/{secret}",
        # Whoever has the ticket's unguessable link holds the ticket.
        "POST /public/tickets/{code}/cancel",
        "POST /public/tickets/{code}/late",
        "POST /public/tickets/{code}/rating",
        "POST /public/tickets/{code}/push",
        "POST /public/tickets/{code}/push/forget",
        # Whoever knows the code and the last digits of the number given with it.
        "POST /public/dossiers/look-up",
        "POST /public/dossiers/push",
        "POST /public/dossiers/push/forget",
        # A device that asks to be paired; what it gets is worth nothing until it is approved.
        "POST /pairings",
        "POST /pairings/{id}/claim",
    }


def test_the_public_lists_name_nobody(office: Office) -> None:
    client = office.client()
    for path in ("/services", "/counters", "/public/waits", "/priorities"):
        text = client.get(path).text
        for name in ("Nguyễn Thị An", "quay1", "quantri", "officer"):
            assert name not in text
