"""The virtual pad keeps, numbers and repeats presses as the box does, over a real pty."""

from collections.abc import Iterator

import pytest
from serial_host import SerialHost

from hardware.line_protocol import RING_SIZE, Ack, Hello, Light, Press, build
from hardware.virtual.pad import VirtualPad
from hardware.virtual.pad_noise import LineNoise


@pytest.fixture
def pad() -> Iterator[VirtualPad]:
    with VirtualPad("pad-1", resend_s=0.05, heartbeat_s=0.1) as pad:
        yield pad


@pytest.fixture
def host(pad: VirtualPad) -> Iterator[SerialHost]:
    with SerialHost(pad.url) as host:
        yield host


def test_a_pad_goes_on_saying_hello(pad: VirtualPad, host: SerialHost) -> None:
    hello = host.next(Hello)
    assert (hello.dev, hello.boot) == ("pad-1", pad.boot)
    assert host.next(Hello) == hello


def test_a_press_is_sent_again_and_older_until_acknowledged(
    pad: VirtualPad, host: SerialHost
) -> None:
    pad.press(2)
    first, second = host.next(Press), host.next(Press)
    assert (first.seq, first.base, first.key) == (second.seq, second.base, second.key) == (1, 1, 2)
    assert second.age_ms > first.age_ms
    host.send(Ack(pad.boot, 1))
    assert pad.wait_acknowledged(5)


def test_an_acknowledgement_covers_all_before_it_and_no_other_boot(
    pad: VirtualPad, host: SerialHost
) -> None:
    for key in (1, 2, 3):
        pad.press(key)
    host.send(Ack("another", 3))
    host.send(Ack(pad.boot, 2))
    assert host.next_where(lambda press: press.base == 3).seq == 3
    host.send(Ack(pad.boot, 3))
    assert pad.wait_acknowledged(5)


def test_a_full_ring_loses_the_oldest_and_says_so_by_its_base(
    pad: VirtualPad, host: SerialHost
) -> None:
    for _ in range(RING_SIZE + 6):
        pad.press(1)
    assert pad.lost == 6
    assert host.next_where(lambda press: press.base == 7).seq >= 7


def test_the_light_follows_the_host(pad: VirtualPad, host: SerialHost) -> None:
    assert not pad.wait_lit(0)
    host.send(Light(on=True, keys=3))
    assert pad.wait_lit(5) and pad.lit_keys == 3
    host.send(Light(on=False))
    assert pad.wait_dark(5) and not pad.wait_lit(0)


def test_presses_while_unplugged_arrive_after_replugging(pad: VirtualPad, host: SerialHost) -> None:
    pad.unplug()
    host.wait_lost()
    pad.press(3)
    pad.replug()
    host.reopen()
    assert host.next(Press).key == 3


def test_losing_power_begins_a_new_boot_and_forgets(pad: VirtualPad, host: SerialHost) -> None:
    pad.press(1)
    old = pad.boot
    pad.power_cycle()
    host.reopen()
    pad.press(2)
    press = host.next_where(lambda press: press.boot != old)
    assert (press.seq, press.base, press.key) == (1, 1, 2)


def test_the_same_seed_makes_the_same_noise() -> None:
    lines = [build(Press("pad-1", "b", seq, 1, 1, 0)) for seq in range(1, 60)]
    one, two = (LineNoise(spoilt=0.3, cut=0.3, seed=5) for _ in range(2))
    heard = [one.on_line(line) for line in lines]
    assert heard == [two.on_line(line) for line in lines]
    assert 5 < sum(got != line for got, line in zip(heard, lines, strict=True)) < 55
