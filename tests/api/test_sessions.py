"""People: signing in and out, the counter, the set-up link, and what protects a session."""

import re
import threading
from typing import Any

import pytest
import requests
from fixture_types import RunServer
from private_desk import Office, PrivateDesk, created, error_of

CSRF = {"X-Motcua": "1"}


class Person:
    """A browser with its cookie."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = requests.Session()

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        sent = {**CSRF, **{n.replace("_", "-"): v for n, v in headers.items()}}
        return self.http.request(
            method, f"{self.url}/api/v1{path}", json=body, headers=sent, timeout=20
        )

    def sign_in(self, username: str, password: str) -> requests.Response:
        return self.send("POST", "/session", {"username": username, "password": password})

    def sit(self, counter: str | None) -> requests.Response:
        return self.send("PUT", "/session/counter", {"counter": counter})


def officer(office: Office, name: str) -> Person:
    """A new officer, signed in."""
    body = {"username": name, "name": "Đỗ Thị Nga", "role": "staff", "password": "mat-khau-dai"}
    created(office.client("admin").post("/users", body))
    person = Person(office.url)
    assert person.sign_in(name, "mat-khau-dai").json()["must_change"]
    own = {"old": "mat-khau-dai", "password": "mat-khau-rieng"}
    assert person.send("PUT", "/session/password", own).status_code == 204
    return person


def test_signing_in_sets_a_cookie_no_script_can_read(office: Office) -> None:
    person = Person(office.url)
    answer = person.sign_in("quay1", "quay1-demo")
    assert answer.json()["user"]["username"] == "quay1"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("motcua_session=mc_")
    for part in ("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"):
        assert part in cookie
    assert "mc_" not in answer.text
    session = person.send("GET", "/session").json()
    assert (session["user"]["name"], session["device"]) == ("Nguyễn Thị An", None)


@pytest.mark.parametrize(
    ("username", "password"),
    [("quay1", "wrong"), ("nobody", "quay1-demo"), ("QUAY1", "quay1-demo"), ("' OR 1=1 --", "x")],
)
def test_a_wrong_password_and_an_unknown_name_are_told_alike(
    office: Office, username: str, password: str
) -> None:
    answer = Person(office.url).sign_in(username, password)
    error_of(answer, 401, "unauthorized")
    assert "Set-Cookie" not in answer.headers


def test_a_device_learns_its_role(desk: PrivateDesk) -> None:
    session = desk.terminal.get("/session").json()
    assert session["user"] is None
    assert session["device"] == {"role": "terminal", "counter": desk.id}
    assert session["counter"]["id"] == desk.id


def test_an_officer_takes_a_counter_calls_and_leaves(office: Office, desk: PrivateDesk) -> None:
    person = officer(office, f"can-bo-{desk.id}")
    desk.issue()
    error_of(person.send("POST", f"/counters/{desk.id}/call-next"), 403, "wrong_counter")
    sat = person.sit(desk.id).json()
    assert (sat["counter"]["id"], sat["counter"]["state"]) == (desk.id, "open")
    assert sat["counter"]["taken"] is True
    called = person.send("POST", f"/counters/{desk.id}/call-next").json()["ticket"]
    assert person.send("POST", f"/tickets/{called['id']}/finish").status_code == 200
    assert person.send("GET", "/session").json()["counter"]["id"] == desk.id
    assert person.sit(None).json()["counter"] is None
    counter = next(c for c in office.client().get("/counters").json()["items"]
                   if c["id"] == desk.id)  # fmt: skip
    assert (counter["state"], counter["taken"]) == ("closed", False)


def test_a_taken_counter_is_refused_and_free_after_signing_out(
    office: Office, desk: PrivateDesk
) -> None:
    first, second = officer(office, f"a-{desk.id}"), officer(office, f"b-{desk.id}")
    first.sit(desk.id)
    error_of(second.sit(desk.id), 409, "counter_taken", "counter")
    error_of(second.sit("khong-co"), 404, "counter_not_found")
    assert first.send("DELETE", "/session").status_code == 204
    assert second.sit(desk.id).status_code == 200


def test_signing_out_ends_the_session_even_for_a_kept_cookie(office: Office) -> None:
    person = Person(office.url)
    person.sign_in("quay2", "quay2-demo")
    cookie = person.http.cookies["motcua_session"]
    answer = person.send("DELETE", "/session")
    assert answer.status_code == 204
    assert "motcua_session" not in person.http.cookies
    kept = requests.get(
        f"{office.url}/api/v1/session", cookies={"motcua_session": cookie}, timeout=20
    )
    error_of(kept, 401, "unauthorized")


def test_a_change_from_another_site_is_refused(office: Office) -> None:
    person = Person(office.url)
    person.sign_in("quantri", "quantri-demo")
    body = {"service": "ho-tich"}
    for method, path, sent in (
        ("POST", "/tickets", body),
        ("PUT", "/session/counter", {"counter": "1"}),
        ("POST", "/users", {}),
        ("DELETE", "/session", None),
    ):
        answer = person.http.request(method, f"{office.url}/api/v1{path}", json=sent, timeout=20)
        error_of(answer, 403, "csrf")
    assert person.http.get(f"{office.url}/api/v1/session", timeout=20).status_code == 200
    # A form of another site cannot send JSON, nor the header.
    answer = person.http.post(f"{office.url}/api/v1/tickets", data=body, headers=CSRF, timeout=20)
    error_of(answer, 415, "unsupported_media", "Content-Type")


def test_only_open_data_is_open_to_other_sites(office: Office) -> None:
    origin = {"Origin": "https://elsewhere.example"}
    open_one = requests.get(f"{office.url}/api/v1/public/waits", headers=origin, timeout=20)
    assert open_one.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in open_one.headers
    closed = office.client("admin").get("/users")
    assert "Access-Control-Allow-Origin" not in closed.headers


def test_a_revoked_token_is_refused_at_once(office: Office) -> None:
    admin = office.client("admin")
    made = created(admin.post("/tokens", {"role": "kiosk", "label": "Kiosk cửa chính"}))
    kiosk = office.client()
    kiosk.http.headers["Authorization"] = f"Bearer {made['token']}"
    assert kiosk.get("/session").status_code == 200
    assert admin.send("DELETE", f"/tokens/{made['id']}").status_code == 204
    error_of(kiosk.get("/session"), 401, "unauthorized")
    error_of(admin.send("DELETE", f"/tokens/{made['id']}"), 404, "not_found", "id")
    listed = {t["id"]: t for t in admin.get("/tokens", limit=200).json()["items"]}
    assert listed[made["id"]]["revoked"] is True
    assert "mc_" not in str(listed)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/users", {"username": "x", "name": "X", "role": "kiosk", "password": "dai-dai-dai"},
         "role"),
        ("/users", {"username": "x", "name": "X", "role": "staff", "password": "short"},
         "password"),
        ("/users", {"username": "x y", "name": "X", "role": "staff", "password": "dai-dai-dai"},
         "username"),
        ("/users", {"username": "x", "name": "X\x00", "role": "staff", "password": "dai-dai-dai"},
         "name"),
        ("/services", {"id": "x", "name": "X", "prefix": "H", "department": "d"}, "prefix"),
        ("/services", {"id": "x", "name": "X", "prefix": "UHX", "department": "d"}, "prefix"),
        ("/services", {"id": "x", "name": "X", "prefix": "0", "department": "d"}, "prefix"),
        ("/services", {"id": "x", "name": "X", "prefix": "ABCD", "department": "d"}, "prefix"),
        ("/services", {"id": "x", "name": "", "prefix": "BBB", "department": "d"}, "name"),
        ("/counters", {"id": "x", "number": 0, "name": "X"}, "number"),
        ("/counters", {"id": "x", "number": 10**30, "name": "X"}, "number"),
        ("/counters", {"id": "xx", "number": 9_998, "name": "X", "services": ["none"]},
         "services"),
        ("/tokens", {"role": "terminal"}, "counter"),
        ("/tokens", {"role": "emperor"}, "role"),
        ("/tokens", {"role": "kiosk", "label": "a\nb"}, "label"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_refused_by_its_field(
    office: Office, path: str, body: Any, field: str
) -> None:
    error_of(office.client("admin").post(path, body), 422, "invalid_field", field)


def test_what_is_there_already_is_not_made_twice(office: Office, desk: PrivateDesk) -> None:
    admin = office.client("admin")
    error_of(
        admin.post("/counters", {"id": desk.id, "number": 9_999, "name": "X"}),
        409, "already_exists", "id",
    )  # fmt: skip
    user = {"username": "quay1", "name": "X", "role": "staff", "password": "mat-khau-dai"}
    error_of(admin.post("/users", user), 409, "already_exists", "username")
    # A refused counter left nothing behind.
    error_of(
        admin.post("/counters", {"id": "yy", "number": 9_997, "name": "X", "services": ["none"]}),
        422, "invalid_field", "services",
    )  # fmt: skip
    ids = [c["id"] for c in admin.get("/counters", limit=200).json()["items"]]
    assert "yy" not in ids


def test_what_a_counter_handles_can_be_changed(office: Office, desk: PrivateDesk) -> None:
    other = office.desk()
    other.issue()
    assert desk.call() is None
    path = f"/counters/{desk.id}/services"
    changed = office.client("admin").send("PUT", path, {"services": other.services})
    assert changed.json()["services"] == other.services
    assert desk.call()["ticket"]["service"] == other.service


# The set-up link.


def set_up(url: str, secret: str, **more: Any) -> requests.Response:
    body = {"username": "sep", "name": "Lý Văn Xuân", "password": "mat-khau-dai", **more}
    return requests.post(f"{url}/api/v1/setup/{secret}", json=body, timeout=30)


def test_the_set_up_link_works_once_even_when_used_twice_at_once(run_server: RunServer) -> None:
    server = run_server(sample=False)
    found = re.search(r"/setup/(mc_[\w-]+)", server.text())
    assert found is not None
    secret = found[1]
    error_of(set_up(server.url, "mc_wrong"), 404, "not_found", "secret")
    error_of(set_up(server.url, secret, password="short"), 422, "invalid_field", "password")
    bearer = {"Authorization": f"Bearer {secret}"}
    users = requests.get(f"{server.url}/api/v1/users", timeout=20, headers=bearer)
    error_of(users, 401, "unauthorized")
    answers: list[requests.Response] = []

    def use(n: int) -> None:
        answers.append(set_up(server.url, secret, username=f"sep{n}", sample=True))

    threads = [threading.Thread(target=use, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(a.status_code for a in answers) == [201, 404, 404, 404]
    (made,) = (a for a in answers if a.status_code == 201)
    assert made.json()["user"]["role"] == "admin"
    cookies = {"motcua_session": made.cookies["motcua_session"]}
    users = requests.get(f"{server.url}/api/v1/users", cookies=cookies, timeout=20).json()
    assert [u["id"] for u in users["items"]] == [made.json()["user"]["id"]]
    services = requests.get(f"{server.url}/api/v1/services", timeout=20).json()["items"]
    assert len(services) == 14
    error_of(set_up(server.url, secret), 404, "not_found", "secret")
    server.kill()
    server.start()
    assert server.text().count("/setup/mc_") == 1  # printed at the first start only
