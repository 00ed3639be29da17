"""Our Modbus frames against somebody else's units: pymodbus, with RTU frames over TCP."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from ports import free_port, wait_until
from pymodbus import FramerType
from pymodbus.datastore import (
    ModbusDeviceContext,
    ModbusSequentialDataBlock,
    ModbusServerContext,
)
from pymodbus.server import ModbusTcpServer

from hardware.signs import modbus_rtu
from hardware.signs.modbus_rtu import Fault, SignFault, transact
from hardware.signs.unit import ModbusSign
from hardware.transport import Transport, TransportError, open_transport

DEADLINE_S = 5.0


class ForeignUnits:
    """Unit 5 with 200 holding registers."""

    def __init__(self) -> None:
        self.port = free_port()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=[self._serve()])
        self._over = asyncio.Event()

    def start(self) -> None:
        self._thread.start()
        wait_until(self._listens, DEADLINE_S, "pymodbus does not listen")

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(DEADLINE_S)
        self._loop.close()

    async def _serve(self) -> None:
        unit = ModbusDeviceContext(hr=ModbusSequentialDataBlock(1, [0] * 200))
        server = ModbusTcpServer(
            ModbusServerContext(devices={5: unit}, single=False),
            framer=FramerType.RTU,
            address=("127.0.0.1", self.port),
        )
        await server.listen()
        await self._over.wait()
        await server.shutdown()

    def _listens(self) -> bool:
        try:
            open_transport(f"socket://127.0.0.1:{self.port}").close()
        except TransportError:
            return False
        return True


@pytest.fixture(scope="module")
def units() -> Iterator[ForeignUnits]:
    units = ForeignUnits()
    units.start()
    yield units
    units.stop()


@pytest.fixture
def line(units: ForeignUnits) -> Iterator[Transport]:
    line = open_transport(f"socket://127.0.0.1:{units.port}")
    yield line
    line.close()


def test_a_foreign_unit_takes_and_gives_back_our_registers(line: Transport) -> None:
    transact(line, modbus_rtu.write_one(5, 0, 12), DEADLINE_S)
    transact(line, modbus_rtu.write_many(5, 0x80, [0x4130, 0x3132]), DEADLINE_S)
    assert transact(line, modbus_rtu.read(5, 0, 1), DEADLINE_S) == (12,)
    assert transact(line, modbus_rtu.read(5, 0x80, 2), DEADLINE_S) == (0x4130, 0x3132)


def test_a_foreign_unit_refuses_a_register_it_has_not(line: Transport) -> None:
    with pytest.raises(SignFault) as failed:
        transact(line, modbus_rtu.write_one(5, 5000, 1), DEADLINE_S)
    assert failed.value.fault is Fault.REFUSED


def test_signs_of_every_encoding_are_shown(line: Transport) -> None:
    for encoding, shown in (("bcd", 0xF012), ("segments", 0x00), ("integer", 12)):
        ModbusSign(5, 10, encoding, 4, 16).show(line, "012", DEADLINE_S)
        assert transact(line, modbus_rtu.read(5, 10, 1), DEADLINE_S) == (shown,)
