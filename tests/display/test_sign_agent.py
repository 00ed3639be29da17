"""The sign agent between a real server and a simulated bus."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from private_desk import PrivateDesk

from display.sign.agent import SignAgent
from display.sign.config import Bus, Sign
from hardware.signs.ascii_sign import AsciiSign
from hardware.signs.bus import SignState
from hardware.signs.template import Template
from hardware.signs.unit import ModbusSign
from hardware.virtual.sign_bus import VirtualSigns

DEADLINE_S = 30.0
IDLE, CLOSED = 0xEEEE, 0xCCCC


@pytest.fixture
def signs() -> Iterator[VirtualSigns]:
    with VirtualSigns(units=(1,), boards=(7,)) as signs:
        yield signs


@contextmanager
def agent_for(desk: PrivateDesk, signs: VirtualSigns) -> Iterator[SignAgent]:
    """One Modbus sign and one ASCII board over the test's own counter."""
    counter = int(desk.id)
    digits = Template("{digits}", idle=str(IDLE), closed=str(CLOSED))
    number = Template("{number}", idle="----")
    bus = Bus(
        signs.url,
        (
            Sign("small", ModbusSign(1), digits, counter, None),
            Sign("large", AsciiSign(7, width=8), number, counter, None),
        ),
    )
    agent = SignAgent(desk.office.url, [bus], rewrite_s=0.3)
    agent.start()
    try:
        yield agent
    finally:
        agent.close()


def shows(signs: VirtualSigns, register: int, text: str) -> bool:
    return signs.wait_for(
        lambda: (signs.register(1, 0), (signs.text(7) or "").strip()) == (register, text),
        DEADLINE_S,
    )


def test_signs_follow_the_counter(desk: PrivateDesk, signs: VirtualSigns) -> None:
    with agent_for(desk, signs) as agent:
        assert agent.wait_ready(DEADLINE_S)
        assert shows(signs, CLOSED, "")
        first = desk.called()
        assert shows(signs, int(first["number"][-3:]), first["number"])
        second = desk.called()
        assert shows(signs, int(second["number"][-3:]), second["number"])
        desk.staff.act(second["id"], "finish")
        assert shows(signs, IDLE, "----")
        desk.staff.post(f"/counters/{desk.id}/pause")
        assert shows(signs, CLOSED, "")
        assert agent.wait_for(
            lambda: set(agent.states().values()) == {SignState.SHOWING}, DEADLINE_S
        )


def test_after_unplugging_and_a_power_cut_signs_show_the_true_state(
    desk: PrivateDesk, signs: VirtualSigns
) -> None:
    with agent_for(desk, signs) as agent:
        first = desk.called()
        assert shows(signs, int(first["number"][-3:]), first["number"])
        signs.unplug()
        assert agent.wait_for(lambda: not agent.lines_open()[signs.url], DEADLINE_S)
        second = desk.called()
        for address in (1, 7):
            signs.power_cycle(address)
        signs.replug()
        assert shows(signs, int(second["number"][-3:]), second["number"])
