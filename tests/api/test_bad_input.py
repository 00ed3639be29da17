"""Whatever is sent, the answer is clear, nothing is lost, and the server stays up."""

import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from private_desk import Office, PrivateDesk, error_of

TICKETS = "/api/v1/tickets"


def send(office: Office, data: Any, path: str = TICKETS, **headers: str) -> requests.Response:
    return requests.post(
        office.url + path,
        data=data,
        headers={
            "Authorization": f"Bearer {office.tokens['admin']}",
            "Content-Type": "application/json",
            **headers,
        },
        timeout=60,
    )


@pytest.fixture(autouse=True)
def still_up(office: Office) -> Iterator[None]:
    yield
    assert requests.get(f"{office.url}/healthz", timeout=10).json() == {"status": "ok"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"{'service': 'x'}",
        b'{"service": "ho-tich"} trailing',
        b'{"service": NaN',
        b"\xff\xfe{}",
        b'{"service": "\xc3\x28"}',
        b'{"service": "\\ud800"}',
        b'{"service": "\\udfff\\ud800"}',
        b'{"service": "a\nb"}',
        b'{"service": "\\x41"}',
        b"[" * 30_000,
        b"[" * 30_000 + b"]" * 30_000,
        b'{"service":' * 5_000 + b"1" + b"}" * 5_000,
        b'{"a":' + b"9" * 40_000 + b"}",
    ],
    ids=lambda data: repr(data[:24]),
)
def test_what_is_no_json_is_refused(office: Office, data: bytes) -> None:
    answer = send(office, data)
    assert answer.status_code in (400, 422), answer.text
    code = answer.json()["error"]["code"]
    assert code in ("bad_json", "invalid_field")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (None, "body"),
        ([], "body"),
        ("ho-tich", "body"),
        (7, "body"),
        ({}, "service"),
        ({"service": None}, "service"),
        ({"service": 7}, "service"),
        ({"service": ["ho-tich"]}, "service"),
        ({"service": ""}, "service"),
        ({"service": "a" * 65}, "service"),
        ({"service": "a" * 60_000}, "service"),
        ({"service": "ho\u0000tich"}, "service"),
        ({"service": "ho-tich\n"}, "service"),
        ({"service": "ho-tich\u202e"}, "service"),
        ({"service": "'; DROP TABLE ticket; --"}, "service"),
        ({"service": "../../etc/passwd"}, "service"),
        ({"service": "ho-tich", "priority": "vip"}, "priority"),
        ({"service": "ho-tich", "language": "fr"}, "language"),
        ({"service": "ho-tich", "procedure": "\u0007"}, "procedure"),
        ({"service": "ho-tich", "number": "A001"}, "number"),
        ({"service": "ho-tich", "priority": 1e308}, "priority"),
    ],
)
def test_a_wrong_value_is_refused_by_its_field(office: Office, body: Any, field: str) -> None:
    error_of(send(office, json.dumps(body)), 422, "invalid_field", field)


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/xml",
                     "multipart/form-data; boundary=x", "application/jsonp", "nonsense"]
)  # fmt: skip
def test_another_content_type_is_refused(office: Office, content_type: str) -> None:
    answer = send(office, b'{"service": "ho-tich"}', **{"Content-Type": content_type})
    error_of(answer, 415, "unsupported_media", "Content-Type")


def test_a_charset_does_not_matter(desk: PrivateDesk) -> None:
    answer = send(
        desk.office,
        json.dumps({"service": desk.service}),
        **{"Content-Type": "application/json; charset=utf-8"},
    )
    assert answer.status_code == 201


def test_a_body_of_10_mb_is_refused_and_the_line_stays_usable(office: Office) -> None:
    with requests.Session() as session:
        session.headers.update({"Authorization": f"Bearer {office.tokens['admin']}",
                                "Content-Type": "application/json"})  # fmt: skip
        for _ in range(2):
            answer = session.post(office.url + TICKETS, data=b" " * 10_000_000, timeout=60)
            error_of(answer, 413, "too_large")
        assert session.get(f"{office.url}/api/v1/services", timeout=10).status_code == 200


def test_a_body_of_10_mb_in_chunks_of_unknown_length_is_refused(office: Office) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(160):
            yield b" " * 65_536

    error_of(send(office, chunks()), 413, "too_large")


