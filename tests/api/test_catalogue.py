"""A procedure in full, and the catalogue's imports, over HTTP."""

import concurrent.futures
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from fixture_types import RunServer
from live_watch import LiveWatch
from private_desk import Office, error_of

from server.usecases.catalogue.tables import MAX_BYTES


@pytest.fixture(scope="module")
def place(run_server: RunServer) -> Office:
    """A server of this module's own: imports change the whole catalogue."""
    return Office.of(run_server())


@pytest.fixture(autouse=True)
def still_up(place: Office) -> Iterator[None]:
    yield
    assert requests.get(f"{place.url}/healthz", timeout=10).json() == {"status": "ok"}


def send(place: Office, data: bytes, role: str = "admin", query: str = "") -> requests.Response:
    return requests.post(
        f"{place.url}/api/v1/procedures/import{query}",
        data=data,
        headers={"Authorization": f"Bearer {place.tokens[role]}"},
        timeout=60,
    )


def apply(place: Office, id: str, **body: Any) -> requests.Response:
    return place.client("admin").post(f"/procedures/import/{id}/apply", body)


def one(code: str, name: str = "Thử", field: str = "Hộ tịch") -> bytes:
    return f"code,name,field\n{code},{name},{field}\n".encode()


def test_a_procedure_in_full(place: Office) -> None:
    first = place.client().get("/procedures", q="khai sinh", limit=1).json()["items"][0]
    page = place.client().get(f"/procedures/{first['code']}").json()
    assert {k: page[k] for k in ("code", "name", "service")} == {
        k: first[k] for k in ("code", "name", "service")
    }
    assert page["service_name"] and page["service_name_en"]
    assert {"number", "name", "name_en"} == set(page["counters"][0])
    assert page["audience"] == "" or isinstance(page["audience"], str)
    missing = place.client().get("/procedures/9.999999")
    error_of(missing, 404, "not_found", "code")


def test_an_import_over_http(place: Office) -> None:
    listed = send(place, one("9.000001")).json()
    assert (listed["kind"], listed["new"], listed["errors"]) == ("procedures", 1, [])
    assert place.client().get("/procedures/9.000001").status_code == 404
    done = apply(place, listed["id"]).json()
    assert (done["new"], done["removed"]) == (1, 0)
    assert apply(place, listed["id"]).json() == done
    assert place.client().get("/procedures/9.000001").json()["service"] == "ho-tich"
    documents = "code,document,originals\n9.000001,Tờ khai,2\n".encode()
    apply(place, send(place, documents).json()["id"])
    page = place.client().get("/procedures/9.000001").json()
    assert page["cases"] == [
        {"case": "", "documents": [{"document": "Tờ khai", "originals": 2, "copies": 0}]}
    ]
    found = place.client().get("/procedures", q="9.000001 thu").json()["items"]
    assert "9.000001" in [item["code"] for item in found]


def test_only_an_administrator_may_send_a_file(place: Office) -> None:
    large = b"x" * 200_000
    for role in ("kiosk", "staff", "manager"):
        error_of(send(place, large, role), 403, "forbidden")
    nobody = requests.post(f"{place.url}/api/v1/procedures/import", data=large, timeout=30)
    error_of(nobody, 401, "unauthorized")


def test_bad_files_are_refused_in_words(place: Office) -> None:
    error_of(send(place, b""), 422, "import_unreadable", "file")
    error_of(send(place, b"\xff\x00\xd8"), 422, "import_unreadable", "file")
    error_of(send(place, one("1.1"), query="?kind=people"), 422, "invalid_field", "kind")
    error_of(send(place, b"x" * (MAX_BYTES + 1)), 413, "too_large")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", bytes(300_000_000))
    refused = error_of(send(place, bomb.getvalue()), 422, "import_unreadable", "file")
    assert "MB" in refused["message"]["vi"]
    error_of(send(place, one("1.1"), query="?kind=documents"), 422, "import_unreadable", "file")


def test_an_upload_nobody_made_cannot_be_applied(place: Office) -> None:
    error_of(apply(place, "0" * 32), 404, "not_found", "id")
    error_of(apply(place, "0" * 32, remove=True), 422, "invalid_field", "remove")


def test_a_stale_preview_is_not_applied(place: Office) -> None:
    id = send(place, one("9.000010")).json()["id"]
    apply(place, send(place, one("9.000011")).json()["id"])
    error_of(apply(place, id), 409, "import_stale")


def test_fields_are_listed_in_pages_and_mapped(place: Office) -> None:
    admin = place.client("admin")
    apply(place, send(place, one("9.000020", field="Lĩnh vực riêng")).json()["id"])
    first = admin.get("/fields", limit=1).json()
    assert first["items"][0] == {
        "id": first["next"],
        "field": "Lĩnh vực riêng",
        "service": None,
        "procedures": 1,
        "unserved": 1,
    }
    wanted = {"fields": [{"field": "Lĩnh vực riêng", "service": "ho-tich"}]}
    assert admin.send("PUT", "/fields", wanted).status_code == 200
    assert place.client().get("/procedures/9.000020").json()["service"] == "ho-tich"
    wanted["fields"][0]["service"] = "khong-co"
    error_of(admin.send("PUT", "/fields", wanted), 422, "service_not_found", "fields")


def test_imports_at_once_leave_one_whole_catalogue(place: Office) -> None:
    files = [
        b"code,name,field\n"
        + b"".join(b"8.%d%05d,Ban %d,Chung\n" % (side, n, side) for n in range(400))
        for side in range(4)
    ]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        ids = [r.json()["id"] for r in pool.map(lambda data: send(place, data), files)]
        answers = list(pool.map(lambda id: apply(place, id), ids))
    done = [a for a in answers if a.status_code == 200]
    assert done and {a.status_code for a in answers} <= {200, 409}
    admin = place.client("admin")
    fields = admin.get("/fields", limit=200).json()["items"]
    (chung,) = [f for f in fields if f["field"] == "Chung"]
    assert chung["procedures"] == 400 * len(done)


def test_a_large_file_does_not_hold_up_the_floor(place: Office) -> None:
    rows = "".join(f"7.{n:06},Thủ tục số {n},Chung {n % 50}\n" for n in range(20_000))
    data = ("code,name,field\n" + rows).encode()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        sent = pool.submit(send, place, data)
        issued = 0
        while not sent.done():
            place.client("kiosk").issue("ho-tich")
            issued += 1
        assert sent.result().json()["new"] == 20_000
    assert issued >= 3


def test_the_kiosks_room_names_what_is_popular(place: Office) -> None:
    code = place.client().get("/procedures", q="khai sinh", limit=1).json()["items"][0]["code"]
    for _ in range(40):
        place.client("kiosk").issue("ho-tich", procedure=code)
    watch = LiveWatch(place.url, place.tokens["kiosk"]).connect()
    try:
        watch.watch("kiosk")
        view = watch.wait("kiosk", lambda data: "popular" in data)
    finally:
        watch.close()
    assert view["popular"][0] == "ho-tich"
    assert len(view["popular"]) == 6
    assert view["popular_procedures"][0]["code"] == code
