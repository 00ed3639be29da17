"""The serial port that comes back: its state machine, its URLs, and a real pty behind it."""

import os
import queue
import socket
import termios
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import serial

from hardware.serial_link import (
    PortState,
    PortUrlError,
    Reconnect,
    SerialLink,
    parse_port_url,
)

DEADLINE_S = 30.0


class Heard:
    """What a link says, as events that can be waited for."""

    def __init__(self) -> None:
        self.events: queue.Queue[tuple[str, bytes | str]] = queue.Queue()

    def link(self, url: str) -> SerialLink:
        return SerialLink(
            url,
            on_bytes=lambda data: self.events.put(("bytes", data)),
            on_open=lambda: self.events.put(("open", "")),
            on_lost=lambda reason: self.events.put(("lost", reason)),
            on_idle=lambda: self.events.put(("idle", "")),
            reconnect=Reconnect(first_s=0.02, longest_s=0.1, steady_s=0.0),
        )

    def next(self, kind: str) -> bytes | str:
        end = time.monotonic() + DEADLINE_S
        while True:
            got, value = self.events.get(timeout=max(0.01, end - time.monotonic()))
            if got == kind:
                return value

    def read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            piece = self.next("bytes")
            assert isinstance(piece, bytes)
            data += piece
        return data


class PtyPort:
    """A device file that can be pulled out and put in again under its name."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "port"
        self.master = self._slave = -1
        self.plug()

    def plug(self) -> None:
        self.master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.path.symlink_to(os.ttyname(self._slave))

    def pull(self) -> None:
        self.path.unlink()
        os.close(self.master)
        os.close(self._slave)


@contextmanager
def started(heard: Heard, url: str) -> Iterator[SerialLink]:
    link = heard.link(url)
    link.start()
    try:
        yield link
    finally:
        link.close()
        assert link.state is PortState.STOPPED


def test_failures_wait_twice_as_long_each_time_up_to_the_longest() -> None:
    reconnect = Reconnect(first_s=0.1, longest_s=0.5, steady_s=1)
    assert [reconnect.failed(0) for _ in range(5)] == pytest.approx([0.1, 0.2, 0.4, 0.5, 0.5])


def test_only_a_port_that_stayed_open_counts_as_healed() -> None:
    reconnect = Reconnect(first_s=0.1, longest_s=5, steady_s=1)
    reconnect.failed(0)
    reconnect.opened(10)
    assert reconnect.failed(10.5) == pytest.approx(0.2)
    reconnect.opened(20)
    assert reconnect.failed(21) == pytest.approx(0.1)


def test_an_opened_port_is_open_until_it_fails() -> None:
    reconnect, states = Reconnect(), list[PortState]()
    for step in (reconnect.opened, reconnect.failed):
        step(1)
        states.append(reconnect.state)
    assert states == [PortState.OPEN, PortState.WAITING]


def test_a_stopped_port_stays_stopped() -> None:
    reconnect = Reconnect()
    reconnect.stop()
    reconnect.opened(1)
    reconnect.failed(2)
    assert reconnect.state is PortState.STOPPED


def test_a_serial_url_names_device_and_settings() -> None:
    address = parse_port_url("serial:///dev/x?baudrate=9600&parity=E&stopbits=2&bytesize=7")
    assert address.target == "/dev/x"
    assert address.settings == {"baudrate": 9600, "parity": "E", "stopbits": 2.0, "bytesize": 7}
    assert parse_port_url("serial:///dev/x").settings == {"baudrate": 115200}
    assert parse_port_url("/dev/x").target == "/dev/x"


@pytest.mark.parametrize(
    "url",
    ["", "ttyUSB0", "serial://", "serial:///", "serial:///dev/x?baud=1", "foo://x",
     "serial:///dev/x?baudrate=fast", "serial:///dev/x?parity=Q", "serial:///dev/x?bytesize=9"],
)  # fmt: skip
def test_a_port_url_nobody_can_open_is_refused_at_once(url: str) -> None:
    with pytest.raises(PortUrlError):
        parse_port_url(url)


def test_bytes_go_both_ways_over_a_pty(tmp_path: Path) -> None:
    port, heard = PtyPort(tmp_path), Heard()
    with started(heard, f"serial://{port.path}?baudrate=115200") as link:
        heard.next("open")
        os.write(port.master, b"from the pad")
        assert heard.read(12) == b"from the pad"
        assert link.write(b"to the pad")
        assert os.read(port.master, 64) == b"to the pad"
    port.pull()


def test_pulling_the_plug_heals_by_itself(tmp_path: Path) -> None:
    port, heard = PtyPort(tmp_path), Heard()
    with started(heard, f"serial://{port.path}") as link:
        for number in range(4):
            heard.next("open")
            os.write(port.master, b"%d" % number)
            assert heard.read(1) == b"%d" % number
            port.pull()
            assert heard.next("lost")
            assert not link.write(b"x")
            port.plug()
        heard.next("open")
    port.pull()


def test_a_port_missing_at_first_is_opened_when_it_appears(tmp_path: Path) -> None:
    heard = Heard()
    with started(heard, f"serial://{tmp_path}/port"):
        assert "No such file" in str(heard.next("lost"))
        port = PtyPort(tmp_path)
        heard.next("open")
    port.pull()


def test_a_port_has_one_owner(tmp_path: Path) -> None:
    port, first, second = PtyPort(tmp_path), Heard(), Heard()
    with started(first, f"serial://{port.path}"):
        first.next("open")
        with started(second, f"serial://{port.path}"):
            assert "lock" in str(second.next("lost"))
    port.pull()


def test_closing_leaves_dtr_up_for_boards_that_would_be_reset(tmp_path: Path) -> None:
    port, heard = PtyPort(tmp_path), Heard()
    with started(heard, f"serial://{port.path}"):
        heard.next("open")
    end = os.open(port.path, os.O_RDWR | os.O_NOCTTY)
    control_flags = termios.tcgetattr(end)[2]
    assert not control_flags & termios.HUPCL
    os.close(end)
    port.pull()


def test_an_idle_port_is_told_so(tmp_path: Path) -> None:
    port, heard = PtyPort(tmp_path), Heard()
    with started(heard, f"serial://{port.path}"):
        heard.next("idle")
    port.pull()


def test_closing_does_not_wait_for_a_byte(tmp_path: Path) -> None:
    port, heard = PtyPort(tmp_path), Heard()
    with started(heard, f"serial://{port.path}") as link:
        heard.next("open")
        link.close(deadline_s=0.5)
        assert not link._thread.is_alive()
    port.pull()


def test_pyserials_own_urls_work_loop_and_spy(tmp_path: Path) -> None:
    port = PtyPort(tmp_path)
    log = tmp_path / "spy.log"
    for url in ("loop://", f"spy://{port.path}?file={log}"):
        heard = Heard()
        with started(heard, url) as link:
            heard.next("open")
            assert link.write(b"echo")
            if url != "loop://":
                os.write(port.master, os.read(port.master, 16))
            assert heard.read(4) == b"echo"
    port.pull()
    assert "65 63 68 6F" in log.read_text()


def answer_once(listener: socket.socket, answer: bytes) -> threading.Thread:
    """Accept one connection, answer its first byte, hang up."""

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(1)
            connection.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return thread


def test_a_serial_device_server_is_reached_again_after_it_hung_up() -> None:
    heard = Heard()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"socket://127.0.0.1:{listener.getsockname()[1]}"
        answer_once(listener, b"one")
        with started(heard, url) as link:
            for answer in (b"one", b"two"):
                heard.next("open")
                assert link.write(b"?")
                assert heard.read(3) == answer
                answer_once(listener, b"two")
                assert heard.next("lost")


def test_what_pyserial_raises_is_an_oserror() -> None:
    assert issubclass(serial.SerialException, OSError)
