from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
from bytes_peer import BytesPeer, deaf_port, reset

from hardware.transport import Reason, Transport, TransportError, open_transport


def echo(connection: socket.socket) -> None:
    while data := connection.recv(100):
        connection.sendall(data)


@pytest.fixture
def pty_pair() -> Iterator[tuple[int, str]]:
    master, slave = os.openpty()
    tty.setraw(master)
    name = os.ttyname(slave)
    os.close(slave)
    yield master, name
    with contextlib.suppress(OSError):  # a test may have pulled the plug
        os.close(master)


def read_all(transport: Transport, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = transport.read(size - len(data), 2)
        assert piece, "no answer in time"
        data += piece
    return data


@pytest.mark.parametrize("scheme", ["tcp", "socket"])
def test_bytes_go_both_ways_over_tcp(scheme: str) -> None:
    with BytesPeer(echo) as peer:
        transport = open_transport(f"{scheme}://127.0.0.1:{peer.port}")
        transport.write(b"A001", 1)
        assert read_all(transport, 4) == b"A001"
        transport.close()


def test_bytes_go_both_ways_over_a_serial_line(pty_pair: tuple[int, str]) -> None:
    master, name = pty_pair
    transport = open_transport(f"serial://{name}?baudrate=115200")
    transport.write(b"\x10\x04\x01", 1)
    assert os.read(master, 3) == b"\x10\x04\x01"
    os.write(master, b"\x12")
    assert transport.read(1, 1) == b"\x12"
    transport.close()


def test_a_serial_line_is_held_by_one_owner(pty_pair: tuple[int, str]) -> None:
    transport = open_transport(f"serial://{pty_pair[1]}")
    with pytest.raises(TransportError) as caught:
        open_transport(f"serial://{pty_pair[1]}")
    assert caught.value.reason is Reason.BUSY
    transport.close()
    open_transport(f"serial://{pty_pair[1]}").close()


def test_pulling_the_serial_plug_is_named_unplugged(pty_pair: tuple[int, str]) -> None:
    master, name = pty_pair
    transport = open_transport(f"serial://{name}")
    os.close(master)
    with pytest.raises(TransportError) as caught:
        transport.read(1, 1)
    assert caught.value.reason is Reason.UNPLUGGED
    transport.close()


def test_a_silent_peer_costs_no_more_than_the_deadline() -> None:
    with BytesPeer(echo) as peer:
        transport = open_transport(peer.url)
        began = time.monotonic()
        assert transport.read(1, 0.2) == b""
        assert 0.15 < time.monotonic() - began < 0.6
        transport.close()


def test_a_peer_that_takes_nothing_more_is_a_timeout_that_says_bytes_left() -> None:
    with BytesPeer(lambda _connection: peer.over.wait(10) and None) as peer:
        transport = open_transport(peer.url)
        with pytest.raises(TransportError) as caught:
            transport.write(bytes(30_000_000), 0.3)
        assert caught.value.reason is Reason.TIMEOUT
        assert 0 < caught.value.sent < 30_000_000
        transport.close()


def test_a_reset_is_named_unplugged() -> None:
    with BytesPeer(reset) as peer:
        transport = open_transport(peer.url)
        with pytest.raises(TransportError) as caught:
            transport.read(1, 1)
        assert caught.value.reason is Reason.UNPLUGGED
        transport.close()


def test_nobody_listening_is_refused() -> None:
    with deaf_port() as port, pytest.raises(TransportError) as caught:
        open_transport(f"tcp://127.0.0.1:{port}")
    assert caught.value.reason is Reason.REFUSED


def test_closing_ends_a_read_that_waits_in_another_thread() -> None:
    with BytesPeer(echo) as peer:
        transport = open_transport(peer.url)
        caught: list[TransportError] = []

        def read() -> None:
            try:
                transport.read(1, 30)
            except TransportError as error:
                caught.append(error)

        reader = threading.Thread(target=read)
        reader.start()
        transport.close()
        reader.join(2)
        assert not reader.is_alive()
        assert [error.reason for error in caught] == [Reason.CLOSED]


def test_everything_written_arrives_even_when_answers_were_never_read() -> None:
    arrived = bytearray()
    done = threading.Event()

    def answer_and_count(connection: socket.socket) -> None:
        connection.sendall(b"\x12" * 100)
        while data := connection.recv(65536):
            arrived.extend(data)
        done.set()

    with BytesPeer(answer_and_count) as peer:
        transport = open_transport(peer.url)
        transport.write(bytes(500_000), 2)
        transport.close()
        assert done.wait(2)
    assert len(arrived) == 500_000


def test_a_regular_file_collects_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "phiếu in.bin"
    for _ in range(2):
        transport = open_transport(f"file://{path}".replace(" ", "%20"))
        assert not transport.answers
        transport.write(b"A001", 1)
        assert transport.read(1, 0) == b""
        transport.close()
    assert path.read_bytes() == b"A001A001"


def test_a_device_that_is_unplugged_is_missing_and_no_file_takes_its_place() -> None:
    with pytest.raises(TransportError) as caught:
        open_transport("file:///dev/motcua-no-such-printer")
    assert caught.value.reason is Reason.MISSING
    assert not os.path.exists("/dev/motcua-no-such-printer")


def test_a_serial_line_that_is_not_there_is_missing() -> None:
    with pytest.raises(TransportError) as caught:
        open_transport("serial:///dev/motcua-no-such-line")
    assert caught.value.reason is Reason.MISSING


def test_dummy_swallows_and_never_answers() -> None:
    transport = open_transport("dummy://")
    transport.write(b"x" * 10, 1)
    assert transport.read(1, 0.01) == b""
    assert not transport.answers
    transport.close()


@pytest.mark.parametrize(
    "url",
    ["", "A001", "ftp://printer", "tcp://", "tcp://[::", "tcp://host:0x1", "tcp://host:99999999",
     "serial://ttyUSB0", "file://lp0", "serial:///dev/null?baudrate=fast"],
)  # fmt: skip
def test_an_address_that_means_nothing_is_a_bad_url(url: str) -> None:
    with pytest.raises(TransportError) as caught:
        open_transport(url, 0.5)
    assert caught.value.reason is Reason.BAD_URL
