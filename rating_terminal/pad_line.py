"""All pads on one Modbus line: a bus, and an agent for each pad with an outbox of its own."""

from pathlib import Path

from hardware.modbus_pads.bus import PadBus
from hardware.modbus_pads.layout import Layout
from hardware.modbus_pads.port import ModbusPort
from rating_terminal.agent import PadAgent, PortMaker
from rating_terminal.pads_config import PadLinePlan, PadPlace


class PadLine:
    """Serves the pads of ``plan`` on the line ``url``; outboxes lie in ``data``/<name of the pad>.

    Raises hardware.serial_link.PortUrlError and rating_terminal.outbox.OutboxInUse.
    """

    def __init__(self, server: str, url: str, plan: PadLinePlan, data: Path) -> None:
        self._bus = PadBus(url)
        self.agents = {
            pad.name: PadAgent(
                server,
                pad.token,
                _port_maker(self._bus, plan.layout, pad),
                data / pad.name,
                pad.scale,
            )
            for pad in plan.pads
        }

    def start(self) -> None:
        """Begin; returns at once."""
        for agent in self.agents.values():
            agent.start()
        self._bus.start()

    def close(self) -> None:
        """Darken the pads and stop."""
        for agent in self.agents.values():
            agent.darken()
        self._bus.close()
        for agent in self.agents.values():
            agent.close()


def _port_maker(bus: PadBus, layout: Layout, pad: PadPlace) -> PortMaker:
    return lambda agent: ModbusPort(bus, pad.unit, layout, pad.name, agent)
