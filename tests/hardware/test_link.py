from __future__ import annotations

import queue
import socket
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from bytes_peer import BytesPeer, deaf_port
from fake_central import TOKEN, FakeCentral

from hardware.link import LinkDown, ServerLink


@pytest.fixture
def central() -> Iterator[FakeCentral]:
    central = FakeCentral()
    central.start()
    yield central
    central.stop()


class Watcher:
    """Collects what a watched room tells."""

    def __init__(self) -> None:
        self.views: queue.Queue[tuple[int, Mapping[str, Any]]] = queue.Queue()
        self.line: queue.Queue[bool] = queue.Queue()

    def view(self, seq: int, data: Mapping[str, Any]) -> None:
        self.views.put((seq, data))


@pytest.fixture
def link(central: FakeCentral) -> Iterator[ServerLink]:
    link = ServerLink(central.url, TOKEN)
    yield link
    link.close()


def order(link: ServerLink, key: str | None, **options: Any) -> tuple[int, Any]:
    return link.request("POST", "/api/v1/tickets", {"service": "ho-tich"}, key, **options)


def test_an_answer_comes_with_its_status_and_body(central: FakeCentral, link: ServerLink) -> None:
    status, body = order(link, "k1")
    assert (status, body["number"]) == (201, "A001")
    status, body = ServerLink(central.url, "forged").request("POST", "/api/v1/tickets", {})
    assert (status, body["error"]["code"]) == (401, "unauthorized")


def test_a_lost_answer_is_asked_for_again_with_the_same_key(
    central: FakeCentral, link: ServerLink
) -> None:
    central.swallow = 2
    status, body = order(link, "k1", attempts=3)
    assert (status, body["number"]) == (201, "A001")
    assert [post["key"] for post in central.posts] == ["k1"] * 3
    assert len(central.tickets) == 1


def test_a_change_without_a_key_is_never_repeated(central: FakeCentral, link: ServerLink) -> None:
    central.swallow = 1
    with pytest.raises(LinkDown) as caught:
        order(link, None, attempts=3)
    assert caught.value.reason == "lost"
    assert len(central.posts) == 1


def test_the_deadline_covers_all_attempts(central: FakeCentral, link: ServerLink) -> None:
    central.hold_s = 5
    began = time.monotonic()
    with pytest.raises(LinkDown) as caught:
        order(link, "k1", deadline_s=0.9, attempts=3)
    assert caught.value.reason == "timeout"
    assert time.monotonic() - began < 1.3


def test_nobody_there_is_refused() -> None:
    with deaf_port() as port, pytest.raises(LinkDown) as caught:
        ServerLink(f"http://127.0.0.1:{port}").request("GET", "/api/v1/procedures?q=x")
    assert caught.value.reason == "refused", caught.value


def test_a_dripping_server_cannot_stretch_the_deadline() -> None:
    def drip(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not peer.over.wait(0.05):
            connection.sendall(b" ")

    with BytesPeer(drip) as peer:
        began = time.monotonic()
        with pytest.raises(LinkDown):
            ServerLink(peer.url.replace("tcp", "http")).request("GET", "/", deadline_s=0.4)
        assert time.monotonic() - began < 1


@pytest.mark.parametrize("answer", [b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\n\r\n<html>"])
def test_another_kind_of_server_is_no_answer(answer: bytes) -> None:
    def serve(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(answer)

    with BytesPeer(serve) as peer, pytest.raises(LinkDown) as caught:
        ServerLink(peer.url.replace("tcp", "http")).request("GET", "/", deadline_s=1)
    assert caught.value.reason in ("bad_answer", "lost")


def test_a_watched_room_gives_its_view_and_every_change(
    central: FakeCentral, link: ServerLink
) -> None:
    watcher = Watcher()
    link.watch("kiosk", watcher.view, watcher.line.put)
    assert watcher.views.get(timeout=5)[1]["centre"]["id"] == "c1"
    assert watcher.line.get(timeout=5) is True
    central.push(services=[])
    assert watcher.views.get(timeout=5) == (1, central.view)


def test_an_older_view_never_follows_a_newer_one(central: FakeCentral, link: ServerLink) -> None:
    watcher = Watcher()
    link.watch("kiosk", watcher.view, watcher.line.put)
    watcher.views.get(timeout=5)
    watcher.line.get(timeout=5)
    central.push(seq=9)
    central.push(seq=4)
    central.push(seq=10)
    seqs = [watcher.views.get(timeout=5)[0] for _ in range(2)]
    assert seqs == [9, 10]


def test_a_lost_line_is_told_and_heals_even_when_the_server_counts_from_zero(
    central: FakeCentral, link: ServerLink
) -> None:
    watcher = Watcher()
    link.watch("kiosk", watcher.view, watcher.line.put)
    assert watcher.line.get(timeout=5) is True
    central.push(seq=50)
    central.stop()
    assert watcher.line.get(timeout=5) is False
    central.seq = 0
    central.start()
    assert watcher.line.get(timeout=10) is True
    while watcher.views.get(timeout=5)[0] != 0:
        pass


def test_a_server_that_starts_later_is_found(link: ServerLink, central: FakeCentral) -> None:
    central.stop()
    watcher = Watcher()
    link.watch("kiosk", watcher.view, watcher.line.put)
    assert watcher.line.get(timeout=8) is False
    central.start()
    assert watcher.line.get(timeout=10) is True


def test_a_refused_token_or_room_is_offline_and_not_an_error(central: FakeCentral) -> None:
    for token, room in (("forged", "kiosk"), (TOKEN, "manager")):
        link, watcher = ServerLink(central.url, token), Watcher()
        link.watch(room, watcher.view, watcher.line.put)
        assert watcher.line.get(timeout=8) is False
        link.close()
        assert watcher.views.empty()


def test_a_watchers_own_mistake_does_not_end_the_watch(
    central: FakeCentral, link: ServerLink
) -> None:
    watcher = Watcher()

    def clumsy(seq: int, data: Mapping[str, Any]) -> None:
        watcher.view(seq, data)
        raise RuntimeError("clumsy")

    link.watch("kiosk", clumsy, watcher.line.put)
    watcher.views.get(timeout=5)
    central.push()
    assert watcher.views.get(timeout=5)[0] == 1


def test_closing_is_quick_and_silent(central: FakeCentral) -> None:
    link, watcher = ServerLink(central.url, TOKEN), Watcher()
    link.watch("kiosk", watcher.view, watcher.line.put)
    watcher.line.get(timeout=5)
    watcher.views.get(timeout=5)
    began = time.monotonic()
    link.close()
    assert time.monotonic() - began < 2
    assert watcher.line.get(timeout=1) is False
    central.push()
    assert watcher.views.empty()