def test_a_body_just_within_the_bound_is_read(office: Office) -> None:
    padding = b" " * (64 * 1024 - 2)
    error_of(send(office, b"{}" + padding), 422, "invalid_field", "service")
    error_of(send(office, b"{}" + padding + b" "), 413, "too_large")


def test_a_body_that_never_comes_does_not_hold_up_the_others(office: Office) -> None:
    head = (
        f"POST {TICKETS} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {office.tokens['admin']}\r\nContent-Length: 5000\r\n\r\n{{"
    )
    with socket.create_connection(("127.0.0.1", office.server.port), 10) as line:
        line.sendall(head.encode())
        for _ in range(3):
            answer = requests.get(f"{office.url}/api/v1/services", timeout=5)
            assert answer.status_code == 200


@pytest.mark.parametrize(
    "limit",
    [
        *("0", "201", "-1", "ten", "", "1.5", "1e2", "%D9%A1", "000100999", "9" * 150),
        "00010099999999999999999999",
    ],
)
@pytest.mark.parametrize("path", ["/services", "/counters", "/procedures", "/users", "/tokens"])
def test_a_wrong_page_size_is_refused(office: Office, path: str, limit: str) -> None:
    answer = office.client("admin").get(f"{path}?limit={limit}")
    error_of(answer, 422, "invalid_field", "limit")


@pytest.mark.parametrize(
    "path",
    [
        "/services?cursor=khong-co",
        "/services?cursor=%00",
        "/services?cursor=" + "a" * 300,
        "/counters?cursor=%F0%9F%98%80",
    ],
)
def test_a_wrong_cursor_is_refused(office: Office, path: str) -> None:
    error_of(office.client().get(path), 422, "invalid_field", "cursor")


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=" + "a" * 201, "q=%0A", "q=%C2%85", "field=%1B", "field=" + "x" * 300, "q=%7F"],
)
def test_control_characters_and_long_texts_in_a_query_are_refused(
    office: Office, query: str
) -> None:
    error_of(
        office.client().get(f"/procedures?{query}"), 422, "invalid_field", query[: query.index("=")]
    )


@pytest.mark.parametrize(
    "query",
    [
        *("q=%FF%FE", "q=%ED%A0%80", "q=%25_%25", "q=%27%22%3B--", "q=(((", "q=a&q=b"),
        *("field=%FF", "unknown=%F0%9F%98%80", "q=%F0%9F%98%80"),
    ],
)
def test_strange_but_harmless_queries_are_answered(office: Office, query: str) -> None:
    assert office.client().get(f"/procedures?{query}").status_code == 200


@pytest.mark.parametrize("id", ["%00", "a%0Ab", "%C2%80", "x" * 201])
def test_control_characters_in_a_path_are_refused(office: Office, id: str) -> None:
    answer = office.client("admin").get(f"/tickets/{id}")
    error_of(answer, 422, "invalid_field", "id")


@pytest.mark.parametrize("id", ["%FF", "%ED%A0%80", "%F0%9F%98%80", "..%2F..", "' OR 1=1"])
def test_strange_ids_are_not_found(office: Office, id: str) -> None:
    answer = office.client("admin").get(f"/tickets/{id}")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] in ("ticket_not_found", "not_found")


def test_other_methods_say_which_are_allowed(office: Office) -> None:
    answer = office.client("admin").send("PATCH", "/tickets")
    error_of(answer, 405, "method_not_allowed")
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00\x01\x02\x03\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET " + b"/a" * 5_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    ],
    ids=lambda raw: repr(raw[:30]),
)
def test_what_is_hardly_http_is_refused_or_cut_off(office: Office, raw: bytes) -> None:
    with socket.create_connection(("127.0.0.1", office.server.port), 10) as line:
        line.sendall(raw)
        line.settimeout(10)
        try:
            first = line.recv(200)
        except ConnectionError:
            first = b""
    assert first == b"" or first.split(b" ", 2)[1] in (
        b"400",
        b"401",
        b"414",
        b"431",
        b"501",
        b"505",
    )


def test_a_bad_answer_would_be_noticed(office: Office) -> None:
    """The shared server checks what it says: without that these tests would prove less."""
    assert office.server._environment["MOTCUA_CHECK_ANSWERS"] == "1"
