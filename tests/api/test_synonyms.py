"""Search and its synonyms over HTTP."""

import pytest
from fixture_types import RunServer
from private_desk import Office

ROW = {"said": "giấy màu hồng; tờ hồng", "means": ["đăng ký khai sinh"]}


@pytest.fixture(scope="module")
def own(run_server: RunServer) -> Office:
    """A server of this module's own: others must not see its synonyms."""
    return Office.of(run_server())


def test_the_shipped_list_is_read_in_pages(own: Office) -> None:
    admin = own.client("admin")
    items: list[dict] = []
    cursor = ""
    while cursor is not None:
        page = admin.get("/synonyms", limit=50, cursor=cursor).json()
        assert page["shipped"] is True
        items += page["items"]
        cursor = page["next"]
    assert len(items) > 300
    assert all(item["said"] and item["means"] for item in items)
    assert any("sổ đỏ" in item["said"].split("; ") for item in items)
    assert admin.get("/synonyms", cursor="x").status_code == 422


def test_a_whole_list_goes_in_and_search_follows_at_once(own: Office) -> None:
    admin, anyone = own.client("admin"), own.client()
    assert "1.001193" not in found(anyone, "tờ hồng")
    kept = admin.send("PUT", "/synonyms", {"items": [ROW]})
    assert (kept.status_code, kept.json()) == (200, {"rows": 1, "shipped": False})
    assert admin.get("/synonyms").json() == {"items": [ROW], "next": None, "shipped": False}
    first = anyone.get("/procedures", q="to hong", limit=3).json()["items"][0]
    assert (first["code"], first["why"]) == ("1.001193", "tờ hồng")
    assert admin.send("DELETE", "/synonyms").json()["shipped"] is True
    assert found(anyone, "lấy chồng tây")[0] == "2.000806"


def test_the_shipped_list_itself_can_be_sent_back(own: Office) -> None:
    admin = own.client("admin")
    items: list[dict] = []
    cursor = ""
    while cursor is not None:
        page = admin.get("/synonyms", limit=200, cursor=cursor).json()
        items, cursor = items + page["items"], page["next"]
    assert admin.send("PUT", "/synonyms", {"items": items}).status_code == 200
    assert found(own.client(), "sổ đỏ")
    admin.send("DELETE", "/synonyms")


@pytest.mark.parametrize(
    "items",
    [
        [{"said": "", "means": ["x"]}],
        [{"said": "x", "means": []}],
        [{"said": "x", "means": ["y" * 500]}],
        [{"said": "x\x00", "means": ["y"]}],
        [{"said": "x"}],
        [{"said": "x", "means": ["y"], "more": 1}],
        "x",
    ],
)
def test_rows_that_say_nothing_are_refused(own: Office, items: object) -> None:
    answer = own.client("admin").send("PUT", "/synonyms", {"items": items})
    assert answer.status_code == 422
    assert own.client("admin").get("/synonyms", limit=1).json()["shipped"] is True


def test_only_administrators_see_and_change_the_list(own: Office) -> None:
    for role in ("kiosk", "staff", "manager"):
        assert own.client(role).get("/synonyms").status_code == 403
        assert own.client(role).send("PUT", "/synonyms", {"items": []}).status_code == 403
    assert own.client().send("DELETE", "/synonyms").status_code == 401


def found(client: object, query: str) -> list[str]:
    items = client.get("/procedures", q=query, limit=3).json()["items"]  # type: ignore[attr-defined]
    return [item["code"] for item in items]
