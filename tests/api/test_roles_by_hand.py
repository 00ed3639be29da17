"""What must hold of who may do what, written down apart from the declarations: so that a wrong
declaration fails here."""

import re

import pytest
import requests
from private_desk import Office, created
from second_centre import second_centre_tokens

from server.api.endpoint import Endpoint
from server.api.routes import endpoint as registry

ENDPOINTS = registry.endpoints
DEVICES = {"kiosk", "display", "terminal"}
ADMIN_ONLY = {
    "GET /users", "POST /users", "PUT /users/{id}", "PUT /users/{id}/password",
    "PUT /users/{id}/grants", "GET /tokens", "POST /tokens", "DELETE /tokens/{id}",
    "GET /pairings", "POST /pairings/approve", "PUT /settings", "POST /settings/undo",
    "GET /settings/provider", "PUT /settings/provider", "POST /services", "POST /counters",
    "PUT /services/{id}/officers",
}  # fmt: skip
OWN = "/session"
"""What people do about themselves, auditors too."""


def named(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path}"


def test_only_administrators_touch_people_devices_and_settings() -> None:
    found = {named(e): e.roles for e in ENDPOINTS if named(e) in ADMIN_ONLY}
    assert set(found) == ADMIN_ONLY
    for name, roles in found.items():
        assert roles is not None
        assert roles - {"auditor"} == {"admin"}, name
        assert ("auditor" in roles) == name.startswith("GET"), name


def test_an_auditor_reads_whatever_managers_read_and_changes_nothing() -> None:
    for endpoint in ENDPOINTS:
        roles = endpoint.roles or frozenset()
        own = endpoint.path.startswith(f"{OWN}/")
        if endpoint.method == "GET" and roles & {"manager", "admin"}:
            assert "auditor" in roles, named(endpoint)
        elif not own:
            assert "auditor" not in roles, named(endpoint)


def test_a_departments_software_tells_of_its_dossiers_and_does_nothing_else() -> None:
    allowed = {named(e) for e in ENDPOINTS if "department" in (e.roles or ())}
    assert allowed
    assert all("/dossiers/" in name or "department" in name for name in allowed), allowed


def test_devices_change_nothing_of_the_set_up() -> None:
    """Kiosks take numbers, terminals rate, displays show."""
    for endpoint in ENDPOINTS:
        roles = endpoint.roles or frozenset()
        if endpoint.method in ("PUT", "DELETE"):
            assert not roles & DEVICES, named(endpoint)
        if endpoint.method != "GET" and "display" in roles:
            assert "device" in endpoint.path or "report" in endpoint.path, named(endpoint)


@pytest.fixture(scope="module")
def elsewhere(office: Office) -> dict[str, str]:
    """A token of each role of another centre."""
    store = office.server.store()
    tokens = second_centre_tokens(store)
    store.close()
    return tokens


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=named)
def test_another_centres_credentials_reach_nothing_here(
    office: Office, elsewhere: dict[str, str], endpoint: Endpoint
) -> None:
    """With ids of this centre: whatever is asked with them is not found, or not allowed there."""
    if endpoint.roles is None or "{" not in endpoint.path:
        return
    # The first role that may, and the last: each goes the same way from there.
    for role in {min(endpoint.roles), max(endpoint.roles)}:
        for id in ("1", "ho-tich"):
            path = re.sub(r"{\w+}", id, endpoint.path)
            answer = requests.request(
                endpoint.method,
                f"{office.url}/api/v1{path}",
                headers={"Authorization": f"Bearer {elsewhere[role]}"},
                json={} if endpoint.body is not None else None,
                timeout=20,
            )
            assert answer.status_code in (400, 403, 404, 409, 415, 422) or (
                answer.status_code in (200, 204) and not _tells(answer)
            ), (role, path, answer.text[:200])


def _tells(answer: requests.Response) -> bool:
    """Whether an answer speaks of the sample centre."""
    return any(word in answer.text for word in ("Nguyễn Thị An", "Hộ tịch", "Quầy 1"))


def test_another_centres_lists_are_its_own(office: Office, elsewhere: dict[str, str]) -> None:
    for endpoint in ENDPOINTS:
        if endpoint.method != "GET" or "{" in endpoint.path or not endpoint.roles:
            continue
        for role in sorted(endpoint.roles & set(elsewhere)):
            answer = requests.get(
                f"{office.url}/api/v1{endpoint.path}",
                headers={"Authorization": f"Bearer {elsewhere[role]}"},
                timeout=20,
            )
            assert answer.status_code < 500, (endpoint.path, answer.text)
            assert not _tells(answer), (endpoint.path, role)


def test_a_person_of_here_is_nobody_there(office: Office, elsewhere: dict[str, str]) -> None:
    person = {"username": "o-day", "name": "Ở Đây", "role": "staff", "password": "mat-khau-dai"}
    id = created(office.client("admin").post("/users", person))["id"]
    for method, path, body in (
        ("PUT", f"/users/{id}", {"name": "X", "role": "admin", "active": True}),
        ("PUT", f"/users/{id}/password", {"password": "mat-khau-khac"}),
        ("PUT", f"/users/{id}/grants", {"grants": [{"scope": "*", "role": "admin"}]}),
    ):
        answer = requests.request(
            method,
            f"{office.url}/api/v1{path}",
            headers={"Authorization": f"Bearer {elsewhere['admin']}"},
            json=body,
            timeout=20,
        )
        assert answer.status_code == 404, (path, answer.text)
