"""Cases and the public page's data over HTTP."""

import pytest
import requests
from fixture_types import RunServer
from private_desk import Office


@pytest.fixture(scope="module")
def own(run_server: RunServer) -> Office:
    """A server of this module's own: its public page is nobody else's."""
    return Office.of(run_server())


def test_a_case_is_made_once_and_taken_to_its_end(own: Office) -> None:
    manager, anyone = own.client("manager"), own.client()
    body = {"reason": "noise", "words": "Sảnh chờ ồn", "words_en": "The hall is noisy"}
    made = manager.post("/cases", body, key="case-1")
    again = manager.post("/cases", body, key="case-1")
    assert (made.status_code, again.json()) == (201, made.json())
    id = made.json()["id"]
    for _ in range(2):
        planned = manager.post(f"/cases/{id}/plan", {"due": "2099-01-02", "note": "riêng"})
        assert (planned.status_code, planned.json()["state"]) == (200, "planned")
    assert len(planned.json()["steps"]) == 2
    refused = manager.post("/cases", {"reason": "noise"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "case_open")
    refused = manager.post(f"/cases/{id}/seen")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "case_state")
    for path, wrong, field in (
        ("plan", {"due": "2099-02-30"}, "due"),
        ("decline", {"words": "không"}, "note"),
        ("done", {"words": "a\u0007"}, "words"),
    ):
        refused = manager.post(f"/cases/{id}/{path}", wrong)
        assert (refused.status_code, refused.json()["error"]["field"]) == (422, field)
    shown = requests.get(f"{own.url}/api/v1/public/heard", timeout=20)
    assert shown.headers["Cache-Control"] == "public, max-age=60"
    assert shown.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in shown.headers and "riêng" not in shown.text
    (case,) = shown.json()["cases"]
    assert [s["state"] for s in case["steps"]] == ["heard", "planned"]
    assert manager.get("/cases", limit=1).json()["items"][0]["id"] == id
    assert anyone.get("/public/heard").json() == shown.json()


def test_comments_are_for_managers_in_pages(own: Office) -> None:
    manager = own.client("manager")
    assert manager.get("/reports/comments").json() == {"items": [], "next": None}
    assert manager.get("/reports/comments", cursor="-1").status_code == 422
    assert own.client("staff").get("/reports/comments").status_code == 403
