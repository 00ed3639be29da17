"""Lists, search, open data, and the API's own description."""

import jsonschema
import pytest
import requests
from openapi_spec_validator import OpenAPIV31SpecValidator
from private_desk import Office, PrivateDesk

from server.api.routes import endpoint as registry
from server.core.priority import CLASSES


@pytest.mark.parametrize("path", ["/services", "/counters", "/priorities", "/procedures"])
def test_pages_of_any_size_put_together_are_the_whole_list(office: Office, path: str) -> None:
    client, key = office.client(), "code" if path == "/procedures" else "id"
    query = {"field": "Hộ tịch"} if path == "/procedures" else {}
    whole = client.get(path, limit=200, **query).json()["items"]
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get(path, limit=7, cursor=cursor, **query).json()
        assert 1 <= len(page["items"]) <= 7
        seen += [item[key] for item in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen))
    assert seen[: len(whole)] == [item[key] for item in whole]


def test_the_sample_services_are_listed_with_both_names(office: Office) -> None:
    first = office.client().get("/services").json()["items"][0]
    assert (first["id"], first["name"], first["name_en"]) == (
        "ho-tich", "Hộ tịch, quốc tịch", "Civil status and nationality"
    )  # fmt: skip
    assert (first["department_name"], first["prefix"]) == ("Tư pháp", "H")


def test_every_priority_class_has_both_names(office: Office) -> None:
    items = office.client().get("/priorities").json()["items"]
    assert [i["id"] for i in items] == list(CLASSES)
    assert all(i["name"] and i["name_en"] and i["name"] != i["name_en"] for i in items)


def test_procedures_are_found_with_and_without_diacritics(office: Office) -> None:
    client = office.client()
    plain = client.get("/procedures", q="dang ky khai sinh", limit=200).json()["items"]
    typed = client.get("/procedures", q="ĐĂNG KÝ khai Sinh", limit=200).json()["items"]
    assert [p["code"] for p in plain[:3]] == [p["code"] for p in typed[:3]]
    assert plain[0]["name"].lower().endswith("đăng ký khai sinh")
    assert len(client.get("/procedures", q="khai sinh", limit=3).json()["items"]) == 3
    field = plain[0]["field"]
    narrowed = client.get("/procedures", q="khai sinh", field=field).json()["items"]
    assert {p["field"] for p in narrowed} == {field}


def test_a_query_that_means_nothing_finds_nothing(office: Office) -> None:
    for query in ("zzzzqqqq", "%", "_", "!!"):
        answer = office.client().get("/procedures", q=query).json()
        assert answer == {"items": [], "next": None}, query
    assert office.client().get("/procedures", q="  ", limit=2).json()["next"] is not None


def test_open_data_follow_the_line(desk: PrivateDesk) -> None:
    def line() -> dict[str, object]:
        waits = requests.get(f"{desk.office.url}/api/v1/public/waits", timeout=20).json()
        assert set(waits) == {"lastUpdated", "stale", "centre", "error", "items"}
        return next(i for i in waits["items"] if i["service"] == desk.service)

    assert (line()["waiting"], line()["last_called"]) == (0, None)
    first = desk.issue()
    desk.issue()
    assert line()["waiting"] == 2
    desk.call()
    assert (line()["waiting"], line()["last_called"]) == (1, first["number"])
    assert line()["open_counters"] == 1


@pytest.fixture(scope="module")
def document(office: Office) -> dict:
    return requests.get(f"{office.url}/api/v1/openapi.json", timeout=20).json()


def test_the_description_is_valid_openapi_3_1(document: dict) -> None:
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()


def test_the_description_names_every_operation_once(document: dict) -> None:
    told = {(m.upper(), p) for p, ops in document["paths"].items() for m in ops}
    assert told == {(e.method, e.path) for e in registry.endpoints}
    ids = [op["operationId"] for ops in document["paths"].values() for op in ops.values()]
    assert len(set(ids)) == len(ids)
    assert all(op["summary"] for ops in document["paths"].values() for op in ops.values())


def test_real_answers_fit_the_description(document: dict, desk: PrivateDesk) -> None:
    def check(answer: requests.Response, method: str, path: str) -> None:
        told = document["paths"][path][method]["responses"][str(answer.status_code)]
        schema = told["content"]["application/json"]["schema"]
        jsonschema.Draft202012Validator({**schema, "components": document["components"]}).validate(
            answer.json()
        )

    check(desk.kiosk.post("/tickets", {"service": desk.service}), "post", "/tickets")
    check(desk.kiosk.post("/tickets", {"service": "x"}), "post", "/tickets")
    check(desk.kiosk.post("/tickets", {"service": ""}), "post", "/tickets")
    called = desk.staff.post(f"/counters/{desk.id}/call-next")
    check(called, "post", "/counters/{id}/call-next")
    id = called.json()["ticket"]["id"]
    check(desk.staff.post(f"/tickets/{id}/finish"), "post", "/tickets/{id}/finish")
    check(desk.terminal.post("/ratings", {"value": "satisfied"}), "post", "/ratings")
    check(desk.staff.get("/session"), "get", "/session")
    for path in ("/services", "/counters", "/priorities", "/procedures", "/public/waits"):
        check(desk.kiosk.get(path), "get", path)


def test_what_the_description_forbids_is_refused(document: dict, desk: PrivateDesk) -> None:
    """The document and the server agree on bodies: both come from one type."""
    schema = {"$ref": "#/components/schemas/IssueBody", "components": document["components"]}
    validator = jsonschema.Draft202012Validator(schema)
    for body in ({}, {"service": ""}, {"service": "a b"}, {"service": "a", "x": 1},
                 {"service": "a", "priority": "vip"}, {"service": 1}, []):  # fmt: skip
        assert not validator.is_valid(body)
        assert desk.kiosk.post("/tickets", body).status_code == 422
    assert validator.is_valid({"service": desk.service, "language": "en"})
