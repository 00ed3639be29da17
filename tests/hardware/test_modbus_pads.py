"""Modbus pads: what a reading says was pressed, and a bus of units on a pty."""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.line_protocol import RING_SIZE, Ack, Light, Press
from hardware.modbus_pads.bus import PadBus, parse_modbus_url
from hardware.modbus_pads.layout import Channel, Layout, Mark, follow, keys_of
from hardware.modbus_pads.port import LONGEST_GAP_MS, ModbusPort
from hardware.serial_link import PortUrlError
from hardware.virtual.modbus_pad import VirtualModbusPad
from hardware.virtual.pad_noise import LineNoise
from hardware.virtual.sign_bus import VirtualSigns

DEADLINE_S = 30.0
PLAIN = Layout(ring=8, boot=20, lamp=30)


class Keeper:
    """A listener that keeps what it hears, as an agent's outbox does."""

    def __init__(self) -> None:
        self.kept: list[Press] = []
        self.undated: list[Press] = []
        self.marks: dict[str, Mark] = {}
        self.port: ModbusPort | None = None
        self.failing = False
        self.refused: list[int] = []
        self.heard_last = 0
        self.opens = 0
        self._changed = threading.Condition()

    def opened(self) -> None:
        with self._changed:
            self.opens += 1
            self._changed.notify_all()

    def idle(self) -> None:
        pass

    def heard(self) -> None:
        self.heard_last = time.time_ns() // 1_000_000

    def heard_at(self) -> int:
        return self.heard_last

    def last_of(self, dev: str) -> Mark | None:
        return self.marks.get(dev)

    def adopt(self, dev: str, mark: Mark) -> None:
        self.marks[dev] = mark

    def pressed(self, presses: Sequence[Press], dated: bool = True) -> None:
        if self.failing:
            with self._changed:
                self.refused = [press.key for press in presses]
                self._changed.notify_all()
            return
        assert self.port is not None
        with self._changed:
            for press in presses:
                self.kept.append(press)
                self.undated += [] if dated else [press]
                self.marks[press.dev] = Mark(press.boot, press.seq)
            self._changed.notify_all()
        for press in presses:
            self.port.acknowledge(Ack(press.boot, press.seq))

    @property
    def keys(self) -> list[int]:
        return [press.key for press in self.kept]

    def wait_kept(self, count: int) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: len(self.kept) >= count, DEADLINE_S)

    def wait_refused(self, keys: list[int]) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.refused == keys, DEADLINE_S)

    def wait_opens(self, count: int) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.opens >= count, DEADLINE_S)


class Line:
    """A bus with a host on it that can be ended and started again."""

    def __init__(self, units: dict[int, Layout], noise: LineNoise | None = None) -> None:
        self.units = units
        self.signs = VirtualSigns(tuple(units), noise=noise)
        self.pads = {unit: VirtualModbusPad(self.signs, unit, at) for unit, at in units.items()}
        self.keepers = {unit: Keeper() for unit in units}
        self.bus: PadBus | None = None

    def start(self) -> None:
        self.bus = PadBus(self.signs.url.replace("serial://", "modbus://"), poll_s=0.01)
        for unit, layout in self.units.items():
            keeper = self.keepers[unit]
            keeper.port = ModbusPort(self.bus, unit, layout, f"pad-{unit}", keeper)
        before = {unit: keeper.opens for unit, keeper in self.keepers.items()}
        self.bus.start()
        for unit, keeper in self.keepers.items():
            if unit not in self.signs.silent:
                assert keeper.wait_opens(before[unit] + 1)

    def stop(self) -> None:
        assert self.bus is not None
        self.bus.close()

    def close(self) -> None:
        self.stop()
        self.signs.close()


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line({3: PLAIN})
    line.start()
    yield line
    line.close()


# --- readings ---


def test_a_unit_met_for_the_first_time_begins_where_it_stands() -> None:
    step = follow(None, 41, None, 8)
    assert list(step.numbers) == [] and step.mark.seq == 41
    assert follow(step.mark, 41, None, 8).mark == step.mark


@given(st.integers(0, 200_000), st.integers(0, RING_SIZE))
def test_each_press_is_taken_once_also_across_the_wrap(seq: int, made: int) -> None:
    step = follow(Mark("b", seq), (seq + made) % 0x10000, None, None)
    assert list(step.numbers) == list(range(seq + 1, seq + made + 1))
    assert list(follow(step.mark, (seq + made) % 0x10000, None, None).numbers) == []


def test_more_presses_than_the_ring_holds_are_told_as_lost() -> None:
    step = follow(Mark("b", 10), 15, None, 2)
    assert (list(step.numbers), step.lost) == ([14, 15], 3)


def test_a_counter_that_went_back_began_again_at_nothing() -> None:
    step = follow(Mark("b", 500), 2, None, 8)
    assert list(step.numbers) == [1, 2] and step.mark.boot != "b"
    far = follow(Mark("b", 500), 400, None, 8)
    assert list(far.numbers) == [] and far.mark.seq == 400


def test_another_boot_number_tells_of_a_power_up_no_counter_could() -> None:
    mark = follow(None, 2, 0x1234, 8).mark
    assert list(follow(mark, 3, 0x1234, 8).numbers) == [3]
    fresh = follow(mark, 3, 0x1235, 8)
    assert list(fresh.numbers) == [1, 2, 3] and fresh.mark.boot != mark.boot


def test_keys_stand_in_a_ring_as_the_counter_counts() -> None:
    channel = Channel(0, 1, 4)
    step = follow(Mark("b", 0xFFFE), 2, None, 4)
    registers = {1: 5, 2: 6, 3: 7, 4: 8}
    assert list(step.numbers) == [0xFFFF, 0x10000, 0x10001, 0x10002]
    assert keys_of(channel, step, registers) == [7, 8, 5, 6]
    assert channel.key_of(1, {1: 999}) == 0


