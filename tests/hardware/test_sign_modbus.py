from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.signs import modbus_rtu
from hardware.signs.modbus_rtu import Fault, SignFault, transact
from hardware.transport import Transport, TransportError, open_transport
from hardware.virtual.pad_noise import LineNoise
from hardware.virtual.sign_bus import VirtualSigns

DEADLINE_S = 2.0
SHORT_S = 0.15


@pytest.fixture
def signs() -> Iterator[VirtualSigns]:
    with VirtualSigns(units=(1, 2)) as signs:
        yield signs


@pytest.fixture
def line(signs: VirtualSigns) -> Iterator[Transport]:
    line = open_transport(signs.url)
    yield line
    line.close()


def test_frames_are_those_of_the_specification() -> None:
    # Examples of "MODBUS Application Protocol Specification V1.1b3", 6.3, 6.6 and 6.12, with the
    # checksums of unit 1.
    assert modbus_rtu.read(1, 0x6B, 3).frame.hex() == "0103006b00037417"
    assert modbus_rtu.write_one(1, 1, 3).frame.hex() == "010600010003980b"
    assert modbus_rtu.write_many(1, 1, [10, 0x0102]).frame.hex() == "01100001000204000a01029230"


@given(st.binary(min_size=2, max_size=40), st.integers(0, 300), st.integers(1, 255))
def test_a_changed_byte_is_noticed(body: bytes, at: int, by: int) -> None:
    frame = bytearray(modbus_rtu.sealed(body))
    assert modbus_rtu.is_whole(bytes(frame))
    frame[at % len(frame)] ^= by
    assert not modbus_rtu.is_whole(bytes(frame))


def test_registers_are_written_and_read(signs: VirtualSigns, line: Transport) -> None:
    assert transact(line, modbus_rtu.write_one(1, 0, 12), DEADLINE_S) == ()
    assert transact(line, modbus_rtu.write_many(2, 0x80, [1, 2, 65_535]), DEADLINE_S) == ()
    assert signs.register(1, 0) == 12
    assert transact(line, modbus_rtu.read(2, 0x80, 3), DEADLINE_S) == (1, 2, 65_535)
    answer = transact(line, modbus_rtu.read(2, 0x81, 1, modbus_rtu.READ_INPUT), DEADLINE_S)
    assert answer == (2,)


def test_a_silent_unit_is_told_apart_from_a_refusing_one(
    signs: VirtualSigns, line: Transport
) -> None:
    signs.silent.add(1)
    signs.refusing.add(2)
    for unit, fault in ((1, Fault.SILENT), (2, Fault.REFUSED), (9, Fault.SILENT)):
        with pytest.raises(SignFault) as failed:
            transact(line, modbus_rtu.write_one(unit, 0, 5), SHORT_S)
        assert failed.value.fault is fault


def test_a_late_answer_is_not_taken_for_the_next_one(signs: VirtualSigns, line: Transport) -> None:
    line.write(modbus_rtu.write_one(1, 0, 7).frame, DEADLINE_S)
    assert signs.wait_for(lambda: signs.register(1, 0) == 7, DEADLINE_S)
    assert transact(line, modbus_rtu.read(1, 0, 1), DEADLINE_S) == (7,)


def test_noise_costs_a_try_and_never_a_wrong_register() -> None:
    noise = LineNoise(spoilt=0.1, cut=0.1, seed=3)
    with VirtualSigns(units=(1,), noise=noise) as signs:
        line = open_transport(signs.url)
        confirmed = 0
        for value in range(60):
            try:
                transact(line, modbus_rtu.write_one(1, 0, value), SHORT_S)
            except SignFault:
                continue
            confirmed += 1
            assert signs.register(1, 0) == value
        line.close()
    assert confirmed > 30


def test_a_pulled_plug_is_a_lost_line(signs: VirtualSigns, line: Transport) -> None:
    signs.unplug()
    with pytest.raises(TransportError):
        transact(line, modbus_rtu.write_one(1, 0, 5), DEADLINE_S)


def test_what_fits_no_frame_is_refused() -> None:
    for make in (
        lambda: modbus_rtu.write_one(0, 0, 0),
        lambda: modbus_rtu.write_one(1, 0, 65_536),
        lambda: modbus_rtu.write_one(1, -1, 0),
        lambda: modbus_rtu.write_many(1, 0, []),
        lambda: modbus_rtu.write_many(1, 0, [0] * 124),
        lambda: modbus_rtu.read(1, 0, 0),
        lambda: modbus_rtu.read(1, 0, 1, modbus_rtu.WRITE_ONE),
    ):
        with pytest.raises(ValueError):
            make()
