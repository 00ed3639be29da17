from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from hardware.serial_link import Reconnect
from hardware.signs.ascii_sign import AsciiSign
from hardware.signs.bus import SignBus, SignState
from hardware.signs.unit import ModbusSign, SignUnit
from hardware.virtual.pad_noise import LineNoise
from hardware.virtual.sign_bus import VirtualSigns

DEADLINE_S = 30.0


class Watched:
    """A running bus whose changes can be waited for."""

    def __init__(self, url: str, signs: dict[str, SignUnit], rewrite_s: float) -> None:
        self._changed = threading.Condition()
        reconnect = Reconnect(first_s=0.05, longest_s=0.2)
        self.bus = SignBus(url, signs, self._tell, rewrite_s, reconnect)

    def wait_state(self, name: str, state: SignState) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.bus.states()[name] is state, DEADLINE_S)

    def _tell(self) -> None:
        with self._changed:
            self._changed.notify_all()


@contextmanager
def watched(url: str, rewrite_s: float = 60.0, **signs: SignUnit) -> Iterator[Watched]:
    running = Watched(url, signs, rewrite_s)
    running.bus.start()
    try:
        yield running
    finally:
        running.bus.close()


@pytest.fixture
def signs() -> Iterator[VirtualSigns]:
    with VirtualSigns(units=(1, 2, 3), boards=(7,)) as signs:
        yield signs


def test_modbus_and_ascii_signs_share_a_line(signs: VirtualSigns) -> None:
    board = AsciiSign(7)
    with watched(
        signs.url, one=ModbusSign(1), two=ModbusSign(2, 0x80, "text", 4, 16), b=board
    ) as w:
        w.bus.show("one", "012")
        w.bus.show("two", "A012")
        w.bus.show("b", "9.9")
        assert signs.wait_for(
            lambda: (
                (signs.register(1, 0), signs.register(2, 0x81), signs.text(7))
                == (12, 0x3132, "  9.9")
            ),
            DEADLINE_S,
        )
        assert w.wait_state("two", SignState.SHOWING)


def test_the_last_text_wins(signs: VirtualSigns) -> None:
    with watched(signs.url, one=ModbusSign(1)) as w:
        for number in range(1, 200):
            w.bus.show("one", str(number))
        assert signs.wait_for(lambda: signs.register(1, 0) == 199, DEADLINE_S)


def test_a_sign_that_lost_its_power_is_written_again(signs: VirtualSigns) -> None:
    with watched(signs.url, rewrite_s=0.2, one=ModbusSign(1), b=AsciiSign(7)) as w:
        w.bus.show("one", "12")
        w.bus.show("b", "12")
        assert signs.wait_for(lambda: signs.text(7) == "  12", DEADLINE_S)
        signs.power_cycle(1)
        signs.power_cycle(7)
        assert signs.wait_for(
            lambda: (signs.register(1, 0), signs.text(7)) == (12, "  12"), DEADLINE_S
        )


def test_a_silent_sign_does_not_stop_the_others_and_heals(signs: VirtualSigns) -> None:
    signs.silent.add(1)
    with watched(signs.url, rewrite_s=0.5, one=ModbusSign(1), two=ModbusSign(2)) as w:
        w.bus.show("one", "11")
        w.bus.show("two", "22")
        assert signs.wait_for(lambda: signs.register(2, 0) == 22, DEADLINE_S)
        assert w.wait_state("one", SignState.SILENT)
        w.bus.show("two", "23")
        assert signs.wait_for(lambda: signs.register(2, 0) == 23, DEADLINE_S)
        signs.silent.clear()
        assert w.wait_state("one", SignState.SHOWING)
        assert signs.register(1, 0) == 11


def test_a_sign_that_refuses_and_a_text_that_does_not_fit_are_told(signs: VirtualSigns) -> None:
    signs.refusing.add(1)
    with watched(signs.url, one=ModbusSign(1), two=ModbusSign(2), three=ModbusSign(3)) as w:
        w.bus.show("one", "1")
        w.bus.show("two", "A012")
        w.bus.show("three", "3")
        assert w.wait_state("one", SignState.REFUSED)
        assert w.wait_state("two", SignState.NOT_SHOWN)
        assert w.wait_state("three", SignState.SHOWING)
        w.bus.show("two", "012")
        assert w.wait_state("two", SignState.SHOWING)


def test_the_bus_heals_after_unplugging(signs: VirtualSigns) -> None:
    with watched(signs.url, rewrite_s=0.2, one=ModbusSign(1)) as w:
        for number in (1, 2, 3):
            w.bus.show("one", str(number))
            assert w.wait_state("one", SignState.SHOWING)
            signs.unplug()
            assert w.wait_state("one", SignState.UNKNOWN)
            assert not w.bus.open or w.wait_state("one", SignState.UNKNOWN)
            w.bus.show("one", str(number + 10))
            signs.power_cycle(1)
            signs.replug()
            assert signs.wait_for(lambda n=number: signs.register(1, 0) == n + 10, DEADLINE_S)


def test_a_bus_that_is_not_there_yet_is_found_when_it_comes(signs: VirtualSigns) -> None:
    signs.unplug()
    with watched(signs.url, one=ModbusSign(1)) as w:
        w.bus.show("one", "5")
        signs.replug()
        assert w.wait_state("one", SignState.SHOWING)


def test_noise_is_outlasted() -> None:
    noise = LineNoise(spoilt=0.1, cut=0.1, seed=5)
    with (
        VirtualSigns(units=(1, 2, 3), noise=noise) as signs,
        watched(signs.url, rewrite_s=0.3, a=ModbusSign(1), b=ModbusSign(2), c=ModbusSign(3)) as w,
    ):
        for number in range(1, 11):
            for at, name in enumerate("abc", 1):
                w.bus.show(name, str(100 * at + number))
            assert signs.wait_for(
                lambda n=number: all(signs.register(at, 0) == 100 * at + n for at in (1, 2, 3)),
                DEADLINE_S,
            )


def test_a_sign_behind_a_network_box_is_written_over_tcp() -> None:
    with socket.create_server(("127.0.0.1", 0)) as box:
        port = box.getsockname()[1]
        with watched(f"socket://127.0.0.1:{port}", b=AsciiSign(1)) as w:
            w.bus.show("b", "12")
            box.settimeout(DEADLINE_S)
            peer, _ = box.accept()
            peer.settimeout(DEADLINE_S)
            with peer:
                assert peer.recv(100) == b"$001,  12#"


def test_closing_is_quick_while_a_unit_is_silent(signs: VirtualSigns) -> None:
    signs.silent.update((1, 2, 3))
    with watched(signs.url, rewrite_s=0.05, one=ModbusSign(1), two=ModbusSign(2)) as w:
        w.bus.show("one", "1")
        w.bus.show("two", "2")
        assert w.wait_state("one", SignState.SILENT)
        w.bus.close(5.0)
        assert not w.bus.open