@pytest.mark.parametrize(
    "wrong",
    [{"function": 6}, {"ring": 3}, {"counter": 0, "key": 500}, {"counter": -1}, {"lamp": 65536},
     {"key_counters": tuple(range(17))}],
)  # fmt: skip
def test_a_layout_outside_what_can_be_read_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        Layout(**wrong)


def test_the_url_names_a_line_or_a_gateway() -> None:
    assert parse_modbus_url("modbus:///dev/x") == "serial:///dev/x?baudrate=9600"
    assert parse_modbus_url("modbus:///dev/x?parity=E&baudrate=1200").endswith("E&baudrate=1200")
    assert parse_modbus_url("modbus://gateway:502") == "socket://gateway:502"
    for wrong in ("serial:///dev/x", "modbus:///", "modbus:///dev/x?speed=1"):
        with pytest.raises(PortUrlError):
            parse_modbus_url(wrong)


# --- a line of units ---


def test_presses_come_once_in_order_with_the_keys_they_were(line: Line) -> None:
    pad, keeper = line.pads[3], line.keepers[3]
    for key in (1, 3, 2, 1):
        pad.press(key)
    assert keeper.wait_kept(4)
    pad.press(5)
    assert keeper.wait_kept(5)
    assert keeper.keys == [1, 3, 2, 1, 5]
    assert [press.seq for press in keeper.kept] == [1, 2, 3, 4, 5]
    assert {(press.dev, press.boot) for press in keeper.kept} == {("pad-3", keeper.kept[0].boot)}
    assert keeper.undated == []


def test_a_lamp_is_written_and_goes_dark_at_the_end(line: Line) -> None:
    port = line.keepers[3].port
    assert port is not None
    port.show(Light(on=True, keys=3))
    assert line.signs.wait_for(lambda: line.pads[3].lamp == 3, DEADLINE_S)
    port.show(Light(on=False))
    line.stop()
    assert line.pads[3].lamp == 0


def test_a_press_made_while_the_host_was_away_a_moment_is_taken_once(line: Line) -> None:
    line.pads[3].press(1)
    assert line.keepers[3].wait_kept(1)
    line.stop()
    line.pads[3].press(2)
    line.start()
    line.pads[3].press(3)
    assert line.keepers[3].wait_kept(3)
    assert line.keepers[3].keys == [1, 2, 3]
    assert line.keepers[3].undated == []


def test_a_press_found_after_a_long_time_away_is_kept_without_a_time(line: Line) -> None:
    line.stop()
    line.keepers[3].heard_last -= LONGEST_GAP_MS
    line.pads[3].press(2)
    line.start()
    line.pads[3].press(1)
    assert line.keepers[3].wait_kept(2)
    assert line.keepers[3].undated[0].key == 2


def test_a_press_that_could_not_be_kept_is_offered_again(line: Line) -> None:
    keeper = line.keepers[3]
    keeper.failing = True
    line.pads[3].press(2)
    assert keeper.wait_refused([2])
    line.pads[3].press(1)
    assert keeper.wait_refused([2, 1])
    keeper.failing = False
    assert keeper.wait_kept(2)
    assert keeper.keys == [2, 1]


def test_power_cycles_and_pulled_plugs_lose_no_press(line: Line) -> None:
    pad, keeper = line.pads[3], line.keepers[3]
    pad.press(1)
    assert keeper.wait_kept(1)
    pad.power_cycle()
    pad.press(2)
    assert keeper.wait_kept(2)
    line.signs.unplug()
    pad.press(3)
    opens = keeper.opens
    line.signs.replug()
    assert keeper.wait_opens(opens + 1) and keeper.wait_kept(3)
    assert keeper.keys == [1, 2, 3]
    assert len({press.boot for press in keeper.kept}) == 2


def test_a_silent_unit_does_not_stop_the_others() -> None:
    line = Line({1: PLAIN, 2: PLAIN})
    line.signs.silent.add(1)
    try:
        line.start()
        for key in (1, 2):
            line.pads[2].press(key)
        assert line.keepers[2].wait_kept(2)
        line.pads[1].press(3)
        line.signs.silent.clear()
        assert line.keepers[1].wait_opens(1)
        line.pads[1].press(2)
        assert line.keepers[1].wait_kept(1)
        assert line.keepers[1].keys == [2]  # what was counted before they met is not known
    finally:
        line.close()


def test_input_modules_with_a_counter_a_key_are_followed_key_by_key() -> None:
    layout = Layout(key_counters=(5, 6, 7), function=4)
    line = Line({9: layout})
    try:
        line.start()
        for key in (3, 3, 1):
            line.pads[9].press(key)
        assert line.keepers[9].wait_kept(3)
        found = Counter((press.dev, press.seq) for press in line.keepers[9].kept)
        assert found == Counter([("pad-9-k3", 1), ("pad-9-k3", 2), ("pad-9-k1", 1)])
    finally:
        line.close()


def test_eight_units_on_a_noisy_line_lose_and_double_nothing() -> None:
    noise = LineNoise(spoilt=0.05, cut=0.05, seed=4)
    line = Line(dict.fromkeys(range(1, 9), PLAIN), noise)
    try:
        line.start()
        for round_ in range(12):
            for unit, pad in line.pads.items():
                pad.press(1 + (round_ + unit) % 5)
            if round_ == 6:
                line.signs.unplug()
                line.signs.replug()
            for keeper in line.keepers.values():
                assert keeper.wait_kept(round_ + 1)
    finally:
        line.close()
    for unit, keeper in line.keepers.items():
        assert keeper.keys == [1 + (round_ + unit) % 5 for round_ in range(12)]
